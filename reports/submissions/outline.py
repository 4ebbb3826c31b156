"""What a unit's report holds: the outline and the table of figures of its duty.

An asking authority sets them (``DutyForm``); where it set none, the usual outline stands in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Protocol

from plans.models import ReportDuty
from reading.outlines import OutlineSection
from reports.models import DutyForm
from tasks.figures import Adding
from tasks.models import Indicator
from tasks.ready_indicators import READY
from vietnamese.text import fold

RESULTS = "Kết quả thực hiện"
USUAL = (
    "Tình hình cháy, nổ, sự cố, tai nạn",
    RESULTS,
    "Tồn tại, hạn chế và nguyên nhân",
    "Khó khăn, vướng mắc; kiến nghị, đề xuất",
    "Phương hướng, nhiệm vụ thời gian tới",
)


class Row(Protocol):
    """Anything that says what is counted and in what."""

    @property
    def name(self) -> str: ...

    @property
    def measure(self) -> str: ...


@dataclass(frozen=True)
class FigureLine:
    """A row of the table of figures: what is counted and in what.

    ``key`` is that of a ready indicator, ``indicator`` the agency's own: what units have said of it
    fills the row in (``reports.submissions.unit_figures``); neither where units only type it.
    """

    name: str
    measure: str
    key: str = ""
    indicator: int | None = None
    adding: str = Adding.SUM.value


@dataclass(frozen=True)
class Outline:
    sections: tuple[OutlineSection, ...]
    figures: tuple[FigureLine, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(one.heading for one in self.sections)

    @property
    def asks(self) -> Mapping[str, tuple[str, ...]]:
        """What is asked for under each heading."""
        return {one.heading: one.asks for one in self.sections}


USUAL_SECTIONS = tuple(OutlineSection(heading) for heading in USUAL)


def _ready(name: str, *keys: str) -> Outline:
    """The usual sections with some indicators of a ready set, in their order here."""
    known = {one.key: one for one in READY[name].indicators}
    found = (known[key] for key in keys)
    lines = (
        FigureLine(one.name, one.unit_of_measure, one.key, adding=one.adding.value) for one in found
    )
    return Outline(USUAL_SECTIONS, tuple(lines))


_FIELD = ("fires", "dead", "injured", "damage")
# Ready sets, each with what a person who chooses reads.
READY_SETS: Mapping[str, tuple[str, Outline]] = MappingProxyType(
    {
        "department": (
            "Sở, ngành",
            _ready("department", "talks", "listeners", "classes", "inspections", "mended", *_FIELD),
        ),
        "commune": (
            "Xã, phường",
            _ready(
                "commune",
                "talks",
                "listeners",
                "homes_extinguisher",
                "safe_groups",
                "public_points",
                "inspections",
                *_FIELD,
            ),
        ),
        "school": (
            "Trường học, bệnh viện",
            _ready("school", "talks", "teachers", "drills", "extinguishers_new", *_FIELD),
        ),
    }
)


def outline_of(duty: ReportDuty) -> Outline:
    """What a report under the duty holds."""
    form = DutyForm.objects.filter(duty=duty).first()
    if form is None:
        return Outline(USUAL_SECTIONS, ())
    sections = (OutlineSection(one["heading"], tuple(one["asks"])) for one in form.sections)
    lines = (FigureLine(**one) for one in form.figures)
    return Outline(tuple(sections) or USUAL_SECTIONS, tuple(lines))


def revision_of(duty: ReportDuty) -> int:
    """The number by which a change of the duty's outline since is told; 0 where none was set."""
    return DutyForm.objects.filter(duty=duty).values_list("revision", flat=True).first() or 0


def outline_from_text(sections: str, figures: str) -> Outline:
    """The outline as it is typed: a heading a line, below it with a dash what it asks for; a figure
    a line, "name | unit of measure"."""
    found: list[OutlineSection] = []
    for line in filter(None, map(str.strip, sections.splitlines())):
        asked = line.lstrip("-–—").strip()
        if asked == line or not found:
            found.append(OutlineSection(asked))
        elif asked:
            found[-1] = replace(found[-1], asks=(*found[-1].asks, asked))
    rows = [line.partition("|") for line in figures.splitlines() if line.strip()]
    return Outline(tuple(found), tuple(FigureLine(n.strip(), m.strip()) for n, _, m in rows))


def outline_as_text(sections: Iterable[OutlineSection], rows: Iterable[Row]) -> tuple[str, str]:
    """Sections and figures as ``outline_from_text`` reads them."""
    lines = (line for one in sections for line in (one.heading, *(f"- {ask}" for ask in one.asks)))
    return "\n".join(lines), "\n".join(f"{one.name} | {one.measure}" for one in rows)


def joined(
    lines: Iterable[FigureLine], indicators: Iterable[Indicator], kept: Iterable[FigureLine] = ()
) -> tuple[FigureLine, ...]:
    """The lines with the indicators that they count: as they were ``kept`` under the same name, by
    the key of a ready set, else by an equal name (accents and case apart)."""
    before = {fold(one.name): one for one in kept}
    by_key = {one.key: one for one in indicators if one.key}
    by_name = {fold(one.name): one for one in indicators}
    found = []
    for line in lines:
        same, name = before.get(fold(line.name)), fold(line.name)
        one = by_key.get(line.key) or (None if same else by_name.get(name))
        if one is not None:
            found.append(counting(line, one))
        elif same is not None and not line.key:
            found.append(replace(same, name=line.name, measure=line.measure))
        else:
            found.append(line)
    return tuple(found)


def counting(line: FigureLine, indicator: Indicator | None) -> FigureLine:
    """The row with the indicator of which it is filled in, None for none."""
    if indicator is None:
        return FigureLine(line.name, line.measure)
    return replace(line, key=indicator.key, indicator=indicator.pk, adding=indicator.adding)
