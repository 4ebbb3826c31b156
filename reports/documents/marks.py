"""The code and the QR mark by which a copy of a document is checked."""

from __future__ import annotations

import io

import segno

from reports.documents.document import Mark


def mark_of(code: str, address: str) -> Mark:
    """The mark that leads to ``address``; ``path`` draws its dark squares, row by row."""
    code_of_squares = segno.make(address, error="m", micro=False)
    path = []
    for y, row in enumerate(code_of_squares.matrix):
        for x, dark in enumerate(row):
            if dark:
                path.append(f"M{x} {y}.5h1")
    return Mark(code, address, "".join(path), len(code_of_squares.matrix))


def mark_png(mark: Mark) -> bytes:
    """The same as a picture."""
    out = io.BytesIO()
    segno.make(mark.address, error="m", micro=False).save(out, kind="png", scale=6, border=0)
    return out.getvalue()
