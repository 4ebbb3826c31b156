"""Kinds of unit by the words that offices use for them, and by what a unit is called.  PURE."""

from __future__ import annotations

from collections.abc import Mapping

from sheets.columns import bare

# How names begin, by kind; the longest beginning decides.
_BEGINNINGS = {
    "ubnd tinh": "ubnd-tinh",
    "uy ban nhan dan tinh": "ubnd-tinh",
    "ubnd thanh pho": "ubnd-tinh",
    "uy ban nhan dan thanh pho": "ubnd-tinh",
    "ubnd huyen": "ubnd-huyen",
    "uy ban nhan dan huyen": "ubnd-huyen",
    "ubnd quan": "ubnd-huyen",
    "uy ban nhan dan quan": "ubnd-huyen",
    "ubnd thi xa": "ubnd-huyen",
    "uy ban nhan dan thi xa": "ubnd-huyen",
    "ubnd xa": "ubnd-xa",
    "uy ban nhan dan xa": "ubnd-xa",
    "ubnd phuong": "ubnd-xa",
    "uy ban nhan dan phuong": "ubnd-xa",
    "ubnd thi tran": "ubnd-xa",
    "uy ban nhan dan thi tran": "ubnd-xa",
    "ubnd dac khu": "ubnd-xa",
    "uy ban nhan dan dac khu": "ubnd-xa",
    "so": "so",
    "ban": "ban",
    "chi cuc": "chi-cuc",
    "van phong": "van-phong",
    "thanh tra": "thanh-tra",
    "phong": "phong",
    "p": "phong",
    "trung tam": "trung-tam",
    "tt": "trung-tam",
    "vien": "vien",
    "truong": "truong",
    "benh vien": "benh-vien",
    "tram y te": "benh-vien",
    "cong ty": "cong-ty",
    "tong cong ty": "cong-ty",
    "doi pccc": "doi-pccc",
    "doi phong chay": "doi-pccc",
    "doi chua chay": "doi-pccc",
    "to": "to",
    "bo phan": "to",
    "to dan pho": "thon",
    "thon": "thon",
    "khu pho": "thon",
    "ap": "thon",
    "ban lang": "thon",
}


def guess_kind(name: str) -> str | None:
    """The code of the kind that a unit's name tells, or None."""
    words = f"{bare(name)} "
    fitting = [start for start in _BEGINNINGS if words.startswith(f"{start} ")]
    return _BEGINNINGS[max(fitting, key=len)] if fitting else None


def find_kind(words: str, kinds: Mapping[str, str]) -> str | None:
    """The code of the kind written so: by code, by name, or by how the words begin.

    ``kinds`` are the names of the installation's kinds by code.

    >>> find_kind("Phòng chuyên môn", {"phong": "Phòng"})
    'phong'
    """
    if words.casefold() in kinds:
        return words.casefold()
    by_name = {bare(name): code for code, name in kinds.items()}
    found = by_name.get(bare(words)) or guess_kind(words)
    return found if found in kinds else None
