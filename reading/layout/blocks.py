"""Paragraphs → a tree by their marks: parts, groups, items, bullets; and what each label line is
about: the paragraph before it, or the whole list that it closes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, islice, takewhile

from reading.clean.lines import Table
from reading.clean.paragraphs import Paragraph
from reading.layout.headings import is_part_heading, is_shouted, looks_like_title
from reading.layout.node import Node
from reading.layout.numbering import Level, Marker, roman_value, to_roman
from reading.text import Text
from reading.understand import roles
from reading.understand.labels import Field, read_labels
from reading.understand.name_lists import only_names
from reading.understand.names import read_row

Piece = Paragraph | Table


def tree(pieces: Sequence[Piece]) -> Node:
    """The tree that the pieces of a document's body make up; its root is no paragraph."""
    builder = _Builder(pieces)
    for at, piece in enumerate(pieces):
        if isinstance(piece, Table):
            builder.add_table(piece)
        elif piece.is_note:
            builder.add_note(piece)
        else:
            builder.add(at, piece)
    for node in builder.root.walk():
        settle_labels(node)
    return builder.root


class _Builder:
    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.root = Node(None)
        self.open = [self.root]
        self.upper_first = _upper_first(pieces)
        self.part_level = _part_level(pieces)
        self.following = _following_numbers(pieces)
        self.pieces = pieces

    def add_table(self, table: Table) -> None:
        while self.open[-1].is_bullet and not names_units(self.open[-1].body):
            self.open.pop()
        self.open[-1].children.append(table)

    def add_note(self, note: Paragraph) -> None:
        """A footnote says more of what the last paragraph is about."""
        about = next(node for node in reversed(self.open) if not node.is_label)
        about.children.append(Node(note))

    def add(self, at: int, paragraph: Paragraph) -> None:
        marker = (
            paragraph.marker or self._lost_marker(at, paragraph) or self._heading(at, paragraph)
        )
        if marker is None:
            self._add_plain(paragraph)
            return
        depth = (
            self._bullet_depth(at, marker) if marker.is_bullet else self._depth(marker, paragraph)
        )
        while self.open[-1].depth >= depth:
            self.open.pop()
        node = Node(paragraph, marker, depth, self._path(marker))
        self.open[-1].children.append(node)
        self.open.append(node)

    def _add_plain(self, paragraph: Paragraph) -> None:
        while self.open[-1].is_label and read_labels(paragraph.body):
            self.open.pop()  # one label is no part of another
        self.open[-1].children.append(Node(paragraph))

    def _depth(self, marker: Marker, paragraph: Paragraph) -> int:
        if marker.level is Level.UPPER and self.upper_first:
            return Level.PART + 5
        if marker.level is Level.NUMBER and len(marker.numbers) == 1 and self._is_inner(paragraph):
            return Level.PAREN
        return marker.depth

    def _is_inner(self, paragraph: Paragraph) -> bool:
        """Whether ``1)`` stands inside ``1.``: the one mark with a bracket, the other without.

        ``4)`` after ``3.`` goes on with its numbers, unless numbers in brackets are open.
        """
        if ")" not in paragraph.text.words[: paragraph.text.words.find(" ") + 1]:
            return False
        outer = next((n for n in self.open if n.depth == Level.NUMBER and _is_open_number(n)), None)
        if outer is None or outer.marker is None or paragraph.marker is None:
            return False
        is_next = _value(paragraph.marker) == _value(outer.marker) + 1 > 1
        return not is_next or any(node.depth == Level.PAREN for node in self.open)

    def _bullet_depth(self, at: int, marker: Marker) -> int:
        """How deep a bullet stands: beside the open one with its sign, else inside the last one.

        A sign says nothing by itself: offices set units after stars and their work after dashes,
        or the other way round.
        """
        bullets = [node for node in self.open if node.is_bullet]
        if marker.level is Level.HEADING:
            return self._heading_depth(bullets)
        same = next((n for n in bullets if n.marker and n.marker.sign == marker.sign), None)
        if same is not None:
            return same.depth
        if not bullets:
            return Level.DASH
        outer = next((n for n in bullets if n.marker and self._is_beside(at, marker, n)), None)
        return outer.depth if outer is not None else max(Level.DASH, bullets[-1].depth + 1)

    def _heading_depth(self, bullets: Sequence[Node]) -> int:
        """A heading without a mark stands beside the last one, and under no complete sentence."""
        for node in self.open:
            if node.marker and node.marker.level is Level.HEADING:
                return node.depth
            is_item = node.depth >= Level.NUMBER and not node.is_bullet
            if is_item and node.body.words.endswith((".", ";")):
                return node.depth - 1
        return Level.HEADING if not bullets else min(Level.HEADING, bullets[0].depth)

    def _is_beside(self, at: int, marker: Marker, node: Node) -> bool:
        """Whether a bullet with a new sign stands beside the open ``node`` and not inside it."""
        if node.marker is None or node.marker.level is Level.HEADING or names_units(node.body):
            return False
        after = self._next_marker(at)
        goes_on = after is not None and after.sign == node.marker.sign
        piece = self.pieces[at]
        body = piece.body if isinstance(piece, Paragraph) else Text("")
        if names_units(body):
            return goes_on
        if not node.body.words.endswith((".", ";")) or read_labels(body):
            return False
        strays = goes_on and marker.level is Level.STAR and node.marker.level is Level.DASH
        return strays or marker.level < node.marker.level

    def _next_marker(self, at: int) -> Marker | None:
        """The mark of the next paragraph, where one follows at once."""
        after = self._after(at)
        return after.marker if isinstance(after, Paragraph) else None

    def _after(self, at: int) -> Piece | None:
        """What stands next, footnotes left out."""
        rest = islice(self.pieces, at + 1, None)
        return next((one for one in rest if isinstance(one, Table) or not one.is_note), None)

    def _heading(self, at: int, paragraph: Paragraph) -> Marker | None:
        """A line without a mark heads a list: it names units, or is a title that stands out."""
        after = self._after(at)
        if not isinstance(after, Paragraph) or paragraph.text.words.endswith((".", ";")):
            return None
        below = after.marker
        if names_units(paragraph.text):
            heads = (below is not None and below.is_bullet) or (below is None and paragraph.bold)
        else:
            words = paragraph.text.words
            stands_out = paragraph.bold and not is_shouted(words) and not words.endswith(":")
            heads = (
                stands_out
                and looks_like_title(words)
                and below is not None
                and self.open != [self.root]
            )
        return Marker(Level.HEADING, (), 0) if heads and not read_labels(after.body) else None

    def _path(self, marker: Marker) -> tuple[str, ...]:
        above = self.open[-1]
        if marker.is_bullet:
            return above.path
        numbers = marker.numbers
        if len(numbers) > 1:
            shared = len(numbers) - 1
            while shared and above.path[-shared:] != numbers[:shared]:
                shared -= 1
            numbers = numbers[shared:]
        return (*above.path, *numbers)

    def _lost_marker(self, at: int, paragraph: Paragraph) -> Marker | None:
        """The mark of a heading that lost its own: the one that its neighbours leave."""
        words = paragraph.text.words
        if is_part_heading(words):
            return self._lost_part(at)
        if not looks_like_title(words) or not (only_names(paragraph.text) or is_shouted(words)):
            return None
        before = next((n for n in reversed(self.open) if n.depth == Level.NUMBER), None)
        if before is None or before.marker is None or not before.marker.numbers:
            return None
        here = int(before.marker.numbers[0])
        return _numbered(here + 1) if self.following[at].get(Level.NUMBER) == here + 2 else None

    def _lost_part(self, at: int) -> Marker:
        level = self.part_level
        last = next((n for n in reversed(self.root.nodes) if n.marker and n.depth == level), None)
        if last is not None and last.marker is not None:
            number = _value(last.marker) + 1
        else:
            number = max(1, self.following[at].get(level, 2) - 1)
        if level is Level.ROMAN:
            return Marker(level, (to_roman(number) or str(number),), 0)
        return Marker(level, (str(number),), 0)


def names_units(text: Text) -> bool:
    """Whether a line is nothing but the names of those whose work stands below it."""
    return bool(roles.heading(text).lead)


def _is_open_number(node: Node) -> bool:
    """Whether a paragraph is numbered as printed, without a bracket."""
    words = node.paragraph.text.words if node.paragraph else ""
    return bool(node.marker and node.marker.length) and ")" not in words[:4]


def _numbered(number: int) -> Marker:
    return Marker(Level.NUMBER, (str(number),), 0)


def _value(marker: Marker) -> int:
    number = marker.numbers[0] if marker.numbers else "0"
    if number.isdigit():
        return int(number)
    return roman_value(number) or (ord(number[0].upper()) - ord("A") + 1 if number else 0)


def _upper_first(pieces: Sequence[Piece]) -> bool:
    """Whether A., B. hold the parts I., II. and are not held by them."""
    for piece in pieces:
        if isinstance(piece, Paragraph) and piece.marker:
            if piece.marker.level is Level.ROMAN:
                return False
            if piece.marker.level is Level.UPPER:
                return True
    return False


def _part_level(pieces: Sequence[Piece]) -> Level:
    for piece in pieces:
        if isinstance(piece, Paragraph) and piece.marker and is_part_heading(piece.body.words):
            level = piece.marker.level
            return level if level in {Level.ROMAN, Level.NUMBER, Level.UPPER} else Level.ROMAN
    return Level.ROMAN


def _following_numbers(pieces: Sequence[Piece]) -> list[dict[Level, int]]:
    """For each piece, the next number at each level before a level further out opens."""
    ahead: dict[Level, int] = {}
    rows: list[dict[Level, int]] = []
    for piece in reversed(pieces):
        rows.append(ahead)
        marker = piece.marker if isinstance(piece, Paragraph) else None
        if marker and not marker.is_bullet and len(marker.numbers) == 1:
            ahead = {level: number for level, number in ahead.items() if level < marker.level}
            ahead[marker.level] = _value(marker)
    rows.reverse()
    return rows


_ROLE_ALONE = re.compile(r"(?:don vi |co quan )?(?:chu tri|phoi hop|thuc hien|tham gia)(?: chinh)?")


def _open_assignment(node: Node) -> None:
    """``Phân công:`` with nothing after it: the items below are the work that it gives out."""
    for at, child in enumerate(node.children):
        if not isinstance(child, Node) or not _is_open_label(child):
            continue
        below = child.items or _items_after(node.children[at + 1 :])
        if len(below) > 1 and all(_gives_work(item) for item in below):
            node.children[at : at + 1] = child.children
            node.assigns = True
            return


def _is_open_label(node: Node) -> bool:
    labels = read_labels(node.body)
    return len(labels) == 1 and labels[0].field is Field.LEAD and not labels[0].value


def _items_after(children: Sequence[Node | Table]) -> list[Node]:
    """The bullets right below a label, up to whatever else follows."""
    bullets = (isinstance(child, Node) and child.is_bullet for child in children)
    return [
        child
        for child, _ in zip(children, takewhile(bool, bullets), strict=False)
        if isinstance(child, Node)
    ]


def _gives_work(item: Node) -> bool:
    """``Văn phòng Sở: kiểm tra …``: a unit and what it does, more than that it leads."""
    row = read_row(item.body.words)
    rest = item.body.flat[row.end :].strip(" .:;,") if row else ""
    return bool(rest) and not _ROLE_ALONE.fullmatch(rest)


def settle_labels(node: Node) -> None:
    """Gives each label to what it is about.

    Labels after the last of several bullets, of which no other has any, are about the whole list;
    labels that recur between bullets are each about the bullet before them.
    """
    _open_assignment(node)
    bullets = [child for child in node.items if child.is_bullet]
    if bullets:
        _lift_labels(node, bullets)
        _lower_labels(node)


def _lift_labels(node: Node, bullets: list[Node]) -> None:
    last = bullets[-1]
    alone = len(bullets) == 1 and not _is_detail(last)
    if alone or not last.labels or any(bullet.labels for bullet in bullets[:-1]):
        return
    node.children += last.labels
    last.children = [
        child for child in last.children if not (isinstance(child, Node) and child.is_label)
    ]


def _is_detail(node: Node) -> bool:
    """``Nội dung: …``: a bullet that only says more of its heading."""
    head = node.body.words.partition(":")
    return bool(head[1]) and len(head[0].split()) <= 4


def _runs_of_labels(node: Node) -> int:
    """How many times labels begin anew after a bullet."""
    kinds = [child.is_label for child in node.nodes if child.is_label or child.is_bullet]
    return sum(1 for is_label, _ in groupby(kinds) if is_label)


def _lower_labels(node: Node) -> None:
    fields = [label.field for child in node.labels for label in read_labels(child.body)[:1]]
    if len(fields) == len(set(fields)) or _runs_of_labels(node) < 2:
        return
    kept: list[Node | Table] = []
    bullet: Node | None = None
    for child in node.children:
        if isinstance(child, Node) and child.is_label and bullet is not None:
            bullet.children.append(child)
            continue
        if isinstance(child, Node) and child.is_bullet and not child.is_label:
            bullet = child
        kept.append(child)
    node.children = kept
