"""Slips that recognising makes again and again, mended where the document proves them.  PURE.

Specks that were taken for marks, symbols and set phrases that exist in one form only, numbers whose
neighbours tell them.  A word that may be read in two ways stays as it was seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz.distance import OSA

from reading.letters import flat
from reading.ocr.syllables import is_syllable
from reading.open.raw import RawCell, RawItem, RawLine, RawTable

_SET = (
    (re.compile(r"(?<=\d/)N[DÐĐ]{1,2}-CP\b"), "NĐ-CP"),
    (re.compile(r"(?<=\d/)C[DÐĐ]{1,2}-T'?Tg\b"), "CĐ-TTg"),
    (re.compile(r"(?<=\d/)[QO0][DÐĐ]{1,2}-"), "QĐ-"),
    (re.compile(r"(?<=[A-ZĐ]-)T'?[Tt]g\b"), "TTg"),
    (re.compile(r"(?<=\d/20\d\d/)N[DÐĐ]{1,2}\b"), "NĐ"),
    (re.compile(r"\b([bk])/[€Cce©]?\)"), r"\1/c)"),
    (re.compile(r"\((để )?t[/l1|]?[hn]\)"), r"(\1t/h)"),
    (re.compile(r"\((để )b[/l1|]?[cc]\)"), r"(\1b/c)"),
    (re.compile(r"\(đế (?=[bt]/|báo|thực)"), "(để "),
    (re.compile(r"(?<=[^\W\d_])['’‘`´]+(?=\s|$)"), ""),
    (re.compile(r"(?<=[a-zà-ỹ])- (?=(?:Sở|UBND|Phòng|Ban|Công an|Bộ|Trung tâm|Ủy ban)\b)"), " "),
    (re.compile(r"(?<=[a-zà-ỹ]) ?[:'’] ?[-–](?=[a-zà-ỹ])"), " "),
    (re.compile(r"\b(UBND|HĐND|[Cc]ông an|Đoàn) (t)[ií]nh\b"), r"\1 \2ỉnh"),
    (re.compile(r"\b([Hh])[ăãẵ]ng(?= (?:tháng|quý|năm|ngày|tuần)\b)"), r"\1ằng"),
    (re.compile(r"(?<=[a-zà-ỹ]),(?=[^\W_])"), ", "),
    (re.compile(r"(?<=[a-zà-ỹ]{2})(?=\d{2,}(?: |$))"), " "),
    (re.compile(r"(/20\d\d/[A-ZĐ]{2}\d\d)\.(?=ngày)"), r"\1 "),
    (re.compile(r"^(\d{1,2})\.{2,3} ?(?=\w)"), r"\1. "),
    (re.compile(r"^S[ốôóồ][;.,:'] ?(?=\d{1,5} ?/ ?[A-ZĐ])"), "Số: "),
    (re.compile(r"^(\d{1,2})[SOIl][.:,] (?=[A-ZĐ])"), r"\1. "),
    (re.compile(r"\b(của|và|về|với|tại|các|theo|do|cho|trong)\.(?=[A-ZĐ])"), r"\1 "),
    (re.compile(r"\b(UBND|[Cc]ông an|[Đđ]oàn) (p)h[uư]ơ?ng\b"), r"\1 \2hường"),
    (re.compile(r"\b(UBND|ỦY BAN NHÂN DÂN|CÔNG AN) PH[UƯ]Ơ?NG\b"), r"\1 PHƯỜNG"),
    (re.compile(r"(?:(?<=\s)|^)[.,'](?=\d{1,2}/\d)"), ""),
    (re.compile(r"(?<=\d/)([CQT])[DÐĐ]{2,}(?=-)"), r"\1Đ"),
    (re.compile(r"(?<=/20\d\d)[-.'](?=[a-zà-ỹ]{2})"), " "),
    (re.compile(r"(?:^|(?<=\b[Qq]uý ))\[(?=[IVl1|]{0,2}/)"), "I"),
    (re.compile(r"(?<=,)[.,'](?=\d)"), " "),
    (re.compile(r"^(\W{0,3}Lưu: ?)V[^\W\d_]?(?=[.;]?$|,)"), r"\1VT"),
    (re.compile(r"^(\W{0,3}Lưu: ?)V[^\W\d_]?[;.,:]? ?(?=[A-ZĐ]{2})"), r"\1VT, "),
    (re.compile(r"(?<=\d/)[O0](?=H\d\d\b)"), "Q"),
    (re.compile(r"(?<=/)(KH|QĐ|NQ|CV|TB|CT|BC)- (?=[A-ZĐ])"), r"\1-"),
    (re.compile(r"(?<=\w)\.\.$"), "."),
    (re.compile(r"(?<=/\d) (?=\d/20\d\d\b)"), ""),
    (re.compile(r"(?<=ngày) [-–.] (?=\d)"), " "),
    (re.compile(r"(?<=[-/])ĐĐ(?=[-A-ZĐ])"), "Đ"),
    (re.compile(r"^KT\S{0,2} ?(?=CHỦ|GIÁM|HIỆU)"), "KT. "),
    (re.compile(r"^(TM|KT|TL|TUQ)[,:]? (?=[A-ZĐ]{2})"), r"\1. "),
    (re.compile(r"^((?:TM|KT|TL|TUQ)\. [^a-zà-ỹ.]+)\.$"), r"\1"),
    # specks: before a line or a word, after a word in the middle of a sentence, at a line's end
    (re.compile(r"^[_=~]{1,3} ?(?=[A-ZĐÀ-Ỹ])"), "- "),
    (re.compile(r"^[-._'’°]{1,3} ?(?=\d{1,2}[.)] ?[A-ZĐÀ-Ỹ])"), ""),
    (re.compile(r"(?:(?<=\s)|^)[._'’`~°^]{1,2}(?=[^\W\d_])"), ""),
    (re.compile(r"(?<=[a-zà-ỹ]{2})\. (?=[a-zà-ỹ]{2})"), " "),
    (re.compile(r"(?<=[.;]) [-_~'’ˆ^|]$"), ""),
    (re.compile(r"^(\d{1,2}[.)])(?=[A-ZĐÀ-Ỹ])"), r"\1 "),
    (re.compile(r"^(\d{1,2})[:,;] (?=[A-ZĐÀ-Ỹ])"), r"\1. "),
    (re.compile(r"(?<=[Nn]ăm học 20\d\d) [^\s\d]{1,2}$"), " -"),
)
# "năm học 2026 Tả 2027": between two years that follow each other stands a dash.
_PLACE = re.compile(r"\b([Mm]ục|[Pp]hần) ([IVX1lïÏìÌ|]{1,4})(?=[;.,) ]|$)")
_YEARS = re.compile(r"\b(20\d\d) \S{1,2} (20\d\d)\b")
_HYPHEN = re.compile(r"(?<![-\w])([^\W\d_]+)[-–.:'’‘]([^\W\d_]+)(?![-\w])")
_LONE_QUOTE = re.compile(r'^([^"]*\s)"(?=\w)([^"]*)$')
# Words that in such documents have one spelling, whatever became of their accents.
_PHRASES = {
    flat(words): words
    for words in (
        "phòng cháy", "chữa cháy", "cứu nạn", "cứu hộ", "kiểm tra", "tổ chức", "thực hiện",
        "tuyên truyền", "chủ trì", "phối hợp", "kế hoạch", "nhiệm vụ", "công an", "báo cáo",
        "trách nhiệm", "mục đích", "yêu cầu", "kinh phí", "chi phí", "diễn tập", "thực tập",
        "tập huấn", "huấn luyện", "phương án", "nơi nhận", "ủy ban", "nhân dân", "chủ tịch",
        "giám đốc", "hiệu trưởng", "thời hạn", "hoàn thành", "chế độ", "cảnh sát", "chỉ huy",
        "quân sự", "hành chính", "kế toán", "tài chính", "kỹ thuật", "quản trị", "thiết bị",
        "trước ngày", "đề nghị", "xây dựng", "quản lý", "bảo vệ", "bảo đảm", "thoát nạn",
        "đơn vị", "phụ trách", "tổng hợp", "tham mưu", "hướng dẫn", "phương tiện", "hệ thống",
        "lực lượng", "địa bàn", "nông nghiệp", "môi trường", "giáo dục", "đào tạo", "văn hóa",
        "thể thao", "du lịch", "thủy lợi", "kiểm lâm", "bệnh viện", "tiểu học", "mầm non",
        "trung tâm", "văn phòng", "hạ tầng", "đô thị", "dân quân", "mặt trận", "tổ quốc",
        "thanh niên", "phụ nữ", "thường xuyên", "định kỳ", "báo cháy", "kết quả", "nghiêm túc",
        "thanh tra", "lãnh đạo", "đảng ủy", "tỉnh ủy", "chuyên môn", "bảo dưỡng",
        "an toàn", "trụ sở", "khắc phục", "duy trì", "thành viên", "một thành", "cổ phần",
        "chi tiết",
    )
}  # fmt: skip
_PAIR = re.compile(r"\b(?=([^\W\d_]{2,7}) ([^\W\d_]{2,7})\b)")
_QUARTER = re.compile(r"\b([Qq]uý )([IVHTl1|]{2,4})(?=[/,;. ]|$)")
_STROKES = str.maketrans(
    {"ï": "I", "Ï": "I", "ì": "I", "Ì": "I", "H": "II", "l": "I", "1": "I", "|": "I", "T": "I"}
)
_HEADING = re.compile(r"^([IVXLHTUNl1|]{1,5})(?:([.,]) ?| )(?=\S)")
# What stands in capitals on a line of its own: a document's type, and who signs for whom.
_OWN_LINES = {
    flat(words): words
    for words in (
        "KẾ HOẠCH", "QUYẾT ĐỊNH", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "PHÓ CHỦ TỊCH",
        "KT. CHỦ TỊCH", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "KT. GIÁM ĐỐC", "TỔNG GIÁM ĐỐC",
        "PHÓ TỔNG GIÁM ĐỐC", "HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG", "KT. HIỆU TRƯỞNG",
    )
}  # fmt: skip
# What the columns of tables of tasks are called.
_TITLES = {
    flat(words): words
    for words in (
        "Nội dung", "Nội dung công việc", "Nội dung nhiệm vụ", "Nhiệm vụ", "Công việc", "Thời gian",
        "Thời gian thực hiện", "Thời gian hoàn thành", "Thời hạn", "Thời hạn hoàn thành", "Ghi chú",
        "Đơn vị chủ trì", "Đơn vị phối hợp", "Cơ quan chủ trì", "Cơ quan phối hợp", "Chủ trì",
        "Phối hợp", "Đơn vị thực hiện", "Người thực hiện", "Người phụ trách", "Sản phẩm", "Kết quả",
    )
}  # fmt: skip
_SHORTEST_TITLE, _SLIPS_OF_A_TITLE = 6, 0.34  # of a title's letters
_LETTERS_A_SLIP = 6  # one letter wrong in so many
_ROMANS = [
    ten + one
    for ten in ("", "X")
    for one in ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
]
_AUTHORITIES = frozenset({"TL", "TUN", "TN"})  # of letters that strokes are taken for
_STRAY = re.compile(r"^[_~“\"'|.]{1,2} ?(?=[\wĐ])|(?<=\w) ?[-–_~|]{1,2}$")
_BETWEEN = re.compile(r"(?<=[a-zà-ỹ]) [-–_~] (?=[a-zà-ỹ])|(?<=,) [-–_~](?= )")
_MOSTLY = 0.8
_LONGEST_TITLE = 90
_NUMBER = re.compile(r"^(\d{1,2})([.)]) ")
_DIGITS = {"S": "5", "s": "5", "l": "1", "B": "8", "Z": "2", "G": "6", "b": "6"}
_LETTER = re.compile(r"^\W?([SslBZGb])([.)]) (?=[A-ZĐ])")
_FALSE_END = re.compile(r"[a-zà-ỹ]{2}\.$")
_LONE_NUMBER = re.compile(r"^[\W_]*(\d{1,3})[\W_]*$")


def mended(items: Sequence[RawItem]) -> list[RawItem]:
    """The items with their words and the numbers of their parts put right."""
    fresh = list(_with_digits(_with_part_numbers(_with_set_words(item) for item in items)))
    return _with_numbers(_without_false_ends(fresh))


def _without_false_ends(items: list[RawItem]) -> list[RawItem]:
    """The items without a full stop at a line's end where the next goes on in small letters."""
    for at, (item, after) in enumerate(pairwise(items)):
        if not (isinstance(item, RawLine) and isinstance(after, RawLine)):
            continue
        if _FALSE_END.search(item.text) and after.text[:2].islower():
            items[at] = replace(item, text=item.text[:-1])
    return items


def _with_set_words(item: RawItem) -> RawItem:
    if isinstance(item, RawLine):
        return replace(item, text=_own_line(words_mended(item.text)))
    if isinstance(item, RawTable):
        rows = [tuple(_cell(cell) for cell in row) for row in item.rows]
        rows[:1] = [tuple(_title(cell) for cell in row) for row in rows[:1]]
        return RawTable(tuple(rows))
    return item


def _title(cell: RawCell) -> RawCell:
    """A cell of a table's first row as columns are called: "Thời gia Ì gian" is "Thời gian"."""
    said = flat(" ".join(line.text for line in cell.lines)).strip(" .:")
    if len(said) < _SHORTEST_TITLE or said in _TITLES:
        return cell
    near = min(_TITLES, key=lambda title: OSA.distance(title, said))
    if OSA.distance(near, said) > _SLIPS_OF_A_TITLE * len(near):
        near = _title_in(said) or said
    if near not in _TITLES:
        return cell
    return replace(cell, lines=(replace(cell.lines[0], text=_TITLES[near]),))


def _title_in(said: str) -> str | None:
    """The longest title of which all words stand in these, in order, with two others between them
    at most."""
    words = said.split()
    found = []
    for title in _TITLES:
        own, rest = title.split(), iter(words)
        same_ends = (words[0], words[-1]) == (own[0], own[-1])
        if same_ends and all(word in rest for word in own) and len(words) - len(own) < 3:
            found.append(title)
    return max(found, key=len, default=None)


def _cell(cell: RawCell) -> RawCell:
    """A cell without the specks in it: what holds no letter is empty, and a lone number bare."""
    lines = [replace(line, text=_cell_words(line.text)) for line in cell.lines]
    lines = [line for line in lines if any(char.isalnum() for char in line.text)]
    if len(lines) == 1 and (number := _LONE_NUMBER.match(lines[0].text)):
        lines = [replace(lines[0], text=number[1])]
    return replace(cell, lines=tuple(lines) or tuple(replace(one, text="") for one in cell.lines))


def _cell_words(text: str) -> str:
    return " ".join(_BETWEEN.sub(" ", _STRAY.sub("", words_mended(text))).split())


def words_mended(text: str) -> str:
    """A line's words without slips and specks."""
    for slip, right in _SET:
        text = slip.sub(right, text)
    text = _PLACE.sub(_place, _HYPHEN.sub(_without_hyphen, text))
    text = _YEARS.sub(_following_years, _LONE_QUOTE.sub(r"\1\2", text))
    return _QUARTER.sub(_quarter, _phrases(text))


def _place(found: re.Match[str]) -> str:
    numeral = found[2].translate(_STROKES)
    is_roman = numeral in _ROMANS and not found[2].isdigit()
    return f"{found[1]} {numeral}" if is_roman else found[0]


def _following_years(found: re.Match[str]) -> str:
    follow = int(found[2]) == int(found[1]) + 1
    return f"{found[1]} - {found[2]}" if follow else found[0]


def _without_hyphen(found: re.Match[str]) -> str:
    """Two syllables that a speck joined, apart; "ki-ốt" and "kinh tế-xã hội" are written so."""
    parts = found[1], found[2]
    is_speck = (
        found[0].islower() and parts != ("tế", "xã") and not any(part.isascii() for part in parts)
    )
    return " ".join(parts) if is_speck and all(map(is_syllable, parts)) else found[0]


def _phrases(text: str) -> str:
    """Set phrases with the accents that they have; in capitals where they were."""
    for found in _PAIR.finditer(text):
        first, second = found[1], found[2]
        right = _PHRASES.get(flat(f"{first} {second}"))
        if right is None or (second[0].isupper() and not f"{first}{second}".isupper()):
            continue  # "phường An Tịnh" is no "phương án", "Đỗ Thị" no "đô thị"
        start = found.start()
        fresh = "".join(
            new.upper() if old.isupper() else new
            for new, old in zip(right, f"{first} {second}", strict=True)
        )
        text = text[:start] + fresh + text[start + len(fresh) :]
    return text


def _own_line(text: str) -> str:
    """The type of a document, which stands on a line of its own, and the head of the addressees."""
    words = flat(text).strip(" .,:;_-–—|'")
    if _is_heading(text) and words not in _OWN_LINES:
        most = len(words) // _LETTERS_A_SLIP
        near = [(OSA.distance(words, known), right) for known, right in _OWN_LINES.items()]
        if min(near)[0] <= most:
            return min(near)[1]
    if words in _OWN_LINES and _is_heading(text):
        return _OWN_LINES[words]
    if len(words) < 11 and OSA.distance(words, "noi nhan", score_cutoff=1) <= 1:
        return "Nơi nhận:"
    return text


def _quarter(found: re.Match[str]) -> str:
    numeral = found[2].translate(_STROKES)
    return found[1] + (numeral if numeral in _ROMANS[:4] else found[2])


def _with_part_numbers(items: Iterable[RawItem]) -> Iterable[RawItem]:
    """The parts of a plan are numbered on: what stands where III must stand is III."""
    last = 0
    for item in items:
        found = _HEADING.match(item.text) if isinstance(item, RawLine) else None
        if not isinstance(item, RawLine) or found is None or found[1] in _AUTHORITIES:
            yield item
            continue
        rest = item.text[found.end() :]
        again = _is_again(found, rest, last)
        if not (_is_heading(rest) or again):
            if found[1] in _ROMANS and found[2] and _is_title(rest):
                last = _ROMANS.index(found[1]) + 1
            yield item
            continue
        last = last + 1 if again else _number(found[1], last)
        yield replace(item, text=f"{_ROMANS[min(last, len(_ROMANS)) - 1]}. {rest}")


def _is_again(found: re.Match[str], rest: str, last: int) -> bool:
    """Whether a title bears the number of the one before it: a stroke of its own was not seen."""
    if not found[2] or not _is_title(rest):
        return False
    own = _ROMANS.index(found[1]) + 1 if found[1] in _ROMANS else 0
    drawn = found[1].translate(_STROKES)  # "1H." is III.
    goes_on = not own and drawn in _ROMANS and _ROMANS.index(drawn) == last > 0
    return goes_on or 1 < own == last


def _is_title(words: str) -> bool:
    return words[:1].isupper() and len(words) < _LONGEST_TITLE and words[-1:] not in ".;,"


def _is_heading(words: str) -> bool:
    """Whether the words are those of a part: capitals nearly all."""
    letters = [char for char in words if char.isalpha()]
    return len(letters) > 3 and sum(char.isupper() for char in letters) >= _MOSTLY * len(letters)


def _number(mark: str, last: int) -> int:
    """The number that the mark stands for: its own where it goes on or begins anew, else the next
    one."""
    own = _ROMANS.index(mark) + 1 if mark in _ROMANS else 0
    if own > last or (own == 1 and last > 1):
        return own
    return min(last + 1, len(_ROMANS))


def _with_digits(items: Iterable[RawItem]) -> Iterable[RawItem]:
    """The items with a letter for a digit put right where the number goes on: 4. and S. is 5."""
    last = 0
    for item in items:
        fresh = _with_digit(item, last + 1)
        if number := _marked(fresh):
            last = int(number[1])
        yield fresh


def _with_digit(item: RawItem, number: int) -> RawItem:
    """The item with this number where a letter that looks like it stands in its place."""
    found = _LETTER.match(item.text) if isinstance(item, RawLine) else None
    if not isinstance(item, RawLine) or found is None or _DIGITS[found[1]] != str(number):
        return item
    rest = item.text[found.end() :]
    return item if _is_heading(rest) else replace(item, text=f"{number}{found[2]} {rest}")


def _with_numbers(items: list[RawItem]) -> list[RawItem]:
    """The items with a number put right between two that leave one out: 1, 8, 3 is 1, 2, 3."""
    marks = [(at, found) for at, found in enumerate(map(_marked, items)) if found]
    for (_, before), (at, here), (_, after) in zip(marks, marks[1:], marks[2:], strict=False):
        item = items[at]
        same = len({one[2] for one in (before, here, after)}) == 1
        left, own, right = int(before[1]), int(here[1]), int(after[1])
        if same and right == left + 2 and own != left + 1 and isinstance(item, RawLine):
            items[at] = replace(item, text=f"{left + 1}{here[2]} {item.text[here.end() :]}")
    return items


def _marked(item: RawItem) -> re.Match[str] | None:
    return _NUMBER.match(item.text) if isinstance(item, RawLine) else None
