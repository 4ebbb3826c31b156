"""What a person should look at before confirming: what reading was unsure of, and what the draft
itself shows.  Each says where it is and what can be done."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from intake.days import DATED, exact_day
from intake.desk import CITATIONS, ENDING, HEADER, Desk, task_section
from intake.forms.choices import field_name
from intake.models import Intake
from intake.outline import Outline
from intake.periods import is_guess
from intake.reading.draft import Doubt, DoubtKind, TaskDraft
from plans.models import Plan
from units.matching import How
from vietnamese.text import fold, one_line

SATURDAY = 5
SHOWN = 8


@dataclass(frozen=True)
class Link:
    """A place on the page: ``section`` is its id."""

    label: str
    section: str


@dataclass(frozen=True)
class Concern:
    """One thing to look at.

    ``key`` names it when it is settled ("" for what only a correction settles); ``must``: nothing
    can be made before; ``takes``: its words can be made a task; ``source`` its words in the
    document; ``more`` what there are no links for.
    """

    text: str
    words: str = ""
    key: str = ""
    source: str = ""
    anchor: str = ""
    links: tuple[Link, ...] = ()
    more: str = ""
    must: bool = False
    takes: bool = False


def build_concerns(desk: Desk, outline: Outline) -> tuple[Concern, ...]:
    """All of them, the weightiest first; those that somebody has settled are left out."""
    found = (
        *_problems(outline),
        *_doubts(desk),
        *_about_header(desk),
        *_about_tasks(desk, outline),
        *_duplicates(desk.intake, desk),
    )
    return tuple(one for one in found if one.must or one.key not in desk.working.settled)


def doubt_with(desk: Desk, key: str) -> Doubt | None:
    """The doubt of the reader that this concern is about."""
    return next((one for one in desk.working.plan.doubts if _key(one.kind, one.words) == key), None)


def _key(kind: str, words: str) -> str:
    return f"{kind}-{hashlib.sha256(words.encode()).hexdigest()[:10]}"


def _problems(outline: Outline) -> Iterator[Concern]:
    yield from (Concern(problem, must=True) for problem in outline.problems)


# --- what reading was unsure of -------------------------------------------------------------------
_DOUBTS = {
    DoubtKind.UNREAD: "Đoạn này giống một nhiệm vụ nhưng chưa được đưa vào bản nháp.",
    DoubtKind.BAD_DAY: "Ngày không có trong lịch.",
    DoubtKind.NUMBER_GAP: "Số thứ tự không liền mạch; có thể văn bản thiếu một mục.",
    DoubtKind.CONFLICTING_CITATION: "Một văn bản được ghi hai ngày khác nhau.",
}


_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")


def _doubts(desk: Desk) -> Iterator[Concern]:
    keys = {task.ref: key for key, task in reversed(list(desk.working.keyed_tasks()))}
    for number, doubt in enumerate(desk.working.plan.doubts):
        if doubt.kind not in _DOUBTS:
            continue
        yield Concern(
            text=_DOUBTS[doubt.kind],
            words=_ISO.sub(r"\3/\2/\1", doubt.words),
            key=_key(doubt.kind, doubt.words),
            source=f"u{number}" if doubt.spans else "",
            anchor=f"dong-{doubt.spans[0].line}" if doubt.spans else "",
            links=_doubt_links(doubt, keys),
            takes=doubt.kind is DoubtKind.UNREAD,
        )


def _doubt_links(doubt: Doubt, keys: dict[str, int]) -> tuple[Link, ...]:
    if doubt.kind is DoubtKind.CONFLICTING_CITATION:
        return (Link("Văn bản viện dẫn", CITATIONS),)
    if doubt.ref in keys:
        return (Link(f"Nhiệm vụ {doubt.ref}", task_section(keys[doubt.ref])),)
    return ()


# --- the header -----------------------------------------------------------------------------------
def _about_header(desk: Desk) -> Iterator[Concern]:
    plan, header = desk.working.plan, (Link("Thông tin chung", HEADER),)
    if is_guess(plan.title or "", plan.issued_on) and desk.working.period:
        year = desk.working.period.starts_on.year
        yield Concern(
            f"Văn bản không nêu năm thực hiện; đang tạm lấy năm {year}. Hãy kiểm tra thời gian"
            " thực hiện.",
            key=f"period-{year}",
            links=header,
        )
    match = desk.names.match(plan.issuer) if plan.issuer else None
    if match and match.units != (desk.intake.issuer_id,):
        yield Concern(
            f"Văn bản ghi cơ quan ban hành là “{plan.issuer}”, khác với cơ quan đã chọn"
            f" ({desk.intake.issuer}).",
            key=_key("issuer", plan.issuer or ""),
            source="h-issuer",
        )
    blank = _blank(desk)
    if blank:
        yield Concern(
            f"Văn bản chưa ghi {', '.join(blank)}. Có thể để trống và bổ sung sau.",
            key=_key("blank", ",".join(blank)),
            links=(*header, Link("Người ký", ENDING)) if "người ký" in blank else header,
        )


def _blank(desk: Desk) -> list[str]:
    plan = desk.working.plan
    known = {
        "số": plan.number,
        "ký hiệu": plan.symbol,
        "ngày ban hành": exact_day(plan.issued_on),
        "người ký": plan.signatory.name,
    }
    return [name for name, value in known.items() if not value]


# --- the tasks ------------------------------------------------------------------------------------
Row = tuple[int, TaskDraft]


def _about_tasks(desk: Desk, outline: Outline) -> Iterator[Concern]:
    rows = list(desk.working.keyed_tasks())
    unassigned = {task.key for task in outline.unassigned}
    yield from _several(
        "no-lead",
        "{n} nhiệm vụ chưa nêu đơn vị chủ trì; sẽ hiện “chưa phân công”.",
        [(key, task) for key, task in rows if key in unassigned],
    )
    yield from _close(desk)
    yield from _several("twice", "{n} nhiệm vụ có nội dung trùng nhau.", _twice(rows))
    dated = [(row, day) for row in rows for day in _days(row[1])]
    period = desk.working.period
    if period:
        outside = [row for row, day in dated if not period.starts_on <= day <= period.ends_on]
        yield from _several(
            "outside-period", "{n} hạn nằm ngoài thời gian thực hiện kế hoạch.", outside
        )
    past = [row for row, day in dated if day < desk.today]
    yield from _several("past", "{n} hạn đã qua; khi tạo kế hoạch sẽ thành việc quá hạn.", past)
    weekend = [row for row, day in dated if day.weekday() >= SATURDAY]
    yield from _several("weekend", "{n} hạn rơi vào thứ Bảy hoặc Chủ nhật.", weekend)


def _several(kind: str, text: str, rows: Iterable[Row]) -> Iterator[Concern]:
    """One concern for all the tasks that share it; it comes back when others join them."""
    found = dict(rows)
    if not found:
        return
    links = tuple(
        Link(task.ref or "không số", task_section(key)) for key, task in list(found.items())[:SHOWN]
    )
    more = f"và {len(found) - SHOWN} mục khác" if len(found) > SHOWN else ""
    key = _key(kind, ",".join(map(str, found)))
    yield Concern(text.format(n=len(found)), key=key, links=links, more=more)


def _close(desk: Desk) -> Iterator[Concern]:
    """Names taken for a unit that is spelt a little differently."""
    for match in desk.matches():
        if match.how is How.CLOSE and match.target:
            yield Concern(
                f"“{match.words}” được hiểu là “{match.target.label}” vì tên gần giống.",
                key=_key("close", f"{fold(match.words)} {match.target.key}"),
                links=(Link("chọn lại", field_name(match.words)),),
            )


def _twice(rows: list[Row]) -> list[Row]:
    said: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        said[fold(row[1].text)].append(row)
    return [row for alike in said.values() if len(alike) > 1 for row in alike]


def _days(task: TaskDraft) -> list[datetime.date]:
    days = task.deadline.days if task.deadline.kind in DATED else ()
    return [day for text in days if (day := exact_day(text))]


# --- what is there already ------------------------------------------------------------------------
def _duplicates(intake: Intake, desk: Desk) -> Iterator[Concern]:
    same = Intake.objects.filter(sha256=intake.sha256, issuer=intake.issuer_id, plan__isnull=False)
    for earlier in same.exclude(pk=intake.pk).select_related("plan").order_by("pk")[:1]:
        yield Concern(
            f"Tệp này đã được dùng để tạo kế hoạch {_called(earlier.plan)}.", key="same-file"
        )
    plan = desk.working.plan
    number, symbol = one_line(plan.number or ""), one_line(plan.symbol or "")
    if not number:
        return
    others = Plan.objects.filter(issuer=intake.issuer_id, number=number, symbol=symbol)
    issued_on = exact_day(plan.issued_on)
    if issued_on:
        others = others.filter(issued_on__year=issued_on.year)
    for other in others.order_by("pk")[:1]:
        yield Concern(f"Cơ quan đã có kế hoạch mang số này: {_called(other)}.", key="same-number")


def _called(plan: Plan | None) -> str:
    return f"“{plan.full_number} – {plan.title}”" if plan else ""
