"""Tables as people use them in a text processor: those that only frame text become lines, and what
the end of a page cut in two becomes one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reading.clean.lines import Item, Line, Table
from reading.layout.tables import Column, continues, distinct, header
from reading.text import Text

_LAYOUT_SIGNS = re.compile(
    r"cong hoa xa hoi|doc lap\s?[-–]\s?tu do|noi nhan\s?:|^so\s?:|dang cong san viet nam"
)


def flattened(items: Sequence[Item]) -> list[Item]:
    """The items with the tables that only lay out text (head, signature, a frame) as lines."""
    out: list[Item] = []
    columns: tuple[Column, ...] | None = None
    for item in items:
        if isinstance(item, Line):
            out.append(item)
            continue
        found = header(item)
        if found is None and not continues(item, columns) and _is_layout(item):
            out += _lines(item)
            continue
        before = out[-1] if out else None
        if isinstance(before, Table) and (found is None or found[0] == columns):
            rest = item.rows[found[1] if found else 0 :]  # Word repeats the titles on each page
            out[-1] = Table(before.rows + rest, before.cuts | {len(before.rows)})
            continue
        columns = found[0] if found else columns
        out.append(item)
    return out


def _is_layout(table: Table) -> bool:
    width = max(len(distinct(row)) for row in table.rows)
    if width <= 2:
        return True
    return any(_LAYOUT_SIGNS.search(text.flat) for text in _texts(table))


def _texts(table: Table) -> Iterator[Text]:
    for row in table.rows:
        for cell in row:
            yield from cell.paragraphs


def _lines(table: Table) -> list[Line]:
    seen: set[int] = set()
    lines = []
    for row in table.rows:
        for cell in row:
            if cell.key not in seen:
                seen.add(cell.key)
                lines += [Line(text, after_gap=not at) for at, text in enumerate(cell.paragraphs)]
    return lines
