"""The compliance report of an agency for a period, as finished values.

Where it stands is read once (``facts``), told in official Vietnamese (``sections``) and set into
the official form; PDF, Word and spreadsheet set out the same document.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from reports.compliance import sections
from reports.compliance.annex_choice import DEFAULT_ANNEXES
from reports.compliance.annexes import annexes, choose
from reports.compliance.facts import ReportFacts, Scope, gather
from reports.compliance.figures import by_name
from reports.compliance.gathering import accepted, summed
from reports.compliance.names import cited, name_of, plan_name, short_names
from reports.compliance.official_form import Letterhead, filename, letterhead, recipients
from reports.compliance.own_text import OwnText, TextProblems, filled, read_own_text
from reports.compliance.places import SECTION_PLACES, VALUE_PLACES, values_of
from reports.compliance.sections import NOTHING_WRITTEN, Written
from reports.documents.document import Block, Header, Mark, OfficialDocument, Part, Title
from reports.documents.wording import counted, day, in_full, lower_first, span, upper_first
from tasks.status import Counts

KIND, LETTERS = "BÁO CÁO", "BC"


@dataclass(frozen=True)
class Dated:
    """What the records office gives a document, and by what a copy is checked."""

    number: str
    on: datetime.date
    mark: Mark


@dataclass(frozen=True)
class Compliance:
    """A report with what it rests on; ``drafts``: each section as the program tells it; ``own``:
    the agency's own text, or the usual outline."""

    document: OfficialDocument
    facts: ReportFacts
    drafts: Mapping[str, tuple[Block, ...]]
    own: OwnText

    @property
    def counts(self) -> Counts:
        return self.facts.parts


def build_compliance(
    scope: Scope,
    *,
    chosen: Collection[str] = DEFAULT_ANNEXES,
    written: Written = NOTHING_WRITTEN,
    dated: Dated | None = None,
    own: OwnText | None = None,
) -> Compliance:
    """The report on what was done in the period, with the chosen annexes (``ANNEX_LABELS``).

    ``written`` stands in place of the program's text; ``dated`` where it is issued; ``own`` in
    place of the text that the agency keeps.  The number of queries is constant.
    """
    facts = gather(scope, summed(accepted(scope)))
    facts = replace(facts, annexes=choose(facts, chosen))
    head = letterhead(scope.agency, scope.plans)
    own = own or kept_text(head.report_text) or sections.USUAL
    header = head_of(head, LETTERS, dated, scope.today)
    values = values_of(facts, head, header)
    drafts = sections.drafted(facts, own, values)
    around = _Around(facts, own, values, head)
    document = _document(around, header, sections.parts(own, drafts, written))
    document = replace(
        document,
        notices=(*_notices(facts, head, written), *_without_place(own, written)),
        mark=dated.mark if dated else None,
    )
    return Compliance(document, facts, drafts, own)


def kept_text(text: str) -> OwnText | None:
    """The text that an agency keeps; None where it keeps none, or one that can no longer be
    understood, so that a report is always made."""
    try:
        return read_own_text(text.splitlines(), SECTION_PLACES, VALUE_PLACES) if text else None
    except TextProblems:
        return None


@dataclass(frozen=True)
class _Around:
    """What the text around the sections is told from."""

    facts: ReportFacts
    own: OwnText
    values: Mapping[str, str]
    head: Letterhead


def _document(around: _Around, header: Header, parts: tuple[Part, ...]) -> OfficialDocument:
    facts, own, head = around.facts, around.own, around.head
    scope = facts.scope
    title = _title(facts)
    days = f"{scope.period.starts_on:%Y%m%d}-{scope.period.ends_on:%Y%m%d}"
    return OfficialDocument(
        name=f"Báo cáo {lower_first(title.subject)} {title.span}",
        filename=filename("bao-cao", scope.plans, scope.agency, days),
        header=header,
        title=title,
        addressees=_addressees(facts),
        bases=_bases(around),
        opening=filled(own.opening, around.values) or _opening(facts, head),
        parts=parts,
        closing=filled(own.closing, around.values) or _closing(facts, head),
        signature=head.signature,
        recipients=own.recipients or recipients(facts.recipients, head, facts.superior),
        annexes=annexes(facts, head.source("Báo cáo", header)),
        paper=head.paper,
    )


def head_of(head: Letterhead, letters: str, dated: Dated | None, today: datetime.date) -> Header:
    """The head of an issued document, or of a draft as of today."""
    if dated is None:
        return head.header(letters, number="", on=today)
    return head.header(letters, number=dated.number, on=dated.on)


def _title(facts: ReportFacts) -> Title:
    plans = facts.scope.plans
    about = "các kế hoạch về phòng cháy, chữa cháy và cứu nạn, cứu hộ"
    what = plan_name(plans[0], issuer=False) if len(plans) == 1 else about
    return Title(KIND, f"Kết quả thực hiện {what}", f"({span(facts.scope.period)})")


def _addressees(facts: ReportFacts) -> tuple[str, ...]:
    """To whom the report goes, with the office through which the plan sends it."""
    if facts.superior is None:
        return ()
    name = in_full(facts.superior.name)
    return (f"{name} (qua {facts.via})" if facts.via else name,)


def _bases(around: _Around) -> tuple[str, ...]:
    """What the report rests on, one a line, ";" between and "." at the end."""
    facts, own = around.facts, around.own
    lines = [f"Căn cứ {cited(basis)}" for basis in facts.bases] if own.has_usual_bases else []
    lines += filter(None, (filled(line, around.values) for line in own.bases))
    if own.has_usual_bases and len(facts.scope.plans) == 1:
        lines.append(f"Thực hiện {plan_name(facts.scope.plans[0], issuer=True)}")
    return tuple(f"{line}{'.' if line == lines[-1] else ';'}" for line in lines)


def _opening(facts: ReportFacts, head: Letterhead) -> str:
    until = f", số liệu tính đến hết ngày {day(facts.day)}" if facts.scope.is_running else ""
    return (
        f"{upper_first(head.name)} báo cáo kết quả thực hiện {span(facts.scope.period)}{until}"
        " như sau:"
    )


def _closing(facts: ReportFacts, head: Letterhead) -> str:
    scope = facts.scope
    told = f"Trên đây là báo cáo kết quả thực hiện {short_names(scope.plans)} {span(scope.period)}"
    if facts.superior is None:
        return f"{told} của {head.name}./."
    return f"{told}, {head.name} kính báo cáo {in_full(facts.superior.name)}./."


# --- what whoever produces it should look at ------------------------------------------------------
def _notices(facts: ReportFacts, head: Letterhead, written: Written) -> Iterator[str]:
    yield from _about_plans(facts)
    if facts.scope.is_running:
        yield f"Kỳ báo cáo chưa kết thúc; số liệu tính đến hết ngày {day(facts.day)}."
    if head.report_text and kept_text(head.report_text) is None:
        yield (
            "Mẫu nội dung báo cáo của cơ quan không còn dùng được nên báo cáo lập theo mẫu của"
            " chương trình; hãy xem lại mẫu."
        )
    if not head.signature.name:
        yield (
            "Chưa có họ tên người ký; hãy bổ sung trong kế hoạch hoặc trong mẫu trình bày văn bản"
            " trước khi trình ký."
        )
    if not head.place:
        yield "Chưa có địa danh; hãy bổ sung trước khi trình ký."
    yield from _about_text(facts, written)


def _about_plans(facts: ReportFacts) -> Iterator[str]:
    for plan in facts.scope.plans:
        if plan.revoked_on:
            yield f"Kế hoạch {plan.full_number} đã bãi bỏ nên số liệu không còn được tính."
        elif plan.superseded_by_id and plan.in_force_until:
            yield (
                f"Kế hoạch {plan.full_number} đã được thay thế; số liệu chỉ tính đến hết ngày"
                f" {day(plan.in_force_until)}."
            )
        elif plan.released_on is None:
            yield f"Kế hoạch {plan.full_number} còn là dự thảo, chưa đưa vào thực hiện."


def _about_text(facts: ReportFacts, written: Written) -> Iterator[str]:
    if "field" not in written.texts and by_name(facts.figures):
        yield (
            "Phần tình hình cháy, nổ, sự cố, tai nạn lập từ số liệu của các đơn vị; hãy bổ sung"
            " nguyên nhân và diễn biến nếu có."
        )
    elif "field" not in written.texts:
        yield (
            "Chưa có nội dung về tình hình cháy, nổ, sự cố, tai nạn trong kỳ; hãy soạn phần này,"
            " chỉ"
            " ghi “không xảy ra” khi các đơn vị đã báo như vậy."
        )
    nameless = [basis for basis in facts.bases if _needs_name(basis.kind) and not name_of(basis)]
    if nameless:
        numbers = ", ".join(f"{basis.kind} {basis.number}" for basis in nameless)
        yield f"Căn cứ chưa có tên gọi hoặc trích yếu: {numbers}; hãy bổ sung trước khi trình ký."
    if facts.told_figures:
        yield (
            "Một phần bảng Số liệu thực hiện cộng từ báo cáo đã tiếp nhận của các đơn vị; hãy kiểm"
            " tra chỗ hai đơn vị có thể cùng tính một việc."
        )
    if facts.difficulties and "proposals" not in written.texts:
        yield (
            f"Các đơn vị phản ánh {counted(len(facts.difficulties))} khó khăn, vướng mắc; nội dung"
            " nào"
            " thuộc thẩm quyền của nơi nhận thì đưa vào phần Kiến nghị, đề xuất."
        )


def _without_place(own: OwnText, written: Written) -> Iterator[str]:
    """What a person wrote for a section that the agency's text has no place for."""
    left_out = [key for key in written.texts if key not in own.titles()]
    if left_out:
        known = {key: f"“{title}”" for key, title in sections.TITLES.items()}
        names = ", ".join(known.get(key, "riêng của mẫu cũ") for key in left_out)
        yield (
            f"Nội dung đã viết tay của phần {names} không được in vì mẫu nội dung báo cáo đang dùng"
            " không có chỗ cho phần này."
        )


def _needs_name(kind: str) -> bool:
    return re.match(r"(bộ )?luật|pháp lệnh|nghị|thông tư", kind.lower()) is not None
