"""What reading is unsure of, for a person to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reading.draft import Doubt, DoubtKind, PlanDraft
from reading.gather.tasks import Found
from reading.layout.blocks import Node
from reading.layout.numbering import Level, roman_value
from reading.understand.citations import Citation, key


def find(
    draft: PlanDraft,
    found: Found,
    cited: Sequence[Citation],
    trees: Sequence[Node],
) -> Iterator[Doubt]:
    """The doubts about a draft, the gravest first."""
    if not draft.tasks:
        yield Doubt(DoubtKind.NO_TASKS, "")
    yield from _missing_header(draft)
    yield from _left(found, cited)
    for tree in trees:
        yield from _gaps(tree)
    yield from _conflicts(cited)
    for task in draft.tasks:
        if not task.lead:
            yield Doubt(DoubtKind.NO_LEAD, task.text[:200], task.ref, task.spans)


def about_pictures(pages: Sequence[int]) -> Iterator[Doubt]:
    """Pages, numbered from 1, that are pictures among pages with text."""
    for page in pages:
        yield Doubt(DoubtKind.PICTURE, f"Trang {page}")


def _left(found: Found, cited: Sequence[Citation]) -> Iterator[Doubt]:
    """Paragraphs that were left, and days that no calendar has."""
    for text in found.unread:
        yield Doubt(DoubtKind.UNREAD, text.words, None, text.spans())
    for ref, text in found.impossible:
        yield Doubt(DoubtKind.BAD_DAY, text.words, ref, text.spans())
    for citation in cited:
        if citation.impossible:
            yield Doubt(DoubtKind.BAD_DAY, citation.draft.number, None, citation.draft.spans)


def _missing_header(draft: PlanDraft) -> Iterator[Doubt]:
    fields = {
        "number": draft.number,
        "symbol": draft.symbol,
        "issuer": draft.issuer,
        "issued_on": draft.issued_on if draft.issued_on and len(draft.issued_on) == 10 else None,
        "title": draft.title,
        "signatory": draft.signatory.name,
    }
    for name, value in fields.items():
        if not value:
            yield Doubt(DoubtKind.NO_HEADER, name, None, draft.places.get(name, ()))


def _gaps(root: Node) -> Iterator[Doubt]:
    for node in root.walk():
        before: Node | None = None
        for item in node.items:
            if (
                item.is_bullet
                or item.marker is None
                or item.marker.level in {Level.LETTER, Level.UPPER}
            ):
                continue
            if (
                before is not None
                and before.depth == item.depth
                and _value(item) != _value(before) + 1
            ):
                words = f"{before.path[-1]} → {item.path[-1]}"
                yield Doubt(DoubtKind.NUMBER_GAP, words, ".".join(item.path), item.body.spans())
            before = item


def _value(node: Node) -> int:
    number = node.path[-1] if node.path else "0"
    return int(number) if number.isdigit() else roman_value(number)


def _conflicts(cited: Sequence[Citation]) -> Iterator[Doubt]:
    """One document cited with two days."""
    first: dict[tuple[str, str], Citation] = {}
    told: set[tuple[str, str]] = set()
    for citation in cited:
        if citation.draft.issued_on is None:
            continue
        held = first.setdefault(key(citation.draft), citation)
        if held.draft.issued_on != citation.draft.issued_on and key(citation.draft) not in told:
            told.add(key(citation.draft))
            days = f"{held.draft.issued_on}, {citation.draft.issued_on}"
            words = f"{citation.draft.kind} {citation.draft.number}: {days}"
            yield Doubt(
                DoubtKind.CONFLICTING_CITATION,
                words,
                None,
                (*held.draft.spans, *citation.draft.spans),
            )
