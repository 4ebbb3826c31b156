"""The document beside the draft: its lines, cut where the words of a value begin and end."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from intake.drafting.draft import WorkingDraft
from reading.draft import CitationDraft, PlanDraft, Span

_WHOLE = re.compile(r"[tdu]\d+")

Sources = list[tuple[str, tuple[Span, ...]]]

# Where a paragraph begins in a text that a PDF has cut into lines.
_BEGINS = re.compile(r"\s*(?:[IVXLC]+\.|\d+(?:\.\d+)*[.)]|[a-zđ]\)|[-+–•*]\s|\(|Căn cứ|Nơi nhận)")


@dataclass(frozen=True)
class Segment:
    """Words that belong to the same values; ``sources`` names them, the innermost first."""

    text: str
    sources: str = ""

    @property
    def look(self) -> str:
        """ "value" for the words of a value, "block" for a whole paragraph, "" for all else."""
        if not self.sources:
            return ""
        return "block" if _WHOLE.fullmatch(self.sources.split()[0]) else "value"


@dataclass(frozen=True)
class DocumentLine:
    """``anchor`` is its id on the page; ``is_heading`` and ``begins`` only guide the eye."""

    anchor: str
    segments: tuple[Segment, ...]
    is_heading: bool
    begins: bool


def build_document(plan: PlanDraft, sources: Sources) -> tuple[DocumentLine, ...]:
    """The lines of the document with the places of the values in them."""
    by_line: dict[int, list[tuple[str, Span]]] = defaultdict(list)
    for source, spans in sources:
        for span in spans:
            by_line[span.line].append((source, span))
    return tuple(
        _line(number, text, by_line.get(number, [])) for number, text in enumerate(plan.lines)
    )


def anchor_of(spans: Iterable[Span]) -> str:
    """The id of the line where the words stand, "" where they stand nowhere."""
    return next((f"dong-{span.line}" for span in spans), "")


def _line(number: int, text: str, places: list[tuple[str, Span]]) -> DocumentLine:
    return DocumentLine(
        anchor=f"dong-{number}",
        segments=tuple(_segments(text, places)),
        is_heading=text.isupper() and len(text) < 160,
        begins=bool(_BEGINS.match(text)) or text.isupper(),
    )


def _segments(text: str, places: list[tuple[str, Span]]) -> Iterable[Segment]:
    ends = {place for _, span in places for place in (span.start, span.end)}
    cuts = sorted({0, len(text), *(place for place in ends if 0 < place < len(text))})
    for start, end in pairwise(cuts):
        holding = [(span.end - span.start, source) for source, span in places
                   if span.start <= start and end <= span.end]  # fmt: skip
        names = dict.fromkeys(source for _, source in sorted(holding))
        yield Segment(text[start:end], " ".join(names))


def sources_of(working: WorkingDraft) -> Sources:
    """Every value of the draft with the words it was read from.

    "h-title" is a field of the header, "t12" a task with its parts "t12-lead", "t12-lead-0",
    "t12-with", "t12-due", "d5" a duty, "b0" and "r0" citations, "s" the signatory, "u0" a doubt.
    """
    plan = working.plan
    found: Sources = [(f"h-{name}", spans) for name, spans in plan.places.items()]
    found += _cited("b", plan.legal_bases) + _cited("r", plan.references)
    for key, task in working.keyed_tasks():
        found += [(f"t{key}", task.spans), (f"t{key}-due", task.deadline.spans)]
        for part, names in (("lead", task.lead), ("with", task.cooperating)):
            for number, name in enumerate(names):
                found += [(f"t{key}-{part}-{number}", name.spans), (f"t{key}-{part}", name.spans)]
    for key, duty in working.keyed_duties():
        found += [(f"d{key}", duty.spans), (f"d{key}-due", duty.deadline.spans)]
    found += [(f"u{number}", doubt.spans) for number, doubt in enumerate(plan.doubts)]
    found.append(("s", plan.signatory.spans))
    return found


def _cited(letter: str, cited: tuple[CitationDraft, ...]) -> Sources:
    return [(f"{letter}{number}", one.spans) for number, one in enumerate(cited)]
