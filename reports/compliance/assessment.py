"""Parts III to V of a report: what went well, what did not, and why; what comes next; what only the
receiver can decide.

Orders to one's own units do not stand here: they are a notice of their own (``notice``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.compliance.facts import ReportFacts
from reports.compliance.names import short_names
from reports.compliance.tables import late_table
from reports.compliance.work import Work
from reports.documents.document import Block, Bullets, Paragraph
from reports.documents.wording import counted, day, in_order, joined, lower_first, sentence, share
from tasks.status import Status

LATE_IN_TEXT = 4  # the others stand in the annex
CAUSES_IN_TEXT = 5
UNITS_NAMED = 6


# --- 1. What went well ----------------------------------------------------------------------------
def strengths(facts: ReportFacts) -> Iterator[Block]:
    """What the figures show to be done."""
    told = tuple(_strengths(facts))
    if told:
        yield Bullets(tuple(f"{one}." for one in told))
    else:
        yield Paragraph("Trong kỳ chưa có nhiệm vụ, báo cáo nào hoàn thành để đánh giá.")


def _strengths(facts: ReportFacts) -> Iterator[str]:
    tasks = facts.totals.tasks
    if tasks.done:
        due = tasks.done + tasks.overdue
        yield (
            f"Đã hoàn thành {counted(tasks.done)}/{counted(due)} nhiệm vụ đến hạn, đạt"
            f" {share(tasks.rate)}; trong đó {counted(tasks.done_on_time)} nhiệm vụ hoàn thành đúng"
            " hạn"
        )
    punctual = [
        name for name, one in facts.by_unit if one.done and not one.overdue and not one.done_late
    ]
    if punctual and len(punctual) <= UNITS_NAMED:
        yield f"{joined(punctual)} hoàn thành đúng hạn toàn bộ phần việc đến hạn"
    elif punctual:
        yield (
            f"{counted(len(punctual))}/{counted(len(facts.by_unit))} đơn vị hoàn thành đúng hạn"
            " toàn"
            " bộ phần việc đến hạn"
        )
    reports = facts.reporting
    if reports.owed and not reports.missing and not reports.late:
        yield f"Các đơn vị nộp đủ, đúng hạn {counted(reports.came)} báo cáo theo quy định"
    shown, ongoing = facts.ongoing_with_evidence, facts.parts.ongoing
    if shown and shown == ongoing:
        yield f"Toàn bộ {counted(ongoing)} phần việc thường xuyên có minh chứng trong chu kỳ"


# --- 2. What did not ------------------------------------------------------------------------------
def shortcomings(facts: ReportFacts) -> Iterator[Block]:
    """What is late, missing or without evidence."""
    overdue, done_late = facts.with_status(Status.OVERDUE), facts.with_status(Status.DONE_LATE)
    told = tuple(_shortcomings(facts, overdue, done_late))
    if not told:
        yield Paragraph(
            f"Tính đến hết ngày {day(facts.day)}, không có phần việc nào quá hạn, không có báo cáo"
            " nào chưa nộp."
        )
        return
    yield Bullets(tuple(f"{one}." for one in told))
    if overdue:
        most = (
            f" ({counted(LATE_IN_TEXT)} phần việc quá hạn lâu nhất)"
            if len(overdue) > LATE_IN_TEXT
            else ""
        )
        yield late_table(
            facts, overdue[:], f"Phần việc chưa hoàn thành, quá hạn{most}", LATE_IN_TEXT
        )


def _shortcomings(
    facts: ReportFacts, overdue: Sequence[Work], done_late: Sequence[Work]
) -> Iterator[str]:
    if overdue:
        tasks = len({one.task for one in overdue})
        longest = max(one.days_late for one in overdue)
        yield (
            f"Còn {counted(tasks)} nhiệm vụ chưa hoàn thành, quá hạn, với {counted(len(overdue))}"
            f" phần việc của {_units(overdue)}; quá hạn lâu nhất {counted(longest)}"
            f" ngày{facts.see('late')}"
        )
    if done_late:
        yield (
            f"Có {counted(len(done_late))} phần việc đã hoàn thành nhưng quá hạn, của"
            f" {_units(done_late)}"
        )
    missing = facts.reporting.missing
    if missing:
        names = joined(in_order(one.unit.name for one in missing), most=UNITS_NAMED)
        yield f"{counted(len(missing))} báo cáo của {names} chưa nộp"
    bare = facts.parts.ongoing - facts.ongoing_with_evidence
    if bare > 0:
        yield f"{counted(bare)} phần việc thường xuyên chưa có minh chứng trong chu kỳ hiện tại"
    nobody = facts.unassigned()
    if nobody:
        yield f"{counted(len(nobody))} nhiệm vụ chưa phân công đơn vị chủ trì"


def _units(work: Sequence[Work]) -> str:
    return joined(in_order(one.unit for one in work), most=UNITS_NAMED)


# --- 3. Why ---------------------------------------------------------------------------------------
def causes(facts: ReportFacts) -> Iterator[Block]:
    """The causes that units gave for what is or was late; nothing where nothing is."""
    late = facts.with_status(Status.OVERDUE, Status.DONE_LATE)
    if not late:
        return
    given = [one for one in late if one.cause]
    if not given:
        yield Paragraph(
            f"Các đơn vị chưa nêu nguyên nhân đối với {counted(len(late))} phần việc quá"
            f" hạn{_done_too(late)}."
        )
        return
    silent = len(late) - len(given)
    rest = f"; {counted(silent)} phần việc chưa nêu nguyên nhân" if silent else ""
    yield Paragraph(
        f"Các đơn vị đã nêu nguyên nhân đối với {counted(len(given))}/{counted(len(late))} phần"
        f" việc quá hạn{_done_too(late)}{rest}:"
    )
    by_cause = _by_cause(given)
    yield Bullets(
        tuple(
            f"{sentence(words)[:-1]} ({joined(units, most=3)})."
            for words, units in list(by_cause.items())[:CAUSES_IN_TEXT]
        )
    )
    if len(by_cause) > CAUSES_IN_TEXT:
        more = counted(len(by_cause) - CAUSES_IN_TEXT)
        yield Paragraph(f"Còn {more} nguyên nhân khác{facts.see('late')}.")


def _done_too(late: Sequence[Work]) -> str:
    done = sum(1 for one in late if one.status is Status.DONE_LATE)
    return f" (gồm {counted(done)} phần việc đã hoàn thành sau hạn)" if done else ""


def _by_cause(work: Sequence[Work]) -> dict[str, list[str]]:
    """Each cause with the units that gave it, that of the longest delay first."""
    found: dict[str, list[str]] = {}
    for one in sorted(work, key=lambda one: (-one.days_late, one.unit, one.pk)):
        units = found.setdefault(one.cause, [])
        if one.unit not in units:
            units.append(one.unit)
    return found


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
