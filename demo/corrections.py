"""What people put right, and what they were answered: another due day, a confirmation taken back, a
file withdrawn, a figure corrected, difficulties answered, settled and open again."""

from __future__ import annotations

import datetime

from demo.people import Cast
from demo.story import days, working_day
from plans.models import Plan
from tasks import actions
from tasks.actions.definition import change_task
from tasks.actions.difficulties import answer_difficulty, close_difficulty, reopen_difficulty
from tasks.figures import PERCENT
from tasks.models import Addressee, Difficulty, EntryKind, Evidence, Figure, ProgressEntry

Day = datetime.date
# The rebuilding of an escape way: its money came later than the plan had reckoned with.
PUT_OFF, PUT_OFF_ON, PUT_OFF_TO = "3", (2, 10), (8, 31)
PUT_OFF_BECAUSE = "Kinh phí cải tạo được giao muộn; lùi thời hạn theo kết luận của Giám đốc Sở."
WITHDRAWN_BECAUSE = "Tệp mờ, không đọc rõ nội dung; các lần sau đã có tệp rõ hơn."
CORRECTED_BECAUSE = "Cộng sót một trường hợp, đã đối chiếu lại với sổ theo dõi."
# Places among the oldest difficulties: that which came back, and the one that is only answered.
BACK, ANSWERED = 0, 2
ANSWER = "Đã trao đổi với bộ phận kế hoạch - tài chính, đề nghị đơn vị gửi nhu cầu trong tuần này."
SETTLED_ANSWER = "Văn phòng Sở bố trí hỗ trợ trong tuần; đơn vị tiếp tục thực hiện."


def put_off(plan: Plan, people: Cast, today: Day) -> None:
    """One task is given a later day early in the year, before anything in it is told."""
    year = plan.starts_on.year
    on = Day(year, *PUT_OFF_ON)
    if on <= today:
        change_task(
            task=plan.tasks.get(ref=PUT_OFF),
            by=people.coordinator,
            on=on,
            reason=PUT_OFF_BECAUSE,
            deadline_days=[Day(year, *PUT_OFF_TO).isoformat()],
        )


def tell_corrections(plan: Plan, people: Cast, today: Day) -> None:
    """Adds to stories that have been told; where a plan has just begun there is less to put right.

    Where a piece of work stands stays the same, so that what was cast is still to be seen.
    """
    _confirm_again(plan)
    _withdraw_file(plan)
    _correct_figure(plan)
    _answer_difficulties(plan, people, today)


def _confirm_again(plan: Plan) -> None:
    """Somebody took a confirmation back, looked once more, and gave it on the same day."""
    told = ProgressEntry.objects.filter(assignment__task__plan=plan, kind=EntryKind.CONFIRMED)
    entry = told.order_by("-on", "-pk").first()
    if entry:
        actions.take_back(entry=entry, by=entry.by, on=entry.on)
        work = entry.assignment
        work.refresh_from_db()
        actions.confirm_done(assignment=work, by=entry.by, on=entry.on, note=entry.note)


def _withdraw_file(plan: Plan) -> None:
    """The first file of work that goes on all year; later ones show it as well."""
    files = Evidence.objects.filter(
        entry__assignment__task__plan=plan,
        entry__assignment__due_on__isnull=True,
        entry__assignment__confirmed_on__isnull=True,
    )
    first = files.order_by("entry__on", "pk").first()
    if first and files.filter(entry__assignment=first.entry.assignment_id).count() > 1:
        actions.withdraw_evidence(
            evidence=first,
            by=first.entry.by,
            on=_last_day(first.entry),
            reason=WITHDRAWN_BECAUSE,
        )


def _correct_figure(plan: Plan) -> None:
    figures = Figure.objects.filter(assignment__task__plan=plan, entry__isnull=False)
    counted = figures.exclude(indicator__unit_of_measure=PERCENT)
    figure = counted.order_by("-counted_on", "-pk").first()
    if figure and figure.entry:
        actions.correct_figure(
            figure=figure,
            value=figure.value + 1,
            reason=CORRECTED_BECAUSE,
            by=figure.by,
            on=_last_day(figure.entry),
        )


def _answer_difficulties(plan: Plan, people: Cast, today: Day) -> None:
    """One was settled and came back, one is settled, one is answered; the newest wait."""
    raised = Difficulty.objects.filter(assignment__task__plan=plan).select_related(
        "assignment__unit"
    )
    oldest = raised.order_by("raised_on", "pk")[: ANSWERED + 1]
    for place, difficulty in enumerate(oldest):
        answered, closed, reopened = (
            working_day(difficulty.raised_on + days(later), first=difficulty.raised_on, last=today)
            for later in (1, 3, 6)
        )
        answer = SETTLED_ANSWER if place < ANSWERED else ANSWER
        to_leader = difficulty.addressed_to == Addressee.LEADER
        asked = people.leader if to_leader else people.coordinator
        answer_difficulty(difficulty=difficulty, answer=answer, by=asked, on=answered)
        by = people.officer_of(difficulty.assignment.unit.code)
        if place < ANSWERED:
            close_difficulty(difficulty=difficulty, by=by, on=closed)
        if place == BACK:
            reopen_difficulty(difficulty=difficulty, by=by, on=reopened)


def _last_day(entry: ProgressEntry) -> Day:
    """The day of the last line of a story, so that what is added stands after it."""
    return entry.assignment.entries.latest("on", "pk").on
