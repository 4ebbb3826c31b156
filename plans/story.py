"""Who did what with a plan and when: its own changes, and the files that came to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.core.paginator import Page, Paginator

from plans.models import Plan, PlanFile
from units.contexts.history import HistoryLine, Turn, history_lines

LINES_ON_A_PAGE = 25
READ_AT_MOST = 500  # rows of history; a plan has a dozen

_COLUMNS = (
    "kind", "number", "symbol", "place", "issued_on", "title", "starts_on", "ends_on", "runs_on",
    "signatory_authority", "signatory_position", "signatory_name", "evidence_cycle", "released_on",
    "closed_on", "revoked_on",
)  # fmt: skip
_KINDS = {"+": "Đưa vào chương trình", "~": "Sửa thông tin", "-": "Xóa"}
# What a change of a day means, where the reason given does not say it.
_TURNS = (
    Turn("released_on", True, "Đưa vào thực hiện", later=True),
    Turn("closed_on", True, "Kết thúc kế hoạch", later=True),
    Turn("closed_on", False, "Mở lại kế hoạch", later=True),
    Turn("revoked_on", True, "Bãi bỏ kế hoạch", later=True),
)


def build_story(plan: Plan, *, page: str | int | None = 1) -> Page[HistoryLine]:
    """The story of a plan that the person may read, the newest first."""
    return Paginator(story_of(plan), LINES_ON_A_PAGE).get_page(page)


def story_of(
    plan: Plan, most: int = READ_AT_MOST, files: Iterable[PlanFile] | None = None
) -> list[HistoryLine]:
    """Everything done with a plan, the newest first; at least the ``most`` newest of it; ``files``
    are its files with who added them, where they are at hand."""
    if files is None:
        files = plan.files.select_related("added_by")
    told = history_lines(plan, turns=_TURNS, columns=_COLUMNS, kinds=_KINDS, most=most)
    lines = [*told, *_file_lines(files)]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _file_lines(files: Iterable[PlanFile]) -> Iterator[HistoryLine]:
    for file in files:
        by = str(file.added_by) if file.added_by else "Chương trình"
        yield HistoryLine(file.added_at, by, f"Lưu tệp “{file.name}”", "", ())
