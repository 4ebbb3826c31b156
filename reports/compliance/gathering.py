"""What units handed in, gathered for the office's own report: passages by section, figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from reports.compliance.facts import Scope
from reports.compliance.figures import FigureRow
from reports.models import Submission
from reports.submissions.figure_sums import summed as add_up
from reports.submissions.figures_page import told_in
from vietnamese.text import fold

# A word of a heading, and the section of the report that its passage belongs to; the first that
# fits counts.
_SECTIONS = (
    ("chay, no", "field"),
    ("tinh hinh chay", "field"),
    ("nguyen nhan", "causes"),
    ("ton tai", "shortcomings"),
    ("kien nghi", "proposals"),
    ("de xuat", "proposals"),
    ("kho khan", "proposals"),
    ("phuong huong", "directions"),
    ("ket qua", "overall"),
)


@dataclass(frozen=True)
class Passage:
    """A section of a unit's accepted report; ``is_taken``: it stands in the office's text."""

    pk: int
    unit: str
    duty: str
    text: str
    href: str
    is_taken: bool = False


def accepted(scope: Scope) -> QuerySet[Submission]:
    """The reports that were accepted of those that fell due in the period."""
    found = Submission.objects.filter(
        duty__plan__in=scope.plans,
        accepted_on__isnull=False,
        due_on__gte=scope.period.starts_on,
        due_on__lte=scope.period.ends_on,
    )
    return found.select_related("unit", "duty").order_by("unit__sort_name", "unit", "due_on", "pk")


def passages(scope: Scope, texts: Mapping[str, str]) -> dict[str, tuple[Passage, ...]]:
    """The passages for each section; ``texts`` are the sections as they stand."""
    found: dict[str, list[Passage]] = {}
    for submission in accepted(scope).prefetch_related("parts"):
        for part in submission.parts.all():
            key = section_of(part.heading)
            if key and part.text.strip():
                taken = first_line(part.text) in texts.get(key, "")
                found.setdefault(key, []).append(
                    Passage(
                        part.pk,
                        submission.unit.name,
                        f"{submission.duty} {submission.period_name}".strip(),
                        part.text,
                        _href(submission),
                        taken,
                    )
                )
    return {key: tuple(one) for key, one in found.items()}


def section_of(heading: str) -> str:
    """The section of the report to which a heading of a unit's report belongs, "" for none."""
    words = fold(heading)
    return next((key for word, key in _SECTIONS if word in words), "")


def first_line(text: str) -> str:
    """By what a passage is known again in the office's text."""
    return text.strip().splitlines()[0].strip("-–+ ").rstrip(".") if text.strip() else ""


def with_passage(text: str, passage: str, unit: str) -> str:
    """The office's text with a unit's passage behind it, each of its lines a bullet of the unit."""
    lines = [line.strip().lstrip("-–+ ") for line in passage.splitlines() if line.strip()]
    added = [f"- {unit}: {lines[0]}", *(f"- {line}" for line in lines[1:])] if lines else []
    return "\n".join([*([text] if text else []), *added])


def _href(submission: Submission) -> str:
    path = reverse("reports:submission", args=[submission.duty_id, submission.unit_id])
    return f"{path}?period={submission.period}" if submission.period else path


# --- figures --------------------------------------------------------------------------------------
def summed(submissions: QuerySet[Submission]) -> tuple[FigureRow, ...]:
    """The units' figures added up (``reports.submissions.figure_sums``)."""
    rows = add_up(told_in(submissions.prefetch_related("figure_decisions")))
    return tuple(FigureRow(row.name, row.measure, row.now, row.before) for row in rows)
