"""No regular expression of the reader can be made to backtrack without end.

Every compiled pattern is run over strings that invite it, each half as long again as the one
before, by a matcher that counts its steps.  Backtracking shows as steps that grow by orders; what
grows with the square of the length does not, and the reader's patterns see one paragraph at a time.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import reading
from tests.reading.backtracking import Counter, TooManySteps

INVITING = [
    " ", "a ", "1", "1.", "1/", "a)", ", ", "; ", ". ", "(", ")", "- ", "_", "*", "|", ":", "a",
    "A",
    "thang ", "ngay 1", "ngay 1/1, ", "quy i, ", "thang 1, ", "tu ngay 1 den ", "so 1/ a-", "va ",
    "phoi hop ", "chu tri, ", "thuc hien ", "cac ", "bao cao ", "luat ", "6 thang ", "hang nam, ",
    "don vi, ", "thoi gian, ", "nhiem vu: ", "(thang 1)", "truoc ngay ", "Phòng A, ", "\t", "\n",
]  # fmt: skip
_SIZES = [12, 18, 27, 40]
_STEEP = 8  # a step of one half makes the cube of the length 3.4 times as long
_FEW = 400  # steps: below them nothing is steep
_MOST = 60_000


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern that a module of the reader holds, however deep in its tables."""
    for found in pkgutil.walk_packages(reading.__path__, "reading."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            for pattern in _inside(value):
                yield f"{found.name.rpartition('.')[2]}.{name}", pattern


def _inside(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _inside(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _inside(one)


ALL = {id(pattern): (name, pattern) for name, pattern in patterns()}


def test_they_are_all_found() -> None:
    names = {name for name, _ in ALL.values()}
    assert {"dates._MOMENT", "labels._ONE_LABEL", "tables._COLUMNS", "citations._CITED"} <= names
    assert len(ALL) > 80


@pytest.mark.parametrize(("name", "pattern"), ALL.values(), ids=[name for name, _ in ALL.values()])
def test_steps_never_leap(name: str, pattern: re.Pattern[str]) -> None:
    counter = Counter(pattern, _MOST)
    for piece in INVITING:
        before = 0
        for size in _SIZES:
            steps = counter.count((piece * size)[:size] + "!")
            assert steps < max(_FEW, _STEEP * before), (name, piece, size)
            before = steps


def test_a_pattern_that_backtracks_is_told() -> None:
    with pytest.raises(TooManySteps):
        Counter(re.compile(r"(?:a+)+b"), _MOST).count("a" * 40)


def test_steps_are_those_of_a_match() -> None:
    assert Counter(re.compile("ab"), _MOST).count("ab") == 2
    assert Counter(re.compile("a*b"), _MOST).count("aac") > Counter(re.compile("ab"), 9).count("a")
