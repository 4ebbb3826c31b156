"""The review page: the document on one side, the draft on the other."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from intake.citations import NamedElsewhere, names_elsewhere
from intake.contexts.cards import (
    DroppedCard,
    DutyCard,
    Filter,
    Forms,
    TaskCard,
    build_dropped,
    build_duties,
    build_filters,
    build_tasks,
    new_duty,
    new_task,
    shown_tasks,
)
from intake.contexts.check import Check, points_in
from intake.contexts.checks import build_checks
from intake.contexts.document import DocumentLine, build_document, sources_of
from intake.contexts.names import Chip, Question, build_chip, build_questions
from intake.days import exact_day
from intake.drafting.outline import Outline, build_outline
from intake.forms.choices import ChoicesForm
from intake.models import Intake, Origin
from intake.periods import time_words
from intake.sections import CITATIONS, ENDING, HEADER, Form, OpenDraft, questions_form, section_form
from plans.citations import printed
from reading.draft import CitationDraft


@dataclass(frozen=True)
class Fact:
    """A value of the header; ``value`` "" where the document leaves it blank; ``is_wide``: it takes
    a line of its own."""

    label: str
    value: str
    source: str = ""
    is_wide: bool = False


@dataclass(frozen=True)
class Cited:
    """``elsewhere``: its name is taken from another plan, for the document gives none."""

    text: str
    source: str
    is_basis: bool
    elsewhere: NamedElsewhere | None = None


@dataclass(frozen=True)
class Section:
    """A section that is either read or edited."""

    section: str
    template: str
    facts: tuple[Fact, ...] = ()
    cited: tuple[Cited, ...] = ()
    lines: tuple[str, ...] = ()
    form: Form | None = None


@dataclass(frozen=True)
class NameRow:
    """A name in the list of all names; ``form`` where it is being chosen anew."""

    section: str
    template = "intake/_name.html"
    chip: Chip
    form: Form | None = None


Piece = TaskCard | DutyCard | Section | NameRow


@dataclass(frozen=True)
class Review:
    pk: int
    revision: int
    source: Source
    title: str
    document: tuple[DocumentLine, ...]
    checks: tuple[Check, ...]
    questions: ChoicesForm
    asked: tuple[Question, ...]
    header: Section
    citations: Section
    ending: Section
    tasks: tuple[TaskCard, ...]
    duties: tuple[DutyCard, ...]
    names: tuple[NameRow, ...]
    dropped: tuple[DroppedCard, ...]
    filters: tuple[Filter, ...]
    total: int
    new_task: TaskCard | None
    new_duty: DutyCard | None
    unit_names: tuple[str, ...]
    assignments: int
    units: int
    may_confirm: bool
    holder: str
    held_until: datetime.datetime | None
    may_create: bool
    only: str
    undo: str

    @property
    def to_see(self) -> int:
        """How many points wait for somebody's eye."""
        return len(self.checks) + len(self.asked)

    @property
    def is_blank(self) -> bool:
        """Whether nothing has been said yet: there is nothing to look at then."""
        return not self.document and not self.total and not self.title

    @property
    def may_edit(self) -> bool:
        """Whether nobody else is at work on the draft."""
        return not self.holder

    @property
    def query(self) -> str:
        """What keeps the tasks shown as they are, at the end of an address."""
        return f"?loc={self.only}" if self.only else ""

    def piece(self, section: str) -> Piece | None:
        """The part of the page with this id."""
        pieces: tuple[Piece | None, ...] = (
            self.header, self.citations, self.ending, self.new_task, self.new_duty,
            *self.tasks, *self.duties, *self.names,
        )  # fmt: skip
        return next((one for one in pieces if one and section in _sections(one)), None)


def _sections(piece: Piece) -> tuple[str, ...]:
    return (piece.section, piece.split_section if isinstance(piece, TaskCard) else "")


def build_review(
    opened: OpenDraft,
    *,
    editing: str = "",
    bound: Forms | None = None,
    questions: ChoicesForm | None = None,
    menu_of: str = "",
) -> Review:
    """The page for a document.

    The section ``editing`` shows its form, and so do those in ``bound``, with what was typed;
    ``menu_of`` shows what can be done with it.
    """
    outline = build_outline(opened.working, opened.names)
    forms = _open_forms(opened, editing, bound)
    asked = questions or questions_form(opened)
    checks = build_checks(opened, outline)
    points = points_in(checks)
    tasks = build_tasks(opened, outline, forms, points, "" if opened.holder else menu_of)
    header = Section(HEADER, "intake/_header.html", facts=_header(opened), form=forms.get(HEADER))
    return Review(
        document=build_document(opened.working.plan, sources_of(opened.working)),
        checks=checks,
        questions=asked,
        asked=build_questions(opened, asked),
        header=header,
        citations=_citations(opened, forms),
        ending=_ending(opened, forms),
        tasks=shown_tasks(opened, tasks),
        duties=build_duties(opened, outline, forms, points),
        names=_names(opened, forms),
        dropped=tuple(build_dropped(opened)),
        filters=build_filters(opened, tasks),
        new_task=new_task(forms),
        new_duty=new_duty(forms),
        unit_names=() if opened.search else _offered(opened),
        **_of_the_whole(opened, outline),
    )


def _of_the_whole(opened: OpenDraft, outline: Outline) -> dict[str, Any]:
    """What the page says of the draft as a whole, and who is at work on it."""
    plan, intake, earlier = opened.working.plan, opened.intake, opened.working.earlier
    return {
        "pk": intake.pk,
        "revision": intake.revision,
        "source": _source(intake),
        "title": plan.title or (intake.name if plan.lines or plan.tasks else ""),
        "total": len(plan.tasks),
        "assignments": outline.assignments,
        "units": len(outline.units),
        "may_confirm": not outline.problems,
        "holder": str(opened.holder or ""),
        "held_until": intake.held_until if opened.holder else None,
        "may_create": opened.may_create,
        "only": opened.only,
        "undo": earlier.words if earlier else "",
    }


def _open_forms(opened: OpenDraft, editing: str, bound: Forms | None) -> dict[str, Form]:
    """The forms shown: those sent back, the one asked for, and, while a plan typed in by hand says
    nothing yet, its header."""
    forms = dict(bound or {})
    plan = opened.working.plan
    if not editing and not forms and not plan.lines and not plan.title and not plan.tasks:
        editing = HEADER
    form = section_form(opened, editing) if editing and editing not in forms else None
    if form is not None and opened.holder is None:
        forms[editing] = form
    return forms


@dataclass(frozen=True)
class Source:
    """Where the draft comes from: ``words`` for the head of the page; ``next`` says what to do with
    a draft that no document stands beside; ``notice`` what to beware of."""

    words: str
    next: str
    notice: str
    is_table: bool


_ORIGINS = {
    Origin.FILE: "Đọc từ tệp {name}",
    Origin.PASTE: "Đọc từ văn bản dán vào",
    Origin.TABLE: "Lấy từ bảng nhiệm vụ {name}",
    Origin.HAND: "Nhập tay",
    Origin.COPY: "Lập theo kế hoạch {plan}",
}
_NEXT = (
    "Ghi thông tin chung, thêm từng nhiệm vụ và báo cáo phải nộp, rồi bấm “Xem và tạo kế hoạch”."
    " Những gì đã lưu vẫn còn khi bạn quay lại sau."
)
_BY_OCR = (
    "Đọc bằng nhận dạng chữ (OCR) nên có thể sai dấu, sai số: hãy so từng dòng với bản gốc, nhất"
    " là ngày, số và tên đơn vị."
)


def _source(intake: Intake) -> Source:
    plan = intake.copied_from
    called = plan.full_number if plan else "năm trước"
    words = _ORIGINS[Origin(intake.origin)].format(name=intake.name, plan=called)
    has_lines = bool(intake.draft.get("plan", intake.draft).get("lines"))
    return Source(
        words=f"{words} · {intake.issuer}",
        next="" if has_lines else _NEXT,
        notice=_notice(intake),
        is_table=intake.origin == Origin.TABLE,
    )


def _notice(intake: Intake) -> str:
    if intake.failure:
        return f"Chưa nhận dạng được các trang ảnh: {intake.failure}"
    return _BY_OCR if intake.by_ocr else ""


# --- header, citations, end -----------------------------------------------------------------------
def _header(opened: OpenDraft) -> tuple[Fact, ...]:
    plan, period = opened.working.plan, opened.working.period
    day = exact_day(plan.issued_on)
    issued_on = f"{day:%d/%m/%Y}" if day else _month_only(plan.issued_on)
    number = f"{plan.number or '…'}/{plan.symbol}" if plan.symbol else plan.number or ""
    span = time_words(period, runs_on=opened.working.runs_on)
    return (
        Fact("Trích yếu", plan.title or "", "h-title", is_wide=True),
        Fact("Số, ký hiệu", number, "h-number h-symbol"),
        Fact("Nơi, ngày", ", ".join(filter(None, (plan.place, issued_on))), "h-place h-issued_on"),
        Fact("Loại", plan.kind or "", "h-kind"),
        Fact("Thực hiện", span, "h-title"),
        Fact("Ban hành", str(opened.intake.issuer), "h-issuer", is_wide=True),
    )


def _month_only(text: str | None) -> str:
    year, _, month = (text or "").partition("-")
    return f"tháng {month}/{year} (chưa ghi ngày)" if month else ""


def _citations(opened: OpenDraft, forms: Forms) -> Section:
    plan, named = opened.working.plan, names_elsewhere(opened.intake, opened.working.plan)
    places = (
        *((one, f"b{n}", True) for n, one in enumerate(plan.legal_bases)),
        *((one, f"r{n}", False) for n, one in enumerate(plan.references)),
    )
    cited = tuple(
        Cited(_citation(one, named.get(place)), place, is_basis, named.get(place))
        for one, place, is_basis in places
    )
    template = "intake/_citations.html"
    return Section(CITATIONS, template, cited=cited, form=forms.get(CITATIONS))


def _citation(one: CitationDraft, elsewhere: NamedElsewhere | None) -> str:
    name = elsewhere.name if elsewhere else one.name
    return printed(one.kind, one.number, exact_day(one.issued_on), one.issuer or "", name)


def _ending(opened: OpenDraft, forms: Forms) -> Section:
    signed = opened.working.plan.signatory
    facts = (
        Fact("Thẩm quyền ký", signed.authority or "", "s"),
        Fact("Chức vụ", signed.position or "", "s"),
        Fact("Người ký", signed.name or "", "s"),
    )
    lines = opened.working.plan.recipients
    return Section(ENDING, "intake/_ending.html", facts, lines=lines, form=forms.get(ENDING))


# --- names ---------------------------------------------------------------------------------------
def _names(opened: OpenDraft, forms: Forms) -> tuple[NameRow, ...]:
    chips = [build_chip(match) for match in opened.matches() if not match.is_unsettled]
    return tuple(NameRow(chip.section, chip, forms.get(chip.section)) for chip in chips)


def _offered(opened: OpenDraft) -> tuple[str, ...]:
    """What is offered while a name is typed: the agency's units and groups."""
    matcher = opened.names.matcher
    targets = (*matcher.group_targets(), *matcher.unit_targets())
    return tuple(dict.fromkeys(target.label for target in targets))
