"""The list of evidence: every file that shows what was done, as far as the person sees the work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from accounts.change_forms import DayField, offer
from accounts.columns import Column
from accounts.listing import ListFilter, SheetColumn, ShownList, search_field
from accounts.models import User
from tasks.contexts.rows import where_words
from tasks.models import Evidence
from tasks.pictures import SHOWN
from tasks.story_querysets import EvidenceQuerySet
from tasks.wording import day_words, size_words
from units.models import Unit
from units.policy import Capability
from units.unit_field import UnitField

PICTURE, FILM, PDF, OTHER = "anh", "phim", "pdf", "khac"
_KINDS = {
    PICTURE: Q(media_type__startswith="image/"),
    FILM: Q(media_type__startswith="video/"),
    PDF: Q(media_type="application/pdf"),
    OTHER: ~Q(media_type__startswith="image/")
    & ~Q(media_type__startswith="video/")
    & ~Q(media_type="application/pdf"),
}


class EvidenceFilter(ListFilter):
    """Which files the list shows; those that stand where nothing is asked."""

    q = search_field("Tên tệp")
    unit = UnitField(label="Đơn vị", required=False)
    kind = forms.ChoiceField(
        label="Loại tệp",
        required=False,
        choices=[
            ("", "Mọi loại"),
            (PICTURE, "Ảnh"),
            (FILM, "Phim"),
            (PDF, "PDF"),
            (OTHER, "Loại khác"),
        ],
    )
    since = DayField("Từ ngày", required=False)
    until = DayField("Đến ngày", required=False)
    withdrawn = forms.BooleanField(label="Tệp đã rút", required=False)

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(data)
        self.user = user
        offer(self, unit=Unit.objects.reached_by(user, Capability.VIEW_WORK))

    def found(self) -> EvidenceQuerySet:
        """The files that the person sees and that fit what is chosen."""
        chosen = self.chosen
        found = Evidence.objects.visible_to(self.user)
        found = found.filter(withdrawn_on__isnull="withdrawn" not in chosen)
        if "unit" in chosen:
            found = found.filter(entry__assignment__unit=chosen["unit"])
        if "kind" in chosen:
            found = found.filter(_KINDS[chosen["kind"]])
        if "since" in chosen:
            found = found.filter(entry__on__gte=chosen["since"])
        if "until" in chosen:
            found = found.filter(entry__on__lte=chosen["until"])
        return found.filter(search_text__words=chosen["q"]) if "q" in chosen else found


EVIDENCE = ShownList(
    name="minh-chung",
    title="Minh chứng",
    columns=(
        Column("tep", "Tệp", ("search_text",)),
        Column("viec", "Việc", ("entry__assignment__task__order", "entry__assignment__task_id")),
        Column("don-vi", "Đơn vị", ("entry__assignment__unit__sort_name",)),
        Column("ngay", "Ngày", ("entry__on",)),
        Column("nguoi", "Người ghi", ("entry__by__sort_name",)),
        Column("dung-luong", "Dung lượng", ("size",), css="num"),
    ),
    order=("-entry__on", "-pk"),
    sheet=(
        SheetColumn("Tệp", 44, lambda row: row.name),
        SheetColumn("Loại", 28, lambda row: row.media_type),
        SheetColumn("Dung lượng (byte)", 12, lambda row: row.size),
        SheetColumn("Nhiệm vụ", 60, lambda row: row.entry.assignment.task.title),
        SheetColumn("Kế hoạch, kỳ", 30, lambda row: where_words(row.entry.assignment)),
        SheetColumn("Đơn vị", 36, lambda row: row.entry.assignment.unit.name),
        SheetColumn("Ngày", 13, lambda row: row.entry.on),
        SheetColumn("Người ghi", 26, lambda row: str(row.entry.by)),
        SheetColumn("Rút ngày", 13, lambda row: row.withdrawn_on),
        SheetColumn("Lý do rút", 36, lambda row: row.withdrawn_reason),
        SheetColumn("SHA-256", 30, lambda row: row.sha256),
    ),
)


@dataclass(frozen=True)
class EvidenceRow:
    """``picture`` is the address of a small picture, "" where the file is none; ``withdrawn`` says
    when and why it was withdrawn."""

    pk: int
    name: str
    href: str
    picture: str
    task: str
    task_href: str
    where: str
    unit: str
    day: str
    by: str
    size: str
    withdrawn: str


def with_work(files: EvidenceQuerySet) -> EvidenceQuerySet:
    """The files with all that a line says of them."""
    related = ("entry__assignment__task__plan", "entry__assignment__unit", "entry__by")
    return files.select_related(*related)


def evidence_rows(files: Iterable[Evidence]) -> tuple[EvidenceRow, ...]:
    """The rows of a page; ``files`` come ``with_work``."""
    return tuple(map(_row, files))


def _row(file: Evidence) -> EvidenceRow:
    work = file.entry.assignment
    is_shown = file.media_type in SHOWN and file.withdrawn_on is None
    withdrawn = ""
    if file.withdrawn_on:
        withdrawn = f"Đã rút ngày {day_words(file.withdrawn_on)}: {file.withdrawn_reason}"
    return EvidenceRow(
        pk=file.pk,
        name=file.name,
        href=reverse("tasks:evidence", args=[file.pk]),
        picture=reverse("tasks:picture", args=[file.pk, "nho"]) if is_shown else "",
        task=work.task.title,
        task_href=reverse("tasks:assignment", args=[work.pk]),
        where=where_words(work),
        unit=work.unit.name,
        day=day_words(file.entry.on),
        by=str(file.entry.by),
        size=size_words(file.size),
        withdrawn=withdrawn,
    )
