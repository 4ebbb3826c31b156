"""Collective names: "Các phòng, đơn vị thuộc Sở", "UBND các xã, phường".  PURE.

Such a name says which kinds of unit it means; whose they are is the directory's business.
"""

from __future__ import annotations

from dataclasses import dataclass

from units.matching.words import Words

ROOMS = ("phong", "van-phong", "thanh-tra")
TEAMS = ("doi-pccc", "to", "thon")
TERRITORIES = ("ubnd-xa", "ubnd-huyen", "ubnd-tinh")


@dataclass(frozen=True)
class Kinds:
    """Which kinds a collective name means: those named, or all but those left out."""

    named: frozenset[str] = frozenset()
    all_but: frozenset[str] | None = None

    def __contains__(self, kind: str) -> bool:
        return kind in self.named or (self.all_but is not None and kind not in self.all_but)

    def __or__(self, other: Kinds) -> Kinds:
        named = self.named | other.named
        if self.all_but is None or other.all_but is None:
            return Kinds(named, self.all_but if other.all_but is None else other.all_but)
        return Kinds(named, self.all_but & other.all_but)


def _named(*kinds: str) -> Kinds:
    return Kinds(frozenset(kinds))


_EVERY = Kinds(all_but=frozenset((*TEAMS, *TERRITORIES)))
_SUBORDINATE = Kinds(all_but=frozenset((*ROOMS, *TEAMS, *TERRITORIES)))
_COMMUNES, _DISTRICTS = _named("ubnd-xa"), _named("ubnd-huyen")
_NOUNS: dict[Words, Kinds] = {
    tuple(noun.split()): kinds
    for noun, kinds in {
        "phong chuyen mon nghiep vu": _named("phong"),
        "phong chuyen mon": _named("phong"),
        "phong nghiep vu": _named("phong"),
        "phong": _named(*ROOMS),
        "don vi su nghiep truc thuoc": _SUBORDINATE,
        "don vi su nghiep": _SUBORDINATE,
        "don vi truc thuoc": _SUBORDINATE,
        "don vi": _EVERY,
        "co quan": _EVERY,
        "nganh": _EVERY,
        "bo phan": _named("to"),
        "so": _named("so"),
        "ban": _named("ban"),
        "chi cuc": _named("chi-cuc"),
        "trung tam": _named("trung-tam"),
        "truong hoc": _named("truong"),
        "co so giao duc": _named("truong"),
        "nha truong": _named("truong"),
        "truong": _named("truong"),
        "benh vien": _named("benh-vien"),
        "tram y te": _named("benh-vien"),
        "co so y te": _named("benh-vien"),
        "cong ti": _named("cong-ty"),
        "doi": _named("doi-pccc"),
        "to": _named("to"),
        "thon": _named("thon"),
        "to dan pho": _named("thon"),
        "khu dan cu": _named("thon"),
        "khu pho": _named("thon"),
        "ubnd": Kinds(),
        "dia phuong": _named("ubnd-xa", "ubnd-huyen"),
        "cap xa": _COMMUNES,
        "xa": _COMMUNES,
        "phuong": _COMMUNES,
        "thi tran": _COMMUNES,
        "dac khu": _COMMUNES,
        "cap huyen": _DISTRICTS,
        "huyen": _DISTRICTS,
        "thanh pho": _DISTRICTS,
        "thi xa": _DISTRICTS,
        "doan the": Kinds(),
        "to chuc doan the": Kinds(),
        "to chuc chinh tri xa hoi": Kinds(),
    }.items()
}
_NOUN_SIZE = max(map(len, _NOUNS))
_PLURAL = frozenset({"cac", "toan", "tat", "moi", "tung", "nhung"})
FILLERS = frozenset({*_PLURAL, "the", "ca", "thuoc", "truc"})


@dataclass(frozen=True)
class Collective:
    """A collective name as understood.  ``is_plural``: it says "các" or names several things, so it
    cannot be one unit's name."""

    kinds: Kinds
    is_plural: bool


def collective(words: Words) -> Collective | None:
    """What "các phòng, đơn vị" means, None where the words are not such a name from end to end."""
    kinds, nouns, at = Kinds(), [], 0
    while at < len(words):
        noun = _noun_at(words, at)
        if noun:
            nouns.append(noun)
            kinds = kinds | _meaning(noun, words)
        elif words[at] not in FILLERS:
            return None
        at += len(noun) or 1
    if not nouns:
        return None
    said_plural = any(word in _PLURAL for word in words) or "cap" in words
    named_so = len(nouns) > 1 or len(nouns[0]) > 2 or nouns == [("doan", "the")]
    return Collective(kinds, said_plural or named_so)


def _noun_at(words: Words, at: int) -> Words:
    sizes = range(_NOUN_SIZE, 0, -1)
    return next((words[at : at + size] for size in sizes if words[at : at + size] in _NOUNS), ())


def _meaning(noun: Words, words: Words) -> Kinds:
    # "thôn, bản": a village, and no board.
    if noun == ("ban",) and "thon" in words:
        return _named("thon")
    # "các phòng, đơn vị trực thuộc": the rooms are said beside it, so nothing is lost.
    return _NOUNS[noun]
