"""The outline of a report, and the text of a section as a person edits it.

The running text of a section is the program's until a person writes it; tables and charts are the
data's and stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from reports.compliance import assessment, outlook, results, situation
from reports.compliance.facts import ReportFacts
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

Teller = Callable[[ReportFacts], Iterator[Block]]


# Each part with its sections: the key, the heading, who tells it from the facts.
OUTLINE: tuple[tuple[str, tuple[tuple[str, str, Teller], ...]], ...] = (
    (
        "Tình hình, công tác chỉ đạo, triển khai",
        (
            ("field", "Tình hình cháy, nổ, sự cố, tai nạn", situation.field),
            ("directing", "Công tác chỉ đạo, ban hành văn bản", situation.directing),
            ("organising", "Tổ chức triển khai, theo dõi", situation.organising),
        ),
    ),
    (
        "Kết quả thực hiện",
        (
            ("overall", "Kết quả chung", results.overall),
            ("figures", "Số liệu thực hiện", results.counted_figures),
            ("plans", "Kết quả theo kế hoạch", results.by_plan),
            ("categories", "Kết quả theo nhóm công việc", results.by_category),
            ("units", "Kết quả theo đơn vị", results.by_unit),
            ("reporting", "Thực hiện chế độ báo cáo", results.reporting),
        ),
    ),
    (
        "Đánh giá chung",
        (
            ("strengths", "Ưu điểm", assessment.strengths),
            ("shortcomings", "Tồn tại, hạn chế", assessment.shortcomings),
            ("causes", "Nguyên nhân", assessment.causes),
        ),
    ),
    ("Phương hướng, nhiệm vụ thời gian tới", (("directions", "", outlook.directions),)),
    ("Kiến nghị, đề xuất", (("proposals", "", outlook.proposals),)),
)
NUMERALS = ("I", "II", "III", "IV", "V")
TITLES: Mapping[str, str] = {
    key: title or part for part, sections in OUTLINE for key, title, _ in sections
}


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


def drafted(facts: ReportFacts) -> dict[str, tuple[Block, ...]]:
    """Every section as the program tells it from the facts, its tables and charts numbered."""
    tables, charts = count(1), count(1)

    def numbered(block: Block) -> Block:
        if isinstance(block, Table) and block.caption:
            return replace(block, caption=f"Bảng {next(tables)}. {block.caption}")
        if isinstance(block, Figure):
            return replace(block, caption=f"Biểu đồ {next(charts)}. {block.caption}")
        return block

    tellers = [(key, tell) for _, sections in OUTLINE for key, _, tell in sections]
    return {key: tuple(map(numbered, tell(facts))) for key, tell in tellers}


def parts(drafts: Mapping[str, tuple[Block, ...]], written: Written) -> tuple[Part, ...]:
    """The five parts; a section with nothing in it is left out, the others numbered in order."""
    return tuple(
        Part(numeral, title.upper(), tuple(_sections(sections, drafts, written)))
        for numeral, (title, sections) in zip(NUMERALS, OUTLINE, strict=True)
    )


def _sections(
    outline: Iterable[tuple[str, str, Teller]],
    drafts: Mapping[str, tuple[Block, ...]],
    written: Written,
) -> Iterator[Section]:
    number = 0
    for key, title, _ in outline:
        blocks = written.blocks(key, drafts[key])
        if blocks:
            number += 1
            yield Section(key, f"{number}." if title else "", title, blocks, key in written.texts)
