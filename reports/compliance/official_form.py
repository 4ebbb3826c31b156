"""What stands around the text of a report: head, title, bases, signature, recipients.

The form is that of Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plans.models import LegalBasis, Plan
from reports.compliance.facts import PlanFacts
from reports.compliance.report import Header, Signature, Title
from reports.compliance.wording import (
    committee_place,
    dateline,
    day,
    file_slug,
    in_full,
    is_committee,
    lower_first,
    same_body,
    shortened,
    span,
    upper_first,
    without_degrees,
)
from vietnamese.text import fold, one_line

KIND = "BÁO CÁO"
_BLANK = "\N{NO-BREAK SPACE}" * 6
_ENDS = " ;.,/"


def header(facts: PlanFacts) -> Header:
    name = facts.agency.name
    return Header(
        parent=_parent_line(facts),
        agency=_agency_lines(name),
        number=f"Số:{_BLANK}{symbol(facts.plan)}",
        dateline=dateline(facts.plan.place, facts.today),
    )


def _parent_line(facts: PlanFacts) -> str:
    """The superior agency; a People's Committee names none above itself."""
    if facts.superior is None or is_committee(facts.agency.name):
        return ""
    return shortened(facts.superior.name).upper()


def _agency_lines(name: str) -> tuple[str, ...]:
    if is_committee(name):
        return "ỦY BAN NHÂN DÂN", committee_place(name).upper()
    return (name.upper(),)


def symbol(plan: Plan) -> str:
    """The report's symbol with the issuer's own letters, which are those of its plan: the number
    is the records office's to give.  "KH-SKHCN" gives "/BC-SKHCN", a party's "KH/TU" "-BC/TU"."""
    _, dash, letters = plan.symbol.partition("-")
    if dash and letters:
        return f"/BC-{letters.strip()}"
    _, stroke, letters = plan.symbol.partition("/")
    return f"-BC/{letters.strip()}" if stroke and letters else "/BC-…"


def plan_name(plan: Plan, *, issuer: bool) -> str:
    """The plan as a report cites it, with or without who issued it."""
    words = [plan.kind.capitalize()]
    if plan.number:
        words.append(f"số {plan.full_number}")
    if plan.issued_on:
        words.append(f"ngày {day(plan.issued_on)}")
    if issuer:
        words.append(f"của {in_full(plan.issuer.name)}")
    about = re.sub(r"^về (việc )?", "", plan.title, flags=re.IGNORECASE)
    return f"{' '.join(words)} về {lower_first(about)}"


def short_plan_name(plan: Plan) -> str:
    """The plan within the text, once it has been named in full."""
    return f"{plan.kind.capitalize()} số {plan.full_number}" if plan.number else "Kế hoạch"


def title(facts: PlanFacts) -> Title:
    subject = f"Kết quả thực hiện {plan_name(facts.plan, issuer=False)}"
    return Title(KIND, subject, f"({span(facts.period)})")


def addressee(facts: PlanFacts) -> str:
    """To whom the report goes, with the office through which the plan sends it."""
    if facts.superior is None:
        return ""
    name = in_full(facts.superior.name)
    through = _via(facts)
    return f"{name} (qua {through})" if through else name


def _via(facts: PlanFacts) -> str:
    duties = facts.plan.report_duties.exclude(via_words="").order_by("order", "pk")
    for receiver, via in duties.values_list("receiver_words", "via_words"):
        if facts.superior and same_body(receiver, facts.superior.name):
            return re.sub(r"^qua\s+", "", one_line(via), flags=re.IGNORECASE)
    return ""


def bases(facts: PlanFacts) -> tuple[str, ...]:
    """What the report rests on, one a line, ";" between and "." at the end."""
    lines = [f"Căn cứ {_cited(basis)}" for basis in facts.bases]
    lines.append(f"Thực hiện {plan_name(facts.plan, issuer=True)}")
    return tuple(f"{line}{'.' if line == lines[-1] else ';'}" for line in lines)


def _cited(basis: LegalBasis) -> str:
    words = [f"{upper_first(basis.kind.lower())} số {basis.number}"]
    if basis.issued_on:
        words.append(f"ngày {day(basis.issued_on)}")
    if basis.issuer:
        words.append(f"của {basis.issuer}")
    return " ".join(words)


def signature(plan: Plan) -> Signature:
    """By the plan's own signatory: TM., KT., TL., TUQ. forms as they stand there."""
    lines = [*plan.signatory_authority.splitlines(), *plan.signatory_position.splitlines()]
    written = tuple(one_line(line).upper() for line in lines if line.strip())
    return Signature(written or _usual_signatory(plan), without_degrees(plan.signatory_name))


def _usual_signatory(plan: Plan) -> tuple[str, ...]:
    if is_committee(plan.issuer.name):
        return "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"
    return ("THỦ TRƯỞNG CƠ QUAN",)


def recipients(facts: PlanFacts) -> tuple[str, ...]:
    """Nơi nhận: the addressee, then those who received the plan, "Lưu:" last."""
    kept = "Lưu: VT"
    lines: list[str] = ["Như trên"] if facts.superior else []
    for name in facts.recipients:
        line = one_line(name).strip(_ENDS).removeprefix("-").strip()
        if fold(line).startswith("luu"):
            kept = line
        elif line and not _is_addressee(line, facts) and fold(line) != "nhu tren":
            lines.append(line)
    return (*(f"- {line};" for line in lines), f"- {kept}.")


def _is_addressee(line: str, facts: PlanFacts) -> bool:
    name = line.partition("(")[0]
    return facts.superior is not None and same_body(name, facts.superior.name)


def filename(facts: PlanFacts) -> str:
    """A name for the PDF that every system takes: plan and days."""
    plan = facts.plan
    what = file_slug(f"{plan.number} {plan.symbol}") or f"KE-HOACH-{plan.pk}"
    days = f"{facts.period.starts_on:%Y%m%d}-{facts.period.ends_on:%Y%m%d}"
    return f"bao-cao-{what}-{days}.pdf"


def closing(facts: PlanFacts) -> str:
    agency = in_full(facts.agency.name)
    told = (
        f"Trên đây là báo cáo kết quả thực hiện {short_plan_name(facts.plan)} {span(facts.period)}"
    )
    if facts.superior is None:
        return f"{told} của {agency}./."
    return f"{told}, {agency} kính báo cáo {in_full(facts.superior.name)} xem xét, chỉ đạo./."


def opening(facts: PlanFacts) -> str:
    agency = upper_first(in_full(facts.agency.name))
    running = facts.day < facts.period.ends_on
    until = f", số liệu tính đến hết ngày {day(facts.day)}" if running else ""
    return f"{agency} báo cáo kết quả thực hiện {span(facts.period)}{until} như sau:"


def annex_source(facts: PlanFacts, head: Header) -> str:
    """The line under an annex's title that names the document to which it belongs."""
    number = head.number.replace("Số:", "số", 1)
    issued = head.dateline.partition(", ")[2]
    return f"(Kèm theo Báo cáo {number} {issued} của {in_full(facts.agency.name)})"


def notices(facts: PlanFacts) -> tuple[str, ...]:
    """What whoever produces the report should know before it is signed."""
    return tuple(_notices(facts))


def _notices(facts: PlanFacts) -> Iterator[str]:
    plan = facts.plan
    if plan.revoked_on or plan.superseded_by_id:
        yield "Kế hoạch đã bãi bỏ hoặc được thay thế nên số liệu không còn được tính."
    elif plan.released_on is None:
        yield "Kế hoạch còn là dự thảo, chưa đưa vào thực hiện."
    if facts.day < facts.period.ends_on:
        yield f"Kỳ báo cáo chưa kết thúc; số liệu tính đến hết ngày {day(facts.day)}."
    if not plan.signatory_position and not plan.signatory_name:
        yield "Kế hoạch chưa ghi người ký; hãy bổ sung chức vụ và họ tên trước khi trình ký."
    if not plan.place:
        yield "Kế hoạch chưa ghi địa danh; hãy bổ sung địa danh trước khi trình ký."
