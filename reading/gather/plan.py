"""The whole: raw items → the plan's draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from reading.clean.lines import Document, Item, Line, Table, document
from reading.clean.paragraphs import Paragraph, rejoined, wrap_width
from reading.draft import CitationDraft, PlanDraft
from reading.gather import assignments, doubts, overlooked
from reading.gather.known_names import known_names
from reading.gather.tasks import Collector, Found
from reading.layout import ending, header, issuer
from reading.layout.blocks import Piece, tree
from reading.layout.headings import is_aside, is_part_heading
from reading.layout.listed_tables import flattened, gathered
from reading.layout.node import Node
from reading.layout.numbering import Level, read_marker
from reading.letters import flat
from reading.open.raw import RawItem
from reading.text import Text
from reading.understand import citations
from reading.understand.citations import Citation
from reading.understand.dates import Year, moments
from reading.understand.one_name import Directory
from reading.understand.plan_time import time_in_text, time_in_title
from reading.understand.reckoned import with_reckoned_days

_ANNEX = re.compile(r"(?:phu luc|bieu)\b.{0,60}$")
_TITLE_LINES = 2
_ASSIGNING = re.compile(r"\b(?:nhiem vu|phan cong|noi dung cong viec|dau viec|tien do thuc hien)\b")


@dataclass
class Layout:
    """The document's items by what they belong to."""

    head: header.Head = field(default_factory=header.Head)
    end: ending.Ending = field(default_factory=ending.Ending)
    title_and_decision: list[Item] = field(default_factory=list)
    body: list[Item] = field(default_factory=list)
    annex: list[Item] = field(default_factory=list)


def read_plan(raw: Sequence[RawItem], names: Iterable[str] = ()) -> PlanDraft:
    """Reads a whole document; never raises, whatever the text.

    ``names`` are those that the office's directory knows whole.
    """
    made = document(raw)
    items = _with_kind(gathered(flattened(_without_asides(made.items))))
    items, notes = _notes_of_head(items)
    layout = _layout(items)
    layout.body[:0] = notes
    width = wrap_width([item for item in items if isinstance(item, Line)])
    body = _pieces(layout.body, width)
    preamble, rest = _preamble(body)
    header.read_issuer(layout.head, [p.text for p in preamble], made.shown)
    return _draft(made, layout, width, preamble, rest, names)


def _without_asides(items: Sequence[Item]) -> list[Item]:
    return [item for item in items if not (isinstance(item, Line) and is_aside(item.words))]


def _notes_of_head(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """The items without the footnotes above the first part, and these: they cite."""
    first = next(
        (at for at, item in enumerate(items) if isinstance(item, Line) and _opens_part(item)), 0
    )
    notes = [item for item in items[:first] if isinstance(item, Line) and item.is_note]
    return [item for item in items if item not in notes] if notes else items, list(notes)


def _opens_part(line: Line) -> bool:
    marker = read_marker(line.words)
    return is_part_heading(line.words[marker.length if marker else 0 :])


def _with_kind(items: list[Item]) -> list[Item]:
    """The items, the type of the document on a line of its own."""
    top = list(takewhile(lambda item: isinstance(item, Line), items))
    lines = [item for item in top if isinstance(item, Line)]
    return [*header.split_kind(lines), *items[len(lines) :]]


def _draft(
    made: Document,
    layout: Layout,
    width: int | None,
    preamble: list[Paragraph],
    rest: list[Piece],
    names: Iterable[str],
) -> PlanDraft:
    head = layout.head
    annex = _pieces(layout.annex, width)
    known = known_names([*rest, *annex], layout.end.recipients, names)
    root, annexes = tree(rest), tree(annex)
    first = [p.text.words for p in preamble]
    time = time_in_title(head.title or "", head.year) or time_in_text(first, head.year)
    year = time.year(head.year) if time else head.year or _year_of_plan(head, preamble)
    found = _collect(root, annexes, known, year)
    tasks, duties = assignments.read(found, known, year)
    found.impossible += [(one.ref, text) for one in found.phases for text in one.impossible]
    found.impossible += [("", text) for text in overlooked.impossible_times(root, found, year)]
    found.unread += [*overlooked.paragraphs(root, found, [*tasks, *duties], known, year)]
    before = [p.text for p in _pieces(layout.title_and_decision, width) if isinstance(p, Paragraph)]
    decision = [text for text in before if layout.head.title != text.words]
    bases, references, cited = _citations(layout, preamble, decision, [*rest, *annex])
    draft = PlanDraft(
        lines=tuple(made.shown),
        kind=head.kind,
        number=head.number,
        symbol=head.symbol,
        issuer=head.issuer,
        place=head.place,
        issued_on=head.issued_on,
        title=head.title,
        legal_bases=tuple(bases),
        references=tuple(references),
        starts_on=time.starts_on.isoformat() if time else None,
        ends_on=time.ends_on.isoformat() if time else None,
        tasks=tuple(tasks),
        report_duties=tuple(duties),
        recipients=tuple(text.words for text in layout.end.recipients),
        signatory=layout.end.signatory,
        places=head.places | layout.end.places,
    )
    draft = with_reckoned_days(draft)
    named = issuer.others_named(decision, [p.text for p in preamble])
    doubted = doubts.find(draft, found, cited, [root, annexes], named)
    return replace(draft, doubts=(*doubts.about_pictures(made.pictures), *doubted))


def _layout(items: Sequence[Item]) -> Layout:
    """Head, body, end, annexes; a plan attached to a decision has the decision's head and end."""
    layout = Layout()
    lines = [item if isinstance(item, Line) else _EMPTY for item in items]
    kind_at = header.kind_line(lines)
    attached_at = _attached(lines, kind_at)
    top = 0 if kind_at is None else kind_at
    header.read_top(layout.head, lines[:top] if kind_at is not None else lines[:12])
    start = top
    if attached_at is not None:
        layout.end = ending.read_ending(lines[:attached_at], top)
        layout.title_and_decision += items[top + 1 : layout.end.start]
        start = attached_at
    if kind_at is not None:
        header.read_kind(layout.head, lines[start])
        start += 1
        start += header.read_title(layout.head, lines[start : start + 30])
    final = ending.read_ending(lines, start)
    if attached_at is None or not layout.end.recipients:
        layout.end = final if attached_at is None or final.recipients else layout.end
    layout.body = list(items[start : final.start])
    layout.annex = list(items[final.end :])
    return layout


def _year_of_plan(head: header.Head, preamble: Sequence[Paragraph]) -> int | None:
    """The year to read days without one by, where the day of issue is not given."""
    for words in [head.title or "", *(p.text.words for p in preamble)]:
        years = [moment.year for moment in moments(flat(words)) if moment.year]
        if years:
            return max(years)
    return None


_EMPTY = Line(Text(""))


def _attached(lines: Sequence[Line], kind_at: int | None) -> int | None:
    """Where the type of a plan attached to a decision stands, if there is one."""
    if kind_at is None or header.is_plan(lines[kind_at].words):
        return None
    for at in range(kind_at + 1, len(lines)):
        if header.is_kind(lines[at].words) and any(
            header.is_attached(line)
            for line in (*lines[max(0, at - 3) : at], *lines[at + 1 : at + 9])
        ):
            return at
    return None


def _pieces(items: Sequence[Item], width: int | None) -> list[Piece]:
    """Paragraphs and tables, in order."""
    pieces: list[Piece] = []
    run: list[Line] = []
    for item in items:
        if isinstance(item, Line):
            run.append(item)
            continue
        pieces += rejoined(run, width)
        pieces.append(item)
        run = []
    return [*pieces, *rejoined(run, width)]


def _preamble(pieces: Sequence[Piece]) -> tuple[list[Paragraph], list[Piece]]:
    """The paragraphs before the first part, and the rest."""
    preamble: list[Paragraph] = []
    for at, piece in enumerate(pieces):
        if isinstance(piece, Table) or _opens_body(piece, preamble):
            return preamble, list(pieces[at:])
        preamble.append(piece)
    if any(piece.marker for piece in preamble):
        return [], list(pieces)
    return preamble, []


def _opens_body(paragraph: Paragraph, preamble: Sequence[Paragraph]) -> bool:
    if is_part_heading(paragraph.body.words):
        return True
    marker = paragraph.marker
    if marker is None:
        return False
    if marker.is_bullet:
        return not paragraph.body.flat.startswith(("can cu", "thuc hien", "theo"))
    return marker.level is not Level.LETTER or bool(preamble)


def _collect(root: Node, annexes: Node, known: Directory, year: Year) -> Found:
    collector = Collector(known, year)
    parts = root.items or [root]
    for part in parts:
        collector.part(part)
    if parts != [root]:
        loose = Node(None, children=[c for c in root.children if isinstance(c, Table)])
        if loose.children:
            collector.part(loose)
    _collect_annexes(collector, annexes)
    found = collector.found
    found.unread += [text for table in found.left_tables for text in overlooked.rows(table, year)]
    return found


def _collect_annexes(collector: Collector, annexes: Node) -> None:
    """The work that annexes lay out: in tables, or in items where their title says so.

    Other annexes hold forms and lists; a paragraph there that charges a unit is left in doubt.
    """
    titled = any(_ASSIGNING.search(node.body.flat) for node in annexes.plain)
    title = ""
    for node in [annexes, *annexes.items]:
        title = _annex_title(node.plain) or title
        if any(isinstance(child, Table) for child in node.children):
            _collect_tables(collector, node, title)
        elif node is not annexes and titled:
            collector.part(node, title)
        elif node is not annexes:
            collector.leave(node)


def _collect_tables(collector: Collector, node: Node, title: str) -> None:
    """The tables of an annex, each under the title that stands before it."""
    before: list[Node] = []
    for child in node.children:
        if isinstance(child, Node):
            before.append(child)
        else:
            title = _annex_title(before) or title
            collector.part(Node(None, children=[child]), title)
            before = []


def _annex_title(before: Sequence[Node]) -> str:
    """``PHỤ LỤC I: Danh mục công việc …`` of the paragraphs before a table, "" where they open no
    annex; where its plan is named in brackets its title has ended."""
    words = [node.body.words for node in before if node.body.words]
    opening = [at for at, line in enumerate(words) if _ANNEX.match(flat(line))]
    if not opening:
        return ""
    title = takewhile(lambda line: not line.startswith("("), words[opening[-1] :])
    return ": ".join([line.strip(" .:;") for line in title][:_TITLE_LINES])


def _citations(
    layout: Layout, preamble: Sequence[Paragraph], decision: Sequence[Text], pieces: Sequence[Piece]
) -> tuple[list[CitationDraft], list[CitationDraft], list[Citation]]:
    """Legal bases, other documents cited, and every place that cites one."""
    own = _own_number(layout.head)
    first = [p.text for p in preamble]
    if decision:
        first = [t for t in decision if not t.flat.startswith("dieu ")]
    in_preamble = _read_all(first)
    elsewhere = _read_all([t for t in decision if t.flat.startswith("dieu ")])
    if decision:
        elsewhere += _read_all([p.text for p in preamble])
    elsewhere += _read_all(_texts(pieces))
    bases = citations.each_once(in_preamble, own)
    return bases, citations.each_once(elsewhere, [*own, *bases]), [*in_preamble, *elsewhere]


def _read_all(texts: Iterable[Text]) -> list[Citation]:
    return [citation for text in texts for citation in citations.read_citations(text)]


def _texts(pieces: Iterable[Piece]) -> Iterable[Text]:
    for piece in pieces:
        if isinstance(piece, Paragraph):
            yield piece.text
        else:
            seen = {cell.key: cell for row in piece.rows for cell in row}
            yield from (cell.text for cell in seen.values())


def _own_number(head: header.Head) -> list[CitationDraft]:
    """The document's own number, under any kind: a document never cites itself."""
    if not head.number or not head.symbol:
        return []
    return [
        CitationDraft(kind=kind, number=f"{head.number}{mark}{head.symbol}")
        for kind in ("Kế hoạch", "Quyết định", "Chương trình", "Phương án", head.kind or "")
        for mark in "/-"
    ]
