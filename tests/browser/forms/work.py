"""The forms about work: one piece, many, a task, figures, difficulties."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from tasks import actions
from tasks.actions import difficulties
from tasks.models import (
    Assignment,
    Difficulty,
    EntryKind,
    Evidence,
    Extension,
    Figure,
    Indicator,
    ProgressEntry,
    Task,
    TaskCoverage,
    TaskIndicator,
)
from tests.browser.forms.case import NOTE, Case, Ready, at, changed, history_of
from tests.factories import TODAY, AssignmentFactory, FigureFactory, IndicatorFactory, TaskFactory
from tests.faults.world import World, upload
from units.actions import save_group
from units.models import UnitGroup

AUGUST = datetime.date(2026, 8, 1)


def _new(w: World) -> Assignment:
    row: Assignment = AssignmentFactory(task=TaskFactory(plan=w.plan), unit=w.room)
    return row


def _done(w: World) -> Assignment:
    work = _new(w)
    actions.report_done(assignment=work, by=w.staff, on=TODAY, finished_on=TODAY, note="Xong.")
    return Assignment.objects.get(pk=work.pk)


def _suspended(w: World) -> Assignment:
    work = _new(w)
    actions.suspend(assignment=work, by=w.coordinator, on=TODAY, reason="Chờ.")
    return Assignment.objects.get(pk=work.pk)


def _stuck(w: World) -> Difficulty:
    work = _new(w)
    difficulties.raise_difficulty(
        assignment=work, by=w.staff, on=TODAY, text="Thiếu kinh phí", addressed_to="coordinator"
    )
    return work.difficulties.get()


def _of_work(
    route: str,
    kind: EntryKind | None,
    make: Callable[[World], Assignment] = _new,
    *,
    revised: bool = True,
    **typed: Callable[[World], Any],
) -> Callable[[World], Ready]:
    """A form on the page of a piece of work, which writes an entry of a kind into its story."""

    def ready(w: World) -> Ready:
        work = make(w)
        entries = ProgressEntry.objects.filter(assignment=work)
        return Ready(
            at("tasks:assignment", work.pk),
            at(route, work.pk),
            (entries.filter(kind=kind) if kind else entries).count,
            {name: str(value(w)) for name, value in typed.items()},
            changed(work) if revised else None,
        )

    return ready


def _decision(w: World) -> Ready:
    work = _new(w)
    asked = actions.ask_extension(
        assignment=work, by=w.staff, on=TODAY, due_asked=AUGUST, reason="Chờ."
    )
    decided = Extension.objects.filter(pk=asked.pk, granted=True)
    return Ready(
        at("tasks:assignment", work.pk), at("tasks:decide_extension", asked.pk), decided.count
    )


def _extension(w: World) -> Ready:
    work = _new(w)
    asked = Extension.objects.filter(assignment=work)
    return Ready(at("tasks:assignment", work.pk), at("tasks:ask_extension", work.pk), asked.count)


def _file(w: World) -> Evidence:
    entry = actions.record_progress(
        assignment=_new(w), by=w.staff, on=TODAY, percent=40, note="Ảnh.", files=[upload()]
    )
    return entry.evidence.get()


def _withdrawn_file(w: World) -> Ready:
    file = _file(w)
    withdrawn = type(file).objects.filter(pk=file.pk, withdrawn_on__isnull=False)
    page = at("tasks:withdraw_evidence", file.pk)
    return Ready(page, page, withdrawn.count)


# --- many at once ---------------------------------------------------------------------------------
def _many(
    route: str,
    act: str,
    rows: Callable[[World], list[Any]],
    written: Callable[[list[Any]], Any],
    **typed: Callable[[World], Any],
) -> Callable[[World], Ready]:
    """The page of one thing that is done to many rows; ``written`` gives what is counted."""

    def ready(w: World) -> Ready:
        chosen = rows(w)
        ticked = "".join(f"&chon={row.pk}" for row in chosen)
        counted = written(chosen)
        given = {name: str(value(w)) for name, value in typed.items()}
        each = len(chosen)
        return Ready(
            f"{at(route)}?act={act}{ticked}", at(route), lambda: counted.count() // each, given
        )

    return ready


def _entries_of(kind: EntryKind) -> Callable[[list[Any]], Any]:
    return lambda rows: ProgressEntry.objects.filter(assignment__in=rows, kind=kind)


# --- tasks ----------------------------------------------------------------------------------------
def _of_task(route: str, **more: Any) -> Callable[[World], Ready]:
    def ready(w: World) -> Ready:
        made = TaskFactory(plan=w.plan, deadline_kind="quarterly", **more)
        actions.assign_unit(task=made, unit=w.room, part="lead")
        task = Task.objects.get(pk=made.pk)
        page = at(route, task.pk)
        return Ready(page, page, history_of(task), {}, changed(task))

    return ready


def _new_task(w: World) -> Ready:
    page = at("tasks:add_task", w.plan.pk)
    return Ready(page, page, Task.objects.filter(plan=w.plan, title=NOTE).count)


def _giving(w: World) -> Ready:
    task = TaskFactory(plan=w.plan)
    page = at("tasks:assign", task.pk)
    given = Assignment.objects.filter(task=task, unit=w.room)
    return Ready(page, page, given.count, {"units": str(w.room.pk)})


def _before(w: World) -> Ready:
    plan = w.another_plan(starts_on=datetime.date(2026, 1, 1))
    late = AssignmentFactory(task=plan.tasks.get(), unit=w.room, due_on=datetime.date(2026, 3, 31))
    page = at("tasks:before", plan.pk)
    done = Assignment.objects.filter(pk=late.pk, confirmed_on__isnull=False)
    return Ready(page, page, done.count)


def _covering(w: World, page: str) -> Ready:
    plan = w.another_plan()
    above, other = TaskFactory(plan=w.another_plan()), plan.tasks.get()
    plan.carries_out = above.plan
    plan.save()
    address = {
        "list": at("tasks:coverage", plan.pk),
        "task": at("tasks:coverage_task", plan.pk, above.pk),
    }[page]
    kept = TaskCoverage.objects.filter(plan=plan)
    typed = {"pair": f"{above.pk}-{other.pk}"}
    return Ready(address, at("tasks:coverage_save", plan.pk), kept.count, typed)


def _group_changes(w: World) -> Ready:
    task = TaskFactory(plan=w.plan, deadline_kind="quarterly")
    group = UnitGroup(name="Nhóm đổi", agency=w.agency, by_rule=False)
    save_group(group=group, kinds=[], members=[w.room], by=w.coordinator, on=TODAY)
    actions.give_work(
        task=task, units=[], groups=[group], outside=[], part="lead", by=w.coordinator, on=TODAY
    )
    save_group(group=group, kinds=[], members=[w.room, w.other], by=w.coordinator, on=TODAY)
    page = at("tasks:group_changes", group.pk)
    given = Assignment.objects.filter(task=task, unit=w.other)
    return Ready(page, page, lambda: int(given.exists()))


# --- figures, difficulties ------------------------------------------------------------------------
def _of_difficulty(route: str, **typed: str) -> Callable[[World], Ready]:
    def ready(w: World) -> Ready:
        row = _stuck(w)
        said = {"answered_on__isnull": False} if "answer" in route else {"addressed_to": "leader"}
        written = Difficulty.objects.filter(pk=row.pk, **said).count
        sent_to = at(route, row.pk)
        meanwhile = changed(row) if route == "tasks:answer_difficulty" else None
        return Ready(at("tasks:difficulty", row.pk), sent_to, written, typed, meanwhile)

    return ready


def _raising(w: World) -> Ready:
    work = _new(w)
    page = at("tasks:raise_difficulty", work.pk)
    return Ready(page, page, work.difficulties.count, {}, changed(work))


def _new_indicator(w: World) -> Ready:
    page = at("tasks:new_indicator", w.agency.pk)
    return Ready(page, page, Indicator.objects.filter(name="Số vụ cháy").count)


def _edited_indicator(w: World) -> Ready:
    row = IndicatorFactory(agency=w.agency)
    page = at("tasks:edit_indicator", row.pk)
    return Ready(page, page, history_of(row), {}, changed(row))


def _task_indicators(w: World) -> Ready:
    task, asked = TaskFactory(plan=w.plan), IndicatorFactory(agency=w.agency)
    page = at("tasks:task_indicators", task.pk)
    hung = TaskIndicator.objects.filter(task=task, indicator=asked)
    return Ready(page, page, hung.count, {f"target_{asked.pk}": "12"})


def _unit_figures(w: World) -> Ready:
    asked = IndicatorFactory(agency=w.agency)
    page = at("tasks:unit_figures", w.room.pk)
    told = Figure.objects.filter(unit=w.room, indicator=asked)
    return Ready(page, page, told.count, {f"figure_{asked.pk}": "3"})


def _correction(w: World) -> Ready:
    wrong = FigureFactory(
        assignment=None, unit=w.room, indicator=IndicatorFactory(agency=w.agency), by=w.staff
    )
    page = at("tasks:correct_figure", wrong.pk)
    right = Figure.objects.filter(unit=w.room, indicator=wrong.indicator, value=7)
    return Ready(page, page, right.count)


WORK = (
    Case(
        "tasks:record_progress",
        "staff",
        "Lưu tiến độ",
        {"percent": "60", "note": NOTE, "difficulty": "Thiếu kinh phí.", "addressed_to": "leader"},
        _of_work("tasks:record_progress", EntryKind.PROGRESS),
        file="files",
    ),
    Case(
        "tasks:report_done",
        "staff",
        "Báo cáo hoàn thành",
        {"finished_on": "15/06/2026", "note": NOTE},
        _of_work("tasks:report_done", EntryKind.DONE),
        file="files",
    ),
    Case(
        "tasks:confirm_done",
        "head",
        "Xác nhận hoàn thành",
        {"note": NOTE},
        _of_work("tasks:confirm_done", EntryKind.CONFIRMED, _done),
    ),
    Case(
        "tasks:send_back",
        "head",
        "Trả lại",
        {"reason": NOTE},
        _of_work("tasks:send_back", EntryKind.SENT_BACK, _done),
    ),
    Case(
        "tasks:ask_extension",
        "staff",
        "Gửi đề nghị",
        {"due_asked": "01/08/2026", "reason": NOTE},
        _extension,
    ),
    Case("tasks:decide_extension", "coordinator", "Đồng ý gia hạn", {"answer": NOTE}, _decision),
    Case(
        "tasks:assign_officer",
        "head",
        "Lưu người phụ trách",
        {"note": NOTE},
        _of_work("tasks:assign_officer", None, officer=lambda w: w.staff.pk),
    ),
    Case(
        "tasks:hand_over",
        "coordinator",
        "Chuyển giao",
        {"reason": NOTE},
        _of_work("tasks:hand_over", None, to_unit_words=lambda w: w.other.name),
    ),
    *(
        Case(
            f"tasks:{name}",
            "coordinator",
            button,
            {"reason": NOTE},
            _of_work(f"tasks:{name}", None, make),
        )
        for name, button, make in (
            ("suspend", "Tạm dừng", _new),
            ("resume", "Tiếp tục", _suspended),
            ("cancel", "Hủy việc", _new),
        )
    ),
    Case("tasks:withdraw_evidence", "staff", "Rút minh chứng", {"reason": NOTE}, _withdrawn_file),
    Case("tasks:raise_difficulty", "staff", "Gửi vướng mắc", {"text": NOTE}, _raising),
    Case(
        "tasks:answer_difficulty",
        "coordinator",
        "Trả lời",
        {"answer": NOTE},
        _of_difficulty("tasks:answer_difficulty"),
    ),
    Case(
        "tasks:pass_difficulty_on",
        "coordinator",
        "Chuyển",
        {"addressed_to": "leader"},
        _of_difficulty("tasks:pass_difficulty_on"),
    ),
)

MANY = (
    Case(
        "tasks:bulk",
        "staff",
        "Báo cáo hoàn thành",
        {"note": NOTE, "finished_on": "14/06/2026"},
        _many(
            "tasks:bulk",
            "hoan-thanh",
            lambda w: [_new(w), _new(w)],
            _entries_of(EntryKind.DONE),
        ),
    ),
    Case(
        "tasks:many_difficulties",
        "coordinator",
        "Trả lời",
        {"answer": NOTE},
        _many(
            "tasks:many_difficulties",
            "tra-loi",
            lambda w: [_stuck(w), _stuck(w)],
            lambda rows: Difficulty.objects.filter(
                pk__in=[row.pk for row in rows], answered_on__isnull=False
            ),
        ),
    ),
    Case(
        "tasks:many_evidence",
        "staff",
        "Rút minh chứng",
        {"reason": NOTE},
        _many(
            "tasks:many_evidence",
            "rut",
            lambda w: [_file(w), _file(w)],
            lambda rows: Evidence.objects.filter(
                pk__in=[row.pk for row in rows], withdrawn_on__isnull=False
            ),
        ),
    ),
    Case(
        "tasks:many_tasks",
        "coordinator",
        "Giao cho một đơn vị",
        {},
        _many(
            "tasks:many_tasks",
            "giao",
            lambda w: [TaskFactory(plan=w.plan), TaskFactory(plan=w.plan)],
            lambda rows: Assignment.objects.filter(task__in=rows),
            unit_words=lambda w: w.room.name,
        ),
    ),
)

TASKS = (
    Case(
        "tasks:add_task",
        "coordinator",
        "Lưu nhiệm vụ",
        {"title": NOTE, "deadline_kind": "date", "deadline_days": "05/11/2026", "reason": NOTE},
        _new_task,
    ),
    Case(
        "tasks:edit_task",
        "coordinator",
        "Lưu nhiệm vụ",
        {"title": "Tên khác", "text": NOTE, "category": "drill", "reason": NOTE},
        _of_task("tasks:edit_task"),
    ),
    Case(
        "tasks:withdraw_task",
        "coordinator",
        "Rút nhiệm vụ",
        {"reason": NOTE},
        _of_task("tasks:withdraw_task"),
    ),
    Case(
        "tasks:track_task",
        "coordinator",
        "Lưu",
        {"untracked": "general", "reason": NOTE},
        _of_task("tasks:track_task"),
    ),
    Case(
        "tasks:assign",
        "coordinator",
        "Giao việc",
        {"part": "cooperating", "outside": "Công an xã Tân Lập"},
        _giving,
    ),
    Case(
        "tasks:before",
        "coordinator",
        "Ghi nhận các việc đã chọn",
        {"answer": "done", "finished_on": "30/03/2026"},
        _before,
    ),
    Case(
        "tasks:coverage_save",
        "coordinator",
        "Xác nhận",
        {},
        lambda w: _covering(w, "task"),
    ),
    Case("tasks:group_changes", "coordinator", "Áp dụng", {}, _group_changes),
    Case(
        "tasks:new_indicator",
        "coordinator",
        "Lưu",
        {"name": "Số vụ cháy", "unit_of_measure": "vụ", "adding": "latest", "category": "drill"},
        _new_indicator,
    ),
    Case(
        "tasks:edit_indicator",
        "coordinator",
        "Lưu",
        {"name": "Số vụ cháy lớn", "unit_of_measure": "vụ"},
        _edited_indicator,
    ),
    Case("tasks:task_indicators", "coordinator", "Lưu", {}, _task_indicators),
    Case(
        "tasks:unit_figures",
        "staff",
        "Ghi số liệu",
        {"counted_on": "14/06/2026"},
        _unit_figures,
    ),
    Case(
        "tasks:correct_figure",
        "staff",
        "Lưu số đúng",
        {"value": "7", "reason": NOTE},
        _correction,
    ),
)
