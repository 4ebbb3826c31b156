"""Who did what with a plan and when: its own changes, and the files that came to it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from django.core.paginator import Page, Paginator

from plans.deadlines import DEADLINE_LABELS, DeadlineKind
from plans.models import Plan, PlanFile
from units.contexts.history import Change, HistoryLine

LINES_ON_A_PAGE = 25
READ_AT_MOST = 500  # rows of history; a plan has a dozen

_LABELS = {
    "kind": "Loại văn bản",
    "number": "Số",
    "symbol": "Ký hiệu",
    "place": "Nơi ban hành",
    "issued_on": "Ngày ban hành",
    "title": "Trích yếu",
    "starts_on": "Thực hiện từ",
    "ends_on": "Thực hiện đến",
    "runs_on": "Tiếp tục từng năm",
    "signatory_authority": "Thẩm quyền ký",
    "signatory_position": "Chức vụ người ký",
    "signatory_name": "Người ký",
    "evidence_cycle": "Chu kỳ minh chứng",
    "released_on": "Đưa vào thực hiện",
    "closed_on": "Kết thúc",
    "revoked_on": "Bãi bỏ",
}
# What a change of a day means, where the reason given does not say it.
_TURNS = (
    ("released_on", True, "Đưa vào thực hiện"),
    ("closed_on", True, "Kết thúc kế hoạch"),
    ("closed_on", False, "Mở lại kế hoạch"),
    ("revoked_on", True, "Bãi bỏ kế hoạch"),
)


def build_story(plan: Plan, *, page: str | int | None = 1) -> Page[HistoryLine]:
    """The story of a plan that the person may read, the newest first."""
    return Paginator(story_of(plan), LINES_ON_A_PAGE).get_page(page)


def story_of(
    plan: Plan, most: int = READ_AT_MOST, files: Iterable[PlanFile] | None = None
) -> list[HistoryLine]:
    """Everything done with a plan, the newest first; at least the ``most`` newest of it; ``files``
    are its files with who added them, where they are at hand."""
    if files is None:
        files = plan.files.select_related("added_by")
    lines = [*_history_lines(plan, most), *_file_lines(files)]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _history_lines(plan: Plan, most: int) -> Iterator[HistoryLine]:
    rows = list(plan.history.select_related("history_user").order_by("-history_id")[: most + 1])
    # None where a script put the plan in past every verb: it opens like any other.
    for row, before in zip_longest(rows, rows[1:]):
        yield _line(row, before)


def _line(row: Any, before: Any) -> HistoryLine:
    said = row.history_change_reason or ""
    turn = _turn(row, before)
    return HistoryLine(
        at=row.history_date,
        by=str(row.history_user) if row.history_user else "Chương trình",
        what=turn or said or ("Sửa thông tin" if before is not None else "Đưa vào chương trình"),
        reason=said if turn and said != turn else "",
        changes=tuple(_changes(row, before)) if before is not None else (),
    )


def _turn(row: Any, before: Any) -> str:
    """What the change of a day did with the plan, "" where no such day changed."""
    if before is None:
        return ""
    for name, is_set, words in _TURNS:
        now, then = getattr(row, name), getattr(before, name)
        if now != then and bool(now) == is_set:
            return words
    return ""


def _changes(row: Any, before: Any) -> Iterator[Change]:
    for name, label in _LABELS.items():
        now, then = getattr(row, name), getattr(before, name)
        if now != then:
            yield Change(label, _words(name, then), _words(name, now))


def _words(name: str, value: Any) -> str:
    if not value:
        return "(trống)"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if value is True:
        return "có"
    return DEADLINE_LABELS[DeadlineKind(value)] if name == "evidence_cycle" else str(value)


def _file_lines(files: Iterable[PlanFile]) -> Iterator[HistoryLine]:
    for file in files:
        by = str(file.added_by) if file.added_by else "Chương trình"
        yield HistoryLine(file.added_at, by, f"Lưu tệp “{file.name}”", "", ())
