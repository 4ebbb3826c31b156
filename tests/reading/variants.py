"""A plan in plain text as a Word document and on paper, as offices would lay it out."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from io import BytesIO

import docx
from docx.document import Document
from weasyprint import HTML

from reading.clean.lines import tidy
from reading.open.plain import raw_items
from reading.open.raw import RawItem, RawLine, RawTable

_STYLE = """
@page { size: A4; margin: 2cm 1.5cm 2cm 3cm; @top-center { content: counter(page) } }
@page :first { @top-center { content: none } }
body { font: 13pt 'Liberation Serif', serif }
p { margin: 0 0 6pt; text-indent: 1.2cm; text-align: justify }
p.bold { font-weight: bold }
table { border-collapse: collapse; width: 100% } td { border: 1px solid; font-size: 11pt }
"""


def as_docx(text: str) -> bytes:
    """Paragraphs and tables, one for one."""
    document = docx.Document()
    for item in raw_items(text):
        if isinstance(item, RawTable):
            _word_table(document, item)
        elif words := tidy(item.text):
            document.add_paragraph().add_run(words).bold = item.bold
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def _word_table(document: Document, table: RawTable) -> None:
    made = document.add_table(len(table.rows), len(table.rows[0]))
    for row, cells in zip(made.rows, table.rows, strict=True):
        for cell, raw in zip(row.cells, cells, strict=True):
            cell.text = tidy(raw.text)


def as_pdf(text: str) -> bytes:
    """Justified paragraphs with an indent, page numbers on top, ruled tables."""
    body = "".join(_html(raw_items(text)))
    data: bytes = HTML(string=f"<meta charset=utf-8><style>{_STYLE}</style>{body}").write_pdf()
    return data


def _html(items: list[RawItem]) -> Iterator[str]:
    for item in items:
        if isinstance(item, RawLine):
            yield f"<p{' class=bold' * item.bold}>{escape(tidy(item.text))}</p>"
        else:
            rows = ("".join(f"<td>{escape(tidy(c.text))}</td>" for c in row) for row in item.rows)
            yield f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
