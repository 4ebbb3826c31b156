"""One plan, however it reaches us, is one plan: wraps, page numbers, encodings, letters."""

import textwrap
import unicodedata
from collections.abc import Callable

import pytest

from reading import PlanDraft, read
from tests.reading.helpers import PLANS
from vietnamese.encodings import TCVN3

NAMES = ["decision.txt", "department.txt", "province.txt", "commune.txt"]


def rows_of(name: str) -> list[str]:
    text = (PLANS / name).read_text("utf-8")
    return [row.strip() for row in text.split("\n") if row.strip()]


def wrapped(rows: list[str], width: int = 80) -> list[str]:
    return [piece for row in rows for piece in textwrap.wrap(row, width, break_long_words=False)]


def with_page_numbers(rows: list[str]) -> list[str]:
    out: list[str] = []
    for at, row in enumerate(rows):
        if at and at % 30 == 0:
            out += ["", str(at // 30 + 1), ""]
        out.append(row)
    return out


def in_tcvn3(text: str) -> bytes:
    back = {meant: written for written, meant in TCVN3.items()}
    text = text.replace("“", '"').replace("”", '"').replace("–", "-").replace("…", "...")
    return "".join(back.get(c, back.get(c.lower(), c)) for c in text).encode("latin-1")


MUTATIONS: dict[str, Callable[[list[str]], bytes]] = {
    "windows line ends": lambda rows: "\r\n".join(rows).encode(),
    "blank lines": lambda rows: "\n\n".join(rows).encode(),
    "decomposed": lambda rows: unicodedata.normalize("NFD", "\n".join(rows)).encode(),
    "utf-16": lambda rows: "\n".join(rows).encode("utf-16"),
    "utf-16 without mark": lambda rows: "\n".join(rows).encode("utf-16-le"),
    "wrapped": lambda rows: "\n".join(wrapped(rows)).encode(),
    "wrapped, a gap between lines": lambda rows: "\n\n".join(wrapped(rows)).encode(),
    "wrapped, on pages": lambda rows: "\n".join(with_page_numbers(wrapped(rows, 84))).encode(),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_nothing_is_lost(name: str, mutation: str):
    rows = rows_of(name)
    plain = read("\n".join(rows).encode(), name).as_json()
    assert read(MUTATIONS[mutation](rows), name).as_json() == plain


def leads(draft: PlanDraft) -> list[list[str]]:
    """Without case: TCVN3 has no capital Ủ."""
    return [[name.words.casefold() for name in task.lead] for task in draft.tasks]


@pytest.mark.parametrize("name", NAMES)
def test_tcvn3(name: str):
    rows = rows_of(name)
    plain = read("\n".join(rows).encode(), name)
    old = read(in_tcvn3("\n".join(rows)), name)
    assert [task.ref for task in old.tasks] == [task.ref for task in plain.tasks]
    assert leads(old) == leads(plain)
    assert (old.kind, old.issuer, old.place) == (plain.kind, plain.issuer, plain.place)


def test_misprints_stay_and_do_no_harm():
    rows = rows_of("province.txt")
    worse = [
        row.replace("báo cáo kết quả", "báo kết quả").replace("hằng tháng", "hàng tháng")
        for row in rows
    ]
    draft = read("\n".join(worse).encode(), "x.txt")
    assert len(draft.report_duties) == len(read("\n".join(rows).encode(), "x.txt").report_duties)
