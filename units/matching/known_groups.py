"""Groups of units: those that are stored, and those that a collective name means by rule ("Các
phòng, đơn vị thuộc Sở", "UBND các xã, phường").  PURE.

Such a name says which kinds of unit it means; whose they are is the directory's business.
"""

from __future__ import annotations

from dataclasses import dataclass

from units.matching.directory import GroupEntry, Target, Tree
from units.matching.forms import Forms
from units.matching.words import Words, without_post
from vietnamese.text import one_line

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


def _of_kinds(*kinds: str) -> Kinds:
    return Kinds(frozenset(kinds))


_EVERY = Kinds(all_but=frozenset((*TEAMS, *TERRITORIES)))
_SUBORDINATE = Kinds(all_but=frozenset((*ROOMS, *TEAMS, *TERRITORIES)))
_COMMUNES, _DISTRICTS = _of_kinds("ubnd-xa"), _of_kinds("ubnd-huyen")
_NOUNS: dict[Words, Kinds] = {
    tuple(noun.split()): kinds
    for noun, kinds in {
        "phong chuyen mon nghiep vu": _of_kinds("phong"),
        "phong chuyen mon": _of_kinds("phong"),
        "phong nghiep vu": _of_kinds("phong"),
        "phong": _of_kinds(*ROOMS),
        "don vi su nghiep truc thuoc": _SUBORDINATE,
        "don vi su nghiep": _SUBORDINATE,
        "don vi truc thuoc": _SUBORDINATE,
        "don vi": _EVERY,
        "co quan": _EVERY,
        "nganh": _EVERY,
        "bo phan": _of_kinds("to"),
        "so": _of_kinds("so"),
        "ban": _of_kinds("ban"),
        "chi cuc": _of_kinds("chi-cuc"),
        "trung tam": _of_kinds("trung-tam"),
        "truong hoc": _of_kinds("truong"),
        "co so giao duc": _of_kinds("truong"),
        "nha truong": _of_kinds("truong"),
        "truong": _of_kinds("truong"),
        "benh vien": _of_kinds("benh-vien"),
        "tram y te": _of_kinds("benh-vien"),
        "co so y te": _of_kinds("benh-vien"),
        "cong ti": _of_kinds("cong-ty"),
        "doi": _of_kinds("doi-pccc"),
        "to": _of_kinds("to"),
        "thon": _of_kinds("thon"),
        "to dan pho": _of_kinds("thon"),
        "khu dan cu": _of_kinds("thon"),
        "khu pho": _of_kinds("thon"),
        "ubnd": Kinds(),
        "dia phuong": _of_kinds("ubnd-xa", "ubnd-huyen"),
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
        return _of_kinds("thon")
    # "các phòng, đơn vị trực thuộc": the rooms are said beside it, so nothing is lost.
    return _NOUNS[noun]


_USUAL: tuple[tuple[str, str], ...] = (
    ("Tất cả phòng, đơn vị trực thuộc", "cac phong don vi"),
    ("Các phòng chuyên môn", "phong chuyen mon"),
    ("Các phòng, kể cả văn phòng và thanh tra", "cac phong"),
    ("Các đơn vị trực thuộc, không kể các phòng", "don vi truc thuoc"),
    ("Các sở", "cac so"),
    ("UBND các huyện", "ubnd cac huyen"),
    ("UBND các xã, phường", "ubnd cac xa"),
    ("Các trường", "cac truong hoc"),
    ("Các thôn, tổ dân phố", "cac thon"),
)
# Names of whole levels of government: where the agency has none of them, they stand outside it.
_LEVELS = frozenset((*TERRITORIES, "so", "ban"))


class Groups:
    """Finds groups by a collective name."""

    def __init__(self, tree: Tree, stored: tuple[GroupEntry, ...], forms: Forms) -> None:
        self._tree, self._stored, self._forms = tree, stored, forms
        self._usual: dict[tuple[int, ...], Target] = {}
        self._usual = self._usual_targets()

    def stored(self, name: str) -> Target | None:
        """The stored group of this name or alias, "các" and the agency's name apart."""
        plain = self._plain(name)
        found = [
            group
            for group in self._stored
            if plain
            and any(self._plain(called) == plain for called in (group.name, *group.aliases))
        ]
        return self._target(found[0]) if len(found) == 1 else None

    def meant(self, name: str) -> tuple[Collective | None, Target | None]:
        """What a collective name means, and the units of that kind if the agency has any."""
        agency, found = self._read(name)
        return found, self._of_kinds(found.kinds, agency, one_line(name)) if found else None

    def is_outside(self, found: Collective) -> bool:
        """Whether it names bodies that this agency, having none of them, only works with."""
        return found.kinds.all_but is None and found.kinds.named <= _LEVELS

    def by_key(self, key: str) -> Target | None:
        """The group with this key ("group:3", "rule:5:phong+trung-tam:direct")."""
        kind, _, rest = key.partition(":")
        if kind == "group":
            return next((self._target(one) for one in self._stored if str(one.pk) == rest), None)
        agency, _, rest = rest.partition(":")
        kinds, _, reach = rest.partition(":")
        if kind != "rule" or not agency.isdecimal() or int(agency) not in self._tree.entries:
            return None
        members = self._members(int(agency), _of_kinds(*kinds.split("+")), is_deep=reach == "deep")
        return Target(key, self._label(members, "Nhóm đơn vị"), members) if members else None

    def all(self) -> tuple[Target, ...]:
        """The stored groups, then the usual ones of more than one member."""
        found: dict[tuple[int, ...], Target] = {}
        for target in (*map(self._target, self._stored), *self._usual.values()):
            if target.units:
                found.setdefault(target.units, target)
        return tuple(found.values())

    # --- the units of a group ---------------------------------------------------------------------
    def _target(self, group: GroupEntry) -> Target:
        return Target(f"group:{group.pk}", group.name, group.members)

    def _plain(self, name: str) -> Words:
        words = self._forms.core(without_post(name) or name)
        return tuple(word for word in words if word not in FILLERS)

    def _read(self, name: str) -> tuple[int, Collective | None]:
        """The agency whose units are meant (the issuer, or the one after "thuộc") and which."""
        words = self._forms.said(name)
        found = collective(self._forms.without_own(words))
        if found or "thuoc" not in words:
            return self._tree.issuer, found
        at = words.index("thuoc")
        agency = self._forms.agency(words[at + 1 :])
        return agency or self._tree.issuer, collective(words[:at]) if agency else None

    def _of_kinds(self, kinds: Kinds, agency: int, label: str) -> Target | None:
        direct = self._members(agency, kinds, is_deep=False)
        members = direct or self._members(agency, kinds, is_deep=True)
        if not members:
            return None
        present = "+".join(sorted({self._tree.entries[pk].kind for pk in members}))
        key = f"rule:{agency}:{present}:{'direct' if direct else 'deep'}"
        return Target(key, self._label(members, label), members)

    def _members(self, agency: int, kinds: Kinds, *, is_deep: bool) -> tuple[int, ...]:
        below = self._tree.below(agency) if is_deep else self._tree.children.get(agency, [])
        return tuple(
            unit.pk for unit in below if unit.takes_work and unit.is_lasting and unit.kind in kinds
        )

    def _label(self, members: tuple[int, ...], label: str) -> str:
        usual = self._usual.get(members)
        return usual.label if usual else label

    def _usual_targets(self) -> dict[tuple[int, ...], Target]:
        found: dict[tuple[int, ...], Target] = {}
        for label, words in _USUAL:
            meant = collective(tuple(words.split()))
            target = meant and self._of_kinds(meant.kinds, self._tree.issuer, label)
            if target and len(target.units) > 1:
                found.setdefault(target.units, target)
        return found
