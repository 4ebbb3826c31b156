"""Groups of units: those that are stored, and those that a collective name means by rule.  PURE."""

from __future__ import annotations

from units.matching.collectives import FILLERS, TERRITORIES, Collective, Kinds, collective
from units.matching.directory import GroupEntry, Target, Tree
from units.matching.forms import Forms
from units.matching.words import Words, without_post
from vietnamese.text import one_line

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
        members = self._members(int(agency), _named(kinds.split("+")), is_deep=reach == "deep")
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


def _named(kinds: list[str]) -> Kinds:
    return Kinds(frozenset(kinds))
