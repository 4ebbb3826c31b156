"""The page of one report: a draft with each section beside the data, or what was issued."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from plans.models import Plan
from reports.compliance.context import Compliance
from reports.compliance.gathering import Passage, passages
from reports.compliance.issue import compliance_of, document_of, snapshot
from reports.documents.document import Block, OfficialDocument
from reports.documents.text import blocks_of, text_of
from reports.models import ComplianceReport, ReportFile, ReportSection
from reports.models.compliance import FileKind, ReportKind


@dataclass(frozen=True)
class SectionCard:
    """One section as it is edited: what is printed, what the data say now, how the two differ."""

    key: str
    title: str
    part: str
    blocks: tuple[Block, ...]
    text: str
    drafted: str
    is_edited: bool
    has_changed: bool
    can_take_back: bool
    edited_by: str
    edited_at: datetime.datetime | None
    save_href: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Difficulty:
    """What a unit said stands in its way: for the person who writes the proposals."""

    unit: str
    on: datetime.date
    text: str


@dataclass(frozen=True)
class DraftPage:
    report: ComplianceReport
    document: OfficialDocument
    cards: tuple[SectionCard, ...]
    difficulties: tuple[Difficulty, ...]
    annexes: tuple[tuple[str, str], ...]
    plans: tuple[Plan, ...]


def build_draft_page(report: ComplianceReport, today: datetime.date) -> DraftPage:
    """A draft as it stands today.  The number of queries is constant."""
    plans = tuple(report.plans.order_by("starts_on", "pk"))
    if report.kind == ReportKind.NOTICE:
        return DraftPage(report, document_of(report, today=today), (), (), (), plans)
    built = compliance_of(report, today=today)
    written = {one.key: one for one in report.sections.select_related("edited_by")}
    return DraftPage(
        report=report,
        document=built.document,
        cards=tuple(_cards(report, built, written)),
        difficulties=tuple(
            Difficulty(o.unit, o.on, o.text) for o in built.facts.difficulties if o.for_superior
        ),
        annexes=tuple((one.heading, one.title) for one in built.document.annexes),
        plans=plans,
    )


def _cards(
    report: ComplianceReport,
    built: Compliance,
    written: Mapping[str, ReportSection],
) -> Iterator[SectionCard]:
    drafts = built.drafts
    texts = {key: text_of(blocks) for key, blocks in drafts.items()}
    texts |= {key: row.text for key, row in written.items() if row.is_used}
    gathered = passages(built.facts.scope, texts)
    titles = built.own.titles()
    for part in built.own.parts:
        for section in part.sections:
            key = section.key
            named = (key, titles[key], part.title)
            card = _card(report, named, drafts[key], written.get(key))
            yield replace(card, passages=gathered.get(key, ()))


def _card(
    report: ComplianceReport,
    named: tuple[str, str, str],
    drafted: tuple[Block, ...],
    row: ReportSection | None,
) -> SectionCard:
    key, title, part = named
    told = text_of(drafted)
    is_edited = bool(row and row.is_used)
    text = row.text if row and is_edited else told
    data = tuple(block for block in drafted if block.kind in ("table", "figure"))
    return SectionCard(
        key=key,
        title=title,
        part=part,
        blocks=(*blocks_of(text), *data),
        text=text,
        drafted=told,
        is_edited=is_edited,
        has_changed=bool(row and is_edited and row.based_on != told),
        can_take_back=bool(row and row.set_aside),
        edited_by=str(row.edited_by) if row else "",
        edited_at=row.edited_at if row else None,
        save_href=reverse("reports:write_section", args=[report.pk, key]),
        passages=(),
    )


# --- issued ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Then:
    """A figure or a text as it was signed, and as it would be today."""

    name: str
    then: str
    now: str

    @property
    def differs(self) -> bool:
        return self.then != self.now


@dataclass(frozen=True)
class FileLine:
    pk: int
    name: str
    kind: str
    size: int
    sha256: str
    signatures: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class IssuedPage:
    report: ComplianceReport
    full_number: str
    files: tuple[FileLine, ...]
    signed: tuple[FileLine, ...]
    figures: tuple[Then, ...]
    texts: tuple[Then, ...]
    plans: tuple[Plan, ...]
    verify_href: str
    replaced_by: ComplianceReport | None


def build_issued_page(report: ComplianceReport, today: datetime.date) -> IssuedPage:
    """What was issued, beside what the same report would say today."""
    now = snapshot(report, document_of(report, today=today), today)
    files = list(report.files.all())
    replaced = ComplianceReport.objects.filter(replaces=report).first()
    return IssuedPage(
        report=report,
        full_number=full_number(report),
        files=tuple(_line(one) for one in files if one.kind != FileKind.SIGNED),
        signed=tuple(_line(one) for one in files if one.kind == FileKind.SIGNED),
        figures=tuple(_figures(report.data, now)),
        texts=tuple(_texts(report.data, now)),
        plans=tuple(report.plans.order_by("starts_on", "pk")),
        verify_href=reverse("reports:verify", args=[report.code]),
        replaced_by=replaced,
    )


def full_number(report: ComplianceReport) -> str:
    """Number and symbol as printed, from the name of what was issued; the bare number else."""
    return str(report.data.get("number") or report.number)


def _line(file: ReportFile) -> FileLine:
    return FileLine(
        pk=file.pk,
        name=file.name,
        kind=file.get_kind_display(),
        size=file.size,
        sha256=file.sha256,
        signatures=tuple(file.signatures),
    )


def _figures(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Then]:
    """The rows of the first table: group and name, the figure of the period."""
    after = dict(_first_table(now))
    for name, figure in _first_table(then):
        yield Then(name, figure, after.get(name, "–"))


def _first_table(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    tables = data.get("tables", [])
    group = ""
    for row in tables[0]["rows"] if tables else []:
        if len(row) < 4:
            group = row[1]
        else:
            yield f"{group}: {row[1].lower()}", row[3]


def _texts(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Then]:
    after = {one["key"]: one["text"] for one in now["sections"]}
    for one in then.get("sections", []):
        yield Then(one["title"], one["text"], after.get(one["key"], ""))
