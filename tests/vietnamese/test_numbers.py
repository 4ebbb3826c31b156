"""Figures in Vietnamese writing."""

import pytest

from vietnamese.numbers import percent, points, whole


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (999, "999"), (1000, "1.000"), (1234567, "1.234.567")]
)
def test_whole_numbers(number, written):
    assert whole(number) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "–"),
        (0.0, "0\N{NO-BREAK SPACE}%"),
        (87.5, "87,5\N{NO-BREAK SPACE}%"),
        (100 * 16051 / 16274, "98,63\N{NO-BREAK SPACE}%"),
        (200 / 3, "66,67\N{NO-BREAK SPACE}%"),
        (100.0, "100\N{NO-BREAK SPACE}%"),
        # Nearly all is not all, and a little is not nothing.
        (100 * 19999 / 20000, "99,99\N{NO-BREAK SPACE}%"),
        (0.001, "0,01\N{NO-BREAK SPACE}%"),
    ],
)
def test_percentages(value, written):
    assert percent(value) == written


@pytest.mark.parametrize(("value", "written"), [(-3.2, "3,2"), (12.0, "12"), (0.125, "0,13")])
def test_differences_without_their_sign(value, written):
    assert points(value) == written
