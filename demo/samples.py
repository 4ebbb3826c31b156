"""The sample plans, moved to the year in which somebody tries the program out."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "samples"
# The years for which the two documents were written.
LAST_YEAR, THIS_YEAR = 2025, 2026
_BODY = "word/document.xml"
_PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
# A year, but not that in the number of a decree ("105/2025/NĐ-CP").
_YEAR = re.compile(r"(?<!\d)20\d\d(?![\d/])")


def sample_plan(written_for: int, year: int) -> tuple[str, bytes]:
    """Name and bytes of a sample plan as if it had been written for ``year``.

    In its own year it is the file as it lies in ``samples/``; else every year in it is moved, the
    laws that it rests on excepted.
    """
    data = (FOLDER / f"ke-hoach-pccc-{written_for}.docx").read_bytes()
    if year != written_for:
        data = _moved(data, year - written_for)
    return f"ke-hoach-pccc-{year}.docx", data


def _moved(data: bytes, years: int) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == _BODY:
                content = _moved_body(content.decode(), years).encode()
            new.writestr(member, content)
    return written.getvalue()


def _moved_body(xml: str, years: int) -> str:
    def move(paragraph: re.Match[str]) -> str:
        text = paragraph.group()
        if "Căn cứ " in text:
            return text
        return _later(text, years)

    return _PARAGRAPH.sub(move, xml)


def superior_plan(year: int) -> tuple[str, bytes]:
    """Name and bytes of the province's sample plan as if it had been written for ``year``."""
    text = (FOLDER / f"ke-hoach-pccc-tinh-lam-giang-{THIS_YEAR}.txt").read_text(encoding="utf-8")
    years = year - THIS_YEAR
    lines = (
        line if line.startswith("Căn cứ ") else _later(line, years) for line in text.split("\n")
    )
    return f"ke-hoach-pccc-tinh-lam-giang-{year}.txt", "\n".join(lines).encode()


def _later(text: str, years: int) -> str:
    return _YEAR.sub(lambda year: str(int(year.group()) + years), text)
