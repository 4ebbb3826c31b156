"""Every value of a draft stands word for word at its place in the document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reading import PlanDraft
from reading.draft import CitationDraft, DeadlineDraft, NameDraft, Span


def misquoted(draft: PlanDraft) -> list[str]:
    """The values whose words are not those at their place; empty for a sound draft."""
    return [
        f"{what}: {words!r}, and there stands {draft.quote(spans)!r}"
        for what, words, spans in _values(draft)
        if not _same(words, draft.quote(spans))
    ]


def _same(words: str, quote: str) -> bool:
    """Whether they are the same but for what joins pieces of several lines."""
    return _letters(words) == _letters(quote)


def _letters(words: str) -> str:
    return re.sub(r"[\s,]+", "", words)


def _values(draft: PlanDraft) -> Iterator[tuple[str, str, tuple[Span, ...]]]:
    for task in draft.tasks:
        yield f"task {task.ref}", task.text, task.spans
        yield from _deadline(task.ref, task.deadline)
        for name in (*task.lead, *task.cooperating):
            yield from _name(task.ref, name)
    for duty in draft.report_duties:
        yield from _deadline(f"duty {duty.ref}", duty.deadline)
    for cited in (*draft.legal_bases, *draft.references):
        yield from _cited(draft, cited)
    for doubt in draft.doubts:
        if doubt.spans and doubt.kind.value in _QUOTED:
            yield f"doubt {doubt.kind}", doubt.words, doubt.spans


_QUOTED = {"unread", "name_cut", "name_split", "day_aside", "time_unclear", "bad_day_of_task"}


def _deadline(ref: str, deadline: DeadlineDraft) -> Iterator[tuple[str, str, tuple[Span, ...]]]:
    if deadline.words:
        yield f"{ref} deadline", deadline.words, deadline.spans


def _name(ref: str, name: NameDraft) -> Iterator[tuple[str, str, tuple[Span, ...]]]:
    yield f"{ref} name", name.words, name.spans


def _cited(draft: PlanDraft, cited: CitationDraft) -> Iterator[tuple[str, str, tuple[Span, ...]]]:
    """Its number stands at its place, its issuer there or at the end of the list it stands in."""
    if _letters(cited.number) not in _letters(draft.quote(cited.spans)):
        yield f"citation {cited.number}", cited.number, cited.spans
    if cited.name:
        yield f"citation {cited.number} name", cited.name, cited.name_spans
    if cited.issuer and _letters(cited.issuer) not in _letters("".join(draft.lines)):
        yield f"citation {cited.number}", cited.issuer, cited.spans
