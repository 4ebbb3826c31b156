"""What a person should look at before confirming: what reading was unsure of, and what the draft
itself shows.  Each check says where it is and what can be done."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.utils.text import Truncator

from intake.contexts.check import (
    SHOWN,
    Check,
    Elsewhere,
    Link,
    Move,
    View,
    check_key,
    duty_link,
    several,
    task_link,
)
from intake.days import exact_day
from intake.drafting.five_clears import CLEAR_LABELS, Clear, missing
from intake.drafting.outline import Outline
from intake.drafting.task_duplicates import same_work
from intake.forms.choices import field_name
from intake.models import Origin
from intake.periods import assumption, period_so_far
from intake.plan_duplicates import build_duplicates
from intake.scans import picture_pages
from intake.sections import (
    CITATIONS,
    ENDING,
    HEADER,
    INCOMPLETE,
    OpenDraft,
    task_section,
)
from intake.targets import proposals, target_words
from plans.deadlines import DATED
from plans.holidays import working_days
from plans.working_days import WorkingDays
from reading.draft import DeadlineDraft, Doubt, DoubtKind
from units.matching import How
from vietnamese.text import fold


# --- all of them ----------------------------------------------------------------------------------
def build_checks(opened: OpenDraft, outline: Outline) -> tuple[Check, ...]:
    """All of them, the weightiest first; those that somebody has settled are left out."""
    found = (
        *_problems(opened, outline),
        *_pictures(opened),
        *_doubts(opened),
        *_about_header(opened),
        *about_tasks(opened, outline),
        *_there_already(opened),
    )
    return tuple(one for one in found if one.must or one.key not in opened.working.settled)


def doubt_with(opened: OpenDraft, key: str) -> Doubt | None:
    """The doubt of the reader that this check is about."""
    doubts = opened.working.plan.doubts
    return next((one for one in doubts if _doubt_key(one) == key), None)


def _doubt_key(doubt: Doubt) -> str:
    """The same words may be in doubt in two tasks; each is settled for itself."""
    return check_key(doubt.kind, f"{doubt.ref} {doubt.words}" if doubt.ref else doubt.words)


def _problems(opened: OpenDraft, outline: Outline) -> Iterator[Check]:
    for one in outline.problems:
        links: tuple[Link, ...] = (Link("Thông tin chung", HEADER),)
        if one.task is not None:
            links = (task_link(opened, one.task),)
        elif one.duty is not None:
            links = (duty_link(opened, one.duty),)
        about = tuple(link.section for link in links)
        yield Check(one.text, must=True, links=links, note=one.text, about=about)


# --- what reading was unsure of -------------------------------------------------------------------
# What the draft itself tells, and as long as it does: the checks of the header and of the tasks.
_TOLD_OTHERWISE = frozenset(
    {
        DoubtKind.NO_HEADER,
        DoubtKind.NO_TIME,
        DoubtKind.NO_TASKS,
        DoubtKind.NO_LEAD,
        DoubtKind.DAY_AFTER,
        DoubtKind.PICTURE,
    }
)


def _pictures(opened: OpenDraft) -> Iterator[Check]:
    """One check for all pages that are pictures, with the way to have them recognised."""
    pages = picture_pages(opened.working.plan)
    if pages:
        named = ", ".join(map(str, pages))
        yield Check(
            f"Trang {named} của tệp là ảnh chụp nên chưa được đọc: việc ghi ở đó chưa có trong bản"
            " nháp.",
            key=check_key("pictures", named),
            pictures=pages,
        )


_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")


def _doubts(opened: OpenDraft) -> Iterator[Check]:
    keys = {task.ref: key for key, task in reversed(list(opened.working.keyed_tasks()))}
    for number, doubt in enumerate(opened.working.plan.doubts):
        if doubt.kind in _TOLD_OTHERWISE:
            continue
        links, words = _doubt_links(doubt, keys), _ISO.sub(r"\3/\2/\1", doubt.words)
        yield Check(
            text=doubt.told,
            words=words,
            key=_doubt_key(doubt),
            source=f"u{number}" if doubt.spans else "",
            anchor=f"dong-{doubt.spans[0].line}" if doubt.spans else "",
            links=links,
            takes=doubt.kind is DoubtKind.UNREAD,
            note=f"{doubt.told} “{Truncator(words).chars(80)}”" if words else doubt.told,
            about=tuple(link.section for link in links),
        )


def _doubt_links(doubt: Doubt, keys: dict[str, int]) -> tuple[Link, ...]:
    if doubt.kind is DoubtKind.CONFLICTING_CITATION:
        return (Link("Văn bản viện dẫn", CITATIONS),)
    if doubt.ref in keys:
        key = keys[doubt.ref]
        return (Link(f"Nhiệm vụ {doubt.ref}", task_section(key), f"t{key}"),)
    return ()


# --- the header -----------------------------------------------------------------------------------
def _about_header(opened: OpenDraft) -> Iterator[Check]:
    plan, header = opened.working.plan, (Link("Thông tin chung", HEADER),)
    period = opened.working.period
    as_read = period_so_far(plan, opened.today)
    if period and period == as_read and (said := assumption(plan, period)):
        yield Check(
            f"{said} Hãy ghi thời gian thực hiện.",
            key=check_key("period", said),
            links=header,
        )
    if opened.working.runs_on:
        yield Check(
            "Văn bản không ghi ngày kết thúc mà có việc hằng năm: mỗi năm sẽ mở kỳ mới, cho đến khi"
            " kế hoạch được kết thúc, thay thế hoặc bãi bỏ.",
            key=check_key("runs-on", ""),
            links=header,
        )
    match = opened.names.match(plan.issuer) if plan.issuer else None
    if match and match.units != (opened.intake.issuer_id,):
        yield Check(
            f"Văn bản ghi cơ quan ban hành là “{plan.issuer}”, khác với cơ quan đã chọn"
            f" ({opened.intake.issuer}).",
            key=check_key("issuer", plan.issuer or ""),
            source="h-issuer",
        )
    blank = _blank(opened)
    whose = "Bản nháp" if opened.intake.origin in _WITHOUT_DOCUMENT else "Văn bản"
    if blank:
        yield Check(
            f"{whose} chưa ghi {', '.join(blank)}. Có thể để trống và bổ sung sau.",
            key=check_key("blank", ",".join(blank)),
            links=(*header, Link("Người ký", ENDING)) if "người ký" in blank else header,
        )


_WITHOUT_DOCUMENT = (Origin.HAND, Origin.TABLE, Origin.COPY)


def _blank(opened: OpenDraft) -> list[str]:
    plan = opened.working.plan
    known = {
        "số": plan.number,
        "ký hiệu": plan.symbol,
        "ngày ban hành": exact_day(plan.issued_on),
        "người ký": plan.signatory.name,
    }
    return [name for name, value in known.items() if not value]


# --- what is there already ------------------------------------------------------------------------
def _there_already(opened: OpenDraft) -> Iterator[Check]:
    for one in build_duplicates(opened.intake, opened.working):
        yield Check(one.text, key=one.key, elsewhere=(Elsewhere(one.label, one.href),))


# --- the tasks and report duties ------------------------------------------------------------------
SAID_ALIKE = {True: "có cùng nội dung", False: "có nội dung gần giống nhau"}


def about_tasks(opened: OpenDraft, outline: Outline) -> Iterator[Check]:
    """What the tasks show, the weightiest first."""
    unassigned = {task.key for task in outline.unassigned}
    yield from several(
        "no-lead",
        "{n} nhiệm vụ chưa nêu đơn vị chủ trì; sẽ hiện “chưa phân công”.",
        (task_link(opened, key) for key in opened.working.task_keys if key in unassigned),
        note="Chưa nêu đơn vị chủ trì; sẽ hiện “chưa phân công”.",
    )
    yield from _taken_for(opened)
    yield from _twice(opened)
    yield from _about_targets(opened, outline)
    yield from _about_days(opened)
    yield from _not_clear(opened)


_WHY = {How.CLOSE: "tên gần giống", How.SUCCESSOR: "đơn vị có tên đó đã kết thúc hoạt động"}


def _taken_for(opened: OpenDraft) -> Iterator[Check]:
    """Names taken for a unit that is spelt a little differently, or that took another's place."""
    for match in opened.matches():
        if match.how in _WHY and match.target:
            said = f"“{match.words}” được hiểu là “{match.target.label}” vì {_WHY[match.how]}."
            stands = tuple(_standing(opened, fold(match.words)))
            yield Check(
                said,
                key=check_key("close", f"{fold(match.words)} {match.target.key}"),
                links=(Link("chọn lại", field_name(match.words)), *stands[:SHOWN]),
                more=f"và {len(stands) - SHOWN} mục khác" if len(stands) > SHOWN else "",
                note=said,
                about=tuple(link.section for link in stands),
            )


def _standing(opened: OpenDraft, folded: str) -> Iterator[Link]:
    """The tasks in which a name stands, each with the name's own place."""
    for key, task in opened.working.keyed_tasks():
        for part, names in (("lead", task.lead), ("with", task.cooperating)):
            for number, name in enumerate(names):
                if fold(name.words) == folded:
                    yield replace(task_link(opened, key), source=f"t{key}-{part}-{number}")


def _twice(opened: OpenDraft) -> Iterator[Check]:
    """Tasks that seem to say one piece of work, two by two."""
    pairs = same_work(list(opened.working.keyed_tasks()))
    for at, pair in enumerate(pairs[:SHOWN]):
        rest = f"Còn {len(pairs) - SHOWN} cặp khác." if at == SHOWN - 1 < len(pairs) - 1 else ""
        yield Check(
            f"Hai nhiệm vụ {SAID_ALIKE[pair.score == 100]}; có thể là một việc ghi hai lần.",
            key=check_key("twice", f"{pair.first} {pair.second}"),
            links=(one := task_link(opened, pair.first), other := task_link(opened, pair.second)),
            more=rest,
            pair=(pair.first, pair.second),
            note=f"Có thể là một việc ghi hai lần: {one.label} và {other.label}.",
            about=(one.section, other.section),
        )


# --- targets --------------------------------------------------------------------------------------
def _about_targets(opened: OpenDraft, outline: Outline) -> Iterator[Check]:
    """One line for all that the tasks name of what the agency counts."""
    working, found = opened.working, []
    for task in outline.tracked:
        said = working.said_of(task.key)
        for one, target in proposals(task.draft, said, opened.indicators).items():
            label = f"{task.draft.ref} {target_words(one, target.value)}".strip()
            found.append(replace(task_link(opened, task.key), label=label))
    yield from several(
        "targets",
        "Văn bản nêu {n} mức phải đạt có thể theo dõi bằng số liệu. Chưa lấy thì sau này đặt ở"
        " trang nhiệm vụ.",
        found,
        offers=True,
    )


# --- days -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Dated:
    """A due day and whose it is."""

    link: Link
    day: datetime.date
    is_task: bool


def _about_days(opened: OpenDraft) -> Iterator[Check]:
    dated, period = list(_dated(opened)), opened.working.period
    days = working_days(one.day for one in dated)
    tasks = [one for one in dated if one.is_task]

    def links(found: list[Dated], holds: Callable[[datetime.date], bool]) -> Iterator[Link]:
        return (one.link for one in found if holds(one.day))

    if period:
        yield from several(
            "outside-period",
            "{n} mục có hạn nằm ngoài thời gian thực hiện kế hoạch.",
            links(tasks, lambda day: not period.starts_on <= day <= period.ends_on),
            note="Hạn nằm ngoài thời gian thực hiện kế hoạch.",
        )
    yield from several(
        "past",
        "{n} mục có hạn đã qua; khi tạo kế hoạch, chương trình hỏi phần đã qua được tính thế nào.",
        links(tasks, lambda day: day < opened.today),
    )
    yield from _on_holidays(dated, days)
    yield from several(
        "weekend",
        "{n} mục có hạn rơi vào thứ Bảy hoặc Chủ nhật.",
        links(dated, days.is_weekend),
        moves=_moves([one for one in dated if days.is_weekend(one.day)], days),
    )


def _dated(opened: OpenDraft) -> Iterator[Dated]:
    for key, task in opened.working.keyed_tasks():
        for day in _days(task.deadline):
            link = replace(task_link(opened, key), source=f"t{key}-due")
            yield Dated(link, day, is_task=True)
    for key, duty in opened.working.keyed_duties():
        for day in _days(duty.deadline):
            link = replace(duty_link(opened, key), source=f"d{key}-due")
            yield Dated(link, day, is_task=False)


def _days(deadline: DeadlineDraft) -> list[datetime.date]:
    days = deadline.days if deadline.kind in DATED else ()
    return [day for text in days if (day := exact_day(text))]


def _on_holidays(dated: list[Dated], days: WorkingDays) -> Iterator[Check]:
    """One check for each day off on which something falls due."""
    for day in sorted({one.day for one in dated if days.holiday(one.day)}):
        found = [one for one in dated if one.day == day]
        yield from several(
            f"holiday-{day}",
            f"{{n}} mục có hạn trùng ngày nghỉ lễ: {day:%d/%m/%Y} ({days.holiday(day)}).",
            (one.link for one in found),
            moves=_moves(found, days),
        )


def _moves(found: list[Dated], days: WorkingDays) -> tuple[Move, ...]:
    return tuple(
        Move(one.link.label, one.link.section, one.day, days.next_working(one.day))
        for one in found[:SHOWN]
    )


# --- năm rõ ---------------------------------------------------------------------------------------
def _not_clear(opened: OpenDraft) -> Iterator[Check]:
    """One line for all tasks that lack any of the five, with a way to see only those."""
    lacking = [missing(task) for task in opened.working.plan.tasks]
    number = sum(map(bool, lacking))
    if not number:
        return
    counts = {clear: sum(clear in one for one in lacking) for clear in Clear}
    parts = [f"{n} chưa rõ {CLEAR_LABELS[clear]}" for clear, n in counts.items() if n]
    yield Check(
        f"{number} trên {len(lacking)} nhiệm vụ chưa đủ “năm rõ”: {', '.join(parts)}.",
        key="five-clears",
        views=(View("chỉ xem nhiệm vụ còn thiếu", INCOMPLETE),),
    )
