"""A built document becomes a PDF: tagged (PDF/UA-1), in Vietnamese, with its typeface inside.

WeasyPrint sets the text.  Long tables of annexes, over which it takes minutes, are set by typst and
joined to it; where typst is not installed, WeasyPrint draws the same annexes.

The only importer of WeasyPrint, which needs libraries of the system and is therefore imported when
a PDF is made and not when the program starts.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fontpkg_noto_serif
from django.conf import settings
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]  # brings no types

from reports.documents import typst_annexes
from reports.documents.document import tell_nobody
from reports.documents.joining import join_tagged
from reports.documents.structure import mended

if TYPE_CHECKING:
    # Only named: the checks import this module before there are models.
    from reports.documents.document import Annex, OfficialDocument, Paper, Tell

STYLE = Path(settings.BASE_DIR) / "static" / "css" / "print" / "official.css"
# What style sheet and charts call the typeface; its own name is put in its place, so that the PDF
# tells truly which one it carries.
PLACEHOLDER = "Official Serif"
# Up to so many rows WeasyPrint is as quick as starting another typesetter.
SHORT_ANNEXES = 40
PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PANGO_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

_DEBIAN = Path("/usr/share/fonts/truetype")
_NOTO = Path(fontpkg_noto_serif.__file__).parent / "files"
_LOOSE = re.compile(r'\s+(?=</(?:p|h\d|t[dh]|span)>|<span class="footnote">)')
# What Vietnamese needs and half a font lacks: ạ, ợ, ữ, ₫.
_NEEDED = "ĂâĐêÔơƯạảấậẵệỉịộợữỷỹ"


class PdfUnavailable(Exception):
    """This machine cannot make a PDF; the message says, in Vietnamese, what to install."""

    def __init__(self) -> None:
        super().__init__(
            "Máy chủ chưa có thư viện Pango nên chưa tạo được tệp PDF. Đề nghị người quản trị chạy:"
            f" sudo apt-get install --no-install-recommends -y {PANGO_PACKAGES}"
        )


@dataclass(frozen=True)
class Face:
    """One cut of a typeface; ``weight`` "100 900" for a file that holds all of them."""

    family: str
    file: Path
    weight: str
    style: str

    def rule(self) -> str:
        return (
            f'@font-face {{ font-family: "{self.family}"; src: url("{self.file.as_uri()}");'
            f" font-weight: {self.weight}; font-style: {self.style}; }}"
        )


def document_pdf(document: OfficialDocument, tell: Tell = tell_nobody) -> bytes:
    """The document as a PDF in the official form, its annexes behind it.

    Raises PdfUnavailable where the libraries of the system are missing.
    """
    if document.annex_rows > SHORT_ANNEXES and typst_annexes.is_there():
        tell(0, 3, "Đang dàn trang phụ lục (PDF)")
        annexes = typst_annexes.annexes_pdf(document, faces()[0].family, font_folders())
        tell(1, 3, "Đang dàn trang phần chính (PDF)")
        text = _text(document, ())
        tell(2, 3, "Đang ghép phụ lục (PDF)")
        return join_tagged(text, annexes)
    tell(0, 1, "Đang dàn trang (PDF)")
    return _text(document, document.annexes)


def _text(document: OfficialDocument, annexes: tuple[Annex, ...]) -> bytes:
    context = {"report": document, "annexes": annexes}
    page = render_to_string("reports/documents/print.html", context)
    made = render(page, _paper_rules(document.paper, annexes))
    return mended(made, [len(table.rows) for table in document.tables(annexes)])


def render(html: str, rules: str = "") -> bytes:
    """An HTML page as PDF/UA-1, set by the style sheet of official documents and ``rules``."""
    weasyprint = _weasyprint()
    fonts = weasyprint.text.fonts.FontConfiguration()
    fetcher = _only(weasyprint, (face.file for face in faces()))
    style = [face.rule() for face in faces()] + [_named(STYLE.read_text(encoding="utf-8")), rules]
    sheet = weasyprint.CSS(string="\n".join(style), font_config=fonts, url_fetcher=fetcher)
    document = weasyprint.HTML(string=_named(_tight(html)), url_fetcher=fetcher)
    made: bytes = document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")
    return made


def _paper_rules(paper: Paper, annexes: tuple[Annex, ...]) -> str:
    """What an agency has set for its own documents; each annex with pages numbered on their own."""
    margins = f"{paper.top}mm {paper.right}mm {paper.bottom}mm {paper.left}mm"
    rules = [
        f"@page {{ margin: {margins}; }}",
        f".official, .official h1, .official h2, .official h3 {{ font-size: {paper.size}pt; }}",
        f".official {{ line-height: {paper.spacing}; }}",
        f".official p, .official h2, .official h3 {{ text-indent: {paper.indent}cm; }}",
    ]
    for number, annex in enumerate(annexes, start=1):
        lies = "landscape" if annex.is_wide else "portrait"
        rules += [
            f".doc-annex-{number} {{ page: annex-{number}; }}",
            f"@page annex-{number} {{ size: A4 {lies}; }}",
            f"@page :nth(1 of annex-{number}) {{ counter-reset: page 1; }}",
            f"@page :nth(1 of annex-{number}) {{ @top-center {{ content: none; }} }}",
        ]
    return "\n".join(rules)


def _tight(html: str) -> str:
    """The page without white space at the ends of its texts, over which WeasyPrint breaks a line
    too early, and without a gap before a footnote's number."""
    return _LOOSE.sub("", html)


def _named(text: str) -> str:
    return text.replace(PLACEHOLDER, faces()[0].family)


def _weasyprint() -> Any:
    try:
        import weasyprint  # noqa: PLC0415 (brings no types)
    except OSError as error:
        raise PdfUnavailable from error
    return weasyprint


def _only(weasyprint: Any, files: Iterable[Path]) -> Any:
    """A fetcher that hands out these files and refuses all else: the network, other files."""
    allowed = {file.as_uri(): file for file in files}

    class Fetcher(weasyprint.urls.URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in allowed:
                raise ValueError(f"not one of the document's own files: {url}")
            return weasyprint.urls.URLFetcherResponse(url, allowed[url].read_bytes())

    return Fetcher()


@cache
def faces() -> tuple[Face, ...]:
    """The typeface: Liberation Serif, which has the widths of Times New Roman, else Noto Serif.

    The older edition of Liberation, in Debian 12's fonts-liberation, lacks most Vietnamese letters;
    an edition counts only when its every cut has them.
    """
    for folder in ("liberation2", "liberation"):
        found = _liberation(_DEBIAN / folder)
        if all(covers_vietnamese(face.file) for face in found):
            return found
    return (
        Face("Noto Serif", _NOTO / "NotoSerif[wdth,wght].ttf", "100 900", "normal"),
        Face("Noto Serif", _NOTO / "NotoSerif-Italic[wdth,wght].ttf", "100 900", "italic"),
    )


def font_folders() -> list[str]:
    """Where the files of the typeface lie."""
    return sorted({str(face.file.parent) for face in faces()})


def _liberation(folder: Path) -> tuple[Face, ...]:
    cuts = {
        "Regular": ("400", "normal"),
        "Bold": ("700", "normal"),
        "Italic": ("400", "italic"),
        "BoldItalic": ("700", "italic"),
    }
    return tuple(
        Face("Liberation Serif", folder / f"LiberationSerif-{cut}.ttf", weight, style)
        for cut, (weight, style) in cuts.items()
    )


def covers_vietnamese(file: Path) -> bool:
    """Whether the font is there and has the letters of Vietnamese."""
    try:
        with file.open("rb") as opened, TTFont(opened, lazy=True) as font:
            letters = font.getBestCmap()
    except (OSError, TTLibError):
        return False
    return all(ord(letter) in letters for letter in _NEEDED)


def has_times_widths() -> bool:
    """Whether the typeface has the widths of Times New Roman, as official documents want."""
    return faces()[0].family == "Liberation Serif"


def has_pango() -> bool:
    """Whether the libraries that WeasyPrint needs are there."""
    try:
        for name in PANGO:
            ctypes.CDLL(name)
    except OSError:
        # Other systems call the libraries by other names: WeasyPrint knows them.
        return _imports()
    return True


def _imports() -> bool:
    try:
        _weasyprint()
    except PdfUnavailable:
        return False
    return True
