"""Tagged PDFs joined into one that stays tagged: one structure tree, one outline."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from reports.documents.structure import kids, numbers, saved


def join_tagged(first: bytes, second: bytes) -> bytes:
    """The pages of both, ``second`` behind; the structure of the second hangs in the first's tree.

    Both must be tagged with a tree that has a parent tree, as WeasyPrint and typst make it.
    """
    with pikepdf.open(io.BytesIO(first)) as base, pikepdf.open(io.BytesIO(second)) as other:
        before = len(base.pages)
        base.pages.extend(other.pages)
        _join_structure(base, other, before)
        _join_outline(base, other, before)
        return saved(base)


def _join_outline(base: pikepdf.Pdf, other: pikepdf.Pdf, before: int) -> None:
    """The headings of the second as bookmarks behind those of the first."""
    places: dict[Any, int] = {page.objgen: number for number, page in enumerate(other.pages)}
    with other.open_outline() as theirs, base.open_outline() as ours:
        for item in theirs.root:
            if isinstance(item.destination, Array) and item.title:
                number = before + places.get(item.destination[0].objgen, 0)
                ours.root.append(pikepdf.OutlineItem(item.title, number))


def _join_structure(base: pikepdf.Pdf, other: pikepdf.Pdf, before: int) -> None:
    root = base.Root.StructTreeRoot
    known = list(numbers(root.ParentTree))
    offset = max((key for key, _ in known), default=-1) + 1
    tree = base.copy_foreign(other.Root.StructTreeRoot)
    _renumber(list(base.pages)[before:], offset)
    known += [(key + offset, value) for key, value in numbers(tree.ParentTree)]
    document = kids(root)[0]
    _take_over(document, tree)
    flat = Array([part for key, value in known for part in (key, value)])
    root.ParentTree = base.make_indirect(Dictionary(Nums=flat))
    root.ParentTreeNextKey = max(key for key, _ in known) + 1
    for name in (Name.RoleMap, Name.ClassMap):
        if name in tree:
            root[name] = Dictionary({**dict(tree[name]), **dict(root.get(name, {}))})


def _renumber(pages: list[Any], offset: int) -> None:
    """The places of the pages and their notes in the tree of parents."""
    for page in pages:
        if Name.StructParents in page.obj:
            page.obj.StructParents = int(page.obj.StructParents) + offset
        for note in page.obj.get(Name.Annots, []):
            if Name.StructParent in note:
                note.StructParent = int(note.StructParent) + offset


def _take_over(document: Any, tree: Any) -> None:
    """Everything below the other's document element becomes part of this one."""
    found = [
        element
        for kid in kids(tree)
        for element in (kids(kid) if Name.Document == kid.S else [kid])
    ]
    document.K = Array([*kids(document), *found])
    for element in found:
        element.P = document
