"""Word's automatic numbering → the marks that are printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from reading.layout.numbering import to_roman
from reading.open.package import attribute, children, find, name_of

_DEEPEST = 9
_BULLET_SIGNS = "-+*•–o"


@dataclass(frozen=True)
class NumberLevel:
    """One level of a numbering: how it counts, how it is printed and where it starts."""

    form: str
    pattern: str
    start: int = 1


@dataclass
class Numbering:
    """The numberings of a document and how far each has counted."""

    levels: dict[str, dict[int, NumberLevel]] = field(default_factory=dict)  # by w:numId
    abstract: dict[str, str] = field(default_factory=dict)  # w:numId → w:abstractNumId
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    by_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(
        default_factory=lambda: defaultdict(lambda: [None] * _DEEPEST)
    )
    _begun: set[str] = field(default_factory=set)

    def label(self, number_id: str, level: int) -> str:
        """The mark of the next paragraph at ``level``; empty where it is not numbered."""
        levels = self.levels.get(number_id)
        if not levels or not 0 <= level < _DEEPEST or level not in levels:
            return ""
        counts = self._counts[self.abstract.get(number_id, number_id)]
        self._begin(number_id, counts)
        before = counts[level]
        counts[level] = levels[level].start if before is None else before + 1
        counts[level + 1 :] = [None] * (_DEEPEST - level - 1)
        return self._printed(levels, level, counts)

    def _begin(self, number_id: str, counts: list[int | None]) -> None:
        """A numbering that overrides its starts counts anew the first time it is met."""
        if number_id in self._begun:
            return
        self._begun.add(number_id)
        for level, start in self.restarts.get(number_id, {}).items():
            counts[level] = start - 1

    def _printed(self, levels: dict[int, NumberLevel], level: int, counts: list[int | None]) -> str:
        here = levels[level]
        if here.form == "none":
            return ""
        if here.form == "bullet":
            return here.pattern if here.pattern in _BULLET_SIGNS and here.pattern else "-"
        label = here.pattern
        for at in range(level + 1):
            if f"%{at + 1}" in label and at in levels:
                value = counts[at]
                value = levels[at].start if value is None else value
                label = label.replace(f"%{at + 1}", _written(levels[at].form, value))
        return label


def _written(form: str, value: int) -> str:
    return _FORMS.get(form, str)(value)


def _letters(value: int) -> str:
    return (
        chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        if 0 < value < 200
        else str(value)
    )


_FORMS: dict[str, Callable[[int], str]] = {
    "upperRoman": to_roman,
    "lowerRoman": lambda value: to_roman(value).lower(),
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "decimalZero": lambda value: f"{value:02d}",
}


def read_numbering(root: Element | None) -> Numbering:
    """The numberings that ``word/numbering.xml`` defines."""
    made = Numbering()
    if root is None:
        return made
    abstract = {attribute(node, "abstractNumId"): node for node in children(root, "abstractNum")}
    for number in children(root, "num"):
        number_id = attribute(number, "numId")
        chosen = find(number, "abstractNumId")
        abstract_id = attribute(chosen, "val") if chosen is not None else ""
        if abstract_id in abstract:
            made.abstract[number_id] = abstract_id
            made.levels[number_id] = _levels(made, abstract[abstract_id], number_id)
            _override(made, number, number_id)
    return made


def _levels(made: Numbering, abstract: Element, number_id: str) -> dict[int, NumberLevel]:
    levels = {}
    for node in children(abstract, "lvl"):
        at = _whole(attribute(node, "ilvl"))
        levels[at] = _level(node)
        style = find(node, "pStyle")
        if style is not None:
            made.by_style.setdefault(attribute(style, "val"), (number_id, at))
    return levels


def _level(node: Element) -> NumberLevel:
    values = {name_of(child): attribute(child, "val") for child in node}
    return NumberLevel(
        values.get("numFmt", "decimal"), values.get("lvlText", ""), _whole(values.get("start", "1"))
    )


def _override(made: Numbering, number: Element, number_id: str) -> None:
    for node in children(number, "lvlOverride"):
        at = _whole(attribute(node, "ilvl"))
        start, level = find(node, "startOverride"), find(node, "lvl")
        if level is not None:
            made.levels[number_id] = made.levels[number_id] | {at: _level(level)}
        if start is not None:
            made.restarts.setdefault(number_id, {})[at] = _whole(attribute(start, "val"))


def _whole(words: str) -> int:
    return int(words) if words.lstrip("-").isdigit() and len(words) < 9 else 0
