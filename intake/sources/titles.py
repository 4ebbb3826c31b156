"""The rows above a task table → the head of a plan: title, number, day, issuer.  PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake.sources.sheet import Row
from reading import read_text
from reading.draft import PlanDraft, Span
from reading.letters import flat
from reading.text import Text
from reading.understand.citations import read_citations

_ATTACHED = re.compile(r"\(?(?:ban hanh )?kem theo")
_NO_TITLE = re.compile(
    r"cong hoa xa hoi|doc lap\s?[-–]|dang cong san|phu luc\b[^a-z]*\w{0,4}$|don vi(?: tinh)?:"
    r"|so\s?:|bieu (?:mau|so)|mau so"
)
_AGENCY = re.compile(
    r"(?:uy ban nhan dan|ubnd|so|phong|truong|benh vien|cong ty|chi cuc|trung tam|ban|bo)\b"
)
_IS_TITLE = re.compile(
    r"\b(?:ke hoach|nhiem vu|cong viec|phan cong|chuong trinh|tien do|pccc|phong chay|danh muc)\b"
)
_KIND = re.compile(r"(?:ke hoach)\b[\s:.–-]*")
_LONGEST = 1000


@dataclass(frozen=True)
class Head:
    """What the rows say of the plan, as fields of ``PlanDraft``, and where."""

    fields: dict[str, str | None]
    places: dict[str, tuple[Span, ...]]


def read_head(rows: Sequence[Row]) -> Head:
    """The head of the plan that a table belongs to."""
    said = [text for row in rows for cell in row.cells.values() for text in cell.paragraphs]
    draft = read_text("\n".join(text.words for text in said))
    if draft.title and len(draft.lines) == len(said):
        return _by_reader(draft, said)
    return _by_words(said)


def _by_reader(draft: PlanDraft, said: Sequence[Text]) -> Head:
    names = ("kind", "number", "symbol", "issuer", "place", "issued_on", "title")
    places = {
        name: tuple(span for one in spans for span in said[one.line].spans(one.start, one.end))
        for name, spans in draft.places.items()
        if name in names
    }
    return Head({name: getattr(draft, name) for name in names}, places)


def _by_words(said: Sequence[Text]) -> Head:
    """A title that stands alone: "BẢNG PHÂN CÔNG NHIỆM VỤ … NĂM 2026"."""
    fields: dict[str, str | None] = {"kind": "KẾ HOẠCH"}
    places: dict[str, tuple[Span, ...]] = {}
    title = _title(said)
    if title:
        fields["title"], places["title"] = title.words[:_LONGEST], title.spans()
    for text in said:
        if _ATTACHED.match(text.flat) and (cited := _cited(text)):
            fields |= cited
            break
    return Head(fields, places)


def _title(said: Sequence[Text]) -> Text | None:
    for text in said:
        words = text.flat
        skipped = _ATTACHED.match(words) or _NO_TITLE.match(words)
        if skipped or not _IS_TITLE.search(words) or (
            _AGENCY.match(words) and "nam 20" not in words
        ):  # fmt: skip
            continue
        kind = _KIND.match(flat(text.words))
        rest = text.part(kind.end()) if kind else text
        return rest or text
    return None


def _cited(text: Text) -> dict[str, str | None]:
    """Number, symbol and day of the plan that the table is annexed to."""
    found = [one.draft for one in read_citations(text) if flat(one.draft.kind) == "ke hoach"]
    if not found:
        return {}
    number, _, symbol = found[0].number.partition("/")
    return {"number": number, "symbol": symbol or None, "issued_on": found[0].issued_on}


def with_head(draft: PlanDraft, head: Head) -> PlanDraft:
    """The draft with what the head says."""
    return replace(draft, **head.fields, places={**draft.places, **head.places})  # type: ignore[arg-type]
