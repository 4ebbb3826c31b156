"""Ways of writing a unit's name short, and codes made of names.  PURE."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from vietnamese.text import fold, nfc


@lru_cache(maxsize=50_000)
def initials(name: str) -> str:
    """The first letters of a name's words; figures and words in capitals whole.

    >>> initials("Sở Khoa học và Công nghệ") == initials("Sở KHCN") == "SKHCN"
    True
    """
    words = re.findall(r"[^\W_]+", nfc(name))
    short = (word if _is_whole(word, name) else word[0] for word in words if fold(word) != "va")
    return fold("".join(short)).upper()


def _is_whole(word: str, name: str) -> bool:
    """Figures, and what is short already: capitals among small letters are, and what has no
    vowel."""
    if word.isdecimal():
        return True
    no_vowel = not set(fold(word)) & set("aeiouy")
    return len(word) > 1 and (no_vowel or (word.isupper() and name != name.upper()))


def says_the_same(one: str, other: str) -> bool:
    """Whether two names are one, each word written out in both or short in one of them.

    >>> says_the_same("P. QLKH", "Phòng Quản lý khoa học")
    True
    >>> says_the_same("Phòng Tổ chức", "Phòng Tài chính")
    False
    """
    first, second = _tokens(one), _tokens(other)
    return bool(first and second) and _align(first, second, 0, 0)


def _tokens(name: str) -> tuple[str, ...]:
    words = [fold(word) for word in re.findall(r"[^\W_]+", nfc(name))]
    return tuple(word for word in words if word != "va")


def _align(one: tuple[str, ...], other: tuple[str, ...], at: int, to: int) -> bool:
    if at == len(one) or to == len(other):
        return at == len(one) and to == len(other)
    if one[at] == other[to] and _align(one, other, at + 1, to + 1):
        return True
    return _stands_for(one, other, at, to) or _stands_for(other, one, to, at)


def _stands_for(short: tuple[str, ...], long: tuple[str, ...], at: int, to: int) -> bool:
    """Whether one word here stands for the next words there by their first letters."""
    word = short[at]
    ends = to + len(word)
    if word.isdecimal() or len(word) > 8 or ends > len(long):
        return False
    if any(letter != said[0] for letter, said in zip(word, long[to:ends], strict=True)):
        return False
    return _align(short, long, at + 1, ends)


def fresh_code(name: str, taken: Collection[str], numbers: dict[str, int] | None = None) -> str:
    """A code made of a name's initials, with a number where it is taken; ``taken`` are folded.

    ``numbers`` remember how far codes of the same initials have come.

    >>> fresh_code("Phòng Chuyển đổi số", {"pcds"})
    'PCDS2'
    """
    short = initials(name)[:30] or "DV"
    numbers = {} if numbers is None else numbers
    code = short
    while fold(code) in taken:
        numbers[short] = numbers.get(short, 1) + 1
        code = f"{short}{numbers[short]}"
    return code


def circles(parents: Mapping[str, str | None]) -> tuple[tuple[str, ...], ...]:
    """The circles in which parents go round, each as the codes in it, the first one repeated."""
    state: dict[str, int] = {}
    found = []
    for start in parents:
        path: list[str] = []
        code: str | None = start
        while code is not None and state.get(code) is None:
            state[code] = 1
            path.append(code)
            code = parents.get(code)
        if code is not None and state[code] == 1:
            found.append((*path[path.index(code) :], code))
        state.update(dict.fromkeys(path, 2))
    return tuple(found)
