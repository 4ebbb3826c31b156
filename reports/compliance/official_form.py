"""What stands around the text of an agency's document: head, signature, recipients.

The form is that of Nghị định 30/2020/NĐ-CP, Phụ lục I.  What the agency has set for its documents
(``DocumentForm``) comes first, then what its plans say, then what follows from its name.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plans.models import Plan
from reports.documents.document import Header, Paper, Signature
from reports.documents.wording import (
    committee_place,
    dateline,
    file_slug,
    in_full,
    is_committee,
    same_body,
    shortened,
    without_degrees,
)
from reports.models import DocumentForm
from units.models import Unit
from vietnamese.text import fold, one_line

_BLANK = "\N{NO-BREAK SPACE}" * 6
_ENDS = " ;.,/"


@dataclass(frozen=True)
class Letterhead:
    """An agency's names, symbol, place and signature as its documents carry them."""

    parent: str
    agency: tuple[str, ...]
    name: str
    symbol: str
    place: str
    signature: Signature
    drafter: str
    paper: Paper
    report_text: str = ""

    def header(self, letters: str, *, number: str, on: datetime.date) -> Header:
        """The head of a document of a type ("BC"); ``number`` "" until the records office gives
        it."""
        return Header(
            parent=self.parent,
            agency=self.agency,
            number=f"Số: {number}{self.symbol_of(letters)}"
            if number
            else f"Số:{_BLANK}{self.symbol_of(letters)}",
            dateline=dateline(self.place, on),
        )

    def symbol_of(self, letters: str) -> str:
        """ "/BC-SKHCN"; a party's "-BC/TU"."""
        return self.symbol.format(letters)

    def source(self, kind: str, header: Header) -> str:
        """The line under an annex's title that names the document to which it belongs."""
        number = header.number.replace("Số:", "số", 1)
        issued = header.dateline.partition(", ")[2]
        return f"(Kèm theo {kind} {number} {issued} của {self.name})"


def letterhead(agency: Unit, plans: Sequence[Plan]) -> Letterhead:
    """The agency's own settings, its plans and its name, in this order."""
    form = DocumentForm.objects.filter(unit=agency).first() or DocumentForm(unit=agency)
    name = one_line(form.name) or agency.name
    newest = plans[-1] if plans else None
    return Letterhead(
        parent=_parent(agency, form, name),
        agency=_agency_lines(name),
        name=in_full(name),
        symbol=f"/{{}}-{form.letters}" if form.letters else _symbol(newest),
        place=form.place or (newest.place if newest else ""),
        signature=_signature(agency, form, newest),
        drafter=form.drafter,
        paper=form.paper,
        report_text=form.report_text,
    )


def _parent(agency: Unit, form: DocumentForm, name: str) -> str:
    """The superior agency; a People's Committee names none above itself."""
    if form.parent_name:
        return form.parent_name.upper()
    if agency.parent is None or is_committee(name):
        return ""
    return shortened(agency.parent.name).upper()


def _agency_lines(name: str) -> tuple[str, ...]:
    if is_committee(name):
        return "ỦY BAN NHÂN DÂN", committee_place(name).upper()
    return (name.upper(),)


def _symbol(plan: Plan | None) -> str:
    """The symbol with the letters of the agency's plan: "KH-SKHCN" gives "/BC-SKHCN", a party's
    "KH/TU" "-BC/TU".  The number is the records office's to give."""
    symbol = plan.symbol if plan else ""
    _, dash, letters = symbol.partition("-")
    if dash and letters:
        return f"/{{}}-{letters.strip()}"
    _, stroke, letters = symbol.partition("/")
    return f"-{{}}/{letters.strip()}" if stroke and letters else "/{}-…"


def _signature(agency: Unit, form: DocumentForm, plan: Plan | None) -> Signature:
    """TM., KT., TL., TUQ., Q. as the agency has set them, else as its plan was signed."""
    if form.signature_lines:
        return Signature(form.signature_lines, without_degrees(form.signatory))
    lines = (
        plan.signatory_authority.splitlines() + plan.signatory_position.splitlines() if plan else []
    )
    written = tuple(one_line(line).upper() for line in lines if line.strip())
    return Signature(
        written or _usual_signatory(agency), without_degrees(plan.signatory_name if plan else "")
    )


def _usual_signatory(agency: Unit) -> tuple[str, ...]:
    if is_committee(agency.name):
        return "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"
    return ("THỦ TRƯỞNG CƠ QUAN",)


def recipients(names: Iterable[str], head: Letterhead, superior: Unit | None) -> tuple[str, ...]:
    """Nơi nhận: the addressee, then those named, "Lưu:" last."""
    kept = f"Lưu: VT, {head.drafter}" if head.drafter else ""
    lines: list[str] = ["Như trên"] if superior else []
    for name in names:
        line = one_line(name).strip(_ENDS).removeprefix("-").strip()
        if fold(line).startswith("luu"):
            kept = kept or line
        elif line and not _is_addressee(line, superior) and line not in lines:
            lines.append(line)
    lines = [line for line in lines if fold(line) != "nhu tren" or line == "Như trên"]
    return (*(f"- {line};" for line in lines), f"- {kept or 'Lưu: VT'}.")


def _is_addressee(line: str, superior: Unit | None) -> bool:
    return superior is not None and same_body(line.partition("(")[0], superior.name)


def filename(what: str, plans: Sequence[Plan], agency: Unit, days: str) -> str:
    """A name for the file that every system takes: what it is, of which plan or agency, the days;
    without an ending."""
    plan = plans[0] if len(plans) == 1 else None
    named = f"{plan.number} {plan.symbol}" if plan else agency.short_name or agency.code
    return f"{what}-{file_slug(named) or 'KE-HOACH'}-{days}"
