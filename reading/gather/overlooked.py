"""The safety net: paragraphs and rows that look like work and that nothing has taken.

Reading may leave a paragraph, never in silence: what names a unit that acts, or a day by which
something is due, and stands in no task, heading or label, is shown to a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reading.clean.lines import Cell, Table
from reading.gather.tasks import Found, only_time
from reading.layout.blocks import Node
from reading.layout.headings import Role, is_closing, looks_like_title, role_of
from reading.text import Text
from reading.understand import citations, deadlines, roles
from reading.understand.dates import Year
from reading.understand.name_lists import only_names
from reading.understand.one_name import Directory
from reading.understand.role_lines import said_only

_FEWEST_WORDS = 5
_FEWEST_CELLS = 3


def paragraphs(root: Node, found: Found, known: Directory, year: Year) -> Iterator[Text]:
    """The paragraphs under ``root`` that look like work and are in none that was found."""
    taken = {span.line for work in found.work for span in work.text.spans()}
    taken |= {span.line for text in found.unread for span in text.spans()}
    for node in _outside_purpose(root):
        if node.is_label:
            yield from (n.body for n in node.items if not _stands_in(n, taken))
        if node.paragraph is None or node.is_label or _stands_in(node, taken):
            continue
        if _is_work(node.body, known, year) and not said_only(node.body, known, year):
            yield node.body


def _stands_in(node: Node, taken: set[int]) -> bool:
    return any(span.line in taken for span in node.body.spans())


def _outside_purpose(node: Node) -> Iterator[Node]:
    """A node and those below it, but for aims and requirements, which are no work."""
    if node.paragraph is not None and role_of(node.body.words) is Role.PURPOSE:
        return
    yield node
    for below in node.nodes:
        yield from _outside_purpose(below)


def _is_work(text: Text, known: Directory, year: Year) -> bool:
    words = text.words.rstrip()
    if len(words.split()) < _FEWEST_WORDS or is_closing(words) or words.endswith(":"):
        return False
    if roles.subject(text, known).lead:
        return not roles.heading(text, known).lead
    if looks_like_title(words) or only_time(text, year):
        return False
    cited = [(one.start, one.end) for one in citations.read_citations(text)]
    return any(one.draft.days for one in deadlines.said(text, year, cited))


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
