"""The annexes of a report: whole tables, of which the text tells the sum."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from reports.compliance.annex_choice import Annexes, numbered
from reports.compliance.facts import ReportFacts
from reports.compliance.names import plan_name
from reports.compliance.results import FIGURES_IN_TEXT, UNITS_IN_TEXT
from reports.compliance.tables import (
    counted_cell,
    due,
    figure_table,
    late_table,
    unit_chart,
    unit_table,
)
from reports.compliance.work import TaskFact, Work
from reports.documents.document import Annex, Block, Cell, HeadCell, Row, Table
from reports.documents.wording import day, joined, sentence, upper_first
from reports.submissions.outstanding import OwedReport
from tasks.status import BADGES, Hint, Status

BARS_ON_A_PAGE = 26


def choose(facts: ReportFacts, chosen: Collection[str]) -> Annexes:
    """Those of the chosen annexes that have something in them, numbered."""
    return numbered(chosen, (key for key, has in _HAS.items() if has(facts)))


def annexes(facts: ReportFacts, source: str) -> tuple[Annex, ...]:
    """The annexes that the report has; ``source`` names the document to which they belong."""
    return tuple(
        Annex(
            key=key,
            number=number,
            title=TITLES[key],
            source=source,
            note="",
            blocks=tuple(_BLOCKS[key](facts)),
            is_wide=key in ("tasks", "late"),
        )
        for key, number in facts.annexes.numbers.items()
    )


TITLES = {
    "units": "KẾT QUẢ THỰC HIỆN CỦA TỪNG ĐƠN VỊ",
    "tasks": "KẾT QUẢ THỰC HIỆN TỪNG NHIỆM VỤ",
    "figures": "SỐ LIỆU THỰC HIỆN, SO VỚI CÙNG KỲ NĂM TRƯỚC",
    "late": "PHẦN VIỆC QUÁ HẠN VÀ NGUYÊN NHÂN",
    "reports": "BÁO CÁO CỦA ĐƠN VỊ CHƯA NỘP",
    "untracked": "NHIỆM VỤ KHÔNG THEO DÕI TRONG SỐ LIỆU",
    "evidence": "DANH MỤC MINH CHỨNG",
}


# --- by unit --------------------------------------------------------------------------------------
def _units(facts: ReportFacts) -> Iterator[Block]:
    yield unit_table(facts, "")
    dated = [row for row in facts.by_unit if row[1].dated]
    if len(facts.by_unit) > UNITS_IN_TEXT:
        pages = range(0, len(dated), BARS_ON_A_PAGE)
        for number, first in enumerate(pages, start=1):
            rows = dated[first : first + BARS_ON_A_PAGE]
            caption = f"Biểu đồ {number}. Phần việc có thời hạn của từng đơn vị"
            yield unit_chart(rows, caption, f"bieu-do-{number}")


# --- by task --------------------------------------------------------------------------------------
_TASKS_HEAD = (
    ("Mục", "c-tt"),
    ("Đơn vị chủ trì", "c-lead"),
    ("Kỳ", "c-day"),
    ("Thời hạn", "c-due"),
    ("Ngày hoàn thành", "c-day"),
    ("Tiến độ", "c-pct"),
    ("Tình trạng", "c-status"),
    ("Kết quả đã ghi nhận", "c-wide"),
)


def _tasks(facts: ReportFacts) -> Iterator[Block]:
    by_task: dict[int, list[Work]] = {}
    for one in facts.work:
        by_task.setdefault(one.task, []).append(one)
    yield Table(
        caption="",
        columns=tuple(css for _, css in _TASKS_HEAD),
        head=(tuple(HeadCell(text) for text, _ in _TASKS_HEAD),),
        rows=tuple(_task_rows(facts, by_task)),
        name="Từng nhiệm vụ",
    )


def _task_rows(facts: ReportFacts, by_task: dict[int, list[Work]]) -> Iterator[Row]:
    plans = {plan.pk: plan for plan in facts.scope.plans}
    before = None
    for task in facts.tasks.values():
        if not task.is_tracked:
            continue
        if task.plan != before and len(plans) > 1:
            yield _heading("", plan_name(plans[task.plan], issuer=False))
        before = task.plan
        helpers = f" (phối hợp: {joined(task.cooperating, most=8)})" if task.cooperating else ""
        yield _heading(task.ref, f"{task.title}{helpers}")
        work = by_task.get(task.pk, [])
        for one in work:
            yield _part_row(task, one)
        if not work and not task.is_group:
            yield _bare_row(task)


def _heading(ref: str, words: str) -> Row:
    return Row(
        (Cell(ref, "mid"), Cell(words, is_head=True, columns=len(_TASKS_HEAD) - 1)), "strong"
    )


def _bare_row(task: TaskFact) -> Row:
    """A task on which no unit of the directory has a part in the period."""
    nobody = "" if task.is_led else "Chưa phân công"
    lead = joined(task.outside_leads) or nobody or "–"
    standing = "Không có phần việc trong kỳ" if task.is_led else "Không theo dõi"
    cells = ("", lead, "", upper_first(task.deadline), "", "", standing, "")
    return Row(tuple(Cell(words) for words in cells))


def _part_row(task: TaskFact, work: Work) -> Row:
    finished = day(work.finished_on) if work.finished_on else ""
    return Row(
        (
            Cell("", "mid"),
            Cell(work.unit, is_head=True),
            Cell(work.period, "mid"),
            Cell(due(work) or upper_first(task.deadline), "mid", value=work.due_on),
            Cell(finished, "mid", value=work.finished_on),
            Cell(f"{work.percent}%", "num", value=work.percent / 100),
            Cell(_standing(work)),
            Cell(sentence(work.result) if work.result else ""),
        )
    )


def _standing(work: Work) -> str:
    """The status in words; a cell of the official count is never replaced by a hint."""
    label = BADGES[work.status].label
    return f"{label} ({BADGES[Hint.WAITING].label.lower()})" if work.waits else label


# --- late, missing, not tracked, evidence ---------------------------------------------------------
def _late_work(facts: ReportFacts) -> tuple[Work, ...]:
    return facts.with_status(Status.OVERDUE, Status.DONE_LATE)


def _late(facts: ReportFacts) -> Iterator[Block]:
    work = _late_work(facts)
    yield late_table(facts, work, "", len(work))


def _reports(facts: ReportFacts) -> Iterator[Block]:
    yield owed_table(facts.reporting.missing, "")


def owed_table(owed: tuple[OwedReport, ...], caption: str) -> Table:
    """Reports of units that should have come and did not."""
    head = ("TT", "Đơn vị", "Báo cáo", "Kỳ", "Hạn nộp")
    return Table(
        caption=caption,
        columns=("c-tt", "c-lead", "c-wide", "c-due", "c-day"),
        head=(tuple(HeadCell(text) for text in head),),
        rows=tuple(_owed_row(number, one) for number, one in enumerate(owed, start=1)),
        name="Báo cáo chưa nộp",
    )


def _owed_row(number: int, one: OwedReport) -> Row:
    return Row(
        (
            Cell(str(number), "mid"),
            Cell(one.unit.name, is_head=True),
            Cell(str(one.duty)),
            Cell(one.period_name or "–", "mid"),
            Cell(day(one.due_on) if one.due_on else "–", "mid", value=one.due_on),
        )
    )


def _untracked(facts: ReportFacts) -> Iterator[Block]:
    head = ("Mục", "Nhiệm vụ", "Chủ trì theo văn bản", "Lý do")
    outside, nobody = "Đơn vị ngoài danh mục", "Chưa phân công"
    found = [(one, outside) for one in facts.led_outside()]
    found += [(one, nobody) for one in facts.unassigned()]
    yield Table(
        caption="",
        columns=("c-tt", "c-wide", "c-task", "c-status"),
        head=(tuple(HeadCell(text) for text in head),),
        rows=tuple(
            Row(
                (
                    Cell(task.ref, "mid"),
                    Cell(task.title, is_head=True),
                    Cell(joined(task.outside_leads, most=20) or "–"),
                    Cell(why),
                )
            )
            for task, why in found
        ),
        name="Không theo dõi",
    )


def _evidence(facts: ReportFacts) -> Iterator[Block]:
    head = ("TT", "Nhiệm vụ", "Đơn vị", "Ngày", "Tên tệp")
    yield Table(
        caption="",
        columns=("c-tt", "c-wide", "c-unit", "c-day", "c-task"),
        head=(tuple(HeadCell(text) for text in head),),
        rows=tuple(
            Row(
                (
                    counted_cell(number),
                    Cell(facts.tasks[one.task].named, is_head=True),
                    Cell(one.unit),
                    Cell(day(one.on), "mid", value=one.on),
                    Cell(one.name),
                )
            )
            for number, one in enumerate(facts.evidence, start=1)
        ),
        name="Minh chứng",
    )


_BLOCKS: dict[str, Callable[[ReportFacts], Iterator[Block]]] = {
    "units": _units,
    "tasks": _tasks,
    "figures": lambda facts: iter((replace(figure_table(facts), caption=""),)),
    "late": _late,
    "reports": _reports,
    "untracked": _untracked,
    "evidence": _evidence,
}

_HAS: dict[str, Callable[[ReportFacts], bool]] = {
    "units": lambda facts: len(facts.by_unit) > 0,
    "tasks": lambda facts: bool(facts.tasks),
    "figures": lambda facts: len(facts.figures) > FIGURES_IN_TEXT,
    "late": lambda facts: bool(_late_work(facts)),
    "reports": lambda facts: bool(facts.reporting.missing),
    "untracked": lambda facts: bool(facts.led_outside() or facts.unassigned()),
    "evidence": lambda facts: bool(facts.evidence),
}
