"""The tables and the chart of a report, from its facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.charts import BarRow, stacked_bars
from reports.compliance.facts import PlanFacts, TaskFact, Work
from reports.compliance.report import Annex, Cell, Figure, HeadCell, Row, Table
from reports.compliance.wording import clipped, counted, day, joined
from reports.outstanding import OwedReport
from tasks.status import LOOKS, Counts, Hint, Status
from vietnamese.numbers import percent, whole

OFFICIAL_FONT = "Official Serif, Liberation Serif, Times New Roman, serif"
PRINT_WIDTH, NARROW_WIDTH = 600, 320  # px; 165 mm of text are 623 px
# A longer table would take WeasyPrint minutes; beyond this the annex lists only what is late.
ANNEX_ROWS = 1500
LATE_ROWS = 100

_COUNTS_HEAD = (
    HeadCell("Việc có thời hạn", rows=2),
    HeadCell("Đã hoàn thành", columns=2),
    HeadCell("Chưa hoàn thành", columns=2),
    HeadCell("Tỷ lệ hoàn thành", rows=2),
    HeadCell("Việc thường xuyên", rows=2),
)
_COUNTS_SUBHEAD = tuple(HeadCell(text) for text in ("Đúng hạn", "Quá hạn", "Trong hạn", "Quá hạn"))
_COUNTS_COLUMNS = ("c-num",) * 7


def summary_table(facts: PlanFacts, caption: str) -> Table:
    """The official counts of the whole plan; what is out of the rate on rows of its own."""
    counts = facts.counts
    rows = [
        ("1", "Việc có thời hạn", whole(counts.dated), "strong"),
        ("a", "Đã hoàn thành", whole(counts.done), ""),
        ("", "- Đúng hạn", whole(counts.done_on_time), ""),
        ("", "- Quá hạn", whole(counts.done_late), ""),
        ("b", "Chưa hoàn thành", whole(counts.not_done), ""),
        ("", "- Trong hạn", whole(counts.open), ""),
        ("", "- Quá hạn", whole(counts.overdue), ""),
        ("c", "Tỷ lệ hoàn thành", percent(counts.rate), "strong"),
        (
            "2",
            "Việc thường xuyên, không định ngày (không tính vào tỷ lệ)",
            whole(counts.undated),
            "strong",
        ),
        ("", "- Đang thực hiện", whole(counts.ongoing), ""),
        ("", "- Có minh chứng trong chu kỳ hiện tại", whole(facts.ongoing_with_evidence), ""),
        ("", "- Đã hoàn thành", whole(counts.done_undated), ""),
    ]
    out = (("Tạm dừng", counts.suspended), ("Đã hủy", counts.cancelled))
    rows += [
        (str(n), f"Việc {name.lower()}", whole(number), "strong")
        for n, (name, number) in enumerate([pair for pair in out if pair[1]], start=3)
    ]
    return Table(
        caption=caption,
        columns=("c-tt", "c-wide", "c-sum"),
        head=((HeadCell("TT"), HeadCell("Nội dung"), HeadCell("Kết quả")),),
        rows=tuple(
            Row((Cell(number, "mid"), Cell(name, is_head=True), Cell(value, "num")), css)
            for number, name, value, css in rows
        ),
    )


def unit_table(facts: PlanFacts, caption: str) -> Table:
    rows = [
        Row((Cell(str(number), "mid"), Cell(name, is_head=True), *_count_cells(counts)))
        for number, (name, counts) in enumerate(facts.by_unit, start=1)
    ]
    return _counts_table(caption, "TT", "Đơn vị chủ trì", rows, facts.counts)


def task_table(facts: PlanFacts, caption: str) -> Table:
    rows = [
        Row(
            (
                Cell(task.ref, "mid"),
                Cell(task.title, is_head=True),
                *_count_cells(facts.by_task[task.pk]),
            )
        )
        for task in facts.tasks.values()
        if task.pk in facts.by_task
    ]
    return _counts_table(caption, "Mục", "Nhiệm vụ", rows, facts.counts)


def _counts_table(
    caption: str, first: str, second: str, rows: Sequence[Row], total: Counts
) -> Table:
    last = Row((Cell("", "mid"), Cell("Tổng cộng", is_head=True), *_count_cells(total)), "strong")
    return Table(
        caption=caption,
        columns=("c-tt", "c-wide", *_COUNTS_COLUMNS),
        head=((HeadCell(first, rows=2), HeadCell(second, rows=2), *_COUNTS_HEAD), _COUNTS_SUBHEAD),
        rows=(*rows, last),
    )


def _count_cells(counts: Counts) -> Iterator[Cell]:
    for number in (
        counts.dated,
        counts.done_on_time,
        counts.done_late,
        counts.open,
        counts.overdue,
    ):
        yield Cell(whole(number), "num")
    yield Cell(percent(counts.rate), "num")
    yield Cell(whole(counts.undated), "num")


def unit_chart(facts: PlanFacts, caption: str) -> Figure:
    """The counts of each unit that has work with a day."""
    rows = [BarRow(name, counts) for name, counts in facts.by_unit if counts.dated]
    told = "Biểu đồ số việc có thời hạn của từng đơn vị theo tình trạng; số liệu như bảng nêu trên"
    return Figure(
        caption=caption,
        chart=stacked_bars(rows, PRINT_WIDTH, key="bieu-do-1", title=told, font=OFFICIAL_FONT),
        narrow=stacked_bars(rows, NARROW_WIDTH, key="bieu-do-1-hep", title=told),
    )


def late_table(facts: PlanFacts, work: Sequence[Work], caption: str, *, done: bool) -> Table:
    """Late work, the latest first, with the cause as the unit recorded it."""
    by_delay = sorted(work, key=lambda one: (-one.days_late, one.unit))[:LATE_ROWS]
    when = "Ngày hoàn thành" if done else "Tiến độ"
    head = (
        "TT",
        "Nhiệm vụ",
        "Đơn vị chủ trì",
        "Thời hạn",
        when,
        "Số ngày quá hạn",
        "Nguyên nhân, tình hình",
    )
    return Table(
        caption=caption,
        columns=("c-tt", "c-task", "c-unit", "c-day", "c-day", "c-num", "c-note"),
        head=(tuple(HeadCell(text) for text in head),),
        rows=tuple(_late_row(facts, number, one, done) for number, one in enumerate(by_delay, 1)),
    )


def _late_row(facts: PlanFacts, number: int, work: Work, done: bool) -> Row:
    reached = day(work.finished_on) if done and work.finished_on else f"{work.percent} %"
    return Row(
        (
            Cell(str(number), "mid"),
            Cell(_named(facts.tasks[work.task], work), is_head=True),
            Cell(work.unit),
            Cell(_due(work), "mid"),
            Cell(reached, "mid"),
            Cell(whole(work.days_late), "num"),
            Cell(cause(work)),
        )
    )


def cause(work: Work) -> str:
    """Why the work is late, in the unit's own recorded words."""
    if work.difficulty:
        return clipped(work.difficulty, 220)
    if work.extension_reason:
        return clipped(f"Xin gia hạn: {work.extension_reason}", 220)
    return clipped(work.result, 220) or "Đơn vị chưa báo cáo nguyên nhân"


def _named(task: TaskFact, work: Work) -> str:
    period = f" ({work.period})" if work.period else ""
    return f"{task.ref} {task.title}{period}".strip()


def _due(work: Work) -> str:
    if work.due_on is None:
        return ""
    moved = work.planned_on is not None and work.planned_on != work.due_on
    return day(work.due_on) + (
        f" (hạn cũ {day(work.planned_on)})" if moved and work.planned_on else ""
    )


def owed_table(owed: Sequence[OwedReport], caption: str) -> Table:
    """Reports of units that should have come and did not."""
    head = ("TT", "Đơn vị", "Báo cáo", "Kỳ", "Hạn nộp")
    return Table(
        caption=caption,
        columns=("c-tt", "c-unit", "c-wide", "c-day", "c-day"),
        head=(tuple(HeadCell(text) for text in head),),
        rows=tuple(
            Row(
                (
                    Cell(str(number), "mid"),
                    Cell(one.unit.name, is_head=True),
                    Cell(str(one.duty)),
                    Cell(one.period_name or "–", "mid"),
                    Cell(day(one.due_on) if one.due_on else "–", "mid"),
                )
            )
            for number, one in enumerate(owed, start=1)
        ),
    )


# --- the annex ------------------------------------------------------------------------------------
_ANNEX_HEAD = (
    "Mục",
    "Nhiệm vụ",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Thời hạn",
    "Ngày hoàn thành",
    "Tiến độ",
    "Tình trạng",
    "Kết quả đã ghi nhận",
)
_ANNEX_COLUMNS = (
    "c-tt",
    "c-task",
    "c-unit",
    "c-unit",
    "c-day",
    "c-day",
    "c-pct",
    "c-status",
    "c-note",
)


def annex(facts: PlanFacts, source: str) -> Annex | None:
    """Every task with each unit's part; None for a plan without tasks."""
    if not facts.tasks:
        return None
    whole_table = len(facts.work) <= ANNEX_ROWS
    listed = facts.work if whole_table else facts.with_status(Status.OVERDUE, Status.DONE_LATE)
    listed = listed[:ANNEX_ROWS]
    note = (
        ""
        if whole_table
        else f"Kế hoạch có {counted(len(facts.work))} việc trong kỳ; phụ lục chỉ liệt kê"
        f" {counted(len(listed))} việc quá hạn. Toàn bộ các việc xem trên phần mềm theo dõi."
    )
    table = Table(
        caption="",
        columns=_ANNEX_COLUMNS,
        head=(tuple(HeadCell(text) for text in _ANNEX_HEAD),),
        rows=tuple(_annex_rows(facts, listed, whole_table)),
    )
    return Annex("TÌNH HÌNH THỰC HIỆN TỪNG NHIỆM VỤ", source, note, table)


def _annex_rows(facts: PlanFacts, listed: Sequence[Work], whole_table: bool) -> Iterator[Row]:
    by_task: dict[int, list[Work]] = {}
    for one in listed:
        by_task.setdefault(one.task, []).append(one)
    for task in facts.tasks.values():
        parts = by_task.get(task.pk, [])
        for one in parts:
            yield _annex_row(task, one)
        if not parts and whole_table:
            yield _bare_row(task, task in facts.unassigned)


def _bare_row(task: TaskFact, unassigned: bool) -> Row:
    """A task on which no unit of the directory has work in the period."""
    if task.is_group:
        name = Cell(task.title, is_head=True, columns=len(_ANNEX_HEAD) - 1)
        return Row((Cell(task.ref, "mid"), name), "strong")
    lead = joined(task.outside_leads) or ("Chưa phân công" if unassigned else "–")
    status = "" if task.outside_leads or unassigned else "Không có việc trong kỳ"
    texts = (lead, joined(task.cooperating, most=4))
    return Row(
        (
            Cell(task.ref, "mid"),
            Cell(task.title, is_head=True),
            *(Cell(text) for text in texts),
            Cell(task.deadline, "mid"),
            Cell("", "mid"),
            Cell("", "num"),
            Cell(status),
            Cell(""),
        )
    )


def _annex_row(task: TaskFact, work: Work) -> Row:
    return Row(
        (
            Cell(task.ref, "mid"),
            Cell(f"{task.title}{f' ({work.period})' if work.period else ''}", is_head=True),
            Cell(work.unit),
            Cell(joined(task.cooperating, most=4)),
            Cell(_due(work) or task.deadline, "mid"),
            Cell(day(work.finished_on) if work.finished_on else "", "mid"),
            Cell(f"{work.percent} %", "num"),
            Cell(_standing(work)),
            Cell(clipped(work.result, 300)),
        )
    )


def _standing(work: Work) -> str:
    """The status in words; a cell of the official count is never replaced by a hint."""
    label = LOOKS[work.status].label
    return f"{label} ({LOOKS[Hint.WAITING].label.lower()})" if work.waits else label
