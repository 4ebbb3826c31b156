"""No regular expression of the reader can be made to backtrack without end.

Every compiled pattern is run over strings that invite it, each half as long again as the one
before.  Backtracking shows as time that grows by orders at such a step; what grows with the square
of the length does not, and the reader's patterns see one paragraph at a time.
"""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import reading

INVITING = [
    " ", "a ", "1", "1.", "1/", "a)", ", ", "; ", ". ", "(", ")", "- ", "_", "*", "|", ":", "a",
    "A",
    "thang ", "ngay 1", "ngay 1/1, ", "quy i, ", "thang 1, ", "tu ngay 1 den ", "so 1/ a-", "va ",
    "phoi hop ", "chu tri, ", "thuc hien ", "cac ", "bao cao ", "luat ", "6 thang ", "hang nam, ",
    "don vi, ", "thoi gian, ", "nhiem vu: ", "(thang 1)", "truoc ngay ", "Phòng A, ", "\t", "\n",
]  # fmt: skip
_SIZES = [12, 18, 27, 40, 60, 90, 135, 200, 300, 450]
_STEEP = 12  # a step of one half makes the cube of the length 3.4 times as long
_NOTICEABLE = 0.02  # seconds: below it the clock tells nothing
_REPEATS = 3


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
def test_time_never_leaps(name: str, pattern: re.Pattern[str]) -> None:
    for piece in INVITING:
        before = 0.0
        for size in _SIZES:
            text = (piece * size)[:size] + "!"
            took = min(_time(pattern, text) for _ in range(_REPEATS if before else 1))
            assert took < max(_NOTICEABLE, _STEEP * before), (name, piece, size)
            before = took


def _time(pattern: re.Pattern[str], text: str) -> float:
    begun = time.process_time()
    pattern.search(text)
    pattern.fullmatch(text)
    return time.process_time() - begun
