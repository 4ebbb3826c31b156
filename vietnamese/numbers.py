"""How figures are written in Vietnamese: 1.234 and 87,5 %."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

NOTHING = "–"
_HUNDREDTH = Decimal("0.01")


def whole(number: int) -> str:
    """A whole number with its thousands apart.

    >>> whole(16051)
    '16.051'
    """
    return f"{number:,}".replace(",", ".")


def percent(value: float | None) -> str:
    """A share in percent with two decimals at most; a dash where there is none.

    Rounding never makes all of what is only nearly all, nor nothing of what is little.

    >>> percent(87.5), percent(98.6274), percent(99.999), percent(None)
    ('87,5 %', '98,63 %', '99,99 %', '–')
    """
    return NOTHING if value is None else f"{_written(_kept_apart(value))} %"


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
