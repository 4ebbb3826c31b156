"""The plans that are still being checked, and the scans that are still being read."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.db.models.fields.json import KT
from django.http import QueryDict

from accounts.change_forms import offer
from accounts.columns import Column
from accounts.jobs import Progress
from accounts.listing import ListFilter, SheetColumn, ShownList, moment, search_field
from accounts.models import User
from intake.models import Intake, Origin, Reading
from intake.querysets import IntakeQuerySet
from intake.scans import may_be_asked_again
from units.models import Unit
from units.policy import Capability
from units.unit_field import UnitField

_ICONS = {
    Origin.FILE: "file-text",
    Origin.PASTE: "clipboard-text",
    Origin.TABLE: "table",
    Origin.HAND: "pencil",
    Origin.COPY: "copy",
}


@dataclass(frozen=True)
class DraftState:
    """How far a draft has come: words, tone of the style sheet, icon."""

    words: str
    tone: str
    icon: str


@dataclass(frozen=True)
class DraftRow:
    """``source`` and ``icon`` say where it comes from, ``name`` the file or the older plan."""

    pk: int
    name: str
    title: str
    issuer: str
    source: str
    icon: str
    who: str
    state: DraftState
    changed_at: Any


class DraftFilter(ListFilter):
    """Which drafts the list shows."""

    q = search_field("Tên tệp, trích yếu")
    origin = forms.ChoiceField(
        label="Cách đưa vào", required=False, choices=[("", "Tất cả"), *Origin.choices]
    )
    mine = forms.BooleanField(label="Chỉ bản tôi đưa vào", required=False)
    issuer = UnitField(label="Cơ quan ban hành", required=False)

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(data)
        self.user = user
        offer(self, issuer=Unit.objects.reached_by(user, Capability.IMPORT_PLANS))

    def found(self) -> IntakeQuerySet:
        """The open drafts that the person may go on with and that fit what is chosen."""
        found, chosen = Intake.objects.editable_by(self.user).open(), self.chosen
        if "origin" in chosen:
            found = found.filter(origin=chosen["origin"])
        if "mine" in chosen:
            found = found.filter(created_by=self.user)
        if "issuer" in chosen:
            found = found.filter(issuer=chosen["issuer"])
        found = found.annotate(title=KT("draft__plan__title"))
        if "q" in chosen:
            found = found.filter(Q(name__says=chosen["q"]) | Q(title__says=chosen["q"]))
        return found.with_pages_read().select_related("issuer", "created_by", "held_by")


DRAFTS = ShownList(
    name="ban-nhap",
    title="Bản nháp",
    columns=(
        Column("ke-hoach", "Kế hoạch", ("title", "name"), may_lack=True),
        Column("co-quan", "Cơ quan ban hành", ("issuer__sort_name", "issuer_id")),
        Column("tinh-trang", "Tình trạng", ("reading", "revision")),
        Column("nguoi", "Người đưa vào", ("created_by__sort_name",), may_lack=True),
        Column("sua", "Sửa gần nhất", ("changed_at",)),
    ),
    order=("-changed_at", "-pk"),
    sheet=(
        SheetColumn("Kế hoạch", 60, lambda row: row.title),
        SheetColumn("Tệp", 40, lambda row: row.name),
        SheetColumn("Cơ quan ban hành", 36, lambda row: row.issuer),
        SheetColumn("Cách đưa vào", 18, lambda row: row.source),
        SheetColumn("Tình trạng", 30, lambda row: row.state.words),
        SheetColumn("Người đưa vào", 26, lambda row: row.who),
        SheetColumn("Sửa gần nhất", 18, lambda row: moment(row.changed_at)),
    ),
    per_page=25,
)


def draft_rows(
    intakes: Iterable[Intake], *, by: User, now: datetime.datetime
) -> tuple[DraftRow, ...]:
    """The rows of a page of open drafts; ``by`` is the person who looks."""
    return tuple(_row(intake, by, now) for intake in intakes)


def _row(intake: Intake, by: User, now: datetime.datetime) -> DraftRow:
    title = _title(intake)
    origin = Origin(intake.origin)
    return DraftRow(
        pk=intake.pk,
        name=intake.name if title and origin is not Origin.HAND else "",
        title=title or intake.name,
        issuer=str(intake.issuer),
        source=origin.label.capitalize(),
        icon=_ICONS[origin],
        who=str(intake.created_by or ""),
        state=_state(intake, vars(intake)["pages_read"], by, now),
        changed_at=intake.changed_at,
    )


def _title(intake: Intake) -> str:
    """The plan's title; "" while none is known (SQLite gives JSON's null as a word)."""
    title = vars(intake)["title"]
    return title if title and title != "null" else ""


def _state(intake: Intake, pages_read: int, by: User, now: datetime.datetime) -> DraftState:
    if intake.reading == Reading.FAILED:
        return DraftState("Không đọc được", "cancelled", "alert-triangle")
    if intake.reading == Reading.WAITING:
        return DraftState("Chờ nhận dạng chữ", "open", "clock")
    if intake.reading == Reading.RUNNING:
        return DraftState(
            f"Đang nhận dạng chữ: {pages_read}/{intake.pages_total} trang", "ongoing", "scan"
        )
    if intake.held_by and intake.held_until and intake.held_until > now:
        mine = intake.held_by_id == by.pk
        words = "Bạn đang kiểm tra" if mine else f"{intake.held_by} đang kiểm tra"
        return DraftState(words, "waiting", "user-edit")
    if intake.revision:
        return DraftState("Đã kiểm tra một phần", "ongoing", "progress")
    return DraftState("Chưa kiểm tra", "open", "circle-dashed")


# --- a scan that is being read --------------------------------------------------------------------
@dataclass(frozen=True)
class ScanPage:
    """``failure`` says why it could not be read; ``stands_still``: nobody reads it any more."""

    pk: int
    name: str
    issuer: str
    progress: Progress
    failure: str
    stands_still: bool

    @property
    def is_moving(self) -> bool:
        return not self.failure and not self.stands_still


def build_scan(intake: Intake, pages_read: int, now: datetime.datetime) -> ScanPage:
    """The page as of now; ``pages_read`` as counted by the query."""
    failed = intake.reading == Reading.FAILED
    is_still = may_be_asked_again(intake, now)
    return ScanPage(
        pk=intake.pk,
        name=intake.name,
        issuer=str(intake.issuer),
        progress=Progress(pages_read, intake.pages_total, _words(intake, pages_read, is_still)),
        failure=(intake.failure or "Không đọc được bản quét này.") if failed else "",
        stands_still=is_still and not failed,
    )


def _words(intake: Intake, pages_read: int, is_still: bool) -> str:
    """How far the reading has come, for a person."""
    if is_still:
        return f"Đã đọc {pages_read}/{intake.pages_total} trang"
    if intake.reading == Reading.WAITING:
        return f"Đang chờ đến lượt đọc ({intake.pages_total} trang)"
    if pages_read >= intake.pages_total:
        return "Đã nhận dạng xong các trang, đang lập bản nháp"
    return f"Đang đọc trang {pages_read + 1}/{intake.pages_total}"
