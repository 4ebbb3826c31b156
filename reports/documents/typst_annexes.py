"""Long annexes set by typst: as WeasyPrint would, in a fortieth of its time.

The only importer of typst; where it is not installed ``is_there`` says so and WeasyPrint draws.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from reports.documents.document import (
    Annex,
    Block,
    Bullets,
    Cell,
    Figure,
    HeadCell,
    OfficialDocument,
    Row,
    Table,
)
from reports.documents.wording import pieces

try:
    import typst
except ImportError:  # no wheel for this machine
    typst = None  # type: ignore[assignment]  # it may be missing

SOURCE = Path(__file__).with_name("annexes.typ")
POINTS = 0.75  # of a px


def is_there() -> bool:
    """Whether this machine has typst."""
    return typst is not None


def annexes_pdf(document: OfficialDocument, font: str, folders: Sequence[str | Path]) -> bytes:
    """The annexes alone as PDF/UA-1, each beginning a page, its pages numbered on their own."""
    data = {
        "title": document.name,
        "author": " ".join(document.header.agency),
        "font": font,
        "paper": {
            name: getattr(document.paper, name) for name in ("top", "bottom", "left", "right")
        },
        "annexes": [_annex(document, annex, font) for annex in document.annexes],
    }
    fonts: list[Any] = list(folders)
    made: bytes = typst.compile(
        SOURCE.read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        font_paths=fonts,
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    return made


def _annex(document: OfficialDocument, annex: Annex, font: str) -> dict[str, Any]:
    width = document.paper.wide_mm if annex.is_wide else document.paper.text_mm
    return {
        "heading": annex.heading,
        "title": annex.title,
        "source": _pieces(annex.source),
        "note": _pieces(annex.note),
        "wide": annex.is_wide,
        "blocks": [_block(block, width, font) for block in annex.blocks],
    }


def _pieces(text: str) -> list[Any]:
    return [[piece] if whole else piece for piece, whole in pieces(text)]


def _block(block: Block, width: float, font: str) -> dict[str, Any]:
    if isinstance(block, Table):
        return _table(block, width)
    if isinstance(block, Figure):
        return _figure(block, font)
    if isinstance(block, Bullets):
        return {"kind": block.kind, "items": [_pieces(item) for item in block.items]}
    return {"kind": "paragraph", "text": _pieces(block.text)}


def _table(table: Table, width: float) -> dict[str, Any]:
    return {
        "kind": table.kind,
        "caption": _pieces(table.caption),
        "widths": table.widths(width),
        "head": [[_head_cell(cell) for cell in line] for line in table.head],
        "rows": [_row(row) for row in table.rows],
    }


def _head_cell(cell: HeadCell) -> dict[str, Any]:
    return {"text": _pieces(cell.text), "columns": cell.columns, "rows": cell.rows}


def _row(row: Row) -> dict[str, Any]:
    return {"strong": row.css == "strong", "cells": [_cell(cell) for cell in row.cells]}


def _cell(cell: Cell) -> dict[str, Any]:
    return {"text": _pieces(cell.text), "columns": cell.columns, "css": cell.css}


def _figure(figure: Figure, font: str) -> dict[str, Any]:
    context = {"chart": figure.chart}
    drawing = render_to_string("components/chart_bars.html", context)
    return {
        "kind": figure.kind,
        "caption": _pieces(figure.caption),
        "alt": f"{figure.chart.title}. {figure.chart.desc}",
        "width": float(figure.chart.width) * POINTS,
        "drawings": [drawing.replace(figure.chart.font, font)],
    }


_PICTURE = """#set page(width: auto, height: auto, margin: 2pt)
#image(bytes(sys.inputs.drawing), format: "svg", width: {width}pt)"""


def drawing_png(drawing: str, width: float, folders: Sequence[str | Path]) -> bytes | None:
    """An SVG drawing as PNG at 200 dpi; ``width`` in px.  None where typst is not installed."""
    if not is_there():
        return None
    fonts: list[Any] = list(folders)
    made: bytes = typst.compile(
        _PICTURE.format(width=width * POINTS).encode(),
        format="png",
        ppi=200,
        sys_inputs={"drawing": drawing},
        font_paths=fonts,
        ignore_system_fonts=True,
    )
    return made
