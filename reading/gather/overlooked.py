"""Every line of a part that orders work is accounted for, or in doubt.

A line is a piece of work or part of one, a label whose value was used, a heading over others, a
time of the whole, words that lead in or close, or it is shown to a person.  Aims and requirements
order nothing; a paragraph on money that names nobody lays work on nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reading.clean.lines import Cell, Table
from reading.draft import DutyDraft, Span, TaskDraft
from reading.gather.phases import only_time
from reading.gather.tasks import Found
from reading.layout.headings import Role, is_closing, looks_like_title, role_of
from reading.layout.node import Node
from reading.text import Text
from reading.understand import citations, deadlines, roles
from reading.understand.dates import Year
from reading.understand.labels import Field, read_labels
from reading.understand.name_lists import names_nobody, only_names
from reading.understand.one_name import Directory
from reading.understand.role_lines import said_only

_FEWEST_WORDS = 5
_FEWEST_CELLS = 3
_NOTE = re.compile(r"^[(*].*[)*]?\.?$")
_LEADS_IN = re.compile(r"[:,]$|\b(?:nhu sau|sau day|sau|cu the)[ .]*$")
# Words that say how or why, over a list of work, and lay nothing on anybody.
_PREFACE = re.compile(
    r"(?:de|nham|tren co so|can cu|thuc hien|theo|xet|cung voi|ngoai|trong|voi|qua|nam)\b"
)
_IS_MONEY = re.compile(r"\bkinh phi\b|\bngan sach\b|\bnguon (?:von|chi)\b|\bdu toan\b")


def paragraphs(
    root: Node, found: Found, read: Sequence[TaskDraft | DutyDraft], known: Directory, year: Year
) -> Iterator[Text]:
    """The lines under ``root`` that nothing accounts for; ``read`` is what was made of the rest."""
    taken = {span.line for work in found.work for span in work.text.spans()}
    taken |= {span.line for text in found.unread for span in text.spans()}
    said = {span.line for span in _values(read)}
    products = "\n".join(one.expected_product for one in read if isinstance(one, TaskDraft))
    for node in _ordering(root):
        if node.paragraph is None or _stands_in(node, taken):
            continue
        if node.is_label:
            if not _stands_in(node, said) and _is_lost_label(node, products):
                yield node.body
        elif _is_unaccounted(node, taken | said, known, year):
            yield node.body


def impossible_times(root: Node, found: Found, year: Year) -> Iterator[Text]:
    """Days that no calendar has in the paragraphs that give the time of the whole."""
    taken = {span.line for work in found.work for span in work.text.spans()}
    for node in _ordering(root):
        if node.paragraph is not None and not node.is_label and not _stands_in(node, taken):
            time = deadlines.given(node.body, year) if only_time(node.body, year) else None
            for moment in time.impossible if time else ():
                yield node.body.part(moment.start, moment.end)


def _values(read: Sequence[TaskDraft | DutyDraft]) -> Iterator[Span]:
    """Where the values stand that were read: names and times."""
    for one in read:
        yield from one.deadline.spans
        if isinstance(one, TaskDraft):
            for name in (*one.lead, *one.cooperating):
                yield from name.spans


def _stands_in(node: Node, taken: set[int]) -> bool:
    return any(span.line in taken for span in node.body.spans())


def _ordering(node: Node) -> Iterator[Node]:
    """A node and those below it, but for aims and requirements, which order nothing."""
    if node.paragraph is not None and role_of(node.body.words) is Role.PURPOSE:
        return
    yield node
    for below in (*node.nodes, *node.notes):
        yield from _ordering(below)


def _is_lost_label(node: Node, products: str) -> bool:
    """Whether a label's value reached nothing; "Sản phẩm" keeps its words without a place."""
    labels = [label for label in read_labels(node.body) if not names_nobody(label.value)]
    return any(
        label.field is not Field.PRODUCT or label.value.words not in products for label in labels
    )


def _is_unaccounted(node: Node, taken: set[int], known: Directory, year: Year) -> bool:
    text = node.body
    words = text.words.rstrip()
    if _heads_work(node, taken) or is_closing(words) or _NOTE.match(words):
        return False
    if only_time(text, year) or said_only(text, known, year):
        return False
    charged = roles.charged_anywhere(text, known).lead
    if node.is_note:  # it cites or explains, unless it charges somebody or sets a day
        cited = [(one.start, one.end) for one in citations.read_citations(text)]
        return bool(charged) or any(one.draft.days for one in deadlines.said(text, year, cited))
    if _IS_MONEY.search(text.flat) and not charged:
        return False
    if node.marker is not None:
        return True
    if len(words.split()) < _FEWEST_WORDS or _LEADS_IN.search(text.flat.rstrip()):
        return False
    return bool(charged) or not _PREFACE.match(text.flat)


def _heads_work(node: Node, taken: set[int]) -> bool:
    """Whether something below was taken: the line is the heading over it."""
    if node.nodes and looks_like_title(node.body.words):
        return True  # what stands below it is asked for itself
    return any(
        isinstance(below, Table) or _stands_in(below, taken) or _heads_work(below, taken)
        for below in node.children
    )


def rows(table: Table, year: Year) -> Iterator[Text]:
    """The rows of a table that no titles explain which hold work beside a unit or a day."""
    for row in table.rows:
        cells = list({cell.key: cell for cell in row if cell.text}.values())
        if len(cells) >= _FEWEST_CELLS and _assigns(cells, year):
            yield max(cells, key=lambda cell: len(cell.text.words)).text


def _assigns(cells: Sequence[Cell], year: Year) -> bool:
    longest = max(cells, key=lambda cell: len(cell.text.words))
    if len(longest.text.words.split()) < _FEWEST_WORDS:
        return False
    others = [cell.text for cell in cells if cell is not longest]
    return any(only_names(text) or deadlines.given(text, year) for text in others)
