"""The tables and the chart of a report, from its facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.charts import BarRow, stacked_bars
from reports.compliance.facts import PlanFacts, TaskFact, Work
from reports.compliance.report import Annex, Cell, Figure, HeadCell, Row, Table
from reports.compliance.wording import clipped, counted, day, joined, listed, sentence, upper_first
from reports.submissions.outstanding import OwedReport
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
_COUNTS_COLUMNS = (*("c-num",) * 5, "c-rate", "c-rate")


def summary_table(facts: PlanFacts, caption: str) -> Table:
    """The official counts as a square; what is out of the rate on rows of its own."""
    counts = facts.counts
    head = ("Nội dung", "Đúng hạn, trong hạn", "Quá hạn", "Cộng")
    in_time, late = counts.done_on_time + counts.open, counts.done_late + counts.overdue
    rows = [
        _summary_row("Đã hoàn thành", counts.done_on_time, counts.done_late, counts.done),
        _summary_row("Chưa hoàn thành", counts.open, counts.overdue, counts.not_done),
        _summary_row("Cộng việc có thời hạn", in_time, late, counts.dated, css="strong"),
        _wide_row("Tỷ lệ hoàn thành", percent(counts.rate), css="strong"),
        _wide_row("Việc thường xuyên, không định ngày (không tính vào tỷ lệ)", _undated(facts)),
    ]
    out = listed([("tạm dừng", counts.suspended), ("đã hủy", counts.cancelled)])
    if out:
        rows.append(_wide_row("Việc không tính", upper_first(out)))
    return Table(
        caption=caption,
        columns=("c-wide", "c-sum", "c-sum", "c-sum"),
        head=(tuple(HeadCell(text) for text in head),),
        rows=tuple(rows),
    )


def _summary_row(name: str, *numbers: int, css: str = "") -> Row:
    return Row((Cell(name, is_head=True), *(Cell(whole(n), "num") for n in numbers)), css)


def _wide_row(name: str, value: str, css: str = "") -> Row:
    return Row((Cell(name, is_head=True), Cell(value, "mid", columns=3)), css)


def _undated(facts: PlanFacts) -> str:
    counts = facts.counts
    shown = facts.ongoing_with_evidence
    told = [f"{whole(counts.ongoing)} việc đang thực hiện"] if counts.ongoing else []
    if counts.ongoing:
        told.append(f"{whole(shown)} việc có minh chứng trong chu kỳ hiện tại")
    if counts.done_undated:
        told.append(f"{whole(counts.done_undated)} việc đã hoàn thành")
    return "; ".join(told) or "0"


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
        narrow=stacked_bars(
            rows, NARROW_WIDTH, key="bieu-do-1-hep", title=told, font=OFFICIAL_FONT
        ),
    )


def late_table(facts: PlanFacts, work: Sequence[Work], caption: str, most: int) -> Table:
    """At most so many parts of late work, the latest first, with the cause that was recorded."""
    by_delay = sorted(work, key=lambda one: (-one.days_late, one.unit))[:most]
    head = ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Nguyên nhân, tình hình")
    return Table(
        caption=caption,
        columns=("c-tt", "c-task", "c-unit", "c-due", "c-wide"),
        head=(tuple(HeadCell(text) for text in head),),
        rows=tuple(_late_row(facts, number, one) for number, one in enumerate(by_delay, start=1)),
    )


def _late_row(facts: PlanFacts, number: int, work: Work) -> Row:
    done = work.status is Status.DONE_LATE
    finished = f"hoàn thành {day(work.finished_on)}, " if done and work.finished_on else ""
    reached = "" if done else _reached(work)
    return Row(
        (
            Cell(str(number), "mid"),
            Cell(_named(facts.tasks[work.task], work), is_head=True),
            Cell(work.unit),
            Cell(f"{_due(work)} ({finished}quá {whole(work.days_late)} ngày)", "mid"),
            Cell(f"{reached}{sentence(cause(work))}"),
        )
    )


def _reached(work: Work) -> str:
    if work.waits and work.finished_on:
        return f"Đã báo hoàn thành ngày {day(work.finished_on)}, chờ xác nhận. "
    return f"Tiến độ {work.percent}\N{NO-BREAK SPACE}%. "


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
        columns=("c-tt", "c-lead", "c-wide", "c-due", "c-day"),
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
_ANNEX = (
    ("Mục", "c-tt"),
    ("Đơn vị chủ trì", "c-lead"),
    ("Kỳ", "c-day"),
    ("Thời hạn", "c-due"),
    ("Ngày hoàn thành", "c-day"),
    ("Tiến độ", "c-pct"),
    ("Tình trạng", "c-status"),
    ("Kết quả đã ghi nhận", "c-wide"),
)


def annex(facts: PlanFacts, source: str) -> Annex | None:
    """Every task with each unit's part; None for a plan without tasks."""
    if not facts.tasks:
        return None
    complete = len(facts.work) <= ANNEX_ROWS
    shown = facts.work if complete else facts.with_status(Status.OVERDUE, Status.DONE_LATE)
    shown = shown[:ANNEX_ROWS]
    note = (
        f"Kế hoạch có {counted(len(facts.work))} việc trong kỳ; Phụ lục chỉ liệt kê"
        f" {counted(len(shown))} việc quá hạn."
    )
    table = Table(
        caption="",
        columns=tuple(css for _, css in _ANNEX),
        head=(tuple(HeadCell(text) for text, _ in _ANNEX),),
        rows=tuple(_annex_rows(facts, shown, complete)),
    )
    title = "TÌNH HÌNH THỰC HIỆN TỪNG NHIỆM VỤ"
    return Annex(title, source, "" if complete else note, table)


def _annex_rows(facts: PlanFacts, shown: Sequence[Work], complete: bool) -> Iterator[Row]:
    by_task: dict[int, list[Work]] = {}
    for one in shown:
        by_task.setdefault(one.task, []).append(one)
    for task in facts.tasks.values():
        work = by_task.get(task.pk, [])
        if work or complete:
            yield _task_row(task)
        for one in work:
            yield _annex_row(task, one)
        if not work and complete and not task.is_group:
            yield _bare_row(task, task in facts.unassigned)


def _task_row(task: TaskFact) -> Row:
    helpers = joined(task.cooperating, most=8)
    name = f"{task.title}{f' (phối hợp: {helpers})' if helpers else ''}"
    return Row((Cell(task.ref, "mid"), Cell(name, is_head=True, columns=len(_ANNEX) - 1)), "strong")


def _bare_row(task: TaskFact, unassigned: bool) -> Row:
    """A task on which no unit of the directory has work in the period."""
    lead = joined(task.outside_leads) or ("Chưa phân công" if unassigned else "–")
    standing = "" if task.outside_leads or unassigned else "Không có việc trong kỳ"
    return _annex_cells(lead, "", task.deadline, "", "", standing, "")


def _annex_row(task: TaskFact, work: Work) -> Row:
    return _annex_cells(
        work.unit,
        work.period,
        _due(work) or task.deadline,
        day(work.finished_on) if work.finished_on else "",
        f"{work.percent} %",
        _standing(work),
        clipped(work.result, 300),
    )


def _annex_cells(
    unit: str, period: str, due: str, finished: str, reached: str, standing: str, result: str
) -> Row:
    return Row(
        (
            Cell("", "mid"),
            Cell(unit, is_head=True),
            Cell(period, "mid"),
            Cell(upper_first(due), "mid"),
            Cell(finished, "mid"),
            Cell(reached, "num"),
            Cell(standing),
            Cell(result),
        )
    )


def _standing(work: Work) -> str:
    """The status in words; a cell of the official count is never replaced by a hint."""
    label = LOOKS[work.status].label
    return f"{label} ({LOOKS[Hint.WAITING].label.lower()})" if work.waits else label
