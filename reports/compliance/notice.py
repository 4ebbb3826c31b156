"""The notice that chases (thông báo đôn đốc): what the agency orders its own units to do.

Orders never stand in a report to a superior; they are this document, to the units concerned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.compliance.annexes import owed_table
from reports.compliance.assessment import SOON_DAYS, nearest
from reports.compliance.context import Dated, head_of
from reports.compliance.facts import ReportFacts, Scope, gather
from reports.compliance.names import plan_name, short_names
from reports.compliance.official_form import Letterhead, filename, letterhead
from reports.compliance.tables import due, named
from reports.compliance.work import Work
from reports.documents.document import (
    Block,
    Cell,
    HeadCell,
    OfficialDocument,
    Paragraph,
    Part,
    Row,
    Section,
    Table,
    Title,
)
from reports.documents.wording import counted, day, in_order, upper_first
from tasks.status import Status
from vietnamese.numbers import whole

KIND, LETTERS = "THÔNG BÁO", "TB"


def build_notice(scope: Scope, *, dated: Dated | None = None) -> OfficialDocument:
    """The notice on the plans as they stand on the scope's day."""
    facts, head = gather(scope), letterhead(scope.agency, scope.plans)
    header = head_of(head, LETTERS, dated, scope.today)
    title = _title(facts)
    sections = tuple(_sections(facts))
    return OfficialDocument(
        name=f"Thông báo {title.subject[:1].lower()}{title.subject[1:]}",
        filename=filename("don-doc", scope.plans, scope.agency, f"{scope.day:%Y%m%d}"),
        header=header,
        title=title,
        addressees=(),
        bases=(),
        opening=_opening(facts, head),
        parts=(Part("", "", sections),),
        closing=_closing(head) if sections else f"Trên đây là thông báo của {head.name}./.",
        signature=head.signature,
        recipients=tuple(_recipients(head)),
        notices=() if sections else ("Không có việc nào cần đôn đốc.",),
        paper=head.paper,
        mark=dated.mark if dated else None,
    )


def _title(facts: ReportFacts) -> Title:
    plans = facts.scope.plans
    what = plan_name(plans[0], issuer=False) if len(plans) == 1 else "các kế hoạch về PCCC và CNCH"
    return Title(KIND, f"Đôn đốc thực hiện {what}")


def _opening(facts: ReportFacts, head: Letterhead) -> str:
    return (
        f"Qua theo dõi tình hình thực hiện {short_names(facts.scope.plans)} đến hết ngày"
        f" {day(facts.day)}, {upper_first(head.name)} thông báo và yêu cầu các đơn vị thực hiện một"
        " số nội dung sau:"
    )


def _closing(head: Letterhead) -> str:
    return (
        "Yêu cầu thủ trưởng các đơn vị khẩn trương tổ chức thực hiện, cập nhật kết quả và minh"
        " chứng;"
        f" khó khăn, vướng mắc kịp thời phản ánh về {head.name} để xem xét, giải quyết./."
    )


def _recipients(head: Letterhead) -> Iterator[str]:
    yield "- Các đơn vị có tên trong Thông báo;"
    yield f"- Lưu: VT{f', {head.drafter}' if head.drafter else ''}."


def _sections(facts: ReportFacts) -> Iterator[Section]:
    found = [
        (key, title, tuple(blocks))
        for key, title, blocks in (
            ("overdue", "Phần việc đã quá hạn", _overdue(facts)),
            ("soon", f"Phần việc đến hạn trong {SOON_DAYS} ngày tới", _soon(facts)),
            ("reports", "Báo cáo chưa nộp", _reports(facts)),
        )
    ]
    kept = [one for one in found if one[2]]
    for number, (key, title, blocks) in enumerate(kept, start=1):
        yield Section(key, f"{number}.", title, blocks)


def _overdue(facts: ReportFacts) -> Iterator[Block]:
    overdue = facts.with_status(Status.OVERDUE)
    work = [one for one in overdue if not one.waits]
    if work:
        yield Paragraph(
            f"Có {counted(len(work))} phần việc chưa hoàn thành, đã quá hạn, thuộc"
            f" {counted(len(_units(work)))} đơn vị. Yêu cầu các đơn vị có tên dưới đây hoàn thành"
            " ngay,"
            " báo cáo rõ nguyên nhân:"
        )
        late = [Cell(whole(one.days_late), "num", value=one.days_late) for one in _in_order(work)]
        yield _table(facts, work, "Phần việc đã quá hạn", "Quá hạn (ngày)", late)
    waiting = len(overdue) - len(work)
    if waiting:
        yield Paragraph(
            f"{counted(waiting)} phần việc quá hạn khác đã được đơn vị báo cáo hoàn thành, đang chờ"
            " xác nhận."
        )


def _soon(facts: ReportFacts) -> Iterator[Block]:
    work = nearest(facts)
    if work:
        yield Paragraph(
            f"Có {counted(len(work))} phần việc đến hạn trong {SOON_DAYS} ngày tới; yêu cầu các đơn"
            " vị"
            " chủ động thực hiện, bảo đảm đúng hạn:"
        )
        days = [(one.due_on - facts.day).days if one.due_on else 0 for one in _in_order(work)]
        left = [Cell(whole(one), "num", value=one) for one in days]
        yield _table(facts, work, "Phần việc sắp đến hạn", "Còn lại (ngày)", left)


def _reports(facts: ReportFacts) -> Iterator[Block]:
    missing = facts.reporting.missing
    if missing:
        yield Paragraph(
            f"Còn {counted(len(missing))} báo cáo đã quá hạn chưa nộp; yêu cầu các đơn vị có tên"
            " dưới"
            " đây nộp ngay:"
        )
        yield owed_table(missing, "")


def _units(work: Sequence[Work]) -> list[str]:
    return in_order(one.unit for one in work)


def _in_order(work: Sequence[Work]) -> list[Work]:
    """The parts by unit, those that are longest late first."""
    units = _units(work)
    return sorted(work, key=lambda one: (units.index(one.unit), -one.days_late, one.pk))


def _table(
    facts: ReportFacts, work: Sequence[Work], name: str, counted_in: str, days: Sequence[Cell]
) -> Table:
    """The parts in order, each with its days; the heading above says what they are."""
    head = ("TT", "Đơn vị", "Nhiệm vụ", "Thời hạn", counted_in)
    rows = zip(_in_order(work), days, strict=True)
    return Table(
        caption="",
        columns=("c-tt", "c-task", "c-wide", "c-due", "c-pct"),
        head=(tuple(HeadCell(text) for text in head),),
        rows=tuple(
            Row(
                (
                    Cell(str(number), "mid"),
                    Cell(one.unit, is_head=True),
                    Cell(named(facts.tasks[one.task], one)),
                    Cell(due(one), "mid", value=one.due_on),
                    cell,
                )
            )
            for number, (one, cell) in enumerate(rows, start=1)
        ),
        name=name,
    )
