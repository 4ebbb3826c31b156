"""A list looked at before it is taken in: how it is understood, what is asked, what it would do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from accounts.badges import Badge
from sheets.columns import PASS_OVER, How
from sheets.headings import Heading
from sheets.tables import Remark
from units.lists.answers import Answers
from units.lists.layouts import Layout
from units.lists.lists import Listing
from units.lists.outcomes import (
    OUTCOME_BADGES,
    Asked,
    Change,
    JudgedRow,
    Preview,
    RowOutcome,
    runs_of,
)

PER_PAGE, MOST_QUESTIONS, MOST_REMARKS = 50, 20, 100
_LONG = 120
_COLUMN, _MEANT = "cot-", "nghia-"
_SHEET, _TOP = "trang", "dong-tieu-de"
_TOPS = re.compile(r"-1|\d{1,5}")
_HOWS = {
    How.WORDS: "Đoán theo tên cột",
    How.CONTENT: "Đoán theo nội dung cột",
    How.CHOSEN: "Theo lựa chọn của bạn",
}
_ASKED = {
    "unit": "“{words}” là đơn vị nào?",
    "kind": "“{words}” là loại đơn vị nào?",
    "kind-of": "“{words}” thuộc loại nào?",
    "role": "“{words}” là vai trò nào?",
    "role-of": "Người có chức vụ “{words}” giữ vai trò nào?",
    "person": "{words}: đây là ai?",
}


@dataclass(frozen=True)
class ColumnChoice:
    """One column of the sheet: the first values in it, what it can be taken for, and how that came
    about."""

    field: str
    words: str
    samples: tuple[str, ...]
    options: tuple[tuple[str, str, bool], ...]
    unknown: bool
    how: str


@dataclass(frozen=True)
class QuestionRow:
    field: str
    words: str
    rows: str
    options: tuple[tuple[str, str], ...]
    typed: bool = False


@dataclass(frozen=True)
class OutcomeCount:
    outcome: RowOutcome
    badge: Badge
    count: int
    current: bool


@dataclass(frozen=True)
class Said:
    """A value as a page shows it: ``short``, and ``whole`` where it was cut."""

    short: str
    whole: str = ""


@dataclass(frozen=True)
class ChangeRow:
    label: str
    old: Said
    new: Said


@dataclass(frozen=True)
class ResultRow:
    """A judged row; ``changes`` are those of what is stored, ``facts`` those of what is new."""

    number: int
    outcome: str
    badge: Badge
    code: str
    name: Said
    by: str
    changes: tuple[ChangeRow, ...]
    facts: Said
    problems: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ImportPage:
    """``problem`` is what keeps the sheet from being read; then there are no rows.

    ``headings`` are those of the two columns that say what a row is about.
    """

    sheet: str
    sheets: tuple[str, ...]
    heading_row: int
    tops: tuple[tuple[int, str], ...]
    columns: tuple[ColumnChoice, ...]
    guessed: bool
    problem: str
    preview: Preview
    counts: tuple[OutcomeCount, ...]
    rows: Page[Any]
    outcome: str
    headings: tuple[str, ...]
    questions: tuple[QuestionRow, ...]
    more_questions: int
    remarks: tuple[Remark, ...]
    more_remarks: int
    shown: str

    @property
    def can_be_read(self) -> bool:
        return not self.problem


def build_import_page(listing: Listing, preview: Preview, asked: QueryDict) -> ImportPage:
    """What a list would do; ``asked`` holds the outcome that is looked for and the page."""
    outcome = asked.get("loai", "")
    layout = listing.layout
    judged = Paginator(_rows_of(preview, outcome), PER_PAGE).get_page(asked.get("page"))
    page: Page[Any] = Page([_result(row) for row in judged], judged.number, judged.paginator)
    columns = tuple(_choice(layout, heading) for heading in preview.headings)
    remarks = preview.remarks[:MOST_REMARKS]
    return ImportPage(
        sheet=preview.sheet,
        sheets=preview.sheets,
        heading_row=preview.heading_row,
        tops=preview.tops,
        columns=columns,
        guessed=any(column.unknown or column.how for column in columns),
        problem=preview.problem,
        preview=preview,
        counts=_counts(preview, outcome),
        rows=page,
        outcome=outcome,
        headings=tuple(layout.headings[key] for key in listing.shown),
        questions=tuple(map(_question, preview.questions[:MOST_QUESTIONS])),
        more_questions=max(0, len(preview.questions) - MOST_QUESTIONS),
        remarks=remarks,
        more_remarks=len(preview.remarks) - len(remarks),
        shown=",".join(str(row.number) for row in judged),
    )


# --- what a person says ---------------------------------------------------------------------------


def says_something(asked: QueryDict) -> bool:
    """Whether an address says how the list is to be read."""
    return any(name in {_SHEET, _TOP} or name.startswith(_COLUMN) for name in asked)


def read_answers(layout: Layout, asked: QueryDict, before: Answers) -> Answers:
    """What the person has said: the sheet (``trang``), the row of its headings (``dong-tieu-de``),
    what columns are taken for (``cot-3=phone``; ``-`` passes one over), what words mean
    (``nghia-…``), and of the rows shown those to leave out (``bo``) or to take in (``lay``)."""
    top = asked.get(_TOP, "")
    sheet = asked.get(_SHEET, before.sheet)
    said = before.of_another_sheet(sheet, int(top) if _TOPS.fullmatch(top) else before.heading_row)
    columns = dict(said.columns) if said is before or not before.sheet else {}
    meant = {
        name.removeprefix(_MEANT): value
        for name in asked
        if name.startswith(_MEANT)
        and (
            value := next((one.strip() for one in reversed(asked.getlist(name)) if one.strip()), "")
        )
    }
    said = replace(
        said,
        columns=columns | _columns(layout, asked),
        meant={**said.meant, **meant},
    )
    if "hien" in asked:
        said = said.with_rows(_numbers(asked, "hien"), _numbers(asked, "bo"), left=True)
    if "hien-bo-qua" in asked:
        taken = _numbers(asked, "lay")
        said = said.with_rows(_numbers(asked, "hien-bo-qua"), taken, left=False)
        said = replace(said, leave_out=said.leave_out - frozenset(taken))
    return said


def _columns(layout: Layout, asked: QueryDict) -> dict[int, str]:
    known = {column.key for column in layout.columns} | {PASS_OVER}
    return {
        int(name.removeprefix(_COLUMN)): key
        for name in asked
        if name.removeprefix(_COLUMN).isdecimal() and (key := asked.get(name) or "") in known
    }


def _numbers(asked: QueryDict, name: str) -> list[int]:
    said = ",".join(asked.getlist(name)).split(",")
    return [int(one) for one in said if one.strip().isdecimal()]


# --- parts ----------------------------------------------------------------------------------------


def _choice(layout: Layout, heading: Heading) -> ColumnChoice:
    unknown = heading.key is None
    first = [("", "Không dùng đến", True)] if unknown else []
    options = [*first, (PASS_OVER, "Bỏ qua cột này", heading.passed_over)]
    options += [(c.key, c.heading, c.key == heading.key) for c in layout.columns]
    return ColumnChoice(
        field=f"{_COLUMN}{heading.place}",
        words=heading.called,
        samples=tuple(_cut(one, 40).short for one in heading.samples),
        options=tuple(options),
        unknown=unknown,
        how=_HOWS.get(heading.how, ""),
    )


def _question(asked: Asked) -> QuestionRow:
    return QuestionRow(
        field=f"{_MEANT}{asked.key}",
        words=_ASKED[asked.about].format(words=asked.words),
        rows=runs_of(asked.rows[:60]),
        options=tuple((one.value, one.label) for one in asked.options),
        typed=asked.about == "unit",
    )


def _rows_of(preview: Preview, outcome: str) -> Sequence[JudgedRow]:
    if outcome == RowOutcome.WRONG:
        return preview.wrong
    if outcome in set(RowOutcome):
        return [row for row in preview.rows if row.outcome == outcome]
    # What is to be done comes first, what stays as it is last.
    order: Mapping[RowOutcome, int] = {one: place for place, one in enumerate(OUTCOME_BADGES)}
    return sorted(preview.rows, key=lambda row: (order[row.outcome], bool(row.because), row.number))


def _result(row: JudgedRow) -> ResultRow:
    return ResultRow(
        number=row.number,
        outcome=row.outcome.value,
        badge=row.badge,
        code=row.code,
        name=_cut(row.name),
        by=row.by if row.outcome is not RowOutcome.NEW else "",
        changes=tuple(map(_change, row.changes)) if row.outcome is RowOutcome.CHANGED else (),
        facts=_cut(_facts(row), 2 * _LONG),
        problems=row.problems,
        notes=row.notes,
    )


def _facts(row: JudgedRow) -> str:
    if row.outcome is not RowOutcome.NEW:
        return ""
    return " · ".join(f"{one.label}: {one.new}" for one in row.changes)


def _change(change: Change) -> ChangeRow:
    return ChangeRow(change.label, _cut(change.old), _cut(change.new))


def _cut(words: str, most: int = _LONG) -> Said:
    if len(words) <= most:
        return Said(words)
    return Said(words[: most - 1].rstrip() + "…", words)


def _counts(preview: Preview, current: str) -> tuple[OutcomeCount, ...]:
    return tuple(
        OutcomeCount(outcome, OUTCOME_BADGES[outcome], count, outcome == current)
        for outcome, count in preview.counts.items()
    )
