"""Parts IV and V of a report: what comes next, and what only the receiver can decide.

Orders to one's own units do not stand here: they are a notice of their own (``notice``).
"""

from __future__ import annotations

from collections.abc import Iterator

from reports.compliance.facts import ReportFacts
from reports.compliance.names import short_names
from reports.compliance.work import Work
from reports.documents.document import Block, Bullets, Paragraph
from reports.documents.wording import counted, day, in_order, lower_first
from tasks.status import Status

SOON_DAYS = 30
NEXT_TOLD = 4
NO_PROPOSALS = "Không có kiến nghị, đề xuất."


def directions(facts: ReportFacts) -> Iterator[Block]:
    """What the agency will do, from what is left to do."""
    yield Bullets(tuple(f"{one}." for one in _directions(facts)))


def _directions(facts: ReportFacts) -> Iterator[str]:
    yield (
        "Tiếp tục thực hiện đầy đủ, đúng tiến độ các nhiệm vụ tại"
        f" {short_names(facts.scope.plans)}; cập nhật kết quả, minh chứng kịp thời"
    )
    overdue = facts.with_status(Status.OVERDUE)
    if overdue:
        tasks = len({one.task for one in overdue})
        yield f"Hoàn thành dứt điểm {counted(tasks)} nhiệm vụ đã quá hạn nêu trên"
    soon = nearest(facts)
    if soon:
        yield (
            f"Hoàn thành {counted(len(soon))} phần việc đến hạn trong {SOON_DAYS} ngày tới:"
            f" {_next_told(facts, soon)}"
        )
    rest = facts.parts.open - len(soon)
    if rest > 0:
        yield f"Triển khai {counted(rest)} phần việc còn trong hạn theo đúng thời gian quy định"
    if facts.parts.ongoing:
        yield (
            f"Duy trì {counted(facts.parts.ongoing)} phần việc thường xuyên, bảo đảm mỗi chu kỳ đều"
            " có minh chứng"
        )
    nobody = facts.unassigned()
    if nobody:
        yield f"Phân công đơn vị chủ trì đối với {counted(len(nobody))} nhiệm vụ chưa phân công"


def nearest(facts: ReportFacts) -> list[Work]:
    """The parts that fall due next, in order of their days."""
    found = (
        one
        for one in facts.with_status(Status.OPEN)
        if one.due_on and not one.waits and (one.due_on - facts.day).days <= SOON_DAYS
    )
    return sorted(found, key=lambda one: (one.due_on or facts.day, one.task, one.unit))


def _next_told(facts: ReportFacts, work: list[Work]) -> str:
    """The next work to do, each task once with its days and how many units have it."""
    groups: dict[int, list[Work]] = {}
    for one in work:
        groups.setdefault(one.task, []).append(one)
    told = [
        f"{lower_first(facts.tasks[task].title.rstrip(' .;,'))}"
        f" ({_dues(of_task)}; {counted(len(in_order(one.unit for one in of_task)))} đơn vị)"
        for task, of_task in groups.items()
    ]
    rest = len(told) - NEXT_TOLD
    more = f"; và {counted(rest)} việc khác{facts.see('tasks')}" if rest > 0 else ""
    return "; ".join(told[:NEXT_TOLD]) + more


def _dues(work: list[Work]) -> str:
    days = sorted({one.due_on for one in work if one.due_on})
    first, last = day(days[0]), day(days[-1])
    return f"hạn {first}" if first == last else f"hạn từ {first} đến {last}"


def proposals(_facts: ReportFacts) -> Iterator[Block]:
    """What the receiver is asked to decide: a person says it, the program does not guess.

    The difficulties that units raised are shown to that person beside the text.
    """
    yield Paragraph(NO_PROPOSALS)
