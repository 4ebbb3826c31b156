"""A plain backtracking matcher that counts its steps, for patterns as ``re`` parses them.

It walks the tree that ``re`` itself makes of a pattern, the way that ``re`` does, and says how many
steps a whole match takes: a count is the same on every machine, and time is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

Ends = Iterator[int]


class TooManySteps(Exception):
    """The limit was passed."""


class Counter:
    """Steps of one pattern; its tree is made once."""

    def __init__(self, pattern: re.Pattern[str], most: int) -> None:
        self.tree = _parser.parse(pattern.pattern, pattern.flags)
        self.folds = bool(pattern.flags & re.IGNORECASE)
        self.most = most
        self.steps = 0
        self.text = ""
        self.groups: dict[int, tuple[int, int]] = {}

    def count(self, text: str) -> int:
        """Steps to match all of ``text`` or fail.  Raises TooManySteps."""
        self.text = text.lower() if self.folds else text
        self.steps, self.groups = 0, {}
        next((end for end in self._run(list(self.tree), 0, 0) if end == len(text)), None)
        return self.steps

    def _run(self, items: list[Any], at: int, place: int) -> Ends:
        if at == len(items):
            yield place
            return
        operation, value = items[at]
        for end in self._one(operation, value, place):
            yield from self._run(items, at + 1, end)

    def _one(self, operation: Any, value: Any, place: int) -> Ends:
        self.steps += 1
        if self.steps > self.most:
            raise TooManySteps
        return _ONES[operation](self, value, place)

    def letter(self, value: int, place: int) -> Ends:
        here = self.text[place : place + 1]
        if here and here == (chr(value).lower() if self.folds else chr(value)):
            yield place + 1

    def other_letter(self, value: int, place: int) -> Ends:
        if place < len(self.text) and self.text[place] != chr(value):
            yield place + 1

    def any_letter(self, _value: object, place: int) -> Ends:
        if place < len(self.text) and self.text[place] != "\n":
            yield place + 1

    def one_of(self, value: list[Any], place: int) -> Ends:
        if place < len(self.text) and _is_in(self.text[place], value):
            yield place + 1

    def branch(self, value: Any, place: int) -> Ends:
        for branch in value[1]:
            yield from self._run(list(branch), 0, place)

    def group(self, value: Any, place: int) -> Ends:
        for end in self._run(list(value[3]), 0, place):
            if value[0] is not None:
                self.groups[value[0]] = (place, end)
            yield end

    def again(self, value: int, place: int) -> Ends:
        start, end = self.groups.get(value, (0, 0))
        if self.text.startswith(self.text[start:end], place):
            yield place + end - start

    def greedy(self, value: Any, place: int) -> Ends:
        yield from self._repeat(value, place, 0, greedy=True)

    def lazy(self, value: Any, place: int) -> Ends:
        yield from self._repeat(value, place, 0, greedy=False)

    def _repeat(self, value: Any, place: int, count: int, *, greedy: bool) -> Ends:
        least, most, items = value
        if not greedy and count >= least:
            yield place
        if count < most:
            for end in self._run(list(items), 0, place):
                if end != place or count < least:
                    yield from self._repeat(value, end, count + 1, greedy=greedy)
        if greedy and count >= least:
            yield place

    def look(self, value: Any, place: int) -> Ends:
        if self._sees(value, place):
            yield place

    def look_not(self, value: Any, place: int) -> Ends:
        if not self._sees(value, place):
            yield place

    def _sees(self, value: Any, place: int) -> bool:
        direction, items = value
        if direction > 0:
            return next(self._run(list(items), 0, place), None) is not None
        begin = place - items.getwidth()[0]
        return begin >= 0 and any(end == place for end in self._run(list(items), 0, begin))

    def stand(self, value: Any, place: int) -> Ends:
        if _STANDS[value](self.text, place):
            yield place


def _is_word(text: str, place: int) -> bool:
    return 0 <= place < len(text) and (text[place].isalnum() or text[place] == "_")


def _at_boundary(text: str, place: int) -> bool:
    return _is_word(text, place - 1) != _is_word(text, place)


_STANDS: dict[Any, Callable[[str, int], bool]] = {
    codes.AT_BEGINNING: lambda _text, place: place == 0,
    codes.AT_BEGINNING_STRING: lambda _text, place: place == 0,
    codes.AT_END: lambda text, place: place == len(text),
    codes.AT_END_STRING: lambda text, place: place == len(text),
    codes.AT_BOUNDARY: _at_boundary,
    codes.AT_NON_BOUNDARY: lambda text, place: not _at_boundary(text, place),
}
_KINDS: dict[Any, Callable[[str], bool]] = {
    codes.CATEGORY_DIGIT: str.isdigit,
    codes.CATEGORY_NOT_DIGIT: lambda char: not char.isdigit(),
    codes.CATEGORY_SPACE: str.isspace,
    codes.CATEGORY_NOT_SPACE: lambda char: not char.isspace(),
    codes.CATEGORY_WORD: lambda char: char.isalnum() or char == "_",
    codes.CATEGORY_NOT_WORD: lambda char: not (char.isalnum() or char == "_"),
}
_ONES: dict[Any, Callable[[Counter, Any, int], Ends]] = {
    codes.LITERAL: Counter.letter,
    codes.NOT_LITERAL: Counter.other_letter,
    codes.ANY: Counter.any_letter,
    codes.IN: Counter.one_of,
    codes.BRANCH: Counter.branch,
    codes.SUBPATTERN: Counter.group,
    codes.GROUPREF: Counter.again,
    codes.MAX_REPEAT: Counter.greedy,
    codes.MIN_REPEAT: Counter.lazy,
    codes.ASSERT: Counter.look,
    codes.ASSERT_NOT: Counter.look_not,
    codes.AT: Counter.stand,
}


def _is_in(char: str, value: list[Any]) -> bool:
    negated = value[0][0] is codes.NEGATE
    for operation, what in value:
        if operation is codes.LITERAL and char == chr(what):
            return not negated
        if operation is codes.RANGE and what[0] <= ord(char) <= what[1]:
            return not negated
        if operation is codes.CATEGORY and _KINDS[what](char):
            return not negated
    return negated
