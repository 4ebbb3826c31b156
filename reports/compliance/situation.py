"""Part I of a report: the situation, what was directed, how the work was set going."""

from __future__ import annotations

from collections.abc import Iterator

from plans.models import Plan
from reports.compliance.facts import ReportFacts
from reports.compliance.names import plan_name, short_name
from reports.compliance.work import TaskFact
from reports.documents.document import Block, Bullets, Paragraph
from reports.documents.wording import counted, day, in_full, joined, listed, upper_first

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
        yield Paragraph(f"{told}; kết quả của từng kế hoạch nêu tại Phần II.")
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
        see = facts.see("untracked")
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
