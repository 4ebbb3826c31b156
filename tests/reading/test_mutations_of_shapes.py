"""Slips and manners of other hands leave a plan's tasks, their leaders and their days as they are.

Each change is made to every plan of ``shapes``; none may cost a single task, leader or day.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

import pytest

from reading import PlanDraft, read_text
from tests.reading import annotated

PLANS = {
    name: (annotated.SHAPES / name).read_text("utf-8")
    for name in annotated.names()
    if name.endswith(".txt")
}
Change = Callable[[str], str]


def in_body(change: Change) -> Change:
    """The change made to the lines from the first part's heading to Nơi nhận."""

    def changed(text: str) -> str:
        rows = text.split("\n")
        opens = (at for at, row in enumerate(rows) if re.match(r"(?:I|A|1|PHẦN THỨ NHẤT)\b", row))
        first = next(opens, 0)
        ends = [at for at, row in enumerate(rows) if "Nơi nhận" in row and at > first]
        last = max(ends, default=len(rows))
        return "\n".join([*rows[:first], *map(change, rows[first:last]), *rows[last:]])

    return changed


def rewritten(pattern: str, by: str) -> Change:
    return lambda text: re.sub(pattern, by, text)


def is_table(row: str) -> bool:
    return "|" in row or "\t" in row


def with_pages(text: str) -> str:
    rows: list[str] = []
    for at, row in enumerate(text.split("\n")):
        if at and at % 25 == 0:
            rows += ["", f"- {at // 25 + 1} -", ""]
        rows.append(row)
    return "\n".join(rows)


CHANGES: dict[str, Change] = {
    "windows line ends": rewritten("\n", "\r\n"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "blank lines": rewritten("\n", "\n\n"),
    "page numbers": with_pages,
    "doubled spaces": in_body(
        lambda row: row if is_table(row) else re.sub(r"(?<=\w) (?=\w)", "  ", row)
    ),
    "trailing spaces": rewritten(r"(?m)$", "   "),
    "tabs before paragraphs": in_body(
        lambda row: row if is_table(row) or not row else f"\t{row}"
    ),
    "indents": in_body(lambda row: row if is_table(row) or not row else f"    {row}"),
    "no space after a number": in_body(rewritten(r"^(\d{1,2}[.)/])\s+(?=\w)", r"\1")),
    "no space after a dash": in_body(rewritten(r"^([-+])\s+(?=[^\W\d])", r"\1")),
    "1) for 1.": in_body(rewritten(r"^(\d{1,2})\.(?=\s)", r"\1)")),
    "1/ for 1.": in_body(rewritten(r"^(\d{1,2})\.(?=\s)", r"\1/")),
    "I - for I.": in_body(rewritten(r"^([IVX]+)\.\s", r"\1 - ")),
    "I/ for I.": in_body(rewritten(r"^([IVX]+)\.\s", r"\1/ ")),
    "bullets for dashes": in_body(rewritten(r"^-\s", "• ")),
    "long dashes": in_body(rewritten(r"^-\s", "– ")),
    "parts in capitals": in_body(lambda row: row.upper() if re.match(r"[IVX]+[.-]", row) else row),
    "parts in small letters": in_body(
        lambda row: row[:4] + row[4:].lower() if re.match(r"[IVX]+[.-]", row) else row
    ),
    "no stops at the end": in_body(rewritten(r"[.;]\s*$", "")),
    "semicolons": in_body(rewritten(r"^([-+].*)\.\s*$", r"\1;")),
    "thời gain": lambda text: text.replace("Thời gian", "Thời gain"),
    "phối hơp": lambda text: text.replace("hối hợp", "hối hơp"),
    "chủ chì in labels": rewritten("Chủ trì:", "Chủ chì:"),
    "no space after a colon": rewritten(r": (?=\w)", ":"),
    "a space before a colon": rewritten(r"(?<=\w):(?= )", " :"),
    "& for và": in_body(lambda row: row.replace("PCCC và CNCH", "PCCC & CNCH")),
    "hàng for hằng": lambda text: text.replace("hằng ", "hàng ").replace("Hằng ", "Hàng "),
    "days with hyphens": rewritten(r"(\d{1,2})/(\d{1,2})/(\d{4})", r"\1-\2-\3"),
    "days with dots": rewritten(r"(\d{1,2})/(\d{1,2})/(\d{4})", r"\1.\2.\3"),
    "days in words": rewritten(
        r"(?<=ngày )(\d{1,2})/(\d{1,2})/(\d{4})", r"\1 tháng \2 năm \3"
    ),
    "tone marks in the new place": lambda text: text.replace("òa", "oà").replace("ủy", "uỷ"),
}  # fmt: skip


@cache
def unchanged(name: str) -> list[tuple[list[str], str, tuple[str, ...]]]:
    return gist(read_text(PLANS[name]))


def gist(draft: PlanDraft) -> list[tuple[list[str], str, tuple[str, ...]]]:
    """The leaders and days of each task; ways of writing one name are one."""
    return [
        ([_plain(unit.words) for unit in task.lead], task.deadline.kind, task.deadline.days)
        for task in draft.tasks
    ]


def _plain(name: str) -> str:
    name = name.casefold().replace(" & ", " và ")
    return name.replace("uỷ", "ủy").replace("oà", "òa")


# "… kết hợp để ở" and then "Công an xã chủ trì …": without the stop between them one sentence.
AMBIGUOUS = {("no stops at the end", "commune_who_when.txt")}


@pytest.mark.parametrize("change", CHANGES)
def test_tasks_leaders_and_days_stay(change: str) -> None:
    for name, text in PLANS.items():
        if (change, name) in AMBIGUOUS:
            continue
        assert gist(read_text(CHANGES[change](text))) == unchanged(name), name


NOISE = [
    "Trên đây là nội dung cơ bản của Kế hoạch.",
    "(Có danh sách kèm theo)",
    "_____________",
    "Ghi chú: số liệu tính đến ngày ban hành",
]


@pytest.mark.parametrize("noise", NOISE)
def test_noise_at_the_end_of_the_body_makes_no_task(noise: str) -> None:
    for name, text in PLANS.items():
        before, mark, after = text.rpartition("Nơi nhận")
        if text.count("Nơi nhận") == 1 and "\n" in before:
            noisy = f"{before.rstrip(' ')}{noise}\n{mark}{after}"
            assert gist(read_text(noisy)) == unchanged(name), name
