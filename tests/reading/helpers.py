"""What the reading tests share: plans of our own making, and drafts in a short form."""

from __future__ import annotations

from pathlib import Path

from reading import PlanDraft, read
from reading.draft import DeadlineDraft, TaskDraft
from reading.text import Text, of_line

PLANS = Path(__file__).parent / "plans"


def draft_of(name: str) -> PlanDraft:
    return read((PLANS / name).read_bytes(), name)


def line(words: str) -> Text:
    """``words`` as a document's only line."""
    return of_line(0, words)


def when(deadline: DeadlineDraft) -> str:
    """``date 2025-11-05 before``."""
    parts = [deadline.kind.value, *deadline.days, deadline.qualifier or ""]
    parts += [f"from {deadline.starts_on}"] if deadline.starts_on else []
    parts += ["on request"] if deadline.on_request else []
    return " ".join(filter(None, parts))


def short(task: TaskDraft) -> tuple[str, str, str, str]:
    """Ref, leads, cooperating units, deadline."""
    lead = "; ".join(name.words for name in task.lead)
    cooperating = "; ".join(name.words for name in task.cooperating)
    return task.ref, lead, cooperating, when(task.deadline)


def duties(draft: PlanDraft) -> list[tuple[str, str, str | None, str | None, str, str | None]]:
    """Ref, reporter, to, via, deadline, nested in."""
    return [
        (d.ref, d.reporter, d.to, d.via, when(d.deadline), d.nested_in) for d in draft.report_duties
    ]


def words_at(draft: PlanDraft, spans: object) -> str:
    """The words that spans point to."""
    return " ".join(draft.lines[s.line][s.start : s.end] for s in spans)  # type: ignore[attr-defined]
