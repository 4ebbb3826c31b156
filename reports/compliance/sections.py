"""The outline of a report, and the text of a section as a person edits it.

The running text of a section is the program's, set among the agency's own sentences, until a person
writes it; tables and charts are the data's and stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from reports.compliance import assessment, results, situation
from reports.compliance.facts import ReportFacts
from reports.compliance.own_text import OwnPart, OwnSection, OwnText, filled
from reports.documents.document import (
    Block,
    Bullets,
    Figure,
    Paragraph,
    Part,
    Section,
    Table,
)
from reports.documents.text import blocks_of
from reports.documents.wording import roman

Teller = Callable[[ReportFacts], Iterator[Block]]

# Who tells each section from the facts.
TELLERS: Mapping[str, Teller] = {
    "field": situation.field,
    "directing": situation.directing,
    "organising": situation.organising,
    "overall": results.overall,
    "figures": results.counted_figures,
    "plans": results.by_plan,
    "categories": results.by_category,
    "units": results.by_unit,
    "reporting": results.reporting,
    "strengths": assessment.strengths,
    "shortcomings": assessment.shortcomings,
    "causes": assessment.causes,
    "directions": assessment.directions,
    "proposals": assessment.proposals,
}
# The usual outline: each part with its sections, by key and heading.
_USUAL: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Tình hình, công tác chỉ đạo, triển khai",
        (
            ("field", "Tình hình cháy, nổ, sự cố, tai nạn"),
            ("directing", "Công tác chỉ đạo, ban hành văn bản"),
            ("organising", "Tổ chức triển khai, theo dõi"),
        ),
    ),
    (
        "Kết quả thực hiện",
        (
            ("overall", "Kết quả chung"),
            ("figures", "Số liệu thực hiện"),
            ("plans", "Kết quả theo kế hoạch"),
            ("categories", "Kết quả theo nhóm công việc"),
            ("units", "Kết quả theo đơn vị"),
            ("reporting", "Thực hiện chế độ báo cáo"),
        ),
    ),
    (
        "Đánh giá chung",
        (
            ("strengths", "Ưu điểm"),
            ("shortcomings", "Tồn tại, hạn chế"),
            ("causes", "Nguyên nhân"),
        ),
    ),
    ("Phương hướng, nhiệm vụ thời gian tới", (("directions", ""),)),
    ("Kiến nghị, đề xuất", (("proposals", ""),)),
)
USUAL = OwnText(
    tuple(OwnPart(title, tuple(OwnSection(*one) for one in rows)) for title, rows in _USUAL)
)
TITLES: Mapping[str, str] = USUAL.titles()


@dataclass(frozen=True)
class Written:
    """What a person wrote in place of the program's text, by section."""

    texts: Mapping[str, str]

    def blocks(self, key: str, drafted: tuple[Block, ...]) -> tuple[Block, ...]:
        """The section as it is printed: the person's text, then the tables of the data."""
        if key not in self.texts:
            return drafted
        data = tuple(one for one in drafted if not isinstance(one, Paragraph | Bullets))
        return (*blocks_of(self.texts[key]), *data)


NOTHING_WRITTEN = Written({})


def drafted(
    facts: ReportFacts, own: OwnText, values: Mapping[str, str]
) -> dict[str, tuple[Block, ...]]:
    """Every section as the program tells it from the facts, among the agency's own sentences, its
    tables and charts numbered."""
    tables, charts = count(1), count(1)

    def numbered(block: Block) -> Block:
        if isinstance(block, Table) and block.caption:
            return replace(block, caption=f"Bảng {next(tables)}. {block.caption}")
        if isinstance(block, Figure):
            return replace(block, caption=f"Biểu đồ {next(charts)}. {block.caption}")
        return block

    return {
        section.key: tuple(map(numbered, _told(facts, section, values)))
        for part in own.parts
        for section in part.sections
    }


def _told(facts: ReportFacts, section: OwnSection, values: Mapping[str, str]) -> Iterator[Block]:
    tell = TELLERS.get(section.key)
    told = tuple(tell(facts)) if tell else ()
    yield from _sentences(section.before, values, announces=bool(told))
    yield from told
    yield from _sentences(section.after, values, announces=True)


def _sentences(
    lines: Iterable[str], values: Mapping[str, str], *, announces: bool
) -> Iterator[Block]:
    """The agency's sentences with their values; what announces something only where it comes."""
    text = [filled(line, values) for line in lines]
    yield from blocks_of("\n".join(one for one in text if announces or not one.endswith(":")))


def parts(
    own: OwnText, drafts: Mapping[str, tuple[Block, ...]], written: Written
) -> tuple[Part, ...]:
    """The parts; what has nothing in it is left out, the others are numbered in order."""
    found = ((part, tuple(_sections(part, drafts, written))) for part in own.parts)
    kept = [(part, sections) for part, sections in found if sections]
    return tuple(
        Part(roman(number), part.title.upper(), sections)
        for number, (part, sections) in enumerate(kept, start=1)
    )


def _sections(
    part: OwnPart, drafts: Mapping[str, tuple[Block, ...]], written: Written
) -> Iterator[Section]:
    number, heading = 0, ""
    for one in part.sections:
        heading = one.title or heading
        blocks = written.blocks(one.key, drafts[one.key])
        if not blocks:
            continue
        # Of several sections under one heading the first that has something carries it.
        title, heading = heading, ""
        number += bool(title)
        is_written = one.key in written.texts
        yield Section(one.key, f"{number}." if title else "", title, blocks, is_written)
