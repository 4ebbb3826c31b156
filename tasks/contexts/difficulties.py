"""Difficulties on pages: the list for those asked, one with what may be done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.db.models import Case, F, IntegerField, When
from django.http import QueryDict

from accounts.badges import Badge
from accounts.change_forms import offer
from accounts.columns import Column
from accounts.listing import ListFilter, SheetColumn, ShownList, search_field
from accounts.models import User
from tasks.contexts.rows import where_words
from tasks.models import Addressee, Assignment, Difficulty
from tasks.story_querysets import DifficultyQuerySet
from tasks.wording import day_words
from units.models import Unit
from units.policy import Capability
from units.unit_field import UnitField

MOST_OF_ONE_WORK = 12
OPEN, ANSWERED, CLOSED, ALL = "open", "answered", "closed", "all"
_STATE: dict[str, dict[str, bool]] = {
    OPEN: {"closed_on__isnull": True, "answered_on__isnull": True},
    ANSWERED: {"closed_on__isnull": True, "answered_on__isnull": False},
    CLOSED: {"closed_on__isnull": False},
    ALL: {},
}
_BY_STATE = Case(
    When(closed_on__isnull=False, then=2),
    When(answered_on__isnull=False, then=1),
    default=0,
    output_field=IntegerField(),
)


class DifficultyFilter(ListFilter):
    """Which difficulties the list shows; those that wait for an answer where nothing is asked."""

    q = search_field("Từ trong vướng mắc, nhiệm vụ")
    state = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[
            (OPEN, "Chờ trả lời"),
            (ANSWERED, "Đã trả lời, chưa gỡ"),
            (CLOSED, "Đã gỡ"),
            (ALL, "Tất cả"),
        ],
    )
    to = forms.ChoiceField(
        label="Gửi tới", required=False, choices=[("", "Mọi nơi"), *Addressee.choices]
    )
    unit = UnitField(label="Đơn vị", required=False)

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(data)
        self.user = user
        offer(self, unit=Unit.objects.reached_by(user, Capability.VIEW_WORK))

    def found(self) -> DifficultyQuerySet:
        """The difficulties that the person sees and that fit what is chosen."""
        chosen = self.chosen
        found = Difficulty.objects.visible_to(self.user)
        found = found.filter(**_STATE[chosen.get("state", OPEN)])
        if "to" in chosen:
            found = found.filter(addressed_to=chosen["to"])
        if "unit" in chosen:
            found = found.filter(assignment__unit=chosen["unit"])
        return found.matching(chosen["q"]) if "q" in chosen else found


DIFFICULTIES = ShownList(
    name="vuong-mac",
    title="Vướng mắc",
    columns=(
        Column("vuong-mac", "Vướng mắc, nhiệm vụ", ("assignment__task__order", "assignment_id")),
        Column("don-vi", "Đơn vị", ("assignment__unit__sort_name", "assignment__unit_id")),
        Column("gui-toi", "Gửi tới", ("addressed_to",)),
        Column("ngay", "Nêu ngày", ("raised_on",)),
        Column("tra-loi", "Trả lời ngày", ("answered_on",), may_lack=True),
        Column("tinh-trang", "Tình trạng", (_BY_STATE, F("raised_on"))),
    ),
    order=("raised_on", "pk"),
    sheet=(
        SheetColumn("Vướng mắc", 60, lambda row: row.text),
        SheetColumn("Đơn vị", 32, lambda row: row.assignment.unit.name),
        SheetColumn("Nhiệm vụ", 50, lambda row: row.assignment.task.title),
        SheetColumn("Kế hoạch", 20, lambda row: row.assignment.task.plan.full_number),
        SheetColumn("Gửi tới", 18, lambda row: row.get_addressed_to_display()),
        SheetColumn("Nêu ngày", 13, lambda row: row.raised_on),
        SheetColumn("Người nêu", 24, lambda row: str(row.entry.by)),
        SheetColumn("Trả lời", 50, lambda row: row.answer),
        SheetColumn("Trả lời ngày", 13, lambda row: row.answered_on),
        SheetColumn("Đã gỡ ngày", 13, lambda row: row.closed_on),
        SheetColumn("Tình trạng", 16, lambda row: row.badge.label),
    ),
    per_page=25,
)


@dataclass(frozen=True)
class DifficultyLine:
    pk: int
    text: str
    unit: str
    task: str
    where: str
    to: str
    raised: str
    raised_on: str
    answer: str
    answered: str
    badge: Badge


@dataclass(frozen=True)
class OneDifficulty:
    line: DifficultyLine
    work_pk: int
    can_answer: bool
    can_close: bool
    can_reopen: bool


def difficulty_lines(rows: Iterable[Difficulty]) -> tuple[DifficultyLine, ...]:
    """The lines of a page; ``rows`` come ``with_work``."""
    return tuple(map(_line, rows))


def build_difficulty(difficulty: Difficulty, user: User) -> OneDifficulty:
    """One difficulty that the person may see, with what they may do about it."""
    row = with_work(Difficulty.objects.filter(pk=difficulty.pk)).get()
    own = Difficulty.objects.filter(pk=row.pk)
    may = own.editable_by(user).exists()
    return OneDifficulty(
        line=_line(row),
        work_pk=row.assignment_id,
        can_answer=own.decidable_by(user).exists(),
        can_close=may and row.closed_on is None,
        can_reopen=may and row.closed_on is not None,
    )


def work_difficulties(work: Assignment) -> tuple[DifficultyLine, ...]:
    """Those raised with one piece of work, the newest first."""
    rows = with_work(Difficulty.objects.filter(assignment=work).standing())
    return tuple(map(_line, rows.order_by("-raised_on", "-pk")[:MOST_OF_ONE_WORK]))


def with_work(rows: DifficultyQuerySet) -> DifficultyQuerySet:
    """With all that a line says of them."""
    related = ("assignment__unit", "assignment__task__plan", "entry__by", "answered_by")
    return rows.select_related(*related)


def _line(row: Difficulty) -> DifficultyLine:
    return DifficultyLine(
        pk=row.pk,
        text=row.text,
        unit=row.assignment.unit.name,
        task=row.assignment.task.title,
        where=where_words(row.assignment),
        to=row.get_addressed_to_display(),
        raised=f"{day_words(row.raised_on)} · {row.entry.by}",
        raised_on=day_words(row.raised_on),
        answer=row.answer,
        answered=f"{day_words(row.answered_on)} · {row.answered_by}" if row.answered_on else "",
        badge=row.badge,
    )
