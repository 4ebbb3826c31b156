"""Which annexes a report has, and how the text points to them.  PURE."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reports.documents.wording import roman

# In this order they stand; each with what a person who chooses reads.
ANNEX_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "units": "Kết quả theo đơn vị",
        "tasks": "Kết quả từng nhiệm vụ",
        "figures": "Số liệu thực hiện",
        "late": "Việc quá hạn và nguyên nhân",
        "reports": "Báo cáo chưa nộp",
        "untracked": "Nhiệm vụ không theo dõi",
        "evidence": "Danh mục minh chứng",
    }
)
DEFAULT_ANNEXES = ("units", "tasks", "figures", "late", "reports", "untracked")


@dataclass(frozen=True)
class Annexes:
    """The annexes that a report has, each with its number."""

    numbers: Mapping[str, str]

    def has(self, key: str) -> bool:
        return key in self.numbers

    def see(self, key: str) -> str:
        """ " (chi tiết tại Phụ lục II)", "" where there is no such annex."""
        number = self.numbers.get(key)
        return f" (chi tiết tại Phụ lục {number})" if number else ""


NO_ANNEXES = Annexes({})


def numbered(chosen: Collection[str], wanted: Iterable[str]) -> Annexes:
    """Those that were chosen and have something in them (``wanted``), numbered in their order."""
    there = set(wanted)
    kept = [key for key in ANNEX_LABELS if key in chosen and key in there]
    return Annexes({key: roman(number) for number, key in enumerate(kept, start=1)})
