"""Whether rows and files, and what is kept twice, still agree: what ``check_integrity`` looks at.

Nothing is mended here but orphans, on request; a finding names the rows it speaks of.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Count, F

from plans.models import Plan
from tasks.actions.giving import missing_pairs, needless_pairs
from tasks.models import Assignment, Task
from units.models import Unit, UnitAncestor

ORPHAN_AGE = datetime.timedelta(days=1)
NAMED = 5  # rows named in one finding


@dataclass(frozen=True)
class Finding:
    """What does not agree, in Vietnamese, and how many rows or files it is about."""

    words: str
    number: int


@dataclass(frozen=True)
class Orphan:
    """A file in the store that no row names."""

    name: str
    size: int
    changed_at: datetime.datetime

    def is_old(self, now: datetime.datetime) -> bool:
        """Whether it cannot belong to somebody who is saving just now."""
        return self.changed_at < now - ORPHAN_AGE


# --- files and rows -------------------------------------------------------------------------------
def file_fields() -> Iterator[tuple[type[models.Model], models.FileField]]:
    """Every field that holds a file."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                yield model, field


def orphans() -> list[Orphan]:
    """The files that no row names, what was cut off while being written included."""
    named = {
        name
        for model, field in file_fields()
        for name in model._base_manager.values_list(field.name, flat=True).iterator()
    }
    return [
        Orphan(name, default_storage.size(name), default_storage.get_modified_time(name))
        for name in _stored("")
        if name not in named
    ]


def _stored(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from _stored(f"{folder}/{name}" if folder else name)


def remove_orphans(found: Iterable[Orphan], now: datetime.datetime) -> list[Orphan]:
    """Removes those older than a day; returns what was removed."""
    removed = [one for one in found if one.is_old(now)]
    for one in removed:
        default_storage.delete(one.name)
    return removed


def files_that_differ() -> Iterator[Finding]:
    """Rows whose file is not there, or is not the one whose hash they keep."""
    for model, field in file_fields():
        missing, changed = [], []
        has_hash = any(one.name == "sha256" for one in model._meta.concrete_fields)
        row: Any
        for row in model._base_manager.exclude(**{field.name: ""}).order_by("pk").iterator():
            name = str(getattr(row, field.attname))
            sha256 = _sha256(name)
            if sha256 is None:
                missing.append(f"{row.pk} ({name})")
            elif has_hash and sha256 != row.sha256:
                changed.append(f"{row.pk} ({name})")
        label = model._meta.verbose_name
        yield from _finding(f"{label}: không có tệp trong kho", missing)
        yield from _finding(f"{label}: nội dung tệp khác mã SHA-256 đã ghi", changed)


def _sha256(name: str) -> str | None:
    digest = hashlib.sha256()
    try:
        with default_storage.open(name) as file:
            for chunk in file.chunks():
                digest.update(chunk)
    except FileNotFoundError:
        return None
    return digest.hexdigest()


# --- rows and rows --------------------------------------------------------------------------------
def rows_that_differ() -> Iterator[Finding]:
    """Plans that are half there, periods given twice, links of the tree that are wrong, and whom
    plans give work to, where it is kept otherwise than the parts say."""
    yield from _half_plans()
    yield from _doubled_periods()
    yield from _tree()
    yield from _plans_and_units()


def _half_plans() -> Iterator[Finding]:
    empty = Plan.objects.filter(tasks=None, report_duties=None)
    yield from _finding("kế hoạch không có nhiệm vụ nào", empty.values_list("pk", flat=True))
    strange = Task.objects.exclude(parent=None).exclude(parent__plan=F("plan"))
    yield from _finding(
        "nhiệm vụ nằm dưới nhiệm vụ của kế hoạch khác", strange.values_list("pk", flat=True)
    )


def _doubled_periods() -> Iterator[Finding]:
    """One due day twice for one unit in one task, under two names of a period."""
    open_parts = Assignment.objects.filter(cancelled_on=None).exclude(planned_on=None)
    doubled = (
        open_parts.order_by()
        .values("task", "unit", "planned_on")
        .annotate(times=Count("pk"))
        .filter(times__gt=1)
        .values_list("task", "unit", "planned_on")
    )
    yield from _finding(
        "phân công trùng kỳ (nhiệm vụ, đơn vị, hạn)",
        [f"{task}, {unit}, {day:%d/%m/%Y}" for task, unit, day in doubled],
    )


def _tree() -> Iterator[Finding]:
    """``parent`` is the fact; the links say the same or are wrong."""
    parents: dict[int, int | None] = dict(Unit.objects.values_list("pk", "parent_id"))
    kept: dict[int, dict[int, int]] = defaultdict(dict)
    links = UnitAncestor.objects.values_list("unit_id", "ancestor_id", "distance")
    for unit, ancestor, distance in links.iterator():
        kept[unit][ancestor] = distance
    wrong = [unit for unit in sorted(parents) if kept[unit] != _ancestors(unit, parents)]
    yield from _finding("đơn vị có liên kết cấp trên sai trong cây", wrong)


def _plans_and_units() -> Iterator[Finding]:
    for words, pairs in (
        ("đơn vị có việc mà chưa được ghi vào kế hoạch", missing_pairs()),
        ("đơn vị được ghi vào kế hoạch mà không có việc", needless_pairs()),
    ):
        rows = [f"{plan}, {unit}" for plan, unit in sorted(pairs)]
        yield from _finding(f"{words} (kế hoạch, đơn vị)", rows)


def _ancestors(unit: int, parents: dict[int, int | None]) -> dict[int, int]:
    found: dict[int, int] = {}
    above: int | None = unit
    while above is not None and above not in found:
        found[above] = len(found)
        above = parents[above]
    return found


def _finding(words: str, rows: Iterable[object]) -> Iterator[Finding]:
    found = [str(row) for row in rows]
    if found:
        more = f" … và {len(found) - NAMED} nữa" if len(found) > NAMED else ""
        yield Finding(f"{words}: {'; '.join(found[:NAMED])}{more}", len(found))


def findings(now: datetime.datetime) -> Iterator[Finding]:
    """Everything that does not agree.

    A file without a row is no finding in its first day: its row may be written this moment, or
    somebody's saving was broken off and nothing was lost but the room that it takes.
    """
    lost = [one for one in orphans() if one.is_old(now)]
    yield from _finding("tệp không thuộc dòng dữ liệu nào", (one.name for one in lost))
    yield from files_that_differ()
    yield from rows_that_differ()
