"""What to look at in the tasks and report duties of a draft."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from intake.contexts.cards import INCOMPLETE
from intake.contexts.concern import SHOWN, Concern, Link, Move, View, concern_key, several
from intake.days import exact_day
from intake.drafting.duplicates import same_work
from intake.drafting.five_clears import CLEAR_LABELS, Clear, missing
from intake.drafting.outline import Outline
from intake.forms.choices import field_name
from intake.sections import Desk, duty_section, task_section
from plans.deadlines import DATED
from plans.holidays import working_days
from plans.working_days import WorkingDays
from reading.draft import DeadlineDraft
from units.matching import How
from vietnamese.text import fold

SAID_ALIKE = {True: "có cùng nội dung", False: "có nội dung gần giống nhau"}


def about_tasks(desk: Desk, outline: Outline) -> Iterator[Concern]:
    """What the tasks show, the weightiest first."""
    unassigned = {task.key for task in outline.unassigned}
    yield from several(
        "no-lead",
        "{n} nhiệm vụ chưa nêu đơn vị chủ trì; sẽ hiện “chưa phân công”.",
        (_link(desk, key) for key in desk.working.task_keys if key in unassigned),
    )
    yield from _taken_for(desk)
    yield from _twice(desk)
    yield from _about_days(desk)
    yield from _not_clear(desk)


def _link(desk: Desk, key: int) -> Link:
    task = desk.working.task(key)
    return Link((task.ref if task else "") or "không số", task_section(key))


_WHY = {How.CLOSE: "tên gần giống", How.SUCCESSOR: "đơn vị có tên đó đã kết thúc hoạt động"}


def _taken_for(desk: Desk) -> Iterator[Concern]:
    """Names taken for a unit that is spelt a little differently, or that took another's place."""
    for match in desk.matches():
        if match.how in _WHY and match.target:
            yield Concern(
                f"“{match.words}” được hiểu là “{match.target.label}” vì {_WHY[match.how]}.",
                key=concern_key("close", f"{fold(match.words)} {match.target.key}"),
                links=(Link("chọn lại", field_name(match.words)),),
            )


def _twice(desk: Desk) -> Iterator[Concern]:
    """Tasks that seem to say one piece of work, two by two."""
    pairs = same_work(list(desk.working.keyed_tasks()))
    for at, pair in enumerate(pairs[:SHOWN]):
        rest = f"Còn {len(pairs) - SHOWN} cặp khác." if at == SHOWN - 1 < len(pairs) - 1 else ""
        yield Concern(
            f"Hai nhiệm vụ {SAID_ALIKE[pair.score == 100]}; có thể là một việc ghi hai lần.",
            key=concern_key("twice", f"{pair.first} {pair.second}"),
            links=(_link(desk, pair.first), _link(desk, pair.second)),
            more=rest,
            pair=(pair.first, pair.second),
        )


# --- days -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Dated:
    """A due day and whose it is."""

    link: Link
    day: datetime.date
    is_task: bool


def _about_days(desk: Desk) -> Iterator[Concern]:
    dated, period = list(_dated(desk)), desk.working.period
    days = working_days(one.day for one in dated)
    tasks = [one for one in dated if one.is_task]

    def links(found: list[Dated], holds: Callable[[datetime.date], bool]) -> Iterator[Link]:
        return (one.link for one in found if holds(one.day))

    if period:
        yield from several(
            "outside-period",
            "{n} mục có hạn nằm ngoài thời gian thực hiện kế hoạch.",
            links(tasks, lambda day: not period.starts_on <= day <= period.ends_on),
        )
    yield from several(
        "past",
        "{n} mục có hạn đã qua; khi tạo kế hoạch sẽ thành việc quá hạn.",
        links(tasks, lambda day: day < desk.today),
    )
    yield from _on_holidays(dated, days)
    yield from several(
        "weekend",
        "{n} mục có hạn rơi vào thứ Bảy hoặc Chủ nhật.",
        links(dated, days.is_weekend),
        moves=_moves([one for one in dated if days.is_weekend(one.day)], days),
    )


def _dated(desk: Desk) -> Iterator[Dated]:
    for key, task in desk.working.keyed_tasks():
        for day in _days(task.deadline):
            yield Dated(_link(desk, key), day, is_task=True)
    for key, duty in desk.working.keyed_duties():
        for day in _days(duty.deadline):
            link = Link(f"báo cáo {duty.ref}".strip(), duty_section(key))
            yield Dated(link, day, is_task=False)


def _days(deadline: DeadlineDraft) -> list[datetime.date]:
    days = deadline.days if deadline.kind in DATED else ()
    return [day for text in days if (day := exact_day(text))]


def _on_holidays(dated: list[Dated], days: WorkingDays) -> Iterator[Concern]:
    """One concern for each day off on which something falls due."""
    for day in sorted({one.day for one in dated if days.holiday(one.day)}):
        found = [one for one in dated if one.day == day]
        yield from several(
            f"holiday-{day}",
            f"{{n}} mục có hạn trùng ngày nghỉ lễ: {day:%d/%m/%Y} ({days.holiday(day)}).",
            (one.link for one in found),
            moves=_moves(found, days),
        )


def _moves(found: list[Dated], days: WorkingDays) -> tuple[Move, ...]:
    return tuple(
        Move(one.link.label, one.link.section, one.day, days.next_working(one.day))
        for one in found[:SHOWN]
    )


# --- năm rõ ---------------------------------------------------------------------------------------
def _not_clear(desk: Desk) -> Iterator[Concern]:
    """One line for all tasks that lack any of the five, with a way to see only those."""
    lacking = [missing(task) for task in desk.working.plan.tasks]
    number = sum(map(bool, lacking))
    if not number:
        return
    counts = {clear: sum(clear in one for one in lacking) for clear in Clear}
    parts = [f"{n} chưa rõ {CLEAR_LABELS[clear]}" for clear, n in counts.items() if n]
    yield Concern(
        f"{number} trên {len(lacking)} nhiệm vụ chưa đủ “năm rõ”: {', '.join(parts)}.",
        key="five-clears",
        views=(View("chỉ xem nhiệm vụ còn thiếu", INCOMPLETE),),
    )
