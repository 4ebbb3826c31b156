"""The review page: the document on one side, the draft on the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intake.contexts.concerns import Concern, build_concerns
from intake.contexts.document import DocumentLine, anchor_of, build_document, sources_of
from intake.contexts.names import Chip, build_chip
from intake.days import exact_day, understood
from intake.desk import (
    CITATIONS,
    ENDING,
    HEADER,
    NEW_DUTY,
    NEW_TASK,
    Desk,
    Form,
    duty_section,
    questions_form,
    section_form,
    task_section,
)
from intake.forms import ChoicesForm
from intake.outline import Outline, PlannedDuty, build_outline, wrong_deadline
from intake.reading.draft import CitationDraft, DeadlineDraft, DutyDraft, NameDraft, TaskDraft

Forms = Mapping[str, Form]


@dataclass(frozen=True)
class Due:
    """A deadline as understood, and as written where that says more; ``is_wrong``: mend it."""

    text: str
    words: str
    source: str
    is_wrong: bool


@dataclass(frozen=True)
class TaskCard:
    section: str
    template = "intake/_task.html"
    key: int | None
    ref: str
    text: str
    source: str
    anchor: str
    leads: tuple[Chip, ...] = ()
    cooperating: tuple[Chip, ...] = ()
    due: Due | None = None
    product: str = ""
    form: Form | None = None


@dataclass(frozen=True)
class DutyCard:
    section: str
    template = "intake/_duty.html"
    key: int | None
    ref: str
    source: str
    anchor: str
    reporters: tuple[Chip, ...] = ()
    to: str = ""
    via: str = ""
    nested_in: str = ""
    due: Due | None = None
    next_due: str = ""
    form: Form | None = None


@dataclass(frozen=True)
class Fact:
    """A value of the header; ``value`` "" where the document leaves it blank."""

    label: str
    value: str
    source: str = ""


@dataclass(frozen=True)
class Cited:
    text: str
    source: str
    is_basis: bool


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
    file_name: str
    issuer: str
    title: str
    document: tuple[DocumentLine, ...]
    concerns: tuple[Concern, ...]
    questions: ChoicesForm
    header: Section
    citations: Section
    ending: Section
    tasks: tuple[TaskCard, ...]
    duties: tuple[DutyCard, ...]
    names: tuple[NameRow, ...]
    new_task: TaskCard | None
    new_duty: DutyCard | None
    unit_names: tuple[str, ...]
    assignments: int
    units: int
    may_confirm: bool

    @property
    def to_see(self) -> int:
        """How many points wait for somebody's eye."""
        return len(self.concerns) + len(self.questions.fields)

    def piece(self, section: str) -> Piece | None:
        """The part of the page with this id."""
        pieces: tuple[Piece | None, ...] = (
            self.header, self.citations, self.ending, self.new_task, self.new_duty,
            *self.tasks, *self.duties, *self.names,
        )  # fmt: skip
        return next((one for one in pieces if one and one.section == section), None)


def build_review(
    desk: Desk,
    *,
    editing: str = "",
    bound: Forms | None = None,
    questions: ChoicesForm | None = None,
) -> Review:
    """The page for a document.

    The section ``editing`` shows its form, and so do those in ``bound``, with what was typed.
    """
    outline = build_outline(desk.working, desk.names)
    forms = dict(bound or {})
    form = section_form(desk, editing) if editing and editing not in forms else None
    if form is not None:
        forms[editing] = form
    plan, intake = desk.working.plan, desk.intake
    return Review(
        pk=intake.pk,
        revision=intake.revision,
        file_name=intake.name,
        issuer=str(intake.issuer),
        title=plan.title or intake.name,
        document=build_document(plan, sources_of(desk.working)),
        concerns=build_concerns(desk, outline),
        questions=questions or questions_form(desk),
        header=Section(HEADER, "intake/_header.html", facts=_header(desk), form=forms.get(HEADER)),
        citations=_citations(desk, forms),
        ending=_ending(desk, forms),
        tasks=_tasks(desk, forms),
        duties=_duties(desk, outline, forms),
        names=_names(desk, forms),
        new_task=_new_task(forms),
        new_duty=_new_duty(forms),
        unit_names=_offered(desk),
        assignments=outline.assignments,
        units=len(outline.units),
        may_confirm=not outline.problems,
    )


# --- header, citations, end -----------------------------------------------------------------------
def _header(desk: Desk) -> tuple[Fact, ...]:
    plan, period = desk.working.plan, desk.working.period
    day = exact_day(plan.issued_on)
    issued_on = f"{day:%d/%m/%Y}" if day else _month_only(plan.issued_on)
    number = f"{plan.number or '…'}/{plan.symbol}" if plan.symbol else plan.number or ""
    span = f"{period.starts_on:%d/%m/%Y} – {period.ends_on:%d/%m/%Y}" if period else ""
    return (
        Fact("Trích yếu", plan.title or "", "h-title"),
        Fact("Số, ký hiệu", number, "h-number h-symbol"),
        Fact("Nơi, ngày", ", ".join(filter(None, (plan.place, issued_on))), "h-place h-issued_on"),
        Fact("Loại văn bản", plan.kind or "", "h-kind"),
        Fact("Cơ quan ban hành", str(desk.intake.issuer), "h-issuer"),
        Fact("Thời gian thực hiện", span, "h-title"),
    )


def _month_only(text: str | None) -> str:
    year, _, month = (text or "").partition("-")
    return f"tháng {month}/{year} (chưa ghi ngày)" if month else ""


def _citations(desk: Desk, forms: Forms) -> Section:
    plan = desk.working.plan
    cited = (
        *(Cited(_citation(one), f"b{n}", True) for n, one in enumerate(plan.legal_bases)),
        *(Cited(_citation(one), f"r{n}", False) for n, one in enumerate(plan.references)),
    )
    template = "intake/_citations.html"
    return Section(CITATIONS, template, cited=cited, form=forms.get(CITATIONS))


def _citation(one: CitationDraft) -> str:
    day = exact_day(one.issued_on)
    parts = (
        one.kind,
        f"số {one.number}" if one.number else "",
        f"ngày {day:%d/%m/%Y}" if day else "",
        f"của {one.issuer}" if one.issuer else "",
    )
    return " ".join(filter(None, parts))


def _ending(desk: Desk, forms: Forms) -> Section:
    signed = desk.working.plan.signatory
    facts = (
        Fact("Thẩm quyền ký", signed.authority or "", "s"),
        Fact("Chức vụ", signed.position or "", "s"),
        Fact("Người ký", signed.name or "", "s"),
    )
    lines = desk.working.plan.recipients
    return Section(ENDING, "intake/_ending.html", facts, lines=lines, form=forms.get(ENDING))


# --- tasks and duties -----------------------------------------------------------------------------
def _tasks(desk: Desk, forms: Forms) -> tuple[TaskCard, ...]:
    return tuple(
        _task(desk, key, task, forms.get(task_section(key)))
        for key, task in desk.working.keyed_tasks()
    )


def _task(desk: Desk, key: int, task: TaskDraft, form: Form | None) -> TaskCard:
    return TaskCard(
        section=task_section(key),
        key=key,
        ref=task.ref,
        text=task.text,
        source=f"t{key}",
        anchor=anchor_of(task.spans),
        leads=_chips(desk, task.lead, f"t{key}-lead"),
        cooperating=_chips(desk, task.cooperating, f"t{key}-with"),
        due=_due(task.deadline, f"t{key}-due"),
        product=task.expected_product,
        form=form,
    )


def _chips(desk: Desk, names: tuple[NameDraft, ...], source: str) -> tuple[Chip, ...]:
    return tuple(
        build_chip(desk.names.match(name.words), f"{source}-{number}")
        for number, name in enumerate(names)
    )


def _due(deadline: DeadlineDraft, source: str) -> Due | None:
    text, wrong = understood(deadline), wrong_deadline(deadline)
    if not text and not deadline.words:
        return None
    words = deadline.words if deadline.words.casefold() != text.casefold() else ""
    return Due(text or "không có ngày", words, source, is_wrong=wrong is not None)


def _duties(desk: Desk, outline: Outline, forms: Forms) -> tuple[DutyCard, ...]:
    planned = {duty.key: duty for duty in outline.duties}
    return tuple(
        _duty(desk, key, duty, planned[key], forms.get(duty_section(key)))
        for key, duty in desk.working.keyed_duties()
    )


def _duty(
    desk: Desk, key: int, duty: DutyDraft, planned: PlannedDuty, form: Form | None
) -> DutyCard:
    day = planned.next_due(desk.today)
    return DutyCard(
        section=duty_section(key),
        key=key,
        ref=duty.ref,
        source=f"d{key}",
        anchor=anchor_of(duty.spans),
        reporters=tuple(build_chip(match) for match in desk.names.match_all(duty.reporter)),
        to=duty.to or "",
        via=duty.via or "",
        nested_in=duty.nested_in or "",
        due=_due(duty.deadline, f"d{key}-due"),
        next_due=f"{day:%d/%m/%Y}" if day else "",
        form=form,
    )


def _new_task(forms: Forms) -> TaskCard | None:
    form = forms.get(NEW_TASK)
    return TaskCard(NEW_TASK, None, "", "", "", "", form=form) if form else None


def _new_duty(forms: Forms) -> DutyCard | None:
    form = forms.get(NEW_DUTY)
    return DutyCard(NEW_DUTY, None, "", "", "", form=form) if form else None


def _names(desk: Desk, forms: Forms) -> tuple[NameRow, ...]:
    chips = [build_chip(match) for match in desk.matches() if not match.is_unsettled]
    return tuple(NameRow(chip.section, chip, forms.get(chip.section)) for chip in chips)


def _offered(desk: Desk) -> tuple[str, ...]:
    """What is offered while a name is typed: the agency's units and groups."""
    matcher = desk.names.matcher
    targets = (*matcher.group_targets(), *matcher.unit_targets())
    return tuple(dict.fromkeys(target.label for target in targets))
