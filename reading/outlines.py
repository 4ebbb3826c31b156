"""The outline that an authority sends along with its letter → sections and rows of figures.  PURE.

A document (.docx) gives its outermost numbered headings, each with what stands below it; a table of
figures, in a document or a workbook, gives its rows.  Nothing is taken without being looked at:
what was passed over is told in whole sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reading.layout.numbering import Level, read_marker
from reading.letters import flat
from reading.number_forms import FormRow, NumberForm, in_small, is_letterhead, read_number_form
from reading.open.files import raw_items
from reading.open.raw import RawItem, RawLine, RawPicture, RawTable
from reading.open.refusal import Refusal, UnreadableFile
from sheets import problems
from sheets.content import Content, content_of
from sheets.files import Sheet, read_sheets

MOST_SECTIONS, MOST_ROWS, MOST_ASKS = 40, 200, 40
LONGEST_HEADING = 255
_LONG_HEADING = 120
_FEWEST = 2
_SHOWN = 60
_WORKBOOKS = frozenset({Content.XLSX, Content.ODS})
_OPENS = re.compile(
    r"(?:phu luc\b.{0,20}?)?(?:mau )?(?:de cuong|bo cuc|mau bao cao|noi dung bao cao"
    r"|ket cau bao cao)\b"
)
_ENDS = re.compile(
    r"noi nhan\b|(?:tm|kt|tl|tuq|q)\.\s|tren day la\b|nguoi lap\b|thu truong\b|nguoi ky\b|luu:"
    r"|phu luc\b|bieu (?:so lieu|tong hop|mau)\b"
)
_NOTE = re.compile(r"^(.*\S)\s*[(\[]([^()\[\]]{12,})[)\]]\s*[:.]?$")
_OUTER = (Level.PART, Level.ROMAN, Level.UPPER, Level.NUMBER, Level.LETTER)


@dataclass(frozen=True)
class OutlineSection:
    """A heading, and what is asked for below it, a line each."""

    heading: str
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadOutline:
    """``left_out``: whole sentences on what was not taken, or was taken as a guess."""

    sections: tuple[OutlineSection, ...]
    figures: tuple[FormRow, ...]
    left_out: tuple[str, ...]


def read_outline(data: bytes, filename: str) -> ReadOutline:
    """The outline in a file's bytes, told by its content and never by its name.

    Raises UnreadableFile, in words for the person who brought the file, where it cannot be read or
    holds neither headings nor a table of figures.
    """
    content = content_of(data)
    if content in _WORKBOOKS:
        items: list[RawItem | Sheet] = [*_of_workbook(data)]
    elif content is Content.DOCX:
        items = [*raw_items(data, filename)]
    else:
        raise UnreadableFile(Refusal.WRONG_KIND, _WRONG.get(content, _OTHER))
    found = _outline(items)
    if not found.sections and not found.figures:
        raise UnreadableFile(Refusal.NO_TEXT, _NOTHING)
    return found


_OTHER = "Tệp không phải là Word (.docx) hay bảng tính (.xlsx). Hãy chọn tệp khác."
_WRONG = {
    Content.EMPTY: "Tệp không có dữ liệu. Hãy chọn lại tệp.",
    Content.DOC: "Tệp thuộc định dạng Word cũ (.doc). Hãy mở tệp, lưu thành .docx rồi chọn lại.",
    Content.XLS: problems.OLD_EXCEL,
    Content.XLSB: problems.BINARY_EXCEL,
    Content.LOCKED_OFFICE: problems.ENCRYPTED,
    Content.DAMAGED_ARCHIVE: problems.DAMAGED,
    Content.PDF: "Đề cương chưa đọc được từ tệp PDF. Hãy xin tệp Word (.docx) hoặc gõ đề mục.",
}
_NOTHING = (
    "Không tìm thấy đề mục đánh số (I, II … hoặc 1, 2 …) hay biểu số liệu nào trong tệp."
    " Hãy gõ đề mục và chỉ tiêu vào các ô dưới đây."
)


def _of_workbook(data: bytes) -> tuple[Sheet, ...]:
    try:
        return read_sheets(data)
    except problems.UnreadableFile as error:
        raise UnreadableFile(Refusal.DAMAGED, str(error)) from error


# --- the whole ------------------------------------------------------------------------------------
def _outline(items: Sequence[RawItem | Sheet]) -> ReadOutline:
    lines: list[RawLine] = []
    forms: list[NumberForm] = []
    said: list[str] = []
    for item in items:
        if isinstance(item, RawLine):
            lines.append(item)
        elif isinstance(item, RawPicture):
            said.append(f"Trang {item.page} là hình ảnh nên không đọc được.")
        else:
            form = read_number_form(_sheet_of(item) if isinstance(item, RawTable) else item)
            forms.append(form)
            lines += [RawLine(words) for words in form.lines]
    rows, more = _rows(forms)
    sections, passed = _sections(lines)
    return ReadOutline(sections, rows, (*said, *passed, *more))


def _sheet_of(table: RawTable) -> Sheet:
    rows = tuple(tuple(" ".join(cell.text.split()) for cell in row) for row in table.rows)
    return Sheet("", rows)


def _rows(forms: Iterable[NumberForm]) -> tuple[tuple[FormRow, ...], list[str]]:
    """The rows of all tables, each name once: a second one is called by its group."""
    found: dict[str, FormRow] = {}
    said: list[str] = []
    for form in forms:
        said += form.said
        for row in form.rows:
            named = row if flat(row.name) not in found else replace(row, name=row.full_name)
            if flat(named.name) in found:
                said.append(f"Chỉ tiêu “{named.name}” có hai lần trong biểu; chỉ lấy lần đầu.")
                continue
            found[flat(named.name)] = named
    rows = tuple(found.values())
    if len(rows) > MOST_ROWS:
        said.append(f"Biểu có {len(rows)} chỉ tiêu; chỉ lấy {MOST_ROWS} chỉ tiêu đầu.")
    return rows[:MOST_ROWS], said


# --- sections -------------------------------------------------------------------------------------
def _sections(lines: Sequence[RawLine]) -> tuple[tuple[OutlineSection, ...], list[str]]:
    body, said = _body([line for line in lines if not line.is_note and _has_words(line.text)])
    depth = _outermost(body)
    if depth is None:
        titles = [line for line in body if _is_title(line)]
        if len(titles) < _FEWEST:
            return (), said
        said.append("Đề mục không đánh số; các dòng in đậm được lấy làm đề mục, hãy xem lại.")
        return _once(_gathered(body, lambda line: _words(line) if _is_title(line) else ""), said)
    return _once(_gathered(body, lambda line: _heading_at(line, depth)), said)


def _body(lines: Sequence[RawLine]) -> tuple[list[RawLine], list[str]]:
    """The lines of the outline itself: behind its title, before the signature."""
    starts = [
        at for at, line in enumerate(lines)
        if len(line.text) <= _LONG_HEADING and _OPENS.match(flat(_words(line)))
        and not read_marker(_words(line))
    ]  # fmt: skip
    first = starts[0] + 1 if starts and _outermost(lines[starts[0] + 1 :]) is not None else 0
    said = []
    before = [line for line in lines[: max(0, first - 1)] if read_marker(_words(line))]
    if before:
        title = _words(lines[first - 1])
        said.append(f"{len(before)} mục đứng trước “{title}” là nội dung công văn nên không lấy.")
    rest = lines[first:]
    begun = next((at for at, line in enumerate(rest) if read_marker(_words(line))), 0)
    ends = (at for at, line in enumerate(rest) if at > begun and _ENDS.match(flat(_words(line))))
    return list(rest[: next(ends, len(rest))]), said


def _outermost(lines: Iterable[RawLine]) -> int | None:
    """The depth of the outermost marks that number at least two headings."""
    marks = [marker for line in lines if (marker := read_marker(_words(line)))]
    depths = Counter(one.depth for one in marks if one.level in _OUTER)
    return min((depth for depth, times in depths.items() if times >= _FEWEST), default=None)


def _heading_at(line: RawLine, depth: int) -> str:
    """The heading in a line, "" where it is none of that depth or one further out."""
    words = _words(line)
    marker = read_marker(words)
    if marker is None or marker.level not in _OUTER or marker.depth > depth:
        return ""
    return words[marker.length :].strip() or words


def _gathered(
    lines: Iterable[RawLine], heading_of: Callable[[RawLine], str]
) -> Iterator[OutlineSection]:
    heading, asks = "", list[str]()
    for line in lines:
        words = heading_of(line)
        if not words:
            if heading:
                asks.append(_words(line).lstrip("-–—+*• ").strip())
            continue
        if heading:
            yield OutlineSection(heading, tuple(asks))
        heading, asks = _parted(words)
    if heading:
        yield OutlineSection(heading, tuple(asks))


def _parted(words: str) -> tuple[str, list[str]]:
    """A heading apart from what it asks for in brackets or behind a colon."""
    asks = []
    if noted := _NOTE.match(words):
        words, asks = noted[1], [noted[2].strip()]
    head, colon, rest = words.partition(":")
    if colon and rest.strip() and (len(words) > _LONG_HEADING or rest.strip()[0].isupper()):
        words, asks = head, [rest.strip(), *asks]
    return in_small(words.strip().rstrip(":.;,").strip()), asks


def _once(
    sections: Iterable[OutlineSection], said: list[str]
) -> tuple[tuple[OutlineSection, ...], list[str]]:
    """Headings that can be kept, each once, and what of the others there is to say."""
    kept: dict[str, OutlineSection] = {}
    for one in sections:
        short = f"{one.heading[:_SHOWN]}…" if len(one.heading) > _SHOWN else one.heading
        if len(one.heading) > LONGEST_HEADING:
            said.append(f"Mục “{short}” dài quá {LONGEST_HEADING} ký tự nên không lấy làm đề mục.")
        elif flat(one.heading) in kept:
            said.append(f"Đề mục “{short}” có hai lần trong tệp; chỉ lấy lần đầu.")
        else:
            if len(one.asks) > MOST_ASKS:
                said.append(f"Đề mục “{short}”: chỉ lấy {MOST_ASKS} dòng hướng dẫn đầu.")
            kept[flat(one.heading)] = replace(one, asks=one.asks[:MOST_ASKS])
    found = tuple(kept.values())
    if len(found) > MOST_SECTIONS:
        said.append(f"Tệp có {len(found)} đề mục; chỉ lấy {MOST_SECTIONS} đề mục đầu.")
    return found[:MOST_SECTIONS], said


def _is_title(line: RawLine) -> bool:
    words = _words(line)
    is_short = len(words) <= _LONG_HEADING and not is_letterhead(words)
    return line.bold and not line.centred and is_short


def _words(line: RawLine) -> str:
    return " ".join(line.text.split())


def _has_words(text: str) -> bool:
    return any(char.isalnum() for char in text)
