"""Recognised pages → the draft of the plan on them, with what was hard to recognise.  PURE."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from reading import PlanDraft
from reading.draft import Doubt, DoubtKind, Span
from reading.gather.plan import read_plan
from reading.ocr.words import UNSURE, ScannedPage
from reading.open.pdf import raw_items
from reading.open.pdf_pages import pages_of
from reading.open.raw import RawCell, RawItem, RawLine, RawTable

# Slips that recognising makes again and again, mended where the document proves them.
# Symbols of documents and set phrases that exist in one form only.
_SET = (
    (re.compile(r"(?<=\d/)N[DÐĐ]{1,2}-CP\b"), "NĐ-CP"),
    (re.compile(r"(?<=\d/)C[DÐĐ]{1,2}-T'?Tg\b"), "CĐ-TTg"),
    (re.compile(r"(?<=[A-ZĐ]-)T'?[Tt]g\b"), "TTg"),
    (re.compile(r"(?<=\d/20\d\d/)N[DÐĐ]{1,2}\b"), "NĐ"),
    (re.compile(r"\(b/[€Cce©]\)"), "(b/c)"),
    (re.compile(r"^(\W{0,3}Lưu: ?)V[ITl1](?=[,.;]|$)"), r"\1VT"),
)
_QUARTER = re.compile(r"\b([Qq]uý )([IVHTl1|]{2,4})(?=[/,;. ]|$)")
_STROKES = str.maketrans({"H": "II", "l": "I", "1": "I", "|": "I", "T": "I"})
_HEADING = re.compile(r"^([IVXLHTUNl1|]{1,5})[.,] ?(?=\S)")
_ROMANS = [
    ten + one
    for ten in ("", "X")
    for one in ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
]
_MOSTLY = 0.8
# More of them would hide the rest; the whole is to be compared with the original in any case.
_MOST_DOUBTS = 40


def read_scan(pages: Sequence[ScannedPage], names: Iterable[str] = ()) -> PlanDraft:
    """The draft of the plan on the pages, read as any other, and the words in doubt in it.  Never
    raises.  ``names`` are those of the office's directory."""
    draft = read_plan(mended(raw_items([page.as_read() for page in pages])), names)
    return replace(draft, doubts=(*draft.doubts, *_unsure(pages, draft.lines)))


def read_mixed(
    data: bytes, scanned: Mapping[int, ScannedPage], names: Iterable[str] = ()
) -> PlanDraft:
    """As ``read_scan``, of a PDF of which some pages are pictures: ``scanned`` gives what was
    recognised on those, by their numbers from 1; the others are read as they stand.  Raises
    UnreadableFile."""
    pages = [
        scanned[number].as_read() if number in scanned else page
        for number, page in enumerate(pages_of(data), start=1)
    ]
    draft = read_plan(mended(raw_items(pages)), names)
    seen = [scanned[number] for number in sorted(scanned)]
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


def mended(items: Sequence[RawItem]) -> list[RawItem]:
    """The items with their words and the numbers of their parts put right."""
    return list(_with_part_numbers(_with_set_words(item) for item in items))


def _with_set_words(item: RawItem) -> RawItem:
    if isinstance(item, RawLine):
        return replace(item, text=_words(item.text))
    if isinstance(item, RawTable):
        return RawTable(tuple(tuple(_cell(cell) for cell in row) for row in item.rows))
    return item


def _cell(cell: RawCell) -> RawCell:
    return replace(cell, lines=tuple(replace(line, text=_words(line.text)) for line in cell.lines))


def _words(text: str) -> str:
    for slip, right in _SET:
        text = slip.sub(right, text)
    return _QUARTER.sub(_quarter, text)


def _quarter(found: re.Match[str]) -> str:
    numeral = found[2].translate(_STROKES)
    return found[1] + (numeral if numeral in _ROMANS[:4] else found[2])


def _with_part_numbers(items: Iterable[RawItem]) -> Iterable[RawItem]:
    """The parts of a plan are numbered on: what stands where III must stand is III."""
    last = 0
    for item in items:
        found = _HEADING.match(item.text) if isinstance(item, RawLine) else None
        if not isinstance(item, RawLine) or found is None:
            yield item
            continue
        rest = item.text[found.end() :]
        if not _is_heading(rest):
            yield item
            continue
        last = _number(found[1], last)
        yield replace(item, text=f"{_ROMANS[last - 1]}. {rest}")


def _is_heading(words: str) -> bool:
    """Whether the words are those of a part: capitals nearly all."""
    letters = [char for char in words if char.isalpha()]
    return len(letters) > 3 and sum(char.isupper() for char in letters) >= _MOSTLY * len(letters)


def _number(mark: str, last: int) -> int:
    """The number that the mark stands for: its own where it goes on or begins anew, else the next
    one."""
    own = _ROMANS.index(mark) + 1 if mark in _ROMANS else 0
    if own > last or (own == 1 and last > 1):
        return own
    return min(last + 1, len(_ROMANS))
