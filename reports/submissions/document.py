"""A unit's report as a document in the official form, to be printed and signed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from reports.compliance.names import plan_name
from reports.compliance.official_form import filename, letterhead, recipients
from reports.documents.document import (
    Block,
    Cell,
    HeadCell,
    OfficialDocument,
    Part,
    Row,
    Section,
    Table,
    Title,
)
from reports.documents.text import blocks_of
from reports.documents.wording import in_full, roman, upper_first
from reports.models import Submission
from vietnamese.numbers import NOTHING, whole

LETTERS = "BC"


def build_submission_document(submission: Submission, today: datetime.date) -> OfficialDocument:
    """The report of one unit under one duty for one period."""
    unit, duty = submission.unit, submission.duty
    head = letterhead(unit, ())
    period = f" {submission.period_name}" if submission.period_name else ""
    subject = f"{duty.title or 'Kết quả thực hiện kế hoạch'}{period}"
    receiver = in_full(duty.receiver_words or duty.plan.issuer.name)
    on = submission.submitted_on or today
    return OfficialDocument(
        name=f"Báo cáo {subject} của {unit.name}",
        filename=filename("bao-cao-don-vi", (), unit, submission.period or f"{on:%Y%m%d}"),
        header=head.header(LETTERS, number="", on=on),
        title=Title("BÁO CÁO", upper_first(subject)),
        addressees=(receiver,),
        bases=(f"Thực hiện {plan_name(duty.plan, issuer=True)}.",),
        opening=f"{upper_first(head.name)} báo cáo như sau:",
        parts=tuple(_parts(submission)),
        closing=f"Trên đây là báo cáo của {head.name}./.",
        signature=head.signature,
        recipients=recipients((), head, unit.parent),
        paper=head.paper,
    )


def _parts(submission: Submission) -> Iterator[Part]:
    found = [part for part in submission.parts.all() if part.text.strip()]
    for number, part in enumerate(found, start=1):
        section = Section(f"phan-{number}", "", "", blocks_of(part.text))
        yield Part(roman(number), part.heading.upper(), (section,))
    if submission.figures:
        table: tuple[Block, ...] = (_figures(submission),)
        yield Part(roman(len(found) + 1), "SỐ LIỆU", (Section("so-lieu", "", "", table),))


def _figures(submission: Submission) -> Table:
    head = ("TT", "Nội dung", "Đơn vị tính", "Kỳ này", "Cùng kỳ")
    rows = []
    for number, one in enumerate(submission.figures, start=1):
        cells = (Cell(str(number), "mid"), Cell(one["name"], is_head=True))
        numbers = (_number(one.get("now")), _number(one.get("before")))
        rows.append(Row((*cells, Cell(one["measure"], "mid"), *numbers)))
    return Table(
        caption="",
        columns=("c-tt", "c-wide", "c-sum", "c-day", "c-day"),
        head=(tuple(HeadCell(text) for text in head),),
        rows=tuple(rows),
        name="Số liệu",
    )


def _number(value: float | None) -> Cell:
    if value is None:
        return Cell(NOTHING, "num")
    words = whole(int(value)) if value == int(value) else f"{value:g}".replace(".", ",")
    return Cell(words, "num", value=value)
