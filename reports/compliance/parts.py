"""The five numbered parts of a report: its facts told in official Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reports.compliance.facts import PlanFacts, Work
from reports.compliance.official_form import short_plan_name
from reports.compliance.report import Block, Bullets, Paragraph, Part, Subheading
from reports.compliance.results import late, results
from reports.compliance.tables import LATE_ROWS, owed_table
from reports.compliance.wording import (
    clipped,
    counted,
    day,
    in_order,
    joined,
    listed,
    lower_first,
    sentence,
)
from reports.submissions.expectations import is_late
from reports.submissions.outstanding import OwedReport, still_outstanding
from tasks.status import Status

SOON_DAYS = 30
DIFFICULTIES_TOLD = 30
NEXT_TOLD = 6


def parts(facts: PlanFacts) -> tuple[Part, ...]:
    made = (
        ("I", "Tình hình triển khai thực hiện", _undertaking(facts)),
        ("II", "Kết quả thực hiện", results(facts)),
        ("III", "Việc quá hạn và nguyên nhân", late(facts)),
        ("IV", "Khó khăn, vướng mắc", _difficulties(facts)),
        ("V", "Đề xuất, kiến nghị và phương hướng", _outlook(facts)),
    )
    return tuple(Part(number, title.upper(), tuple(blocks)) for number, title, blocks in made)


# --- I --------------------------------------------------------------------------------------------
def _undertaking(facts: PlanFacts) -> Iterator[Block]:
    yield Subheading("1.", "Giao nhiệm vụ")
    yield Paragraph(" ".join(_giving(facts)))
    yield Subheading("2.", "Theo dõi, cập nhật tiến độ")
    yield Paragraph(" ".join(_following(facts)))
    yield Subheading("3.", "Thực hiện chế độ báo cáo")
    yield from _reporting(facts)


def _giving(facts: PlanFacts) -> Iterator[str]:
    leaves = facts.leaves()
    if not leaves:
        yield f"{short_plan_name(facts.plan)} chưa có nhiệm vụ nào được giao cho đơn vị thực hiện."
        return
    since = facts.plan.released_on
    start = f", đưa vào thực hiện từ ngày {day(since)}" if since else ""
    yield f"{short_plan_name(facts.plan)} gồm {counted(len(leaves))} nhiệm vụ{start}."
    if facts.leads:
        helpers = f" và {counted(facts.helpers)} đơn vị phối hợp" if facts.helpers else ""
        yield f"Các nhiệm vụ đã được giao cho {counted(facts.leads)} đơn vị chủ trì{helpers}."
    counts = facts.counts
    if counts.total:
        yield (
            f"Trong kỳ báo cáo có {counted(counts.total)} việc phải thực hiện, gồm"
            f" {counted(counts.dated)} việc có thời hạn và {counted(counts.undated)} việc"
            " thường xuyên,"
            " không định ngày."
        )
    else:
        yield "Trong kỳ báo cáo không có việc nào phải thực hiện."
    if facts.unassigned:
        where = joined([task.where for task in facts.unassigned], most=10)
        yield (
            f"Còn {counted(len(facts.unassigned))} nhiệm vụ chưa phân công đơn vị chủ trì"
            f" ({where})."
        )


def _following(facts: PlanFacts) -> Iterator[str]:
    if facts.entries:
        files = f", gửi kèm {counted(facts.files)} tệp minh chứng" if facts.files else ""
        yield (
            f"Trong kỳ, các đơn vị đã cập nhật tiến độ, kết quả {counted(facts.entries)}"
            f" lượt{files}."
        )
    else:
        yield "Trong kỳ, các đơn vị chưa cập nhật tiến độ, kết quả thực hiện."
    if facts.counts.ongoing:
        yield (
            f"Trong {counted(facts.counts.ongoing)} việc thường xuyên đang thực hiện,"
            f" {counted(facts.ongoing_with_evidence)} việc có minh chứng trong chu kỳ hiện tại."
        )
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


def _reporting(facts: PlanFacts) -> Iterator[Block]:
    missing = still_outstanding(facts.owed, facts.day)
    came = [one for one in facts.owed if _came(facts, one)]
    if not came and not missing:
        yield Paragraph("Trong kỳ không có báo cáo nào của đơn vị đến hạn nộp theo Kế hoạch.")
        return
    overdue = sum(is_late(facts.day, one.facts) for one in came)
    told = (
        f"Trong kỳ có {counted(len(came) + len(missing))} báo cáo của đơn vị đến hạn nộp theo"
        " Kế hoạch;"
        f" đã nhận {counted(len(came))} báo cáo (đúng hạn {counted(len(came) - overdue)}, quá hạn"
        f" {counted(overdue)})"
    )
    if not missing:
        yield Paragraph(f"{told}; không còn báo cáo nào chưa nộp.")
        return
    yield Paragraph(f"{told}, còn {counted(len(missing))} báo cáo quá hạn chưa nộp:")
    yield owed_table(missing[:LATE_ROWS], "Báo cáo của đơn vị quá hạn chưa nộp")


def _came(facts: PlanFacts, one: OwedReport) -> bool:
    submitted_on = one.facts.submitted_on
    return submitted_on is not None and submitted_on <= facts.day


# --- IV -------------------------------------------------------------------------------------------
def _difficulties(facts: PlanFacts) -> Iterator[Block]:
    raised = facts.difficulties
    if not raised:
        yield Paragraph("Trong kỳ báo cáo, các đơn vị không phản ánh khó khăn, vướng mắc.")
        return
    units = len({one.unit for one in raised})
    yield Paragraph(
        f"Trong kỳ báo cáo, {counted(units)} đơn vị phản ánh {counted(len(raised))} khó khăn,"
        " vướng mắc,"
        " cụ thể:"
    )
    latest = raised[-DIFFICULTIES_TOLD:]
    yield Bullets(
        tuple(
            f"{one.unit} ({f'mục {one.ref}, ' if one.ref else ''}ngày {day(one.on)}):"
            f" {sentence(one.text)}"
            for one in latest
        )
    )
    if len(latest) < len(raised):
        yield Paragraph(f"Trên đây là {counted(len(latest))} nội dung phản ánh gần nhất.")


# --- V --------------------------------------------------------------------------------------------
def _outlook(facts: PlanFacts) -> Iterator[Block]:
    yield Subheading("1.", "Đề xuất, kiến nghị")
    proposals = tuple(_proposals(facts))
    if proposals:
        yield Bullets(proposals)
    else:
        yield Paragraph("Không có đề xuất, kiến nghị.")
    yield Subheading("2.", "Phương hướng thời gian tới")
    yield Bullets(tuple(_directions(facts)))


def _proposals(facts: PlanFacts) -> Iterator[str]:
    overdue = facts.with_status(Status.OVERDUE)
    if overdue:
        yield (
            f"Đề nghị {_units(overdue)} tập trung chỉ đạo hoàn thành dứt điểm"
            f" {counted(len(overdue))} việc quá hạn, báo cáo rõ nguyên nhân và thời gian hoàn"
            " thành."
        )
    if facts.difficulties:
        yield (
            "Đề nghị cấp có thẩm quyền xem xét, có ý kiến giải quyết"
            f" {counted(len(facts.difficulties))}"
            " khó khăn, vướng mắc nêu tại Phần IV."
        )
    if facts.asked.undecided:
        yield (
            f"Xem xét, quyết định {counted(facts.asked.undecided)} đề nghị gia hạn đang chờ ý kiến."
        )
    if facts.unassigned:
        yield (
            f"Phân công đơn vị chủ trì đối với {counted(len(facts.unassigned))} nhiệm vụ chưa"
            " phân công"
            " nêu tại Phần I."
        )
    missing = still_outstanding(facts.owed, facts.day)
    if missing:
        names = joined(in_order(one.unit.name for one in missing))
        yield f"Đề nghị {names} nộp {counted(len(missing))} báo cáo còn thiếu theo Kế hoạch."


def _units(work: Iterable[Work]) -> str:
    return joined(in_order(one.unit for one in work))


def _directions(facts: PlanFacts) -> Iterator[str]:
    yield (
        "Tiếp tục thực hiện đầy đủ, đúng tiến độ các nhiệm vụ tại"
        f" {short_plan_name(facts.plan)}; đôn"
        " đốc các đơn vị cập nhật kết quả và minh chứng kịp thời."
    )
    nearest = [one for one in _still_open(facts) if _days_left(facts, one) <= SOON_DAYS]
    if nearest:
        yield (
            f"Tập trung hoàn thành {counted(len(nearest))} việc đến hạn trong {SOON_DAYS} ngày"
            " tới:"
            f" {_next_told(facts, nearest)}."
        )
    rest = facts.counts.open - len(nearest)
    if rest > 0:
        yield (
            f"Chủ động triển khai {counted(rest)} việc còn trong hạn khác theo đúng thời gian"
            " quy định."
        )
    if facts.counts.ongoing:
        yield (
            f"Duy trì {counted(facts.counts.ongoing)} việc thường xuyên, bảo đảm mỗi chu kỳ đều"
            " có minh"
            " chứng thực hiện."
        )


def _still_open(facts: PlanFacts) -> list[Work]:
    return sorted(
        (one for one in facts.with_status(Status.OPEN) if one.due_on and not one.waits),
        key=lambda one: (one.due_on or facts.day, one.unit),
    )


def _days_left(facts: PlanFacts, work: Work) -> int:
    return ((work.due_on or facts.day) - facts.day).days


def _work_named(facts: PlanFacts, task: int) -> str:
    return lower_first(clipped(facts.tasks[task].title, 120))


def _next_told(facts: PlanFacts, work: Sequence[Work]) -> str:
    """The next work to do, each task and day once with its units."""
    groups: dict[tuple[int, str], list[str]] = {}
    for one in work:
        due_on = day(one.due_on) if one.due_on else ""
        groups.setdefault((one.task, due_on), []).append(one.unit)
    told = [
        f"{_work_named(facts, task)} ({joined(units, most=3)}; hạn {due_on})"
        for (task, due_on), units in groups.items()
    ]
    more = "; và các việc khác nêu tại Phụ lục" if len(told) > NEXT_TOLD else ""
    return "; ".join(told[:NEXT_TOLD]) + more
