"""What the document that a plan was read from says and the register does not keep: its aims and
requirements, the headings of its parts, who cooperates while also leading as one of a group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from intake.drafting.draft import WorkingDraft
from intake.models import Intake
from plans.models import Plan
from reading.draft import PlanDraft
from reports.documents.document import Block, Paragraph, Subheading
from reports.documents.text import blocks_of
from reports.documents.wording import roman
from vietnamese.text import fold, one_line

_HEADING = re.compile(r"(?P<number>[IVX]+)\s*[.\-–]\s*(?P<title>\S.{2,150})")
_AIMS = re.compile(r"(?:muc dich|muc tieu|yeu cau|quan diem)\b")
_SMALL = re.compile(r"(?P<number>\d{1,2}\.)\s+(?P<title>[^.;:]{2,60})$")


@dataclass(frozen=True)
class Source:
    """``aims``: the lines of Part I where it orders nothing; ``titles``: of parts by their Roman
    figures; ``cooperating``: names by the number of their task, as the document has them."""

    aims: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    cooperating: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def aims_blocks(self) -> tuple[Block, ...]:
        """Part I as it is printed: small headings, paragraphs, dashes."""
        found: list[Block] = []
        plain: list[str] = []
        for line in self.aims:
            heading = _SMALL.fullmatch(line)
            if heading:
                found += [*blocks_of("\n".join(plain)), Subheading(*heading.groups())]
                plain = []
            else:
                plain.append(line)
        return (*found, *blocks_of("\n".join(plain))) or (Paragraph("…"),)


NO_SOURCE = Source()


def source_of(plan: Plan) -> Source:
    """What the plan's own document says, in one query; nothing where it came from none."""
    state = Intake.objects.filter(plan=plan).values_list("draft", flat=True).first()
    if not state:
        return NO_SOURCE
    return read_source(WorkingDraft.from_state(state).plan)


def read_source(draft: PlanDraft) -> Source:
    """What a reading tells beyond the register."""
    parts = _parts(draft.lines)
    first = parts.get("I")
    aims = first[1] if first and _AIMS.match(fold(first[0])) else ()
    return Source(
        aims=tuple(aims),
        titles={number: title for number, (title, _) in parts.items()},
        cooperating={
            task.ref: tuple(one.words for one in task.cooperating)
            for task in draft.tasks
            if task.ref and task.cooperating
        },
    )


def _parts(lines: Iterable[str]) -> dict[str, tuple[str, Sequence[str]]]:
    """The parts of a document in their order, I, II, III …: each heading with the lines below."""
    found: dict[str, tuple[str, list[str]]] = {}
    for line in map(one_line, lines):
        heading = _HEADING.fullmatch(line)
        if heading and heading["number"] == roman(len(found) + 1):
            found[heading["number"]] = (heading["title"].rstrip(" .:"), [])
        elif found and line:
            list(found.values())[-1][1].append(line)
    return dict(found)


def also_cooperating(words: Sequence[str], names: Iterable[str]) -> Iterator[str]:
    """Which of ``names``, units that lead as members of a group, the document also names as
    cooperating (``words``)."""
    said = {fold(one) for one in words}
    yield from (name for name in names if fold(name) in said)
