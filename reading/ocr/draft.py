"""Recognised pages → the draft of the plan on them, with what was hard to recognise.  PURE."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from reading import PlanDraft
from reading.draft import Doubt, DoubtKind, Span
from reading.gather.plan import read_plan
from reading.ocr.agreed import with_accents_settled
from reading.ocr.settled import with_names_settled
from reading.ocr.slips import mended
from reading.ocr.words import UNSURE, ScannedPage
from reading.open.pdf import Page, raw_items
from reading.open.pdf_pages import pages_of

# More of them would hide the rest; the whole is to be compared with the original in any case.
_MOST_DOUBTS = 40


def read_scan(pages: Sequence[ScannedPage], names: Iterable[str] = ()) -> PlanDraft:
    """The draft of the plan on the pages, read as any other, and the words in doubt in it.  Never
    raises.  ``names`` are those of the office's directory."""
    pages = with_accents_settled(pages)
    return _read([page.as_read() for page in pages], pages, names)


def read_mixed(
    data: bytes, scanned: Mapping[int, ScannedPage], names: Iterable[str] = ()
) -> PlanDraft:
    """As ``read_scan``, of a PDF of which some pages are pictures: ``scanned`` gives what was
    recognised on those, by their numbers from 1; the others are read as they stand.  Raises
    UnreadableFile."""
    numbers = sorted(scanned)
    seen = with_accents_settled([scanned[number] for number in numbers])
    settled = dict(zip(numbers, seen, strict=True))
    pages = [
        settled[number].as_read() if number in settled else page
        for number, page in enumerate(pages_of(data), start=1)
    ]
    return _read(pages, seen, names)


def _read(pages: Sequence[Page], seen: Sequence[ScannedPage], names: Iterable[str]) -> PlanDraft:
    """The draft of the pages, of which those ``seen`` were recognised."""
    known = list(names)
    draft = with_names_settled(read_plan(mended(raw_items(pages)), known), known)
    return replace(draft, doubts=(*draft.doubts, *_unsure(seen, draft.lines)))


def _unsure(pages: Sequence[ScannedPage], lines: Sequence[str]) -> Iterator[Doubt]:
    """A doubt for each line with words that were hard to recognise."""
    found: dict[int, dict[int, Span]] = {}
    for page in pages:
        for at, word in enumerate(page.words):
            if word.sure < UNSURE and len(word.text) > 1:
                before = page.words[at - 1].text if at else ""
                after = page.words[at + 1].text if at + 1 < len(page.words) else ""
                span = _place(lines, before, word.text, after)
                if span is not None:
                    found.setdefault(span.line, {})[span.start] = span
    for line in sorted(found)[:_MOST_DOUBTS]:
        spans = tuple(found[line][start] for start in sorted(found[line]))
        words = "; ".join(lines[line][span.start : span.end] for span in spans)
        yield Doubt(DoubtKind.HARD_TO_READ, words, None, spans)


def _place(lines: Sequence[str], before: str, word: str, after: str) -> Span | None:
    """Where the word stands between its neighbours, or None where nothing tells: a misprint mended,
    or the same words twice."""
    for context, offset in (
        (f"{before} {word} {after}".strip(), len(before) + 1 if before else 0),
        (f"{before} {word}".strip(), len(before) + 1 if before else 0),
        (f"{word} {after}".strip(), 0),
    ):
        places = [(n, line.find(context)) for n, line in enumerate(lines) if context in line]
        if len(places) == 1:
            line, start = places[0]
            return Span(line, start + offset, start + offset + len(word))
    return None
