"""Last year's plan → the draft of the next: its text beside the draft, its days moved.

The lines are last year's words; every value of the draft points to those it came from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError

from accounts.changes import verb
from accounts.models import User
from intake.categories import category_of, short_title
from intake.days import exact_day, understood
from intake.drafting.draft import WorkingDraft, begin
from intake.drafting.outline import WORK
from intake.models import Intake, Origin
from intake.sources.moving import Move
from intake.sources.old_plan import OldDuty, OldName, OldPlan, OldTask, read_old_plan
from plans.models import Plan
from plans.schedule import Period
from reading.draft import (
    CitationDraft,
    DeadlineDraft,
    DutyDraft,
    NameDraft,
    PlanDraft,
    SignatoryDraft,
    Span,
    TaskDraft,
)
from units.matching import OUTSIDE
from vietnamese.text import fold, one_line

MOST_YEARS = 20


@verb
def start_copy(*, plan: Plan, period: Period, by: User) -> Intake:
    """A draft for that time, made of a plan as it stands now, to be checked as any other.

    Raises ValidationError where the time is not a later one.
    """
    years = period.starts_on.year - plan.starts_on.year
    if not 1 <= years <= MOST_YEARS or period.ends_on < period.starts_on:
        raise ValidationError(
            f"Kế hoạch mới phải bắt đầu sau năm {plan.starts_on.year}, không quá {MOST_YEARS} năm,"
            " và kết thúc sau khi bắt đầu. Hãy chọn lại thời gian."
        )
    old = read_old_plan(plan)
    intake = Intake(
        issuer=plan.issuer,
        origin=Origin.COPY,
        copied_from=plan,
        name=f"Theo kế hoạch {plan.full_number}"[:255],
        draft=copied(old, Move(plan.period, period)).to_state(),
        choices=_choices(old),
        created_by=by,
    )
    intake.full_clean(exclude=["file", "created_by"])
    intake.save()
    return intake


def _choices(old: OldPlan) -> dict[str, str]:
    """What the names of the old plan stood for there; those that lead nowhere now are asked anew,
    and those of units that have ended go by their successors."""
    source = getattr(old.plan, "intake", None)
    choices: dict[str, str] = dict(source.choices) if source else {}
    names = [name for task in old.tasks for name in (*task.leads, *task.cooperating)]
    twice = {name.words for name in names if name.words.endswith(")")}
    for name in names:
        if name.key == OUTSIDE or name.words in twice or name.key.startswith("group:"):
            choices[fold(name.words)] = name.key
    return choices


# --- the draft ------------------------------------------------------------------------------------
@dataclass
class _Page:
    """The lines of the old plan while they are written."""

    lines: list[str] = field(default_factory=list)

    def add(self, *pieces: str) -> tuple[tuple[Span, ...], ...]:
        """Writes the pieces as one line; gives the places of each."""
        line, at, places = len(self.lines), 0, []
        for piece in pieces:
            places.append((Span(line, at, at + len(piece)),) if piece.strip() else ())
            at += len(piece)
        self.lines.append("".join(pieces))
        return tuple(places)


def copied(old: OldPlan, move: Move) -> WorkingDraft:
    """The draft of the plan for the time to which ``move`` leads."""
    page = _Page()
    plan = old.plan
    places = _head(page, plan)
    _cite(page, "Căn cứ", old.bases)
    bases = _cited(page, old.bases, len(page.lines) - len(old.bases))
    tasks = tuple(_task(page, task, move) for task in old.tasks)
    _cite(page, "Văn bản viện dẫn:", old.references)
    references = _cited(page, old.references, len(page.lines) - len(old.references))
    duties = tuple(_duty(page, duty, move) for duty in old.duties)
    signatory = _ending(page, old)
    draft = PlanDraft(
        lines=tuple(page.lines),
        kind=plan.kind,
        symbol=plan.symbol or None,
        place=plan.place or None,
        title=move.text(plan.title),
        legal_bases=bases,
        references=references,
        tasks=tasks,
        report_duties=duties,
        recipients=old.recipients,
        signatory=signatory,
        places=places,
    )
    return _said(replace(begin(draft), period=move.new), old, move)


def _said(working: WorkingDraft, old: OldPlan, move: Move) -> WorkingDraft:
    """The draft with the short names, sorts of work and the tree of the old plan, where texts and
    numbers do not say the same."""
    keys, parents = working.task_keys, working.parents()
    for key, task in zip(keys, old.tasks, strict=True):
        title, text = move.text(task.title), move.text(task.text)
        under = keys[task.under] if task.under is not None else 0
        working = working.with_said(
            key,
            title="" if title == short_title(text) else title,
            category="" if task.category == category_of(text) else task.category,
            under=None if under == parents[key] else under,
            tracking=task.untracked or WORK,
        )
    for key, duty in zip(working.duty_keys, old.duties, strict=True):
        working = working.with_said(key, title=move.text(duty.title))
    return working


def _head(page: _Page, plan: Plan) -> dict[str, tuple[Span, ...]]:
    page.add(f"{plan.issuer}".upper())
    _, _, symbol = page.add("Số: ", f"{plan.number or '…'}/", plan.symbol or "…")
    day = f", ngày {plan.issued_on:%d/%m/%Y}" if plan.issued_on else ""
    place, _ = page.add(plan.place, day) if plan.place or day else ((), ())
    (kind,) = page.add(plan.kind or "KẾ HOẠCH")
    (title,) = page.add(plan.title)
    found = {"symbol": symbol, "place": place, "kind": kind, "title": title}
    return {name: spans for name, spans in found.items() if spans}


def _cite(page: _Page, words: str, cited: Iterable[CitationDraft]) -> None:
    for one in cited:
        day = exact_day(one.issued_on)
        parts = (
            words,
            one.kind,
            f"số {one.number}" if one.number else "",
            f"ngày {day:%d/%m/%Y}" if day else "",
            f"của {one.issuer}" if one.issuer else "",
        )
        page.add(" ".join(filter(None, parts)))


def _cited(page: _Page, cited: Iterable[CitationDraft], first: int) -> tuple[CitationDraft, ...]:
    """The citations as they are, each with the line just written for it."""
    return tuple(
        replace(one, spans=(Span(line, 0, len(page.lines[line])),))
        for line, one in enumerate(cited, start=first)
    )


def _task(page: _Page, task: OldTask, move: Move) -> TaskDraft:
    text = one_line(task.text) or task.title
    _, spans = page.add(f"{task.ref}. " if task.ref else "", text)
    lead = _names(page, "- Chủ trì: ", task.leads)
    cooperating = _names(page, "- Phối hợp: ", task.cooperating)
    deadline = _deadline(page, "- Thời gian: ", task.deadline, move)
    if task.product:
        page.add("- Sản phẩm: ", task.product)
    return TaskDraft(
        ref=task.ref,
        text=move.text(task.text.strip() or task.title),
        lead=lead,
        cooperating=cooperating,
        deadline=deadline,
        expected_product=move.text(task.product),
        spans=spans,
        headings=tuple(map(move.text, task.headings)),
    )


def _names(page: _Page, words: str, names: tuple[OldName, ...]) -> tuple[NameDraft, ...]:
    if not names:
        return ()
    pieces = [words]
    for name in names:
        pieces += [name.words, "; "]
    places = page.add(*pieces[:-1], ".")
    return tuple(NameDraft(name.words, spans)
                 for name, spans in zip(names, places[1::2], strict=False))  # fmt: skip


def _deadline(page: _Page, words: str, deadline: DeadlineDraft, move: Move) -> DeadlineDraft:
    said = deadline.words or understood(deadline)
    if not said:
        return move.deadline(deadline)
    _, spans = page.add(words, said)
    return replace(move.deadline(deadline), spans=spans)


def _duty(page: _Page, duty: OldDuty, move: Move) -> DutyDraft:
    to = f" về {duty.to}" if duty.to else ""
    via = f" (qua {duty.via})" if duty.via else ""
    (spans,) = page.add(f"{duty.reporter} báo cáo{to}{via}")
    return DutyDraft(
        ref=duty.ref,
        reporter=duty.reporter,
        to=duty.to or None,
        via=duty.via or None,
        deadline=_deadline(page, "- Thời hạn báo cáo: ", duty.deadline, move),
        nested_in=move.text(duty.nested_in) or None,
        spans=spans,
    )


def _ending(page: _Page, old: OldPlan) -> SignatoryDraft:
    if old.recipients:
        page.add("Nơi nhận:")
    for recipient in old.recipients:
        page.add("- ", recipient)
    plan = old.plan
    said = (plan.signatory_authority, plan.signatory_position, plan.signatory_name)
    authority, position, name = (words or None for words in said)
    spans = tuple(span for words in said if words for span in page.add(words)[0])
    return SignatoryDraft(authority, position, name, spans)
