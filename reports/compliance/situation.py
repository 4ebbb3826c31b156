"""Part I of a report: the situation, what was directed, how the work was set going."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from plans.models import Plan
from reports.compliance.facts import ReportFacts
from reports.compliance.figures import FigureRow, by_name
from reports.compliance.names import plan_name, short_name
from reports.compliance.work import TaskFact
from reports.documents.document import Block, Bullets, Paragraph
from reports.documents.wording import counted, day, in_full, joined, listed, upper_first
from vietnamese.numbers import number


# --- what happened in the field ------------------------------------------------------------------
def field(facts: ReportFacts) -> Iterator[Block]:
    """Fires and what they did, as units told; nothing where nobody did.

    "Không xảy ra" is said only where units said so.
    """
    told = by_name(facts.figures)
    sentences = [one for one in (_fires(told), _rescues(told)) if one]
    if sentences:
        yield Paragraph(" ".join(sentences))


def _fires(told: Mapping[str, FigureRow]) -> str:
    fires = told.get("fires")
    if fires is None or fires.now is None:
        return ""
    who = f"Theo số liệu của {counted(fires.said_by)} đơn vị báo cáo, trong kỳ"
    if not fires.now:
        return f"{who} không xảy ra cháy{_beside(fires)}."
    happened = f"{who} xảy ra {_number(fires.now)} vụ cháy{_beside(fires)}"
    done = [
        f"{words} {_number(row.now)} {row.measure}{_beside(row)}"
        for key, words in (
            ("dead", "làm chết"),
            ("injured", "làm bị thương"),
            ("damage", "thiệt hại về tài sản"),
        )
        if (row := told.get(key)) and row.now
    ]
    unharmed = [row for key in ("dead", "injured") if (row := told.get(key)) and row.now == 0]
    if len(unharmed) == 2:
        done.insert(0, "không có thiệt hại về người")
    return f"{'; '.join([happened, *done])}."


def _rescues(told: Mapping[str, FigureRow]) -> str:
    row = told.get("rescues")
    if row is None or row.now is None:
        return ""
    what = "vụ tai nạn, sự cố phải cứu nạn, cứu hộ"
    if not row.now:
        return f"Không xảy ra {what}{_beside(row)}."
    return f"Xảy ra {_number(row.now)} {what}{_beside(row)}."


def _beside(row: FigureRow) -> str:
    """ " (giảm 01 vụ so với cùng kỳ năm trước)", "" where nobody knows."""
    if row.now is None or row.before is None:
        return ""
    if row.now == row.before:
        return " (bằng cùng kỳ năm trước)" if row.now else " (cùng kỳ năm trước cũng không xảy ra)"
    grew = "tăng" if row.now > row.before else "giảm"
    by = _number(abs(row.now - row.before))
    return f" ({grew} {by} {row.measure} so với cùng kỳ năm trước)"


def _number(value: Decimal) -> str:
    return counted(int(value)) if value == int(value) else number(value)


# --- what was directed ---------------------------------------------------------------------------
PLANS_NAMED = 6  # of more, the table by plan names them


def directing(facts: ReportFacts) -> Iterator[Block]:
    """Which plans were issued and set going."""
    agency, plans = upper_first(in_full(facts.agency.name)), facts.scope.plans
    if len(plans) == 1:
        yield Paragraph(" ".join(_one_plan(facts, agency, plans[0])))
        return
    tasks = len(facts.leaves())
    told = (
        f"{agency} tổ chức thực hiện {counted(len(plans))} kế hoạch, gồm {counted(tasks)} nhiệm vụ"
    )
    if len(plans) > PLANS_NAMED:
        yield Paragraph(f"{told}; kết quả của từng kế hoạch nêu dưới đây.")
        return
    yield Paragraph(f"{told}:")
    yield Bullets(tuple(f"{plan_name(plan, issuer=False)}{_start(plan)}." for plan in plans))


def _one_plan(facts: ReportFacts, agency: str, plan: Plan) -> Iterator[str]:
    name = plan_name(plan, issuer=False)
    if plan.number and plan.issued_on:
        yield f"{agency} đã ban hành {name}{_start(plan)}."
    else:
        yield f"{agency} tổ chức thực hiện {name}{_start(plan)}."
    above = plan.carries_out
    if above:
        yield f"{short_name(plan)} triển khai thực hiện {plan_name(above, issuer=True)}."
    leaves = facts.leaves()
    if leaves:
        yield f"{short_name(plan)} gồm {counted(len(leaves))} nhiệm vụ."
    else:
        yield f"{short_name(plan)} chưa có nhiệm vụ nào được giao cho đơn vị thực hiện."


def _start(plan: Plan) -> str:
    if plan.released_on is None or plan.released_on == plan.issued_on:
        return ""
    return f", đưa vào thực hiện từ ngày {day(plan.released_on)}"


# --- how it was set going -------------------------------------------------------------------------
def organising(facts: ReportFacts) -> Iterator[Block]:
    """Who was given the work, what the units told of it, and what nobody keeps track of."""
    yield Paragraph(" ".join(_giving(facts)))
    yield Paragraph(" ".join(_following(facts)))
    untracked = tuple(_untracked(facts))
    if untracked:
        number = facts.annexes.numbers.get("untracked")
        see = f"; chi tiết tại Phụ lục {number}" if number else ""
        yield Paragraph(f"Số liệu trong Báo cáo này không gồm: {'; '.join(untracked)}{see}.")


def _giving(facts: ReportFacts) -> Iterator[str]:
    if facts.leads:
        helpers = f" và {counted(facts.helpers)} đơn vị phối hợp" if facts.helpers else ""
        yield f"Các nhiệm vụ đã được giao cho {counted(facts.leads)} đơn vị chủ trì{helpers}."
    tasks, parts = facts.totals.tasks, facts.parts
    if parts.total:
        yield (
            f"Trong kỳ báo cáo có {counted(tasks.total)} nhiệm vụ phải thực hiện (có thời hạn"
            f" {counted(tasks.dated)}, thường xuyên {counted(tasks.undated)}), chia thành"
            f" {counted(parts.total)} phần việc của các đơn vị chủ trì."
        )
    else:
        yield "Trong kỳ báo cáo không có nhiệm vụ nào phải thực hiện."


def _following(facts: ReportFacts) -> Iterator[str]:
    if facts.entries:
        files = f", gửi kèm {counted(facts.files)} tệp minh chứng" if facts.files else ""
        yield (
            f"Trong kỳ, các đơn vị đã cập nhật tiến độ, kết quả {counted(facts.entries)}"
            f" lượt{files}."
        )
    else:
        yield "Trong kỳ, các đơn vị chưa cập nhật tiến độ, kết quả thực hiện."
    asked = facts.asked
    if asked.total:
        decided = listed(
            [
                ("đồng ý", asked.granted),
                ("không đồng ý", asked.refused),
                ("chưa quyết định", asked.undecided),
            ]
        )
        yield f"Có {counted(asked.total)} đề nghị gia hạn ({decided})."


def _untracked(facts: ReportFacts) -> Iterator[str]:
    outside, nobody = facts.led_outside(), facts.unassigned()
    if outside:
        leads = joined(list(dict.fromkeys(name for one in outside for name in one.outside_leads)))
        yield f"{counted(len(outside))} nhiệm vụ do {leads} chủ trì ({_where(outside)})"
    if nobody:
        yield f"{counted(len(nobody))} nhiệm vụ chưa phân công đơn vị chủ trì ({_where(nobody)})"


def _where(tasks: tuple[TaskFact, ...]) -> str:
    return joined([task.where for task in tasks], most=10).replace("đơn vị khác", "nhiệm vụ khác")
