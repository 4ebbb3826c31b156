"""How names are shown: what each stands for, and those that nobody has settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django import forms

from intake.contexts.check import Link, duty_link, task_link
from intake.forms.choices import ChoicesForm, field_name
from intake.sections import OpenDraft
from units.matching import How, Match
from vietnamese.text import fold

# What to say of each way of knowing: word, tone of the style sheet, icon.
_LOOKS: dict[How, tuple[str, str, str]] = {
    How.EXACT: ("đúng tên", "done", "check"),
    How.ALIAS: ("theo tên gọi khác", "done", "check"),
    How.ABBREVIATION: ("theo tên viết tắt", "done", "check"),
    How.POST: ("theo chức danh", "done", "check"),
    How.CHOSEN: ("đã chọn", "done", "check"),
    How.GROUP: ("nhóm đơn vị", "ongoing", "users-group"),
    How.SUCCESSOR: ("đơn vị kế thừa của đơn vị đã kết thúc", "due-soon", "arrow-merge"),
    How.CLOSE: ("tên gần giống", "due-soon", "zoom-question"),
    How.OUTSIDE: ("ngoài cơ quan, giữ nguyên tên", "cancelled", "building-community"),
    How.OPEN_ENDED: ("không nêu rõ đơn vị, giữ nguyên tên", "cancelled", "dots-circle-horizontal"),
    How.AMBIGUOUS: ("có thể là nhiều đơn vị, cần chọn", "due-soon", "help-circle"),
    How.UNKNOWN: ("chưa rõ đơn vị, cần chọn", "due-soon", "help-circle"),
}
_KEPT = ("giữ nguyên tên", "cancelled", "building-community")


@dataclass(frozen=True)
class Chip:
    """A name as written and what it was taken for (``label``, "" where the words say it).

    ``count``: of how many units, where there are several; ``section``: where the choice is made;
    ``is_open``: one must be made; ``is_sure``: nothing need be said of it; ``is_guess``: look at
    it.
    """

    words: str
    label: str
    count: int
    note: str
    tone: str
    icon: str
    source: str
    section: str
    is_open: bool
    is_sure: bool = True
    is_guess: bool = False

    @property
    def short_note(self) -> str:
        return self.note.partition(",")[0]


def build_chip(match: Match, source: str = "") -> Chip:
    note, tone, icon = _LOOKS[match.how]
    if match.how is How.CHOSEN and not match.units:
        note, tone, icon = _KEPT
    return Chip(
        words=match.words,
        label=_label(match),
        count=len(match.units) if len(match.units) > 1 else 0,
        note=note,
        tone=tone,
        icon=icon,
        source=source,
        section=field_name(match.words),
        is_open=match.is_unsettled,
        is_sure=tone == "done",
        is_guess=tone == "due-soon",
    )


def _label(match: Match) -> str:
    if not match.target or not match.units:
        return ""
    return "" if fold(match.target.label) == fold(match.words) else match.target.label


# --- the names that nobody has settled ------------------------------------------------------------
SHOWN = 6


@dataclass(frozen=True)
class Question:
    """A name to settle: ``field`` to choose in, ``typed`` to type in (None in a small agency),
    ``why`` it is asked, ``links`` to where it stands, ``more`` what there are no links for."""

    section: str
    words: str
    why: str
    field: forms.BoundField
    typed: forms.BoundField | None
    links: tuple[Link, ...]
    more: str
    may_be_new: bool


def build_questions(opened: OpenDraft, form: ChoicesForm) -> tuple[Question, ...]:
    """One question for each name of the form, in the plan's order."""
    stand = _standing(opened)
    return tuple(
        _question(opened, words, field, typed, stand)
        for words, (field, typed) in zip(form.units.words.values(), form.units.pairs, strict=True)
    )


def _question(
    opened: OpenDraft,
    words: str,
    field: forms.BoundField,
    typed: forms.BoundField | None,
    stand: Mapping[str, list[Link]],
) -> Question:
    match = opened.names.matcher.unaided(words)
    ambiguous = match.how is How.AMBIGUOUS
    links = stand.get(fold(words), [])
    return Question(
        section=field_name(words),
        words=words,
        why="có thể là nhiều đơn vị" if ambiguous else "chưa có trong danh mục",
        field=field,
        typed=typed,
        links=tuple(links[:SHOWN]),
        more=f"và {len(links) - SHOWN} mục khác" if len(links) > SHOWN else "",
        may_be_new=not ambiguous,
    )


def _standing(opened: OpenDraft) -> dict[str, list[Link]]:
    """For each name, folded, the tasks and reports in which it stands."""
    found: dict[str, dict[str, Link]] = defaultdict(dict)
    for key, task in opened.working.keyed_tasks():
        for part, names in (("lead", task.lead), ("with", task.cooperating)):
            for number, name in enumerate(names):
                link = replace(task_link(opened, key), source=f"t{key}-{part}-{number}")
                found[fold(name.words)].setdefault(link.section, link)
    for key, duty in opened.working.keyed_duties():
        for match in opened.names.match_all(duty.reporter):
            link = duty_link(opened, key)
            found[fold(match.words)].setdefault(link.section, link)
    return {words: list(links.values()) for words, links in found.items()}
