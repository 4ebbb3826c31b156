"""Part II of a report: what was achieved, with numbers."""

from __future__ import annotations

from collections.abc import Iterator

from plans.reckoning import Reckoning
from reports.compliance.facts import Group, ReportFacts
from reports.compliance.tables import (
    REPEATED,
    comparison_table,
    duty_table,
    figure_table,
    plan_table,
    unit_chart,
    unit_table,
)
from reports.documents.document import Block, Paragraph
from reports.documents.wording import counted, day, listed, lower_first, share
from tasks.models import Category
from tasks.status import Counts
from vietnamese.numbers import number, points

# In the order of a Vietnamese text, which has no f, j, w, z.
LETTERS = "abcdđeghiklmnopq"
FIGURES_IN_TEXT = 12  # of more, the table stands in an annex
FIGURES_TOLD = 4  # of a group of work; the table has all
UNITS_IN_TEXT = 15  # of more, the table and the chart stand in an annex

RULE_OF_RATE = (
    "Cách tính: một nhiệm vụ được tính một lần, hoàn thành khi mọi phần việc trong kỳ của các đơn"
    " vị chủ trì đã hoàn thành, quá hạn khi có một phần việc quá hạn; phần phối hợp không tính lại."
    " Tỷ lệ hoàn thành = đã hoàn thành ÷ (đã hoàn thành + chưa hoàn thành đã quá hạn). Nhiệm vụ còn"
    " trong hạn và nhiệm vụ thường xuyên, không định ngày không thuộc mẫu số."
)
RULE_OF_TIME = (
    "Được tính là đã hoàn thành khi kết quả được xác nhận; đúng hạn hay quá hạn tính theo ngày đơn"
    " vị báo cáo hoàn thành, không theo ngày xác nhận."
)
_BY_DAY = (
    " Thời hạn ghi “trước ngày”, “chậm nhất ngày” hoặc “đến hết ngày” đều tính quá hạn từ ngày liền"
    " sau ngày đó."
)
_BEFORE_DAY = (
    " Thời hạn ghi “trước ngày” tính quá hạn từ chính ngày đó; “chậm nhất ngày”, “đến hết ngày”"
    " tính quá hạn từ ngày liền sau."
)
_MOVED = " Hạn rơi vào ngày nghỉ được lùi đến ngày làm việc kế tiếp."


def rule_of_time(reading: Reckoning) -> str:
    """How done in time is told from late, as the agency reads due days."""
    read = _BEFORE_DAY if reading.strict_before else _BY_DAY
    return f"{RULE_OF_TIME}{read}{_MOVED if reading.moves else ''}"


def overall(facts: ReportFacts) -> Iterator[Block]:
    """The official counts of nhiệm vụ and phần việc, beside the same period."""
    tasks, parts = facts.totals.tasks, facts.parts
    if not parts.total:
        yield Paragraph(
            "Trong kỳ báo cáo không có nhiệm vụ nào thuộc phạm vi thống kê nên chưa có cơ sở tính"
            " tỷ lệ hoàn thành.",
            (RULE_OF_RATE,),
        )
        return
    until = f"Tính đến hết ngày {day(facts.day)}"
    if tasks.dated:
        told = f"{until}, trong {counted(tasks.dated)} nhiệm vụ có thời hạn: {_standing(tasks)}."
        yield Paragraph(told, (rule_of_time(facts.reading),))
    else:
        yield Paragraph(f"{until}, trong kỳ không có nhiệm vụ nào có thời hạn.")
    yield Paragraph(_rate(facts), (RULE_OF_RATE,))
    if parts.dated:
        rate = f"; tỷ lệ hoàn thành {share(parts.rate)}" if parts.rate is not None else ""
        yield Paragraph(
            f"Tính theo phần việc của từng đơn vị, trong {counted(parts.dated)} phần việc có thời"
            f" hạn: {_standing(parts)}{rate}."
        )
    if parts.ongoing:
        yield Paragraph(
            f"Trong {counted(parts.ongoing)} phần việc thường xuyên đang thực hiện,"
            f" {counted(facts.ongoing_with_evidence)} phần việc có minh chứng trong chu kỳ hiện"
            " tại."
        )
    yield comparison_table(facts)


def _standing(counts: Counts) -> str:
    done = listed([("đúng hạn", counts.done_on_time), ("quá hạn", counts.done_late)])
    left = listed([("trong hạn", counts.open), ("quá hạn", counts.overdue)])
    return (
        f"đã hoàn thành {counted(counts.done)}{f' ({done})' if done else ''};"
        f" chưa hoàn thành {counted(counts.not_done)}{f' ({left})' if left else ''}"
    )


def _rate(facts: ReportFacts) -> str:
    rate = facts.totals.tasks.rate
    if rate is None:
        return "Chưa có nhiệm vụ nào đến hạn nên chưa có cơ sở tính tỷ lệ hoàn thành."
    told = f"Tỷ lệ hoàn thành nhiệm vụ đạt {share(rate)}"
    before = facts.before.tasks.rate if facts.before else None
    if before is None:
        return f"{told}."
    if share(rate) == share(before):
        return f"{told}, bằng cùng kỳ năm trước."
    grew, by = "tăng" if rate > before else "giảm", points(round(rate, 2) - round(before, 2))
    return f"{told}, {grew} {by} điểm phần trăm so với cùng kỳ năm trước."


# --- what was counted in the field ---------------------------------------------------------------
def counted_figures(facts: ReportFacts) -> Iterator[Block]:
    """The table of figures, where it is short or no annex takes it, and what a reader must know of
    how they were counted."""
    if not (facts.figures or facts.told_figures):
        return
    notes = tuple(filter(None, (" ".join(_figure_notes(facts)),)))
    if facts.annexes.has("figures") and len(facts.figures) > FIGURES_IN_TEXT:
        told = (
            f"Các đơn vị đã báo cáo {counted(len(facts.figures))} chỉ tiêu số liệu trong kỳ; kết"
            " quả chính nêu tại từng nhóm công việc dưới đây, số liệu đầy đủ và so với cùng kỳ năm"
            f" trước tại Phụ lục {facts.annexes.numbers['figures']}."
        )
        yield Paragraph(told, notes)
        return
    yield Paragraph("Số liệu do các đơn vị báo cáo trong kỳ, so với cùng kỳ năm trước:", notes)
    yield figure_table(facts)


def _figure_notes(facts: ReportFacts) -> Iterator[str]:
    left_out = sum(one.repeated for one in facts.figures)
    if left_out:
        yield (
            f"Chỉ tiêu có dấu {REPEATED}: số liệu do nhiều đơn vị cùng báo về một việc chỉ tính một"
            f" lần (không cộng {counted(left_out)} số liệu trùng)."
        )
    apart = [
        f"{one.name} {number(one.on_target)}/{number(one.target)} {one.measure}"
        for one in facts.figures
        if one.on_target is not None and one.target is not None and one.on_target != one.now
    ]
    if apart:
        yield f"Mức đạt chỉ tính các nhiệm vụ có giao mức phải đạt: {'; '.join(apart)}."


# --- by group of work -----------------------------------------------------------------------------
def by_category(facts: ReportFacts) -> Iterator[Block]:
    """Each group of work with its nhiệm vụ and phần việc."""
    for place, (category, group) in enumerate(facts.by_category.items()):
        label = Category(category).label
        name = "công việc khác" if category == Category.OTHER else lower_first(label)
        told = " ".join(_told_of_group(facts, category))
        yield Paragraph(f"{LETTERS[place]}) Về {name}: {_of_group(group)}.{told}")


def _told_of_group(facts: ReportFacts, category: str) -> Iterator[str]:
    """What was counted in a group of work: " Kết quả: 33 buổi tuyên truyền; …."."""
    told = [
        one.words(one.now)
        for one in facts.figures
        if one.category == category and category and one.now
    ]
    if told:
        yield f" Kết quả: {'; '.join(told[:FIGURES_TOLD])}."


def _of_group(group: Group) -> str:
    tasks, parts = group.tasks, group.parts
    told = [f"{counted(tasks.total)} nhiệm vụ với {counted(parts.total)} phần việc"]
    if tasks.dated:
        told.append(_done_and_left(tasks))
    if tasks.undated:
        told.append(f"{counted(tasks.undated)} nhiệm vụ thường xuyên, không định ngày")
    stopped = (("tạm dừng", tasks.suspended), ("đã hủy", tasks.cancelled))
    told += [f"{counted(number)} nhiệm vụ {name}, không tính" for name, number in stopped if number]
    return "; ".join(told)


def _done_and_left(counts: Counts) -> str:
    rate = f", tỷ lệ hoàn thành {share(counts.rate)}" if counts.rate is not None else ""
    left = listed([("trong hạn", counts.open), ("quá hạn", counts.overdue)])
    late = f" (trong đó quá hạn {counted(counts.done_late)})" if counts.done_late else ""
    if not counts.done:
        return f"chưa có nhiệm vụ hoàn thành ({left}){rate}"
    if not counts.not_done:
        return f"đã hoàn thành toàn bộ {counted(counts.done)} nhiệm vụ có thời hạn{late}"
    return f"đã hoàn thành {counted(counts.done)}{late}, chưa hoàn thành {left}{rate}"


# --- by unit, by plan, reports --------------------------------------------------------------------
def by_unit(facts: ReportFacts) -> Iterator[Block]:
    """How each unit stands; where there are many, only how many stand how."""
    rows = facts.by_unit
    if not rows:
        return
    punctual = sum(1 for _, counts in rows if not counts.overdue and not counts.done_late)
    told = (
        f"Trong {counted(len(rows))} đơn vị chủ trì, {counted(punctual)} đơn vị không có phần việc"
        " quá hạn"
    )
    if len(rows) > UNITS_IN_TEXT:
        yield Paragraph(f"{told}{facts.see('units')}.")
        return
    yield Paragraph(f"{told}; kết quả cụ thể như sau:")
    yield unit_table(facts, "Kết quả theo đơn vị chủ trì (phần việc)")
    if facts.parts.dated:
        yield unit_chart(facts.by_unit, "Phần việc có thời hạn của từng đơn vị")


def by_plan(facts: ReportFacts) -> Iterator[Block]:
    """The nhiệm vụ of each plan, where the report is about several."""
    if len(facts.scope.plans) > 1 and facts.by_plan:
        yield plan_table(facts, "Kết quả theo kế hoạch (nhiệm vụ)")


def _against(by: int) -> str:
    if not by:
        return "bằng"
    return f"{'tăng' if by > 0 else 'giảm'} {counted(abs(by))} so với"


def reporting(facts: ReportFacts) -> Iterator[Block]:
    """The reports that units owed in the period."""
    found = facts.reporting
    if not found.owed:
        yield Paragraph("Trong kỳ không có báo cáo nào của đơn vị đến hạn nộp.")
        return
    due = found.came + len(found.missing)
    told = (
        f"Trong kỳ có {counted(due)} báo cáo của đơn vị đến hạn nộp; đã nhận {counted(found.came)}"
        f" báo cáo (đúng hạn {counted(found.in_time)}, quá hạn {counted(found.late)})"
    )
    before = facts.before.reporting if facts.before else None
    if before and before.owed:
        told += f", {_against(found.came - before.came)} cùng kỳ năm trước"
    if found.missing:
        told += f"; chưa nộp {counted(len(found.missing))}{facts.see('reports')}"
    yield Paragraph(f"{told}.")
    yield duty_table(facts, "Tình hình nộp báo cáo của các đơn vị")
