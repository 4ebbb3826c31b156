"""The tables and the charts in the text of a report, from its facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reports.charts import BarRow, stacked_bars
from reports.compliance.facts import ReportFacts, Reporting, Totals
from reports.compliance.figures import FigureRow
from reports.compliance.names import plan_name
from reports.compliance.work import TaskFact, Work
from reports.documents.document import Cell, Figure, HeadCell, Row, Table
from reports.documents.wording import changed, day, sentence, share
from tasks.figures import PERCENT
from tasks.models import Category
from tasks.status import Counts, Status
from vietnamese.numbers import NOTHING, whole
from vietnamese.numbers import number as as_written

OFFICIAL_FONT = "Official Serif, Liberation Serif, Times New Roman, serif"
PRINT_WIDTH, NARROW_WIDTH = 600, 320  # px; 165 mm of text are 623 px

_COUNTS_SUBHEAD = tuple(HeadCell(text) for text in ("Đúng hạn", "Quá hạn", "Trong hạn", "Quá hạn"))
_COUNTS_COLUMNS = (*("c-num",) * 5, "c-rate", "c-rate")


def counted_cell(number: int) -> Cell:
    return Cell(whole(number), "num", value=number)


def rate_cell(rate: float | None) -> Cell:
    return Cell(share(rate), "num", value=None if rate is None else round(rate / 100, 6))


# --- this period beside the same period -----------------------------------------------------------
def comparison_table(facts: ReportFacts) -> Table:
    """The figures of the period, of the same days a year before, and the change."""
    head = ("TT", "Nội dung", "Đơn vị tính", "Kỳ này", "Cùng kỳ", "Tăng, giảm")
    return Table(
        caption="Kết quả chung, so với cùng kỳ năm trước",
        columns=("c-tt", "c-wide", "c-day", "c-rate", "c-rate", "c-day"),
        head=(tuple(HeadCell(text) for text in head),),
        rows=tuple(_comparison_rows(facts)),
        name="Kết quả chung",
    )


def _comparison_rows(facts: ReportFacts) -> Iterator[Row]:
    now, before = facts.totals, facts.before
    tasks, parts = (before.tasks, before.parts) if before else (None, None)
    yield from _counts_rows("A", "Nhiệm vụ", "nhiệm vụ", now.tasks, tasks)
    yield from _counts_rows("B", "Phần việc của đơn vị", "phần việc", now.parts, parts)
    yield from _report_rows(now, before)


def _counts_rows(
    letter: str, name: str, measure: str, now: Counts, before: Counts | None
) -> Iterator[Row]:
    yield _group_row(letter, name)
    rows = (
        ("Có thời hạn", "dated"),
        ("Đã hoàn thành đúng hạn", "done_on_time"),
        ("Đã hoàn thành quá hạn", "done_late"),
        ("Chưa hoàn thành, trong hạn", "open"),
        ("Chưa hoàn thành, quá hạn", "overdue"),
        ("Thường xuyên, không định ngày", "undated"),
    )
    for number, (words, field) in enumerate(rows, start=1):
        earlier = getattr(before, field) if before else None
        yield _figure_row(str(number), words, measure, getattr(now, field), earlier)
    yield _rate_row(str(len(rows) + 1), now.rate, before.rate if before else None)


def _group_row(letter: str, name: str, columns: int = 6) -> Row:
    return Row((Cell(letter, "mid"), Cell(name, is_head=True, columns=columns - 1)), "strong")


def _figure_row(
    number: str,
    name: str,
    measure: str,
    now: float | None,
    before: float | None,
    *more: Cell,
) -> Row:
    change, by = NOTHING, None
    if now is not None and before is not None:
        change, by = changed(now, before), now - before
    return Row(
        (
            Cell(number, "mid"),
            Cell(name, is_head=True),
            Cell(measure, "mid"),
            _number_cell(now, measure),
            _number_cell(before, measure),
            Cell(change, "num", value=by),
            *more,
        )
    )


def _number_cell(number: float | None, measure: str = "") -> Cell:
    if number is None:
        return Cell(NOTHING, "num")
    if measure == PERCENT:
        return rate_cell(number)
    value = int(number) if number == int(number) else number
    return Cell(as_written(Decimal(str(number))), "num", value=value)


def _rate_row(number: str, now: float | None, before: float | None) -> Row:
    change, by = NOTHING, None
    if now is not None and before is not None:
        change, by = changed(round(now, 2), round(before, 2)), (now - before) / 100
    return Row(
        (
            Cell(number, "mid"),
            Cell("Tỷ lệ hoàn thành", is_head=True),
            Cell("%", "mid"),
            rate_cell(now),
            rate_cell(before),
            Cell(change, "num", value=by),
        ),
        "strong",
    )


def _report_rows(now: Totals, before: Totals | None) -> Iterator[Row]:
    yield _group_row("C", "Báo cáo của đơn vị")
    earlier = before.reporting if before else None
    rows = (
        ("Đến hạn nộp", _due),
        ("Nộp đúng hạn", lambda one: one.in_time),
        ("Nộp quá hạn", lambda one: one.late),
        ("Chưa nộp", lambda one: len(one.missing)),
    )
    for number, (words, of) in enumerate(rows, start=1):
        yield _figure_row(
            str(number), words, "báo cáo", of(now.reporting), of(earlier) if earlier else None
        )


def _due(one: Reporting) -> int:
    return one.came + len(one.missing)


# --- what was counted in the field ---------------------------------------------------------------
REPEATED = "(*)"  # behind the name of an indicator of which a figure was left out


def figure_table(facts: ReportFacts) -> Table:
    """Every indicator of which something was told, beside the same period; with its target and how
    much of it was reached where any has one."""
    has_targets = any(one.target is not None for one in facts.figures)
    head = ["TT", "Chỉ tiêu", "Đơn vị tính", "Kỳ này", "Cùng kỳ", "Tăng, giảm"]
    columns = ["c-tt", "c-wide", "c-day", "c-rate", "c-rate", "c-day"]
    if has_targets:
        head += ["Mức phải đạt", "Đạt"]
        columns = ["c-no", "c-wide", *("c-rate",) * 6]
    return Table(
        caption="Số liệu thực hiện, so với cùng kỳ năm trước",
        columns=tuple(columns),
        head=(tuple(HeadCell(text) for text in head),),
        rows=tuple(_counted_rows(facts, has_targets)),
        name="Số liệu thực hiện",
    )


def _counted_rows(facts: ReportFacts, has_targets: bool) -> Iterator[Row]:
    columns = 8 if has_targets else 6
    for letter, (name, rows) in zip("ABCDEFGHIKLMN", _groups(facts), strict=False):
        yield _group_row(letter, name, columns)
        for number, one in enumerate(rows, start=1):
            target = _number_cell(_float(one.target), one.measure)
            more = (target, rate_cell(one.reached)) if has_targets else ()
            words = f"{one.name} {REPEATED}" if one.repeated else one.name
            values = _float(one.now), _float(one.before)
            yield _figure_row(str(number), words, one.measure, *values, *more)


def _groups(facts: ReportFacts) -> Iterator[tuple[str, list[FigureRow]]]:
    """The field first, then each group of work, then what units wrote into their reports."""
    field = [one for one in facts.figures if one.is_of_the_field]
    if field:
        yield "Tình hình cháy, nổ, sự cố, tai nạn", field
    for category in ("", *Category.values):
        rows = [one for one in facts.figures if one.category == category and one not in field]
        if rows:
            yield Category(category).label if category else "Số liệu chung", rows
    if facts.told_figures:
        yield "Theo báo cáo đã tiếp nhận của các đơn vị", list(facts.told_figures)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


# --- by unit, by plan, by duty --------------------------------------------------------------------
def unit_table(facts: ReportFacts, caption: str) -> Table:
    """The phần việc of each unit."""
    rows = [
        Row((Cell(str(number), "mid"), Cell(name, is_head=True), *count_cells(counts)))
        for number, (name, counts) in enumerate(facts.by_unit, start=1)
    ]
    return _counts_table(
        caption, ("TT", "Đơn vị chủ trì", "Phần việc"), rows, facts.parts, "Theo đơn vị"
    )


def plan_table(facts: ReportFacts, caption: str) -> Table:
    """The nhiệm vụ of each plan."""
    rows = [
        Row(
            (
                Cell(str(number), "mid"),
                Cell(plan_name(plan, issuer=False), is_head=True),
                *count_cells(facts.by_plan.get(plan.pk, Counts())),
            )
        )
        for number, plan in enumerate(facts.scope.plans, start=1)
    ]
    return _counts_table(
        caption, ("TT", "Kế hoạch", "Nhiệm vụ"), rows, facts.totals.tasks, "Theo kế hoạch"
    )


def _counts_table(
    caption: str, heads: tuple[str, str, str], rows: Sequence[Row], total: Counts, name: str
) -> Table:
    last = Row((Cell("", "mid"), Cell("Tổng cộng", is_head=True), *count_cells(total)), "strong")
    first, second, counted = heads
    head = (
        HeadCell(first, rows=2),
        HeadCell(second, rows=2),
        HeadCell(f"{counted} có thời hạn", rows=2),
        HeadCell("Đã hoàn thành", columns=2),
        HeadCell("Chưa hoàn thành", columns=2),
        HeadCell("Tỷ lệ hoàn thành", rows=2),
        HeadCell("Thường xuyên", rows=2),
    )
    return Table(
        caption=caption,
        columns=("c-tt", "c-wide", *_COUNTS_COLUMNS),
        head=(head, _COUNTS_SUBHEAD),
        rows=(*rows, last),
        name=name,
    )


def count_cells(counts: Counts) -> Iterator[Cell]:
    """The official counts as cells: dated, the four, the rate, without a day."""
    for number in (
        counts.dated,
        counts.done_on_time,
        counts.done_late,
        counts.open,
        counts.overdue,
    ):
        yield counted_cell(number)
    yield rate_cell(counts.rate)
    yield counted_cell(counts.undated)


def duty_table(facts: ReportFacts, caption: str) -> Table:
    """The reports of units: each duty with how many came when."""
    head = ("TT", "Báo cáo", "Đến hạn", "Đúng hạn", "Quá hạn", "Chưa nộp")
    return Table(
        caption=caption,
        columns=("c-tt", "c-wide", "c-rate", "c-rate", "c-rate", "c-rate"),
        head=(tuple(HeadCell(text) for text in head),),
        rows=tuple(_duty_rows(facts)),
        name="Báo cáo của đơn vị",
    )


def _duty_rows(facts: ReportFacts) -> Iterator[Row]:
    found: dict[str, list[int]] = {}
    missing = {one.key for one in facts.reporting.missing}
    for one in facts.reporting.owed:
        counts = found.setdefault(str(one.duty), [0, 0, 0])
        submitted_on = one.facts.submitted_on
        if one.key in missing:
            counts[2] += 1
        elif submitted_on and submitted_on <= facts.day:
            counts[1 if one.due_on and submitted_on > one.due_on else 0] += 1
    for number, (name, counts) in enumerate(found.items(), start=1):
        cells = (counted_cell(one) for one in (sum(counts), *counts))
        yield Row((Cell(str(number), "mid"), Cell(name, is_head=True), *cells))


def unit_chart(rows: Sequence[tuple[str, Counts]], caption: str, key: str = "bieu-do-1") -> Figure:
    """The counts of each unit that has phần việc with a day."""
    bars = [BarRow(name, counts) for name, counts in rows if counts.dated]
    told = (
        "Biểu đồ số phần việc có thời hạn của từng đơn vị theo tình trạng; số liệu như bảng nêu"
        " trên"
    )
    return Figure(
        caption=caption,
        chart=stacked_bars(bars, PRINT_WIDTH, key=key, title=told, font=OFFICIAL_FONT),
        narrow=stacked_bars(bars, NARROW_WIDTH, key=f"{key}-hep", title=told, font=OFFICIAL_FONT),
    )


# --- what is late ---------------------------------------------------------------------------------
def late_table(facts: ReportFacts, work: Sequence[Work], caption: str, most: int) -> Table:
    """At most so many parts of late work, the latest first, with the cause that was recorded."""
    by_delay = sorted(work, key=lambda one: (-one.days_late, one.unit, one.pk))[:most]
    head = (
        "TT",
        "Nhiệm vụ",
        "Đơn vị chủ trì",
        "Thời hạn",
        "Quá hạn (ngày)",
        "Nguyên nhân, tình hình",
    )
    return Table(
        caption=caption,
        columns=("c-no", "c-wide", "c-unit", "c-day", "c-pct", "c-task"),
        head=(tuple(HeadCell(text) for text in head),),
        rows=tuple(_late_row(facts, number, one) for number, one in enumerate(by_delay, start=1)),
        name="Việc quá hạn",
    )


def _late_row(facts: ReportFacts, number: int, work: Work) -> Row:
    return Row(
        (
            Cell(str(number), "mid"),
            Cell(named(facts.tasks[work.task], work), is_head=True),
            Cell(work.unit),
            Cell(due(work), "mid", value=work.due_on),
            counted_cell(work.days_late),
            Cell(_reached(work)),
        )
    )


def _reached(work: Work) -> str:
    told = sentence(work.cause) if work.cause else "Chưa nêu nguyên nhân."
    if work.status is Status.DONE_LATE and work.finished_on:
        return f"Hoàn thành ngày {day(work.finished_on)}. {told}"
    if work.waits and work.finished_on:
        return f"Đã báo hoàn thành ngày {day(work.finished_on)}, chờ xác nhận. {told}"
    return f"Tiến độ {work.percent}%. {told}"


def named(task: TaskFact, work: Work) -> str:
    """The task with its number, and the period for which it is done."""
    return f"{task.named.rstrip(' .;')} ({work.period})" if work.period else task.named


def due(work: Work) -> str:
    """The due day, with the plan's own where it was moved."""
    if work.due_on is None:
        return ""
    moved = work.planned_on if work.planned_on != work.due_on else None
    return day(work.due_on) + (f" (hạn cũ {day(moved)})" if moved else "")
