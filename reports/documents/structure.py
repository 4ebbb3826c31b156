"""The structure tree of a PDF that WeasyPrint made, mended where it tells less than it could.

WeasyPrint gives every page's part of a table a table of its own, with the repeated head read out
again, and says of no head whether it is a column's or a row's.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

_MARKED = re.compile(rb"/\w+\s*<<\s*/MCID (\d+)\s*>>\s*BDC")


def mended(made: bytes, rows: Sequence[int]) -> bytes:
    """The PDF with one table in the tree for each table, every head of it with its scope.

    ``rows``: how many rows below its head each table has, in the order of the document.
    """
    with pikepdf.open(io.BytesIO(made)) as pdf:
        _join_tables(pdf, rows)
        for table in _tables(pdf.Root.StructTreeRoot):
            _give_scopes(table)
        return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The bytes of the PDF."""
    out = io.BytesIO()
    pdf.save(out, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


# --- one table for each table ---------------------------------------------------------------------
def _join_tables(pdf: pikepdf.Pdf, rows: Sequence[int]) -> None:
    parts = list(_tables(pdf.Root.StructTreeRoot))
    repeated: dict[Any, set[int]] = {}
    for wanted in rows:
        first, found = parts.pop(0), 0
        found = len(_body_rows(first))
        while found < wanted:
            found += _take_in(first, parts.pop(0), repeated)
    pages = {page.objgen: page for page in pdf.pages}
    for objgen, marks in repeated.items():
        _make_artifacts(pdf, pages[objgen], marks)


def _take_in(table: Any, part: Any, repeated: dict[Any, set[int]]) -> int:
    """Moves a part's rows into the table; its head is a repetition, told by nobody."""
    moved = _body_rows(part)
    body = next(kid for kid in reversed(kids(table)) if Name.TBody == kid.S)
    body.K = Array([*kids(body), *moved])
    for row in moved:
        row.P = body
    for kid in kids(part):
        if Name.THead == kid.S:
            for page, mark in _marks(kid):
                repeated.setdefault(page, set()).add(mark)
    parent = part.P
    parent.K = Array([kid for kid in kids(parent) if not _same(kid, part)])
    return len(moved)


def _same(one: Any, other: Any) -> bool:
    return isinstance(one, Dictionary) and one.objgen == other.objgen


def _body_rows(table: Any) -> list[Any]:
    return [row for kid in kids(table) if Name.TBody == kid.S for row in kids(kid)]


def _marks(element: Any) -> Iterator[tuple[Any, int]]:
    """The marked pieces of pages that an element holds: page and number."""
    for kid in kids(element):
        if isinstance(kid, int):
            yield element.Pg.objgen, kid
        elif isinstance(kid, Dictionary) and Name.S in kid:
            yield from _marks(kid)


def _make_artifacts(pdf: pikepdf.Pdf, page: Any, marks: set[int]) -> None:
    """The marked pieces become decoration, and the tree knows nothing of them."""

    def decorated(found: re.Match[bytes]) -> bytes:
        return b"/Artifact BMC" if int(found[1]) in marks else found[0]

    page.contents_coalesce()
    content = page.Contents.read_bytes()
    page.Contents = pdf.make_stream(_MARKED.sub(decorated, content))
    key = int(page.obj.StructParents)
    for number, parents in numbers(pdf.Root.StructTreeRoot.ParentTree):
        if number == key:
            for mark in marks:
                parents[mark] = None


# --- heads ----------------------------------------------------------------------------------------
def _give_scopes(table: Any) -> None:
    for part in kids(table):
        scope = Name.Row if Name.TBody == part.S else Name.Column
        for row in kids(part):
            for cell in kids(row):
                if cell.S == Name.TH:
                    _give_scope(cell, scope)


def _give_scope(head: Any, scope: Name) -> None:
    if Name.A not in head:
        head.A = Dictionary(O=Name.Table)
    if isinstance(head.A, Dictionary) and Name.Scope not in head.A:
        head.A.Scope = scope


# --- walking --------------------------------------------------------------------------------------
def _tables(element: Any) -> Iterator[Any]:
    for kid in kids(element):
        if isinstance(kid, Dictionary) and Name.S in kid:
            if Name.Table == kid.S:
                yield kid
            else:
                yield from _tables(kid)


def kids(element: Any) -> list[Any]:
    """What stands directly below an element."""
    found = element.get(Name.K, [])
    return list(found) if isinstance(found, Array) else [found]


def numbers(node: Any) -> Iterator[tuple[int, Any]]:
    """The pairs of a number tree."""
    pairs = node.get(Name.Nums, [])
    for at in range(0, len(pairs), 2):
        yield int(pairs[at]), pairs[at + 1]
    for kid in node.get(Name.Kids, []):
        yield from numbers(kid)
