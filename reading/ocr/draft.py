"""Recognised pages → the draft of the plan on them, with what was hard to recognise.  PURE."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from reading import PlanDraft
from reading.draft import Doubt, DoubtKind, Span
from reading.gather.plan import read_plan
from reading.ocr.settled import with_accents_settled, with_names_settled
from reading.ocr.slips import mended
from reading.ocr.syllables import is_plausible
from reading.ocr.words import UNSURE, ScannedPage, SeenWord
from reading.open.pdf import Page, raw_items
from reading.open.pdf_pages import pages_of
from reading.open.raw import RawItem, RawLine

# More of them would hide the rest; the whole is to be compared with the original in any case.
_MOST_DOUBTS = 40
_MOST_PLACES = 3
_TOO_SHORT = 3  # letters: such a word stands in many places
_SURE = 85.0  # so sure must Tesseract be of what is no word of the language


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
    items, given = with_missing_numbers(mended(raw_items(pages)))
    draft = with_names_settled(read_plan(items, known), known)
    hard = (*doubts_of(given, draft.lines), *_unsure(seen, draft.lines))
    return replace(draft, doubts=(*draft.doubts, *hard))


def _unsure(pages: Sequence[ScannedPage], lines: Sequence[str]) -> Iterator[Doubt]:
    """A doubt for each line with words that were hard to recognise."""
    found: dict[int, dict[int, Span]] = {}
    for page in pages:
        for at, word in enumerate(page.words):
            if not _is_hard(word):
                continue
            before = page.words[at - 1].text if at else ""
            after = page.words[at + 1].text if at + 1 < len(page.words) else ""
            for span in _places(lines, before, word.text, after):
                found.setdefault(span.line, {})[span.start] = span
    for line in sorted(found)[:_MOST_DOUBTS]:
        spans = tuple(found[line][start] for start in sorted(found[line]))
        words = "; ".join(lines[line][span.start : span.end] for span in spans)
        yield Doubt(DoubtKind.HARD_TO_READ, words, None, spans)


def _is_hard(word: SeenWord) -> bool:
    if len(word.text) < 2:
        return False
    return word.sure < UNSURE or (word.sure < _SURE and not is_plausible(word.text))


def _places(lines: Sequence[str], before: str, word: str, after: str) -> list[Span]:
    """Where the word stands between its neighbours; nowhere where it is a misprint that was
    mended, at each place where the same words stand twice."""
    for context, offset in (
        (f"{before} {word} {after}".strip(), len(before) + 1 if before else 0),
        (f"{before} {word}".strip(), len(before) + 1 if before else 0),
        (f"{word} {after}".strip(), 0),
        (word, 0),  # alone in a cell, or its neighbours were mended
    ):
        if context == word and len(word) <= _TOO_SHORT:
            continue
        places = [(n, line.find(context)) for n, line in enumerate(lines) if context in line]
        if 0 < len(places) <= _MOST_PLACES:
            return [Span(n, at + offset, at + offset + len(word)) for n, at in places]
    return []


_NUMBER = re.compile(r"^(\d{1,2})([.)]) (?=\w)")
_MARKED = re.compile(r"^(?:[-–+*•]|[a-zđ][.)]|[IVX]{1,5}[.,]|[A-H]\.|\d)")
_ENDS = re.compile(r"[.;:]$")
_FURTHEST = 12  # lines from one number to the next but one


def with_missing_numbers(items: Sequence[RawItem]) -> tuple[list[RawItem], list[str]]:
    """The items with a list's numbers that were not seen put before their lines, and those lines.

    Between "2." and "4." one paragraph begins that bears no mark: it is the third.  Where two
    begin, or none, nothing tells.
    """
    made = list(items)
    given: list[str] = []
    numbered = [(at, found) for at, item in enumerate(items) if (found := _number(item))]
    for (begin, first), (end, last) in pairwise(numbered):
        missing = int(first[1]) + 1
        if int(last[1]) != missing + 1 or first[2] != last[2] or end - begin > _FURTHEST:
            continue
        places = [*_beginnings(items, begin, end)]
        if len(places) == 1:
            at, line = places[0]
            text = f"{missing}{first[2]} {line.text}"
            made[at] = replace(line, text=text)
            given.append(text)
    return made, given


def doubts_of(given: Sequence[str], lines: Sequence[str]) -> Iterator[Doubt]:
    """A doubt for each number given to a line."""
    for text in given:
        number = text.partition(" ")[0]
        place = next((n for n, line in enumerate(lines) if line.startswith(text)), None)
        if place is not None:
            yield Doubt(DoubtKind.HARD_TO_READ, number, None, (Span(place, 0, len(number)),))


def _number(item: RawItem) -> re.Match[str] | None:
    return _NUMBER.match(item.text) if isinstance(item, RawLine) else None


def _beginnings(items: Sequence[RawItem], begin: int, end: int) -> Iterator[tuple[int, RawLine]]:
    """Where paragraphs without a mark begin between two items."""
    for at in range(begin + 1, end):
        before, here = items[at - 1], items[at]
        if not (isinstance(before, RawLine) and isinstance(here, RawLine)):
            return
        if _ENDS.search(before.text) and here.text[:1].isupper() and not _MARKED.match(here.text):
            yield at, here
