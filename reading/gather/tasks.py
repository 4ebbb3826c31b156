"""The tree of a plan → the pieces of work that it lays on someone, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reading import text as texts
from reading.clean.lines import Table
from reading.draft import DeadlineDraft
from reading.gather.phases import Phase, only_time, phase_of
from reading.layout.headings import Role, is_closing, looks_like_title, role_of
from reading.layout.node import Node
from reading.layout.tables import Column, Entry, TaskTable, read_table
from reading.text import Text
from reading.understand import deadlines, roles
from reading.understand.dates import Year
from reading.understand.labels import Field, Labelled, read_labels
from reading.understand.one_name import Directory
from reading.understand.role_lines import said_only
from reading.understand.stated_roles import Who

_NOTE = re.compile(r"^(?:\(.*\)\.?|(?:Ghi chú|Chú thích) ?:.*)$")
_DETAILS_FOLLOW = re.compile(
    r"\b(?:noi dung|gom|bao gom|nhu sau|sau day|sau|cu the|tap trung vao|mot so|trong do|nhu"
    r"|la)\b[^:]{0,40}:$"
)
_ONLY_TASKS_FOLLOW = re.compile(
    r"^(?:tap trung |to chuc )?(?:thuc hien|trien khai)(?: tot| hieu qua)*(?: cac| mot so)*"
    r" (?:nhiem vu|noi dung|cong viec|giai phap)[^:]{0,40}:$"
)
_DETAIL = re.compile(
    r"^(?:noi dung|hinh thuc|doi tuong|dia diem|thanh phan|phuong phap|so luong|thoi luong|muc dich"
    r"|yeu cau"
    r"|quy mo|phuong thuc|kinh phi|pham vi|thoi gian,? dia diem|chi tieu|muc tieu|ghi chu|tai lieu)"
    r"(?: [^:]{0,40})?:"
)
_NOMINAL = re.compile(
    r"(?:ve |cong tac|nhiem vu|noi dung|giai phap|hoat dong|doi voi|nhom|bien phap)\b"
)
_TO_ANNEX = re.compile(r"\b(?:tai|theo|o) (?:cac )?(?:phu luc|bieu|danh muc)\b[^.;]{0,60}[.;/ ]*$")
_OF_ALL = re.compile(
    r"\b(?:noi dung|viec|nhiem vu|phan viec|hang muc|muc|cong viec) (?:nay|tren|neu tren)\b"
)
_PURPOSE_WORDS = 12
_TITLE_WORDS = 25
_SHORT_TITLE_WORDS = 12
_LONGEST_HEADING = 250


@dataclass(frozen=True)
class Context:
    """What the headings above give to the work below them."""

    role: Role = Role.WORK
    who: Who = field(default_factory=Who)
    labels: tuple[Labelled, ...] = ()
    deadline: DeadlineDraft | None = None
    headings: tuple[str, ...] = ()  # as written, outermost first


@dataclass(frozen=True)
class Work:
    """A piece of work before its words are read further."""

    ref: str
    text: Text
    context: Context
    labels: tuple[Labelled, ...] = ()
    entry: Entry | None = None


@dataclass
class Found:
    """The work found, and the paragraphs that were left: in doubt, or plainly closing words."""

    work: list[Work] = field(default_factory=list)
    tables: list[TaskTable] = field(default_factory=list)
    left_tables: list[Table] = field(default_factory=list)  # whose titles say nothing of work
    unread: list[Text] = field(default_factory=list)
    phases: list[Phase] = field(default_factory=list)
    impossible: list[tuple[str, Text]] = field(default_factory=list)  # ref and the day as written


class Collector:
    """Walks the tree and collects the work.  ``known`` are names met in labels and columns."""

    def __init__(self, known: Directory, year: Year) -> None:
        self.known = known
        self.year = year
        self.found = Found()
        self._columns: tuple[Column, ...] | None = None
        self._counted: dict[str, int] = {}  # rows without a number, by the part that they stand in

    def part(self, node: Node, above: str = "") -> None:
        """A part of the plan, by what its heading says it is about; ``above``: a heading over it,
        the title of an annex."""
        role = role_of(node.body.words)
        if role is Role.PURPOSE:
            return
        context = Context(role=role, headings=(above,) if above else ())
        if node.depth > 0 and not looks_like_title(node.body.words) and not node.items:
            self.item(node, context, ".".join(node.path))
            return
        under = _headed(self._under(node, context), node.paragraph.text if node.paragraph else None)
        self._group(node, under, ".".join(node.path))

    def item(self, node: Node, context: Context, ref: str) -> None:
        """A numbered paragraph or bullet: a heading of further items, or a task."""
        role = role_of(node.body.words)
        if self._skips(node, role):
            return
        if role is Role.REPORTING and looks_like_title(node.body.words):
            context = replace(context, role=Role.REPORTING)
        under = self._under(node, context)
        if under.who != context.who:
            self._group(node, under, ref)
        elif self._is_group(node):
            self._group(node, _headed(under, node.paragraph.text if node.paragraph else None), ref)
        else:
            self._task(node, context, ref)

    def _skips(self, node: Node, role: Role) -> bool:
        """Aims and notes inside a part of work are no work."""
        words = node.body.words
        if not words or _NOTE.match(words):
            return True
        short = len(words.split()) <= _PURPOSE_WORDS or bool(re.match(r"[^:]{3,60}:", words))
        assigned = any(
            label.field is Field.LEAD for n in node.labels for label in read_labels(n.body)
        )
        return role is Role.PURPOSE and short and not assigned

    def _under(self, node: Node, context: Context) -> Context:
        """The context below a heading: its units, its labels, its time."""
        who = roles.heading(node.body, self.known)
        if who.lead:
            context = replace(context, who=who)
        labels = [label for child in node.labels for label in read_labels(child.body)]
        if node.depth > 0:
            for child in filter(self._says_of_all, node.nodes):
                labels += said_only(child.body, self.known, self.year)
            labels += self._in_notes(node)
        if labels:
            context = replace(context, labels=tuple(labels))
        phase = phase_of(node, self.year)
        self.found.phases.append(phase)
        if phase.time is not None:
            context = replace(context, deadline=phase.time)
        return context

    def _group(self, node: Node, context: Context, ref: str) -> None:
        """Everything under a heading, each item with its own number or the next one."""
        if not node.items and not self._tables(node):
            self._plain_work(node, context, ref)
            return
        count = 0
        started = False
        for child in node.children:
            if isinstance(child, Table):
                self._table(child, context, ref)
            elif child.is_note or child.is_label or (node.depth > 0 and self._says_of_all(child)):
                continue
            elif child.marker:
                started = True
                if child.is_bullet:
                    count += 1
                below = ref if not child.is_bullet else f"{ref}.{count}" if ref else str(count)
                self.item(child, context, below if child.is_bullet else ".".join(child.path))
            else:
                self._left_over(child, started=started)

    def leave(self, node: Node) -> None:
        """Takes no work from a paragraph and those under it; says so where a unit is charged."""
        for below in node.walk():
            if roles.subject(below.body, self.known).lead:
                self.found.unread.append(below.body)

    def _tables(self, node: Node) -> list[Table]:
        return [child for child in node.children if isinstance(child, Table)]

    def _left_over(self, node: Node, *, started: bool) -> None:
        """An unmarked paragraph among marked ones: words that lead in or close, or in doubt."""
        text = node.body
        if _NOTE.match(text.words) or is_closing(text.words) or text.words.endswith(":"):
            return
        if roles.subject(text, self.known).lead and started:
            self.found.unread.append(text)

    def _plain_work(self, node: Node, context: Context, ref: str) -> None:
        """A heading with nothing but paragraphs below it, or nothing at all."""
        plain = [
            n.body
            for n in node.plain
            if not (_NOTE.match(n.body.words) or is_closing(n.body.words) or self._only_says(n))
        ]
        plain = [text for text in plain if not (text.words.endswith(":") and len(plain) > 1)]
        is_part = node.depth <= 20
        if not plain:
            if not is_part and context.who.said != node.body.words.strip(" .:;"):
                self._add(Work(ref, node.body, context, self._labels(node)))
            return
        if not is_part:
            self.found.unread += [
                text for text in plain[1:] if self._is_anothers(text, context.who)
            ]
            self._add(Work(ref, texts.joined(plain), context, self._labels(node)))
            return
        for count, text in enumerate(plain, start=1):
            below = f"{ref}.{count}" if len(plain) > 1 else ref
            self._add(Work(below, text, context), plain=True)

    def _is_anothers(self, text: Text, who: Who) -> bool:
        """Whether a paragraph charges others than those whose heading it stands under."""
        theirs = {name.words for name in roles.subject(text, self.known).lead}
        return bool(theirs and who.lead) and theirs.isdisjoint(name.words for name in who.lead)

    def _add(self, work: Work, *, plain: bool = False) -> None:
        """Takes the work, unless it stands where only a named unit makes it work."""
        text = work.text
        budget = work.context.role is Role.BUDGET or role_of(text.words) is Role.BUDGET
        if (budget or plain) and work.context.role is not Role.REPORTING:
            who = work.context.who
            named = who.lead or roles.prose(text, self.known).lead or work.labels
            if not named and (charged := roles.charged_anywhere(text, self.known)).lead:
                work = replace(work, context=replace(work.context, who=charged))
            elif not named:
                in_part = work.context.role is Role.BUDGET
                told = budget and (in_part or not roles.names_agent(text, self.known))
                if not (told or only_time(text, self.year) or _TO_ANNEX.search(text.flat)):
                    self.found.unread.append(text)
                return
        self.found.work.append(work)

    def _task(self, node: Node, context: Context, ref: str) -> None:
        parts = [node.body]
        for child in node.nodes:
            if not child.is_label and not _NOTE.match(child.body.words):
                parts += self._details(child, last=child is node.nodes[-1])
                self._doubt_another(node, child, parts)
        self._add(Work(ref, texts.joined(parts), context, self._labels(node)))
        for table in self._tables(node):
            self._table(table, context, ref)

    def _doubt_another(self, node: Node, child: Node, parts: Sequence[Text]) -> None:
        """An unmarked paragraph under a task that charges another unit may be work of its own."""
        if child.marker is None and child.paragraph and parts[-1] is child.paragraph.text:
            own = roles.prose(node.body, self.known)
            if self._is_anothers(child.body, own) or (
                self._labels(node) and roles.subject(child.body, self.known).lead and not own.lead
            ):
                self.found.unread.append(child.body)

    def _details(self, node: Node, *, last: bool) -> Iterator[Text]:
        """The words of a paragraph that belongs to the task above it, marks kept."""
        if node.paragraph is None or (node.marker is None and self._closes(node, last=last)):
            return
        if self._only_says(node):
            return
        yield node.paragraph.text
        for child in node.nodes:
            if not child.is_label:
                yield from self._details(child, last=last)

    def _closes(self, node: Node, *, last: bool) -> bool:
        return is_closing(node.body.words) or (last and node.body.words.endswith("./."))

    def _only_says(self, node: Node) -> bool:
        if node.is_label or node.items or (node.marker and not node.is_bullet):
            return False
        return bool(said_only(node.body, self.known, self.year))

    def _says_of_all(self, node: Node) -> bool:
        """Whether a line among tasks says by when all of them, or who carries them out."""
        if not self._only_says(node):
            return False
        names_nobody = not roles.prose(node.body, self.known).lead
        return names_nobody or bool(_OF_ALL.search(node.body.flat))

    def _labels(self, node: Node) -> tuple[Labelled, ...]:
        labels = [label for child in node.labels for label in read_labels(child.body)]
        for child in node.nodes:
            if self._only_says(child):
                labels += said_only(child.body, self.known, self.year)
        return (*labels, *self._in_notes(node))

    def _in_notes(self, node: Node) -> Iterator[Labelled]:
        """What footnotes say of who, with whom and when."""
        for note in node.notes:
            yield from read_labels(note.body) or said_only(note.body, self.known, self.year)

    def _is_group(self, node: Node) -> bool:
        """Whether the items under a paragraph are tasks of their own, or details of it."""
        items = node.items
        if not items:
            return self._is_title_only(node)
        if node.assigns or any(
            item.labels or any(below.labels for below in item.nodes) for item in items
        ):
            return True
        if node.labels:
            # One time for all of them, and each with a unit of its own: they share it.
            fields = {label.field for child in node.labels for label in read_labels(child.body)}
            whose = [roles.subject(item.body, self.known).lead for item in items]
            shared = len(items) > 1 or self._is_phase(node)
            return fields == {Field.TIME} and shared and all(whose)
        if any(self._stands_alone(item) for item in items if not self._only_says(item)):
            return True
        if self._labels(node):
            return False
        return self._holds_tasks(node, items)

    def _is_phase(self, node: Node) -> bool:
        """``Đợt 4: Tổng kết`` over one item with a unit of its own is no task itself."""
        titled = looks_like_title(node.body.words) and not node.body.words.endswith(":")
        return titled and not roles.prose(node.body, self.known).lead

    def _is_title_only(self, node: Node) -> bool:
        """A short title over paragraphs, or over a table, is no task itself."""
        bold = bool(node.paragraph and node.paragraph.bold)
        named = bold or bool(_NOMINAL.match(node.body.flat)) or self._is_over_sentences(node)
        plain = [below for below in node.plain if not self._only_says(below)]
        titled = named and looks_like_title(node.body.words) and bool(plain)
        return titled or (bool(self._tables(node)) and looks_like_title(node.body.words))

    def _is_over_sentences(self, node: Node) -> bool:
        """``1. Tuyên truyền`` over whole sentences, though it is not in bold."""
        if node.is_bullet or len(node.body.words.split()) > _SHORT_TITLE_WORDS:
            return False
        first = node.plain[0].body.words if node.plain else ""
        if not first[:1].isupper() or is_closing(first):
            return False
        return first.endswith((".", ";")) or len(first.split()) > _SHORT_TITLE_WORDS

    def _stands_alone(self, item: Node) -> bool:
        """Whether an item has a unit or a day of its own."""
        if _DETAIL.match(item.body.flat):
            return False
        if roles.subject(item.body, self.known).lead or roles.heading(item.body, self.known).lead:
            return True
        return any(found.draft.days for found in deadlines.said(item.body, self.year))

    def _holds_tasks(self, node: Node, items: Sequence[Node]) -> bool:
        words = node.body.words.rstrip()
        flat = node.body.flat.rstrip()
        if sum(bool(_DETAIL.match(item.body.flat)) for item in items) * 2 > len(items):
            return False
        numbered = not items[0].is_bullet
        if words.endswith(":"):
            if _ONLY_TASKS_FOLLOW.match(flat):
                return True
            titled = bool(_NOMINAL.match(flat)) or bool(node.paragraph and node.paragraph.bold)
            return titled and not _DETAILS_FOLLOW.search(flat)
        if looks_like_title(words):
            return True
        bold = bool(node.paragraph and node.paragraph.bold)
        return bold or (numbered and len(words.split()) <= _TITLE_WORDS)

    def _table(self, table: Table, context: Context, ref: str) -> None:
        made = read_table(table, self._columns)
        if made is None:
            self.found.left_tables.append(table)
            return
        self.found.unread += made.lost
        self._columns = made.columns
        self.found.tables.append(made)
        for entry in made.entries:
            number = ".".join([*entry.group, entry.number])
            if not entry.number:
                self._counted[ref] = self._counted.get(ref, 0) + 1
                number = f"{ref}.{self._counted[ref]}"
            below = self._beside(entry, context)
            self.found.work.append(
                Work(number.strip("."), entry.text(Column.WORK), below, (), entry)
            )

    def _beside(self, entry: Entry, context: Context) -> Context:
        """What the title of a group of rows gives to its rows: a unit, or a time."""
        if entry.heading is None:
            return context
        who = roles.heading(entry.heading, self.known)
        context = replace(context, who=who) if who.lead else _headed(context, entry.heading)
        time = deadlines.given(entry.heading, self.year)
        return replace(context, deadline=time.draft) if time else context


def _headed(context: Context, heading: Text | None) -> Context:
    """The context under one more heading; what is longer than a heading is none."""
    words = heading.words.strip(" .:;") if heading else ""
    if not words or len(words) > _LONGEST_HEADING:
        return context
    return replace(context, headings=(*context.headings, words))
