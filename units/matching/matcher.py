"""One name after the other, from the surest way of knowing it to the least sure.  PURE."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from units.matching.directory import OUTSIDE, Candidate, Directory, How, Match, Target, Tree
from units.matching.forms import Forms
from units.matching.known_groups import Groups
from units.matching.words import is_open_ended, without_post
from vietnamese.text import fold, one_line

# A close spelling is taken from this likeness on, where the next best is this much less like.
SURE, APART = 90, 4
MOST_SHOWN = 5


class Matcher:
    """Matches names against one directory; made once for a plan and asked many times."""

    def __init__(self, directory: Directory) -> None:
        self._tree = Tree(directory)
        self._forms = Forms(self._tree)
        self._groups = Groups(self._tree, directory.groups, self._forms)
        self._known: dict[str, Match] = {}

    def match(self, name: str, choices: Mapping[str, str] | None = None) -> Match:
        """What a name stands for.  ``choices`` (folded name → key of a target, or OUTSIDE) win; a
        choice that the directory no longer has is passed over."""
        choice = (choices or {}).get(fold(name), "")
        if choice == OUTSIDE:
            return Match(name, How.CHOSEN)
        target = self.target(choice)
        if target:
            return Match(name, How.CHOSEN, target, self.unaided(name).candidates)
        return self.unaided(name)

    def unaided(self, name: str) -> Match:
        """What a name stands for before anybody has chosen."""
        if name not in self._known:
            self._known[name] = self._found(name)
        return self._known[name]

    def match_all(self, text: str, choices: Mapping[str, str] | None = None) -> tuple[Match, ...]:
        """What a list of names stands for ("Văn phòng và UBND các xã"): read whole where that gives
        something, else part by part, each part as long as can be."""
        whole = self.match(text, choices)
        parts = _parts(text)
        if not whole.is_unsettled or len(parts) < 2:
            return (whole,)
        found = tuple(self._part_by_part(parts, choices))
        return found if any(not one.is_unsettled for one in found) else (whole,)

    def target(self, key: str) -> Target | None:
        """The target with this key, None where the directory has none."""
        kind, _, rest = key.partition(":")
        if kind != "unit":
            return self._groups.by_key(key)
        pk = int(rest) if rest.isdecimal() else 0
        return self._tree.target(pk) if pk in self._tree.entries else None

    def unit_targets(self) -> tuple[Target, ...]:
        """Every unit of the agency to which work can be given, in the directory's order."""
        entries = self._tree.entries
        return tuple(self._tree.target(pk) for pk, unit in entries.items() if unit.takes_work)

    def group_targets(self) -> tuple[Target, ...]:
        """Every group of the agency: the stored ones, then the usual ones."""
        return self._groups.all()

    # --- one step after the other -----------------------------------------------------------------
    def _found(self, name: str) -> Match:
        steps = (self._by_name, self._by_form, self._by_post, self._by_group, self._by_spelling)
        return next((match for step in steps if (match := step(name))), Match(name, How.UNKNOWN))

    def _by_name(self, name: str) -> Match | None:
        named, aliased = self._forms.named(name), self._forms.aliased(name)
        # An alias was somebody's answer to this question: it settles what the names leave open.
        if (len(named) != 1 or self._has_ended(named[0])) and len(aliased) == 1:
            return self._taken(name, How.ALIAS, aliased)
        found = named or aliased
        return self._taken(name, How.EXACT if named else How.ALIAS, found) if found else None

    def _has_ended(self, pk: int) -> bool:
        return self._tree.entries[pk].successor is not None

    def _by_form(self, name: str) -> Match | None:
        found = self._forms.formed(name)
        return self._taken(name, How.ABBREVIATION, found) if found else None

    def _by_post(self, name: str) -> Match | None:
        rest = without_post(name)
        if not rest:
            return None
        match = self._by_name(rest) or self._by_form(rest) or self._by_group(rest, is_post=True)
        if match is None:
            return None
        how = How.POST if match.how in (How.EXACT, How.ALIAS, How.ABBREVIATION) else match.how
        return Match(name, how, match.target, match.candidates)

    def _by_group(self, name: str, *, is_post: bool = False) -> Match | None:
        if is_open_ended(name):
            return Match(name, How.OPEN_ENDED)
        stored = self._groups.stored(name)
        if stored:
            return Match(name, How.GROUP, stored)
        found, target = self._groups.meant(name)
        if found is None or not (found.is_plural or is_post):
            return None
        if target:
            return Match(name, How.GROUP, target)
        return Match(name, How.OUTSIDE if self._groups.is_outside(found) else How.UNKNOWN)

    def _by_spelling(self, name: str) -> Match | None:
        loose = self._forms.loosely(name)
        if len(loose) == 1:
            taken = self._tree.target(loose[0])
            how = self._how(How.CLOSE, loose[0])
            return _settled(name, how, taken, (Candidate(taken, 97),))
        shown = self._forms.alike(name)
        if not shown:
            return None
        next_best = shown[1].score if len(shown) > 1 else 0
        if shown[0].score < SURE:
            return Match(name, How.UNKNOWN, None, shown)
        pk = int(shown[0].target.key.partition(":")[2])
        if shown[0].score - next_best >= APART and self._forms.differs_by_slips(name, pk):
            return _settled(name, How.CLOSE, shown[0].target, shown)
        return Match(name, How.AMBIGUOUS if next_best >= SURE else How.UNKNOWN, None, shown)

    def _taken(self, name: str, how: How, found: list[int]) -> Match:
        targets = list({one.key: one for one in map(self._tree.target, found)}.values())
        candidates = tuple(Candidate(target, 100) for target in targets[:MOST_SHOWN])
        if len(targets) > 1:
            return Match(name, How.AMBIGUOUS, None, candidates)
        return _settled(name, self._how(how, found[0]), targets[0], candidates)

    def _how(self, how: How, pk: int) -> How:
        """A unit that has ended is never taken without saying so, however well its name fits."""
        return How.SUCCESSOR if self._has_ended(pk) else how

    def _part_by_part(self, parts: list[str], choices: Mapping[str, str] | None) -> Iterator[Match]:
        while parts:
            sizes = range(len(parts), 0, -1)
            tries = [(size, self.match(_bare("".join(parts[:size])), choices)) for size in sizes]
            size, match = next((one for one in tries if not one[1].is_unsettled), tries[-1])
            yield match
            parts = parts[size:]


def _settled(name: str, how: How, target: Target, candidates: tuple[Candidate, ...]) -> Match:
    return Match(name, how if target.units else How.OUTSIDE, target, candidates)


def _parts(text: str) -> list[str]:
    """The text cut after each ``,``, ``;`` and ``và``; joined, the parts give it back."""
    line, parts, start = one_line(text), [], 0
    for at in range(len(line)):
        size = 1 if line[at] in ",;" else 4 if line[at : at + 4].casefold() == " và " else 0
        if size:
            parts.append(line[start : at + size])
            start = at + size
    return [part for part in (*parts, line[start:]) if part.strip()]


def _bare(text: str) -> str:
    """A part without the mark or the "và" that ends it."""
    return text.strip(" ,;").removesuffix(" và").strip()
