"""Who issues a document: the agency of the head's left column, or the one its preamble names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reading import text as texts
from reading.clean.lines import Line
from reading.layout.headings import is_shouted
from reading.letters import flat, low
from reading.text import Text
from reading.understand import names
from reading.understand.name_tokens import inside_heads

_AGENCY = re.compile(
    r"(?:uy ban|ubnd|so (?!\d)|cong an|phong |ban |truong |bo |cuc |chi cuc|trung tam|benh vien"
    r"|cong ty"
    r"|tong |dang uy"
    r"|huyen uy|tinh uy|thanh uy|lien doan|hoi |van phong|vien |dai hoc|hoc vien|doan |ngan hang"
    r"|kho bac|bch "
    r"|bhxh|bao hiem|tap doan|khoa |doi |hoi dong|thanh tra|hat |toa an|chi nhanh|xi nghiep|nha may"
    r"|mat tran"
    r"|uy ban mat tran|ubmttq|dai |bao |tram |cang |khu |truong|dang bo|chi bo|cong doan"
    r"|hop tac xa|phan xuong|ky tuc xa|vuon quoc gia)"
)
_CONTINUES = re.compile(
    r"(?:xa|phuong|tinh|huyen|thanh pho|tp|thi xa|quan|va|thi tran|nuoc|viet nam|dac khu|khu vuc"
    r"|so \d+)\b"
)
# A line that is nothing else goes on below: TRƯỜNG / ĐẠI HỌC Y, TRUNG TÂM / Y TẾ.
_BARE = re.compile(
    r"(?:truong|cong ty(?: (?:co phan|tnhh(?: mtv| mot thanh vien)?))?|tong cong ty|trung tam"
    r"|benh vien"
    r"|ban quan ly(?: du an)?|hoi(?: lien hiep)?|vien|hoc vien|chi cuc|cuc|so|phong|ban"
    r"|uy ban(?: nhan dan)?"
    r"|ubnd|doan|doi|khoa|chi nhanh|xi nghiep|nha may|hop tac xa|van phong|thanh tra)[ .]*"
)
_OPEN_ENDED = re.compile(r"(?:\bva|[,&–-])\s*$")
_CODE = re.compile(r"[-/]\s?([A-ZĐ]{3,})$")
ISSUES = re.compile(
    r"\b(?:ban hanh|xay dung|de ra|lap|xay dung va ban hanh|trien khai)\s(?:\w+\s){0,2}?(?:ke hoach"
    r"|chuong trinh|phuong an)"
)


_HEAD_OF = re.compile(
    r"(?:chu tich|tong giam doc|giam doc|hieu truong|cuc truong|chi cuc truong|vien truong"
    r"|truong) (?=\w)"
)
_SHORT_FORMS = {
    "ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "bhxh": "bao hiem xa hoi",
    "ttyt": "trung tam y te", "bv": "benh vien", "tp": "thanh pho", "cty": "cong ty",
    "cp": "co phan", "tnhh": "trach nhiem huu han", "thpt": "trung hoc pho thong",
    "thcs": "trung hoc co so", "mttq": "mat tran to quoc", "gddt": "giao duc va dao tao",
}  # fmt: skip
# The issuer by no name of its own, or by who leads it.
_OWN = re.compile(
    r"(?:nha truong|co quan|don vi|chung toi|ban (?:giam hieu|giam doc|lanh dao|chi huy|chap hanh"
    r"|thuong vu|chi dao|to chuc|quan ly)|lanh dao|(?:tong )?giam doc|hieu truong|chu tich|doi|to )"
    r"|(?:so|cong ty|truong|benh vien|trung tam|chi cuc|cuc|phong|ban|vien|uy ban nhan dan)$"
)


def in_head(lines: Sequence[Line], symbol: str | None) -> Text | None:
    """The agency that the lines of the left column name last: one above it may stand first.

    ``symbol`` is the document's: its letters are those that the issuer's name begins with.
    """
    lines = [line for line in lines if _is_agency(line)]
    if not lines:
        return None
    begin = len(lines) - 1
    while begin > 0 and _goes_on(lines[begin - 1], lines[begin]):
        begin -= 1
    begin = _by_symbol(lines, begin, symbol)
    name = texts.joined([line.text for line in lines[begin:]]).stripped(" *-_.")
    return name if _AGENCY.match(name.flat + " ") else None


def _goes_on(above: Line, line: Line) -> bool:
    """Whether the line goes on with the name in the line above it."""
    words = line.text.flat.strip(" *-_.")
    if _CONTINUES.match(words) or not _AGENCY.match(words + " ") or " " not in words:
        return True
    if _OPEN_ENDED.search(above.text.flat) or _BARE.fullmatch(above.text.flat.strip(" *")):
        return True
    return len(above.words.split()) in inside_heads(f"{above.words} {line.words}")


def _by_symbol(lines: Sequence[Line], begin: int, symbol: str | None) -> int:
    """Where the name begins whose first letters the symbol has, failing that ``begin``."""
    code = _CODE.search(symbol or "")
    if code is None or flat(code.group(1)) in _initials(lines[begin:]):
        return begin
    letters = flat(code.group(1))
    agencies = [at for at, line in enumerate(lines) if _AGENCY.match(line.text.flat + " ")]
    fits = [at for at in agencies if _initials(lines[at:]).startswith(letters)]
    return fits[-1] if fits else begin


def _initials(lines: Sequence[Line]) -> str:
    words = " ".join(line.text.flat for line in lines).split()
    return "".join(word[0] for word in words if word[0].isalpha() and word != "va")


def _is_agency(line: Line) -> bool:
    """Whether a line may be of an agency's name; the rest of a wrapped one may be short: HÀ."""
    words = line.words
    return words.isupper() or is_shouted(words) or bool(_AGENCY.match(line.text.flat))


def in_preamble(preamble: Sequence[Text]) -> Text | None:
    """The agency that the preamble says issues the plan."""
    for text in reversed(preamble):
        for found in ISSUES.finditer(text.flat):
            if name := _subject_before(text, found.start()):
                return name
    return None


def others_named(decision: Sequence[Text], preamble: Sequence[Text]) -> list[Text]:
    """The agencies that a plan names as its issuer below its head: the one whose head decides
    ("GIÁM ĐỐC SỞ Y TẾ"), and the one that the preamble says issues it."""
    found = [
        text.part(head.end() if head else 0)
        for text in decision
        if is_shouted(text.words)
        and ((head := _HEAD_OF.match(text.flat)) or _AGENCY.match(text.flat + " "))
    ]
    named = in_preamble(preamble)
    return [*found, named] if named else found


def is_another(named: str, issuer: str) -> bool:
    """Whether two names are those of different agencies: each has a word that the other lacks.

    A name that says no more than what kind of agency it is (``Nhà trường``) is nobody else's.
    """
    first, other = (_spelt_out(name) for name in (named, issuer))
    if not first or not other or _OWN.match(" ".join(first)):
        return False
    return bool(set(first) - set(other)) and bool(set(other) - set(first))


def _spelt_out(name: str) -> list[str]:
    words = flat(name)
    for short, whole in _SHORT_FORMS.items():
        words = re.sub(rf"\b{short}\b", whole, words)
    return re.findall(r"\w+", words)


def _subject_before(text: Text, end: int) -> Text | None:
    """The agency right before the verb: it begins a clause."""
    least = max(0, end - 300)
    begin = max(text.words.rfind(mark, least, end) for mark in (";", ". ", ", "))
    clause = text.part(least if begin < 0 else begin + 1, end)
    row = names.read_row(clause.words, one=True)
    if row and row.names[0].end == len(clause.words):
        return clause.part(row.names[0].start, row.names[0].end)
    return None


def in_natural_case(issuer: str, shown: Sequence[str]) -> str:
    """A name written in capitals with the letters that the document gives it elsewhere."""
    if not is_shouted(issuer):
        return issuer
    wanted = low(issuer)
    written = [
        words[at : at + len(wanted)] for words in shown if (at := low(words).find(wanted)) >= 0
    ]
    # "các cơ sở văn hóa" is no name of the Sở Văn hóa.
    named = [name for name in written if not is_shouted(name) and name[1:] != name[1:].lower()]
    best = max(named, key=lambda name: sum(map(str.isupper, name)), default="")
    if best:
        return best[0].upper() + best[1:]
    return _title_case(issuer)


def _title_case(words: str) -> str:
    small = {
        "và",
        "của",
        "các",
        "nhân",
        "dân",
        "ban",
        "trực",
        "thuộc",
        "xã",
        "phường",
        "huyện",
        "tỉnh",
        "quận",
        "thành",
        "phố",
        "thị",
        "trấn",
        "khu",
        "vực",
    }
    out = []
    inside = inside_heads(words)
    for at, word in enumerate(words.split()):
        lowered = word.lower()
        # Dân vận, and not nhân dân
        opens_word = at + 1 in inside and at not in inside and lowered != "khu"
        if at and (at in inside or (lowered in small and not opens_word)):
            out.append(lowered)
        elif flat(word) in {"ubnd", "hdnd", "pccc", "cnch", "tnhh", "mtv", "thpt", "thcs", "mttq"}:
            out.append(word)
        else:
            out.append(word[:1] + word[1:].lower())
    return " ".join(out)
