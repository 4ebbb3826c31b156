"""A table of figures to be filled in → its rows: what is counted, and in what.  PURE.

The columns (chỉ tiêu, đơn vị tính, kỳ này, cùng kỳ, tăng/giảm) are known by their words, as in
lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reading.layout.numbering import Level, read_marker
from reading.letters import flat
from sheets.cells import Row
from sheets.columns import Column, Recogniser
from sheets.files import Sheet
from sheets.headings import Head, Heading, read_head
from sheets.problems import UnreadableTable

NAME, MEASURE, CHANGE = "name", "measure", "change"
_VALUES = ("now", "before")
LONGEST_NAME, LONGEST_MEASURE = 255, 40
_COMPARES = r"\b(?:tang|giam|so sanh|so voi|chenh lech|ty le|%)"
_COLUMNS = (
    Column(
        NAME,
        "Chỉ tiêu",
        "",
        wordings=(
            "Nội dung",
            "Tên chỉ tiêu",
            "Nội dung chỉ tiêu",
            "Nội dung báo cáo",
            "Nội dung thống kê",
            "Nội dung công việc",
            "Tiêu chí",
            "Danh mục",
            "Hạng mục",
            "Chỉ số",
            "Các mặt công tác",
        ),
        required=True,
        signs=r"\b(?:chi tieu|tieu chi|chi so|noi dung|danh muc|hang muc)\b",
        unless=r"\bdon vi\b",
        rank=10,
    ),
    Column(
        MEASURE,
        "Đơn vị tính",
        "",
        wordings=("ĐVT", "Đơn vị đo", "Đơn vị", "Đv tính", "Đ.vị tính"),
        signs=r"\bdon vi (?:tinh|do)\b|\bdvt\b",
        rank=5,
    ),
    Column(
        CHANGE,
        "Tăng/giảm",
        "",
        wordings=("So sánh", "Tăng, giảm", "Tăng (+), giảm (-)", "So với cùng kỳ", "Chênh lệch"),
        signs=_COMPARES,
        rank=6,
    ),
    Column(
        "before",
        "Cùng kỳ",
        "",
        wordings=("Cùng kỳ năm trước", "Năm trước", "Cùng kỳ năm ngoái", "Số cùng kỳ"),
        signs=r"\bcung ky\b|\bnam (?:truoc|ngoai)\b",
        unless=_COMPARES,
        rank=20,
    ),
    Column(
        "now",
        "Kỳ này",
        "",
        wordings=(
            "Kỳ báo cáo",
            "Trong kỳ",
            "Số liệu",
            "Số lượng",
            "Kết quả",
            "Kết quả thực hiện",
            "Thực hiện",
        ),
        signs=r"\bky nay\b|\bky bao cao\b|\btrong ky\b|\bthuc hien\b|\bso (?:lieu|luong)\b"
        r"|\bket qua\b|\b(?:6|9|sau|chin) thang\b|\bthang \d|\bquy [ivx\d]|\bnam (?:20\d\d|nay)\b",
        unless=rf"{_COMPARES}|\bcung ky\b|\btruoc\b|\bluy ke\b|\bke hoach\b",
        rank=30,
    ),
)
_RECOGNISER = Recogniser(_COLUMNS)
_LETTERHEAD = re.compile(
    r"cong hoa xa hoi|doc lap - tu do|noi nhan\b|\b(?:tm|kt|tl|tuq)\. |ky ten|\bso:\s*[./\d_…]*/"
    r"|nguoi (?:lap|bao cao|tong hop)\b|thu truong\b"
)
_COUNTING = re.compile(r"[(\[]?(?:\d{1,2}|[a-zA-Z])[)\]]?(?:\s?=.*)?")
_SUM = re.compile(r"(?:tong (?:so|cong)|tong|cong)[ :]*")
_PART_OF = re.compile(r"(?:-|–|\+|•)?\s*trong do\b[:,]?\s*")
_BRACKETED = re.compile(r"^(.*\S)\s*\(([^()]{1,40})\)$")
_GROUPS = (Level.PART, Level.ROMAN, Level.UPPER)
_ROMAN_CELL = re.compile(r"[IVXLC]{1,6}[.)]?|[A-HĐ][.)]?")
_DIGIT = re.compile(r"\d")
_SHOWN, _LONGEST_SAID = 4, 80
# What stays in capitals where a title is taken out of them.
_ABBREVIATIONS = frozenset({"PCCC", "CNCH", "UBND", "HĐND", "MTTQ", "TTATXH", "ANTT", "QLNN"})
_BLANK = " -–…."


@dataclass(frozen=True)
class FormRow:
    """A row: what is counted, in what ("" where the table does not say), within which group."""

    name: str
    measure: str
    group: str = ""

    @property
    def full_name(self) -> str:
        """The name with its group before it, for a form that has the same name twice."""
        return f"{self.group}: {self.name}"[:LONGEST_NAME] if self.group else self.name


@dataclass(frozen=True)
class NumberForm:
    """``lines``: rows of a sheet that stand outside its table; ``said``: what was not taken."""

    rows: tuple[FormRow, ...] = ()
    lines: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


def is_letterhead(words: str) -> bool:
    """Whether words belong to the head or the foot of a document."""
    return bool(_LETTERHEAD.search(flat(words)))


def in_small(words: str) -> str:
    """Words in capitals as a sentence begins, abbreviations kept.

    >>> in_small("CÔNG TÁC PCCC"), in_small("Vụ cháy")
    ('Công tác PCCC', 'Vụ cháy')
    """
    if not words.isupper() or len(words) <= _SHOWN:
        return words
    small = " ".join(
        one if one.strip(".,;:()") in _ABBREVIATIONS else one.lower() for one in words.split()
    )
    return small[:1].upper() + small[1:]


def _unit(words: str) -> str:
    """A unit of measure as it stands within a sentence: "Buổi" is "buổi"."""
    bare = words.strip(_BLANK)
    return bare if bare[1:2].isupper() else bare[:1].lower() + bare[1:]


def read_number_form(sheet: Sheet) -> NumberForm:
    """The rows of a table to be filled in, from a sheet or a table of a document; without rows
    where it is none."""
    try:
        head = read_head([sheet], _RECOGNISER)
    except UnreadableTable:
        return _no_form(sheet)
    keys = {one.key for one in head.headings}
    if NAME not in keys or not keys & {MEASURE, CHANGE, *_VALUES}:
        return _no_form(sheet)
    said = list(_of_columns(sheet, head))
    places = {one.key: one for one in head.headings}
    below = [row for row in sheet.rows[head.below :] if any(row)]
    walk = _Walk(places[NAME], places.get(MEASURE), said)
    rows = tuple(_named(walk.rows(below), said))
    if not rows:
        return NumberForm(said=(f"{_called(sheet)} không có dòng chỉ tiêu nào.",))
    return NumberForm(rows, tuple(_lines(sheet.rows[: head.top])), tuple(said))


def _no_form(sheet: Sheet) -> NumberForm:
    """A sheet of lines, the letterhead that a document keeps in a table, or a table to be named."""
    wide = [row for row in sheet.rows if len(set(filter(None, row))) > 1]
    if sheet.name and len(wide) * 2 < len(sheet.rows):
        return NumberForm(lines=tuple(_lines(sheet.rows)))
    if any(is_letterhead(" ".join(row)) for row in sheet.rows) or not wide:
        return NumberForm()
    words = " | ".join(dict.fromkeys(filter(None, wide[0])))
    short = f"{words[:80]}…" if len(words) > 80 else words
    return NumberForm(
        said=(f"{_called(sheet)} ({short}) không phải biểu số liệu theo chỉ tiêu nên không lấy.",)
    )


def _called(sheet: Sheet) -> str:
    return f"Trang tính “{sheet.name}”" if sheet.name else "Một bảng"


def _lines(rows: Sequence[Row]) -> Iterator[str]:
    return (" ".join(dict.fromkeys(filter(None, row))) for row in rows if any(row))


def _of_columns(sheet: Sheet, head: Head) -> Iterator[str]:
    """Columns that the program's own form does not have, and figures filled in already."""
    others = [
        f"“{one.called}”" for one in head.headings
        if one.key is None and _RECOGNISER.meaning(one.words)[0] not in _VALUES
    ]  # fmt: skip
    if others:
        yield f"Cột không có trong biểu của chương trình nên không lấy: {', '.join(others)}."
    if all(one.key != MEASURE for one in head.headings):
        yield "Biểu không có cột đơn vị tính; hãy ghi thêm sau dấu | của từng chỉ tiêu."
    places = [one.place for one in head.headings if one.key in _VALUES]
    filled = [
        row for row in sheet.rows[head.below :]
        if not _is_counting(row) and any(p < len(row) and _DIGIT.search(row[p]) for p in places)
    ]  # fmt: skip
    if filled:
        yield f"{len(filled)} dòng của biểu đã có số; số trong tệp không được lấy."


@dataclass
class _Walk:
    """The rows below a head, one after the other: the group and the row above are remembered."""

    names: Heading
    measures: Heading | None
    said: list[str]
    group: str = ""
    parent: str = ""

    def rows(self, below: Sequence[Row]) -> Iterator[FormRow]:
        for at, row in enumerate(below):
            if is_letterhead(" ".join(row)):
                return
            found = None if _is_counting(row) else self._row(row, below[at + 1 : at + 2])
            if found:
                yield found

    def _row(self, row: Row, following: Sequence[Row]) -> FormRow | None:
        name, depth = _name(row, self.names)
        if not name or _SUM.fullmatch(flat(name)):
            words = " ".join(dict.fromkeys(filter(None, row)))
            self.said.append(f"Dòng “{words[:_LONGEST_SAID]}” không nêu chỉ tiêu nên không lấy.")
            return None
        part_of = _PART_OF.match(flat(name))
        if part_of and part_of.end() == len(name):
            return None  # "Trong đó:" alone, over those that follow
        if part_of and self.parent:
            name = f"{self.parent}, trong đó: {name[part_of.end() :]}"
        return self._measured(name, row, depth, following)

    def _measured(
        self, name: str, row: Row, depth: int | None, following: Sequence[Row]
    ) -> FormRow | None:
        measure = _cell(row, self.measures)
        if self.measures is None and (bracketed := _BRACKETED.match(name)):
            name, measure = bracketed[1], bracketed[2]
        elif self.measures is not None and not measure.strip(_BLANK):
            if _heads_others(row, self.names, depth, following, self.measures):
                self.group = in_small(name)
                return None
            self.said.append(f"Chỉ tiêu “{name[:_LONGEST_SAID]}” chưa có đơn vị tính.")
        if ", trong đó: " not in name:
            self.parent = name
        return FormRow(in_small(name), _unit(measure), self.group)


def _named(rows: Iterator[FormRow], said: list[str]) -> Iterator[FormRow]:
    for row in rows:
        if len(row.name) > LONGEST_NAME or len(row.measure) > LONGEST_MEASURE:
            said.append(
                f"Chỉ tiêu “{row.name[:_LONGEST_SAID]}…” dài quá mức cho phép nên không lấy."
            )
        else:
            yield row


def _cell(row: Row, heading: Heading | None) -> str:
    return row[heading.place].strip() if heading and heading.place < len(row) else ""


def _name(row: Row, names: Heading) -> tuple[str, int | None]:
    """What is counted, without its number, and how deep its own mark stands."""
    words = " ".join(_cell(row, names).split())
    marker = read_marker(words)
    if marker is None:
        return words.strip(" .;:"), None
    if _PART_OF.match(flat(words)):
        return words.lstrip("-–+• ").strip(" .;"), marker.depth
    return words[marker.length :].strip(" .;:"), marker.depth


def _heads_others(
    row: Row, names: Heading, depth: int | None, following: Sequence[Row], measures: Heading
) -> bool:
    """Whether a row without a measure is the title of those below it."""
    cells = [cell for cell in row if cell]
    name = _cell(row, names)
    first = row[0].strip() if names.place else ""
    if len(cells) > 1 and len(set(cells)) == 1:
        return True  # one title across the table
    if _ROMAN_CELL.fullmatch(first) or (depth is not None and depth in map(int, _GROUPS)):
        return True
    is_loud = name.isupper() and len(name) > _SHOWN
    return is_loud or bool(following and _cell(following[0], measures))


def _is_counting(row: Row) -> bool:
    """The row that numbers the columns: (1) (2) (3), A B 1 2."""
    cells = [cell for cell in row if cell]
    return len(cells) > 1 and all(_COUNTING.fullmatch(cell) for cell in cells)
