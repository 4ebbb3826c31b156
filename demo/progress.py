"""What happened in the plans: every piece of work by its scenario, the reports handed in, what was
put right, what people were told."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from django.conf import settings

from demo.notes import number_from, report_text, topic_of, voice_of
from demo.people import Cast
from demo.scenarios import Piece, Scenario, choose_running, choose_wound_up
from demo.story import Story, days, working_day
from demo.units import OFFICE, ROWS
from plans.deadlines import DeadlineKind
from plans.holidays import working_days
from plans.models import Plan
from plans.schedule import Period, periods
from reports.notices.actions import read_notices, remind, say_what_is_due
from reports.notices.targets import remindable, targets_of_work
from reports.submissions.actions import accept, send_back_submission, submit
from reports.submissions.outstanding import OwedReport, owed_reports
from tasks import actions
from tasks.actions.definition import change_task
from tasks.actions.difficulties import answer_difficulty, close_difficulty, reopen_difficulty
from tasks.figures import PERCENT
from tasks.models import (
    Addressee,
    Assignment,
    Difficulty,
    EntryKind,
    Evidence,
    Figure,
    Part,
    ProgressEntry,
)
from units.models import Unit

Day = datetime.date
PLACES = {row.code: place for place, row in enumerate(ROWS)}
# Only this unit shows evidence of its ongoing work in the current quarter.
DILIGENT = "SKHCN-TTCDS"


def tell_running(plans: Iterable[Plan], people: Cast, today: Day) -> None:
    """Tells plans that are being carried out: something of everything, as of ``today``."""
    rows = _rows(plans)
    _tell(rows, choose_running(_dated(rows), today), people, today)


def tell_wound_up(plan: Plan, people: Cast, closing: Day) -> None:
    """Tells a plan that is over: by ``closing`` everything in it is done or cancelled."""
    rows = _rows([plan])
    _tell(rows, choose_wound_up(_dated(rows), closing), people, closing)


def _rows(plans: Iterable[Plan]) -> list[Assignment]:
    """The work of the plans, in an order that hangs on no key of the database."""
    found = Assignment.objects.filter(task__plan__in=list(plans))
    return sorted(
        found.select_related("task__plan", "unit"),
        key=lambda row: (row.due_on or Day.max, row.task.order, row.unit.code, row.period),
    )


def _dated(rows: Iterable[Assignment]) -> list[Piece]:
    """What is cast: leading parts with a day."""
    return [
        Piece(
            pk=row.pk,
            unit=row.unit.code,
            topic=topic_of(row).name,
            key=f"{row.unit.code}|{row.task.text}|{row.period}",
            starts_on=row.starts_on,
            due_on=row.due_on,
        )
        for row in rows
        if row.due_on and row.part == Part.LEAD
    ]


def _tell(
    rows: Sequence[Assignment], chosen: Mapping[int, Scenario], people: Cast, today: Day
) -> None:
    for row in rows:
        story = Story(row, voice_of(row, PLACES.get(row.unit.code, 0)), people, today)
        if row.pk in chosen:
            story.tell(chosen[row.pk])
        elif row.due_on is None:
            _tell_undated(row, story, today)
        elif row.due_on < today:
            story.tell(Scenario.ON_TIME)


def _tell_undated(row: Assignment, story: Story, today: Day) -> None:
    """Ongoing work is told to its plan's end; before it, not every unit is up to date."""
    ends_on = row.task.plan.ends_on
    if row.part == Part.COOPERATING:
        story.tell(Scenario.STARTED)
    elif ends_on < today:
        story.tell_running(every=34, last=ends_on - days(12), with_files=True)
    elif row.unit.code == DILIGENT:
        story.tell_running(every=26, last=today, with_files=True)
    else:
        last = _quarter_of(today).starts_on - days(9)
        story.tell_running(every=41, last=last, with_files=True)
    if ends_on < today:
        story.tell_end()


def _quarter_of(day: Day) -> Period:
    return next(periods(DeadlineKind.QUARTERLY, Period("", day, day)))


# --- the reports that units hand in --------------------------------------------------------------
RETURNED = "Đề nghị bổ sung số liệu về phương tiện chữa cháy và thời gian khắc phục các tồn tại."
# What becomes of the reports that fell due last; those before them came and were accepted.
WAITS, CAME_BACK, MISSING = 0, 1, 2


def hand_in_reports(plans: Iterable[Plan], people: Cast, today: Day) -> None:
    """Hands in what the units of the plans owe by ``today``: most in time, some late; of those that
    fell due last in plans in force one waits, one came back and one is missing."""
    owed = [
        one
        for plan in plans
        for one in owed_reports(people.administrator, plan=plan)
        if one.due_on and one.due_on <= today and one.submission is None
    ]
    owed.sort(key=lambda one: (one.due_on or today, one.unit.code, one.period), reverse=True)
    for place, one in enumerate(owed):
        if place % 16 != MISSING or one.duty.plan.closed_on:
            _hand_in(one, place % 16, people, today)


def _hand_in(one: OwedReport, place: int, people: Cast, today: Day) -> None:
    due = one.due_on or today
    chance = number_from(one.unit.code, one.period, due, "report")
    late = days(1 + chance % 9) if chance % 7 == 0 else -days(chance % 6)
    came = min(due + late, today)
    submission = submit(
        duty=one.duty,
        unit=one.unit,
        period=one.period,
        by=people.officer_of(one.unit.code),
        on=came,
        text=report_text(one.unit.code, one.period),
    )
    answered = min(came + days(2), today)
    is_over = bool(one.duty.plan.closed_on)
    if place == CAME_BACK and not is_over:
        send_back_submission(
            submission=submission, by=people.coordinator, on=answered, reason=RETURNED
        )
    elif place != WAITS or is_over:
        accept(submission=submission, by=people.coordinator, on=answered)


# --- what people put right, and what they were answered -------------------------------------------
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


# --- what people were told, and a reminder by the coordinator -------------------------------------
WEEK = datetime.timedelta(days=7)
MORNING = datetime.time(6, 30)
REMINDED = 4  # pieces of late work of which the coordinator reminds
WORDS = "Đề nghị các đơn vị hoàn thành trong tuần này, vướng mắc báo ngay để tháo gỡ."


def tell_chasing(plans: Iterable[Plan], people: Cast, today: Day) -> None:
    """The notices of a week ago, read by now, those of the last working day, and a reminder."""
    for plan in plans:
        # Given with the plan, not on the day on which the demonstration is made.
        given_at = _morning(plan.released_on or plan.starts_on)
        Assignment.objects.filter(task__plan=plan).update(given_at=given_at)
    _open_own_work(people, today)
    before, last = _working_day(today - WEEK), _working_day(today)
    say_what_is_due(on=before)
    told = (*people.heads.values(), *people.staff.values(), people.coordinator, people.leader)
    for person in told:
        read_notices(of=person, at=_morning(before))
    _remind(people, last)
    say_what_is_due(on=last)


def _remind(people: Cast, on: Day) -> None:
    by = people.coordinator
    late = Assignment.objects.remindable_by(by).filter(due_on__lt=on)
    others = remindable(late, on).exclude(unit__code=OFFICE)
    rows = others.select_related("task__plan", "unit").by_urgency()[:REMINDED]
    targets = [one for one in targets_of_work(rows, by.pk, on) if one.people]
    if targets:
        at = _morning(on)
        reminder = remind(targets=targets, by=by, at=at, words=WORDS, site=settings.SITE_URL)
        # Invented people have no letter box: theirs count as sent.
        reminder.letters.update(sent_at=at, tries=1)


def _open_own_work(people: Cast, today: Day) -> None:
    """The office whose accounts are shown has looked at all that it has begun."""
    office = Unit.objects.get(code=OFFICE)
    for work in Assignment.objects.filter(unit=office, starts_on__lte=today).order_by("pk"):
        actions.note_opening(
            assignment=work, by=people.officer_of(OFFICE), at=_morning(today), on=today
        )


def _working_day(day: Day) -> Day:
    """The day, or the last working day before it."""
    working = working_days([day - WEEK])
    while not working.is_working(day):
        day -= datetime.timedelta(days=1)
    return day


def _morning(day: Day) -> datetime.datetime:
    return datetime.datetime.combine(day, MORNING, ZoneInfo(settings.TIME_ZONE))
