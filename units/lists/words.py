"""Kinds of unit and roles by the words that offices use for them.  PURE."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sheets.columns import bare
from units.policy import ROLE_LABELS, Role

# How names begin, by kind; the longest beginning decides.
_DISTRICTS, _COMMUNES = ("huyen", "thi xa"), ("xa", "phuong", "thi tran", "dac khu")
_BEGINNINGS: Mapping[str, tuple[str, ...]] = {
    "ubnd-tinh": ("ubnd tinh", "uy ban nhan dan tinh", "ubnd thanh pho", "ubnd tp",
                  "uy ban nhan dan thanh pho"),
    "ubnd-huyen": (*_DISTRICTS, *(f"ubnd {place}" for place in (*_DISTRICTS, "quan", "tx")),
                   *(f"uy ban nhan dan {place}" for place in (*_DISTRICTS, "quan"))),
    "ubnd-xa": (*_COMMUNES, *(f"ubnd {place}" for place in (*_COMMUNES, "tt")),
                *(f"uy ban nhan dan {place}" for place in _COMMUNES)),
    "so": ("so",),
    "ban": ("ban", "bql", "ban quan ly"),
    "bo": ("bo", "tong cuc", "cuc", "vu"),
    "chi-cuc": ("chi cuc",),
    "van-phong": ("van phong", "vp"),
    "thanh-tra": ("thanh tra",),
    "phong": ("phong", "p"),
    "trung-tam": ("trung tam", "tt", "ttyt", "ttgdtx", "ttdvvl", "ttkn"),
    "vien": ("vien",),
    "truong": ("truong", "th", "thcs", "thpt", "mn", "mam non", "tieu hoc", "ptdtbt", "ptdtnt",
               "trung hoc", "hoc vien", "dai hoc", "cao dang"),
    "benh-vien": ("benh vien", "bv", "bvdk", "tram y te", "tyt", "phong kham"),
    "cong-ty": ("cong ty", "tong cong ty", "cty", "doanh nghiep", "ngan hang"),
    "doi-pccc": ("doi pccc", "doi phong chay", "doi chua chay"),
    "doi": ("doi", "hat kiem lam", "tram", "don bien phong", "hat quan ly", "dai khi tuong"),
    "to": ("to", "bo phan", "nhom"),
    "khoa": ("khoa",),
    "thon": ("to dan pho", "thon", "khu pho", "ap", "ban lang", "to nhan dan", "khom", "buon",
             "khu dan cu"),
    "hoi": ("tinh doan", "huyen doan", "thanh doan", "xa doan", "hoi", "lien doan", "doan",
            "lien hiep", "ubmttq", "uy ban mat tran"),
    "cong-an": ("cong an",),
    "quan-su": ("ban chi huy quan su", "bo chi huy quan su", "bch quan su"),
    "su-nghiep": ("bao tang", "thu vien", "nha van hoa", "quy", "dai phat thanh", "nha khach",
                  "vuon quoc gia", "don vi su nghiep"),
}  # fmt: skip
_KIND_OF = {start: kind for kind, starts in _BEGINNINGS.items() for start in starts}
# These are kinds when written in a column of kinds, and no beginnings of names.
_WRITTEN_KINDS = {
    "cap tinh": "ubnd-tinh", "cap huyen": "ubnd-huyen", "cap xa": "ubnd-xa",
    "quan": "ubnd-huyen", "tinh": "ubnd-tinh", "ubnd cap xa": "ubnd-xa",
    "ubnd cap huyen": "ubnd-huyen", "thanh pho thuoc tinh": "ubnd-huyen",
    "phong ban": "phong", "phong chuyen mon": "phong", "so nganh": "so", "y te": "benh-vien",
    "truong hoc": "truong", "doanh nghiep": "cong-ty", "dvsn": "su-nghiep",
    "don vi su nghiep cong lap": "su-nghiep",
}  # fmt: skip
_LEVELS = frozenset({"tinh", "huyen", "xa", "phuong", "thi tran", "quan", "thi xa", "dac khu"})
# Too common as first words of other things to tell a kind from a name alone.
_NOT_ALONE = frozenset({"xa", "phuong", "th", "nhom"})


def guess_kind(name: str) -> str | None:
    """The code of the kind that a unit's name tells, or None."""
    said = f"{bare(name)} "
    fitting = [start for start in _KIND_OF if said.startswith(f"{start} ")]
    return _KIND_OF[max(fitting, key=len)] if fitting else None


def looks_like_a_unit(name: str) -> bool:
    """Whether a cell's words begin as names of units do."""
    said = bare(name)
    first = said.split(" ")[0] if said else ""
    return guess_kind(name) is not None and first not in _NOT_ALONE and len(said.split()) > 1


def find_kind(words: str, kinds: Mapping[str, str]) -> str | None:
    """The code of the kind written so: by code, by name, or by how the words begin.

    ``kinds`` are the names of the installation's kinds by code.

    >>> find_kind("Phòng chuyên môn", {"phong": "Phòng"})
    'phong'
    """
    if words.casefold() in kinds:
        return words.casefold()
    said = bare(words)
    if not said:
        return None
    by_name = {bare(name): code for code, name in kinds.items()}
    found = by_name.get(said) or _WRITTEN_KINDS.get(said) or guess_kind(words)
    return found if found in kinds else None


def is_a_level(words: str) -> bool:
    """Whether the words are a level of administration, which are kinds of committees only."""
    said = bare(words).removeprefix("cap ")
    return said in _LEVELS


def is_a_kind(words: str) -> bool:
    """Whether a cell's few words are a kind of unit, and no level."""
    said = bare(words)
    known = said in _KIND_OF or said in _WRITTEN_KINDS
    return known and not is_a_level(words) and said not in _NOT_ALONE


# --- roles ----------------------------------------------------------------------------------------

_ROLES: Mapping[Role, tuple[str, ...]] = {
    Role.STAFF: (
        "Cán bộ", "Nhân viên", "Viên chức", "Công chức", "Người thực hiện", "CV", "CVC",
        "Chuyên viên chính", "Cán bộ phụ trách", "Người dùng",
    ),
    Role.HEAD: (
        "Trưởng phòng", "Thủ trưởng đơn vị", "Lãnh đạo đơn vị", "Phụ trách đơn vị", "TP",
        "Trưởng ban", "Chánh văn phòng", "Lãnh đạo phòng", "Thủ trưởng", "Người đứng đầu đơn vị",
    ),
    Role.COORDINATOR: (
        "Đầu mối", "Cán bộ đầu mối", "Tổng hợp", "Văn thư/đầu mối", "Đầu mối, văn thư",
        "Văn thư, đầu mối", "Cán bộ tổng hợp",
    ),
    Role.LEADER: (
        "Lãnh đạo cơ quan", "Lãnh đạo Sở", "Lãnh đạo UBND", "Lãnh đạo tỉnh", "Lãnh đạo xã",
        "Ban Giám đốc",
    ),
    Role.ADMIN: ("Quản trị", "Quản trị viên", "Admin", "QTHT", "Quản trị phần mềm"),
}  # fmt: skip
ROLE_WORDS = {
    bare(words): role for role in Role for words in (ROLE_LABELS[role], role, *_ROLES[role])
}


def find_role(words: str, more: Mapping[str, Role] | None = None) -> Role | None:
    """The role that these words mean, accents and case apart; None where they mean none.

    ``more`` are the installation's own words, as ``bare`` gives them.

    >>> find_role("đầu mối tổng hợp")
    <Role.COORDINATOR: 'coordinator'>
    """
    said = bare(words)
    return (more or {}).get(said) or ROLE_WORDS.get(said)


def roles_written(cell: str, more: Mapping[str, Role] | None = None) -> tuple[str, ...]:
    """The roles that a cell names, each in its own words: set apart by semicolons or lines; by
    commas and strokes where every part is a role."""
    parts = _parts(cell, ";\n")
    found: list[str] = []
    for part in parts:
        pieces = _parts(part, ",/+&")
        whole = find_role(part, more) is not None
        apart = len(pieces) > 1 and all(find_role(piece, more) for piece in pieces)
        found += pieces if apart and not whole else [part]
    return tuple(found)


def _parts(cell: str, marks: Iterable[str]) -> list[str]:
    for mark in marks:
        cell = cell.replace(mark, "\x1e")
    return [part.strip() for part in cell.split("\x1e") if part.strip()]
