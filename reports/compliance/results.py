"""Parts II and III of a report: what was achieved, and what is late and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.compliance.facts import PlanFacts, Work
from reports.compliance.report import Block, Bullets, Paragraph, Subheading
from reports.compliance.tables import (
    LATE_ROWS,
    late_table,
    summary_table,
    task_table,
    unit_chart,
    unit_table,
)
from reports.compliance.wording import (
    clipped,
    counted,
    day,
    in_order,
    joined,
    listed,
    lower_first,
    sentence,
    share,
)
from tasks.models import Category
from tasks.status import Counts, Status

DONE_LATE_ROWS = 10  # the others stand in the annex
RESULTS_TOLD = 3  # for each group of work; all of them stand in the annex

RULE_OF_RATE = (
    "Cách tính: mỗi nhiệm vụ giao cho một đơn vị chủ trì trong một kỳ là một việc; phần phối"
    " hợp không"
    " tính lại. Tỷ lệ hoàn thành = số việc đã hoàn thành ÷ (số việc đã hoàn thành + số việc"
    " chưa hoàn"
    " thành đã quá hạn). Việc còn trong hạn và việc thường xuyên, không định ngày không thuộc"
    " mẫu số."
)
RULE_OF_TIME = (
    "Việc được tính là đã hoàn thành khi kết quả được xác nhận; đúng hạn hay quá hạn tính theo"
    " ngày đơn"
    " vị báo cáo hoàn thành, không theo ngày xác nhận. Thời hạn ghi “trước ngày”, “chậm nhất"
    " ngày” hoặc"
    " “đến hết ngày” đều tính quá hạn từ ngày liền sau ngày đó."
)


# --- II -------------------------------------------------------------------------------------------
def results(facts: PlanFacts) -> Iterator[Block]:
    if not facts.work:
        yield Paragraph(
            "Trong kỳ báo cáo không có việc nào thuộc phạm vi thống kê nên chưa có cơ sở tính"
            " tỷ lệ hoàn"
            " thành.",
            (RULE_OF_RATE,),
        )
        return
    yield Subheading("1.", "Kết quả chung")
    yield Paragraph(_overall(facts), (RULE_OF_TIME,))
    yield Paragraph(_rate(facts.counts), (RULE_OF_RATE,))
    yield summary_table(facts, "Bảng 1. Kết quả chung")
    yield Subheading("2.", "Kết quả theo nhóm công việc")
    yield from _by_category(facts)
    yield Subheading("3.", "Kết quả theo đơn vị chủ trì")
    yield unit_table(facts, "Bảng 2. Kết quả theo đơn vị chủ trì")
    if facts.counts.dated:
        yield unit_chart(facts, "Biểu đồ 1. Việc có thời hạn của từng đơn vị theo tình trạng")
    yield Subheading("4.", "Kết quả theo nhiệm vụ")
    yield task_table(facts, "Bảng 3. Kết quả theo nhiệm vụ")


def _overall(facts: PlanFacts) -> str:
    counts = facts.counts
    until = f"Tính đến hết ngày {day(facts.day)}"
    if not counts.dated:
        return f"{until}, trong kỳ không có việc nào có thời hạn."
    return (
        f"{until}, trong {counted(counts.dated)} việc có thời hạn: đã hoàn thành"
        f" {counted(counts.done)} việc (đúng hạn {counted(counts.done_on_time)}, quá hạn"
        f" {counted(counts.done_late)}); chưa hoàn thành {counted(counts.not_done)} việc (trong hạn"
        f" {counted(counts.open)}, quá hạn {counted(counts.overdue)})."
    )


def _rate(counts: Counts) -> str:
    if counts.rate is None:
        return "Chưa có việc nào đến hạn nên chưa có cơ sở tính tỷ lệ hoàn thành."
    return f"Tỷ lệ hoàn thành đạt {share(counts.rate)}."


def _by_category(facts: PlanFacts) -> Iterator[Block]:
    for number, (category, counts) in enumerate(_category_counts(facts), start=1):
        label = Category(category).label
        name = "công việc khác" if category == Category.OTHER else lower_first(label)
        yield Paragraph(f"{chr(96 + number)}) Về {name}: {_of_group(counts)}")
        told = tuple(_results_told(facts, category))
        if told:
            yield Bullets(told)


def _category_counts(facts: PlanFacts) -> list[tuple[str, Counts]]:
    found: dict[str, Counts] = {}
    for pk, counts in facts.by_task.items():
        category = facts.tasks[pk].category
        found[category] = found.get(category, Counts()) + counts
    order = list(Category.values)
    return sorted(found.items(), key=lambda pair: order.index(pair[0]))


def _of_group(counts: Counts) -> str:
    told = []
    if counts.dated:
        rate = f", tỷ lệ hoàn thành {share(counts.rate)}" if counts.rate is not None else ""
        told.append(f"{counted(counts.dated)} việc có thời hạn, {_done_and_left(counts)}{rate}")
    if counts.undated:
        told.append(f"{counted(counts.undated)} việc thường xuyên, không định ngày")
    stopped = (("tạm dừng", counts.suspended), ("đã hủy", counts.cancelled))
    told += [f"{counted(number)} việc {name}, không tính" for name, number in stopped if number]
    return f"{'; '.join(told)}."


def _done_and_left(counts: Counts) -> str:
    left = listed([("trong hạn", counts.open), ("quá hạn", counts.overdue)])
    late = f" (trong đó quá hạn {counted(counts.done_late)})" if counts.done_late else ""
    if not counts.done:
        return f"chưa có việc hoàn thành ({left})"
    if not counts.not_done:
        return f"đã hoàn thành toàn bộ{late}"
    return f"đã hoàn thành {counted(counts.done)} việc{late}, chưa hoàn thành: {left}"


def _results_told(facts: PlanFacts, category: str) -> Iterator[str]:
    """The latest results that units reported, in their words."""
    done = [
        one
        for one in facts.work
        if one.finished_on and one.result and facts.tasks[one.task].category == category
    ]
    done.sort(key=lambda one: one.finished_on or facts.day, reverse=True)
    for one in done[:RESULTS_TOLD]:
        yield f"{one.unit}: {sentence(clipped(one.result, 260))}"


# --- III ------------------------------------------------------------------------------------------
def late(facts: PlanFacts) -> Iterator[Block]:
    overdue = facts.with_status(Status.OVERDUE)
    done_late = facts.with_status(Status.DONE_LATE)
    if not overdue and not done_late:
        yield Paragraph(f"Tính đến hết ngày {day(facts.day)}, không có việc nào quá hạn.")
        return
    yield Subheading("1.", "Việc chưa hoàn thành, quá hạn")
    if overdue:
        yield Paragraph(_late_words(overdue, "chưa hoàn thành, đã quá hạn", LATE_ROWS))
        yield late_table(facts, overdue, "Việc chưa hoàn thành, quá hạn", LATE_ROWS)
    else:
        yield Paragraph("Không có việc chưa hoàn thành nào quá hạn.")
    if done_late:
        yield Subheading("2.", "Việc đã hoàn thành nhưng quá hạn")
        yield Paragraph(_late_words(done_late, "đã hoàn thành nhưng quá hạn", DONE_LATE_ROWS))
        yield late_table(facts, done_late, "Việc đã hoàn thành, quá hạn", DONE_LATE_ROWS)


def _late_words(work: Sequence[Work], how: str, most: int) -> str:
    units = joined(in_order(one.unit for one in work))
    longest = counted(max(one.days_late for one in work))
    told = f"Có {counted(len(work))} việc {how}, thuộc {units}; quá hạn lâu nhất {longest} ngày."
    if len(work) > most:
        return (
            f"{told} Bảng sau nêu {counted(most)} việc quá hạn lâu nhất; các việc khác tại Phụ lục:"
        )
    return f"{told} {_causes_words(work)}"


def _causes_words(work: Sequence[Work]) -> str:
    given = sum(bool(one.difficulty or one.extension_reason) for one in work)
    if given == len(work):
        return "Các đơn vị đã nêu nguyên nhân như sau:"
    if given == 0:
        return "Các đơn vị chưa nêu nguyên nhân cụ thể; tình hình ghi nhận như sau:"
    rest = "các việc còn lại ghi nhận tình hình như sau:"
    return f"Đơn vị đã nêu nguyên nhân đối với {counted(given)} việc; {rest}"
