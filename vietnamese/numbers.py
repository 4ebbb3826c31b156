"""How figures are written in Vietnamese: 1.234 and 87,5 %."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

NOTHING = "–"
_HUNDREDTH = Decimal("0.01")
_TYPED = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:,\d+)?")
_OF_A_MACHINE = re.compile(r"-?\d+\.(?:\d{1,2}|\d{4,})")


def whole(number: int) -> str:
    """A whole number with its thousands apart.

    >>> whole(16051)
    '16.051'
    """
    return f"{number:,}".replace(",", ".")


def read(words: str) -> Decimal:
    """A number as people here type it: thousands apart by dots or spaces, decimals after a comma.

    A single dot that cannot stand before thousands is taken for the decimal mark of a machine.
    Raises ValueError, in words for the person, for anything else.

    >>> read("1.250,5"), read("1250"), read(" 12 000 "), read("2.5")
    (Decimal('1250.5'), Decimal('1250'), Decimal('12000'), Decimal('2.5'))
    """
    typed = re.sub(r"\s+", " ", words.replace("\N{MINUS SIGN}", "-")).strip()
    if _TYPED.fullmatch(typed):
        return Decimal(re.sub(r"[. ]", "", typed).replace(",", "."))
    if _OF_A_MACHINE.fullmatch(typed):
        return Decimal(typed)
    raise ValueError("Hãy viết số như 1.250 hoặc 12,5.")


def number(value: Decimal) -> str:
    """A number with its thousands apart and as many decimals as it has.

    >>> number(Decimal("1250.500")), number(Decimal("-3"))
    ('1.250,5', '-3')
    """
    sign, digits = ("-" if value < 0 else ""), f"{abs(value):f}"
    whole_part, _, decimals = digits.partition(".")
    decimals = decimals.rstrip("0")
    return f"{sign}{whole(int(whole_part))}" + (f",{decimals}" if decimals else "")


def percent(value: float | None) -> str:
    r"""A share in percent with two decimals at most, its sign on its line; a dash where there is
    none.

    Rounding never makes all of what is only nearly all, nor nothing of what is little.

    >>> percent(87.5), percent(98.6274), percent(99.999), percent(None)
    ('87,5\xa0%', '98,63\xa0%', '99,99\xa0%', '–')
    """
    return NOTHING if value is None else f"{_written(_kept_apart(value))}\N{NO-BREAK SPACE}%"


def points(value: float) -> str:
    """A difference between two percentages, without its sign.

    >>> points(-3.2)
    '3,2'
    """
    return _written(_rounded(abs(value)))


def _rounded(value: float) -> Decimal:
    return Decimal(str(value)).quantize(_HUNDREDTH, ROUND_HALF_UP)


def _kept_apart(value: float) -> Decimal:
    rounded = _rounded(value)
    if value < 100 <= rounded:
        return rounded - _HUNDREDTH
    if rounded <= 0 < value:
        return _HUNDREDTH
    return rounded


def _written(number: Decimal) -> str:
    whole_part, _, decimals = f"{number:.2f}".partition(".")
    decimals = decimals.rstrip("0")
    return whole(int(whole_part)) + (f",{decimals}" if decimals else "")
