"""How a unit's name is written, and what two ways of writing it have in common.  PURE.

Everything here works on folded words (no case, no diacritics); only a person's post is recognised
before folding, because "Trưởng" (a post) and "Trường" (a school) fold to the same letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from vietnamese.text import fold, nfc, one_line

Words = tuple[str, ...]

_NO_LETTERS = re.compile(r"[\W_]+")
# "lý" and "lí", "ty" and "ti" are two spellings of one word.
_I_OR_Y = re.compile(r"\b([bcdghklmnpstvx]h?)y\b")
# "số" would fold to what "Sở" folds to, and be cut off as the agency's name.
_NUMBER = re.compile(r"\bsố\b", re.IGNORECASE)

# Abbreviations that stand for the same words wherever they are read.
_SHORT = {
    "vp": "van phong",
    "ub": "ubnd",
    "cs": "canh sat",
    "cat": "cong an tinh",
    "cah": "cong an huyen",
    "cax": "cong an xa",
    "catp": "cong an thanh pho",
    "pc07": "phong canh sat pccc cnch cong an tinh",
    "mttqvn": "mttq",
    "tncs": "thanh nien cong san",
    "hcm": "ho chi minh",
    "ldld": "lien doan lao dong",
    "lhpn": "lien hiep phu nu",
    "ccb": "cuu chien binh",
    "bql": "ban quan li",
    "bch": "ban chi huy",
    "bchqs": "ban chi huy quan su",
    "tp": "thanh pho",
    "tx": "thi xa",
}
# These do so only as the first word of a name.
_SHORT_FIRST = {"p": "phong", "tt": "trung tam", "ca": "cong an", "tr": "truong"}
# Long forms brought down to the usual short one; the longest first.
_LONG = (
    (" uy ban mat tran to quoc viet nam ", " mttq "),
    (" uy ban mat tran to quoc ", " mttq "),
    (" mat tran to quoc viet nam ", " mttq "),
    (" mat tran to quoc ", " mttq "),
    (" uy ban mttq viet nam ", " mttq "),
    (" uy ban mttq ", " mttq "),
    (" phong chay chua chay ", " pccc "),
    (" uy ban nhan dan ", " ubnd "),
    (" hoi dong nhan dan ", " hdnd "),
    (" cuu nan cuu ho ", " cnch "),
    (" tren dia ban ", " thuoc "),
)

_POSTS = (
    "tổng giám đốc", "phó giám đốc", "giám đốc", "thủ trưởng", "người đứng đầu", "lãnh đạo",
    "phó chủ tịch", "chủ tịch", "phó hiệu trưởng", "hiệu trưởng", "chi cục trưởng",
    "phó chánh", "chánh", "đội trưởng", "tổ trưởng", "bí thư", "trưởng, phó", "phó trưởng",
    "trưởng",
)  # fmt: skip
_ADDRESS = ("các ông, bà", "các ông", "ông, bà", "ông (bà)", "ông/bà", "ông", "bà", "các đồng chí",
            "đồng chí", "đ/c")  # fmt: skip
_POST = re.compile(
    rf"^(?:(?:{'|'.join(map(re.escape, _ADDRESS))})\s+)?(?:{'|'.join(map(re.escape, _POSTS))})\s+"
)

# "các đơn vị liên quan": nobody can say which.
_OPEN = re.compile(r"\b(?:co lien quan|lien quan|huu quan|chuc nang|khac)$")


@lru_cache(maxsize=20_000)
def words_of(name: str) -> Words:
    """The words that count: marks, ``và`` and ``&`` left out, abbreviations and their long forms
    brought to one.

    >>> words_of("Đội PCCC&CNCH cơ quan") == words_of("Đội PCCC và CNCH Cơ quan")
    True
    """
    words = [word for word in _plain(name) if word != "va"]
    if words:
        words[0] = _SHORT_FIRST.get(words[0], words[0])
    text = f" {' '.join(_SHORT.get(word, word) for word in words)} "
    for long, short in _LONG:
        text = text.replace(long, short)
    return tuple(text.split())


def _plain(name: str) -> list[str]:
    text = fold(_NUMBER.sub("sow", nfc(name)))
    return _I_OR_Y.sub(r"\1i", _NO_LETTERS.sub(" ", text)).split()


def without_post(name: str) -> str | None:
    """What a person is head of ("Trưởng các phòng, đơn vị" → "các phòng, đơn vị"), else None."""
    text = one_line(name)
    found = _POST.match(text.casefold())
    return text[found.end() :] if found else None


def is_open_ended(name: str) -> bool:
    """Whether the name leaves open who is meant ("các cơ quan, đơn vị có liên quan")."""
    return bool(_OPEN.search(" ".join(words_of(name))))


# --- initials -------------------------------------------------------------------------------------
_HEADS: tuple[Words, ...] = tuple(
    tuple(head.split())
    for head in (
        "van phong", "thanh tra", "trung tam", "chi cuc", "benh vien", "cong ti", "phong", "so",
        "ban", "truong", "doi", "to", "khoa", "hoi", "doan",
    )
)  # fmt: skip


def head_of(words: Words) -> Words:
    """The words that say what kind of unit it is ("trung tam"), () where none is known."""
    return next((head for head in _HEADS if words[: len(head)] == head), ())


def initials_of(name: str) -> frozenset[str]:
    """The letters by which a name may be called, with and without the ``và`` in it.

    "Phòng Tổ chức - Hành chính" gives "phong tchc"; the whole name gives "ptchc".
    """
    parts = _plain(name)
    found = set()
    for kept in (parts, [part for part in parts if part != "va"]):
        head = head_of(tuple(kept))
        rest = "".join(part[0] for part in kept[len(head) :])
        whole = "".join(part[0] for part in kept)
        if len(rest) > 1:
            found.add(" ".join([*head, rest]))
        if len(whole) > 2:
            found.add(whole)
    return frozenset(found)


def as_initials(words: Words) -> str:
    """Written words read as a head and initials: "phong tc hc" → "phong tchc"."""
    head = head_of(words)
    return " ".join([*head, "".join(words[len(head) :])]) if words[len(head) :] else " ".join(head)


# --- the agency in a name -------------------------------------------------------------------------
_PLACE = r"tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã(?! hội)|phường|đặc khu"
_CAPITALS = "A-Z0-9" + "".join(filter(str.isupper, map(chr, range(0xC0, 0x1EFA))))
_PROPER = rf"(?:\s*[-–]?\s+[{_CAPITALS}]\w*)"
_LOCALITY = re.compile(rf"\b(?i:({_PLACE}))({_PROPER}*)$")
_NAMED_PLACE = re.compile(rf"\b((?i:{_PLACE})){_PROPER}+")
_JOINERS = frozenset({"thuoc", "cua", "truc", "tai", "cap"})
_OWN_PLACE: tuple[Words, ...] = (("co", "quan"), ("co", "so"))
# A plan's "phòng" at the end of a name is never the agency: "Văn phòng".
_AGENCY_HEADS = frozenset({("so",), ("ban",), ("chi", "cuc"), ("trung", "tam"), ("truong",),
                           ("benh", "vien"), ("cong", "ti")})  # fmt: skip


@dataclass(frozen=True)
class Agency:
    """How an agency's own name may end the name of something that belongs to it."""

    endings: tuple[Words, ...]
    # "tinh dak nong" said in full, and the "tinh" that stands for it.
    locality: Words = ()
    place: Words = ()


def agency_called(name: str, short_name: str = "") -> Agency:
    """The endings that a unit of this agency may carry, longest first, and its locality."""
    words = words_of(name)
    locality, place = _locality(name)
    endings = {words, words_of(short_name), locality, place}
    if head_of(words) in _AGENCY_HEADS:
        endings.add(head_of(words))
    bare = words[: len(words) - len(locality)]
    if locality and bare:
        endings |= {(*bare, *place), bare}
    endings |= _called_by_initials(bare or words, name)
    endings.discard(())
    return Agency(tuple(sorted(endings, key=lambda one: (-len(one), one))), locality, place)


def _called_by_initials(words: Words, name: str) -> set[Words]:
    """("so","khcn") and ("so","kh","cn") for "Sở Khoa học và Công nghệ"."""
    head = head_of(words)
    if not head or len(words) < len(head) + 2:
        return set()
    parts = [_plain(part) for part in re.split(r"[-–,&]|\bvà\b", name)]
    parts[0] = parts[0][len(head) :]
    groups = ["".join(word[0] for word in part) for part in parts if part]
    return {(*head, "".join(groups)), (*head, *groups), (head[0][0] + "".join(groups),)}


def _locality(name: str) -> tuple[Words, Words]:
    """("xa","dong","lac") and ("xa",) of "UBND xã Đồng Lạc"."""
    found = _LOCALITY.search(one_line(name))
    return (words_of(found[0]), words_of(found[1])) if found else ((), ())


def said_short(words: Words, agency: Agency) -> Words:
    """The words with the agency's locality said short: "cong an tinh dak nong" → "cong an tinh"."""
    size = len(agency.locality)
    if agency.locality == agency.place:
        return words
    for at in range(len(words) - size + 1):
        if words[at : at + size] == agency.locality:
            return words[:at] + agency.place + words[at + size :]
    return words


def without_agency(words: Words, agency: Agency) -> Words:
    """The words without the agency's name at their end; never empty.

    >>> without_agency(words_of("Văn phòng Sở"), agency_called("Sở Xây dựng"))
    ('van', 'phong')
    """
    # "cơ sở" before "Sở".
    for ending in (*_OWN_PLACE, *agency.endings):
        size = len(ending)
        if len(words) > size and words[-size:] == ending:
            shorter = _without_joiners(words[:-size])
            if shorter and shorter != ("cac",):
                return without_agency(shorter, agency) if ending in _OWN_PLACE else shorter
    return words


def _without_joiners(words: Words) -> Words:
    while words and words[-1] in _JOINERS:
        words = words[:-1]
    return words


def without_proper_names(name: str) -> Words:
    """The words without the proper names of places: "Công an tỉnh Đắk Nông" → "cong an tinh"."""
    return words_of(_NAMED_PLACE.sub(r"\1", one_line(name)))
