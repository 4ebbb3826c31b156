"""From an uploaded document to a plan, one verb a step; nothing is a plan before ``confirm``."""

from __future__ import annotations

import datetime
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from accounts.changes import StaleRevision, verb
from accounts.models import User
from intake.create_plan import (
    keep_file,
    make_citations,
    make_duties,
    make_plan,
    make_tasks,
    settle_past,
)
from intake.days import exact_day
from intake.draft_lock import (
    let_go,
    locked,
    refuse_unless_held,
    refuse_unless_open,
    renew,
)
from intake.drafting.draft import WorkingDraft, begin
from intake.drafting.outline import Names, Outline, PastAnswers, build_outline
from intake.models import Intake, Origin
from intake.plan_duplicates import demand_consent
from plans.holidays import tet_days, working_days
from plans.models import Plan
from plans.schedule import Period
from reading import Refusal, UnreadableFile, read
from reading.draft import PlanDraft
from reading.understand.reckoned import TET, counted_from, feast_year, with_reckoned_days
from sheets.content import Content, content_of, has_macros
from units.actions import create_unit, remember_alias, stored_rule
from units.directory import directory_for, names_around
from units.matching import Matcher, Target
from units.models import Unit, UnitGroup
from vietnamese.text import fold, nfc, one_line

_log = logging.getLogger(__name__)
Day = datetime.date
PASTED_NAME = "van-ban-dan.txt"


class NoPlanInFile(ValidationError):
    """The document can be read, and there is no plan in it."""

    def __init__(self) -> None:
        super().__init__(
            "Không tìm thấy kế hoạch trong văn bản này: không có tiêu đề “KẾ HOẠCH” và không có"
            " nhiệm vụ nào. Hãy kiểm tra xem đã chọn đúng tệp chưa.",
            code="no_plan",
        )


# --- bringing a document in -----------------------------------------------------------------------
def start_intake(
    *,
    data: bytes,
    filename: str,
    issuer: Unit,
    by: User | None,
    on: Day | None = None,
    origin: Origin = Origin.FILE,
) -> Intake:
    """Reads a document and keeps it, as it was brought, with the draft read from it.

    ``on`` is the day that tells the plan's year where the document does not.  Raises UnreadableFile
    for a file that cannot be read and NoPlanInFile where no plan is in it; nothing is written then.
    """
    document: dict[str, Any] = {"data": data, "filename": filename, "issuer": issuer}
    return keep_intake(intake=new_from_document(**document, by=by, on=on, origin=origin), data=data)


def new_from_document(
    data: bytes,
    filename: str,
    issuer: Unit,
    by: User | None,
    on: Day | None = None,
    origin: Origin = Origin.FILE,
) -> Intake:
    """As ``start_intake``, not yet written anywhere."""
    draft = read_document(data=data, filename=filename, issuer=issuer)
    intake = new_intake(data=data, filename=filename, draft=draft, issuer=issuer, by=by, on=on)
    intake.origin = origin
    return intake


def read_document(data: bytes, filename: str, issuer: Unit) -> PlanDraft:
    """The draft of the plan in a document, its names settled by the issuer's directory.

    Raises UnreadableFile, and NoPlanInFile.
    """
    names = names_around(issuer)
    try:
        draft = read(data, filename, names)
    except UnreadableFile:
        raise
    except Exception as error:  # a document that nobody has foreseen is no reason to lose the form
        _log.exception("Reading stopped at a document of %d bytes", len(data))
        raise UnreadableFile(Refusal.NOT_FORESEEN) from error
    check_is_plan(draft)
    return draft


def check_is_plan(draft: PlanDraft) -> None:
    """Raises NoPlanInFile where a document says nowhere that it is a plan and orders nothing."""
    if not draft.tasks and "kế hoạch" not in nfc(draft.kind or "").casefold():
        raise NoPlanInFile


def new_intake(
    data: bytes,
    filename: str,
    draft: PlanDraft,
    issuer: Unit,
    by: User | None,
    on: Day | None = None,
) -> Intake:
    """A document with the draft read from it, not yet written anywhere.

    Raises ValidationError where it brings a program along: the file is handed out to others.
    """
    if has_macros(data):
        raise ValidationError("Tệp có macro. Hãy lưu lại không kèm macro rồi tải lên.")
    intake = Intake(
        issuer=issuer,
        name=_kept_name(filename, data),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        draft=begin(draft, on).to_state(),
        created_by=by,
    )
    intake.full_clean(exclude=["file", "created_by"])
    return intake


@verb
def keep_intake(*, intake: Intake, data: bytes) -> Intake:
    """Writes a new document: the file, byte for byte, and its row."""
    intake.file.save(intake.name, ContentFile(data), save=False)
    intake.save()
    return intake


# The endings under which documents lie; any other is followed by the one of its content, so that
# nobody who saves the file runs it.
_ENDINGS = frozenset(
    {".docx", ".pdf", ".txt", ".md", ".png", ".jpg", ".jpeg", ".xlsx", ".ods", ".csv"}
)
_BY_CONTENT = {one: f".{one}" for one in Content if f".{one}" in _ENDINGS}


def _kept_name(filename: str, data: bytes) -> str:
    """The file's own name, without folders, at most as long as the column."""
    name = one_line(PurePath(filename.replace("\\", "/")).name) or PASTED_NAME
    if PurePath(name).suffix.lower() not in _ENDINGS:
        name += _BY_CONTENT.get(content_of(data), ".txt")
    return name if len(name) <= 255 else name[:200] + name[-55:]


def working_draft(intake: Intake) -> WorkingDraft:
    """The draft as it stands, with the days that hang on its day of issue or on Tết reckoned by the
    table of holidays."""
    working = WorkingDraft.from_state(intake.draft)
    plan = working.plan
    deadlines = [task.deadline for task in plan.tasks]
    deadlines += [duty.deadline for duty in plan.report_duties]
    asked = [one.reckoning for one in deadlines if one.reckoning is not None]
    if not asked:
        return working
    begin_on = [day for one in asked if (day := exact_day(counted_from(one, plan.issued_on)))]
    ends = [day + datetime.timedelta(days=2 * one.after) for day in begin_on for one in asked]
    feasts = {f"{TET}-{year}": day for year, day in tet_days(map(feast_year, asked)).items()}
    days = working_days([*begin_on, *ends])
    return replace(working, plan=with_reckoned_days(plan, days.is_working, feasts))


# --- correcting it --------------------------------------------------------------------------------
@verb
def save_draft(
    *,
    intake: Intake,
    draft: WorkingDraft | PlanDraft,
    choices: Mapping[str, str],
    revision: int,
    by: User | None,
    now: datetime.datetime | None = None,
) -> Intake:
    """Keeps the corrected draft and the choices of units; returns the intake with its new revision.

    ``revision`` is the number that the person saw: raises StaleRevision when the draft has moved
    on, HeldDraft while another person is at work on it at the moment ``now`` (None: nobody asks),
    and ValidationError once it has become a plan or was dropped.
    """
    kept = locked(intake)
    refuse_unless_open(kept)
    if now is not None:
        refuse_unless_held(kept, by, now)
        renew(kept, by, now)
    if kept.revision != revision:
        raise StaleRevision("Bản nháp", kept.revision, "được sửa ở cửa sổ khác hoặc bởi người khác")
    working = draft if isinstance(draft, WorkingDraft) else begin(draft)
    kept.draft, kept.choices = working.to_state(), dict(choices)
    kept.revision += 1
    if kept.created_by_id is None:
        kept.created_by = by
    kept.save(update_fields=[*_SAVED, "created_by", "changed_at"])
    return kept


@verb
def create_unit_here(
    *,
    intake: Intake,
    words: str,
    revision: int,
    by: User | None,
    now: datetime.datetime | None = None,
    **fields: Any,
) -> Intake:
    """Adds a unit (``fields`` as ``create_unit`` takes them), chooses it for the name ``words`` and
    remembers that name as its alias; returns the intake with its new revision.

    Raises ValidationError where a field is wrong, and StaleRevision as ``save_draft`` does; nothing
    is written then.
    """
    is_name = fold(words) == fold(fields.get("name", ""))
    unit = create_unit(aliases=() if is_name else (words,), **fields)
    choices = {**intake.choices, fold(words): f"unit:{unit.pk}"}
    draft = working_draft(intake)
    return save_draft(
        intake=intake, draft=draft, choices=choices, revision=revision, by=by, now=now
    )


_SAVED = ("draft", "choices", "revision", "held_by", "held_until")


@verb
def drop_intake(
    *,
    intake: Intake,
    by: User | None,
    on: Day,
    now: datetime.datetime | None = None,
) -> Intake:
    """Lays a draft aside for good; the file stays.  Dropping it twice changes nothing.

    Raises ValidationError once it has become a plan, and HeldDraft while another person is at work
    on it.
    """
    kept = locked(intake)
    if kept.plan_id:
        raise ValidationError("Văn bản này đã được tạo thành kế hoạch nên không bỏ được nữa.")
    if now is not None:
        refuse_unless_held(kept, by, now)
    if kept.dropped_on is None:
        kept.dropped_on = on
        let_go(kept)
        kept.save(update_fields=["dropped_on", "held_by", "held_until", "changed_at"])
    return kept


# --- making the plan ------------------------------------------------------------------------------
@verb
def confirm(
    *,
    intake: Intake,
    by: User | None,
    on: Day,
    now: datetime.datetime | None = None,
    agreed: bool = False,
    past: PastAnswers | None = None,
    revision: int | None = None,
) -> Plan:
    """Makes the plan with its tasks, assignments and report duties, and remembers the choices of
    units as aliases; a second confirmation makes nothing and returns the same plan.

    ``past`` says what became of what fell due before ``on`` (None: all of it counts as overdue);
    ``revision`` is the number of the draft that the person saw: StaleRevision once it is another.
    Raises ValidationError, with every problem in it, while something needed is missing; HeldDraft
    while another person is at work on the draft at the moment ``now``; NeedsConsent where the
    register has this plan already, unless ``agreed``.
    """
    kept = locked(intake)
    if kept.plan is not None:
        return kept.plan
    refuse_unless_open(kept)
    if now is not None:
        refuse_unless_held(kept, by, now)
    if revision is not None and kept.revision != revision:
        raise StaleRevision("Bản nháp", kept.revision, "được sửa ở cửa sổ khác hoặc bởi người khác")
    working, names = working_draft(kept), open_names(kept, on)
    outline = build_outline(working, names)
    if outline.problems:
        raise ValidationError([one.text for one in outline.problems])
    demand_consent(kept, working, agreed=agreed)
    plan = make_plan(kept, working.plan, outline, by, on)
    make_citations(plan, working.plan)
    make_tasks(plan, outline, Unit.objects.in_bulk(_units(outline)), by)
    make_duties(plan, outline, by, on, past)
    settle_past(plan, outline, past, by, on)
    _remember(kept, working.plan, names.matcher)
    keep_file(plan, kept, by)
    kept.plan = plan
    let_go(kept)
    kept.save(update_fields=["plan", "held_by", "held_until", "changed_at"])
    return plan


def open_names(intake: Intake, on: Day) -> Names:
    """What names stand for around the issuer on that day, the choices made counted in."""
    return Names(Matcher(directory_for(intake.issuer, on)), intake.choices)


def _units(outline: Outline) -> list[int]:
    return sorted(outline.units)


def _remember(intake: Intake, draft: PlanDraft, matcher: Matcher) -> None:
    """Keeps as aliases the choices that the names alone did not lead to."""
    written = {fold(words): words for words in names_in(draft, matcher)}
    for folded, choice in intake.choices.items():
        target = matcher.target(choice)
        if target is None or folded not in written:
            continue
        unaided = matcher.unaided(written[folded]).target
        if target.units and (unaided is None or unaided.units != target.units):
            _remember_one(intake.issuer, written[folded], target)


def _remember_one(issuer: Unit, words: str, target: Target) -> None:
    kind, _, rest = target.key.partition(":")
    if kind == "unit":
        remember_alias(name=words, unit=Unit.objects.get(pk=int(rest)))
    elif kind == "group":
        remember_alias(name=words, group=UnitGroup.objects.get(pk=int(rest)))
    else:
        remember_alias(name=words, group=stored_rule(issuer, target))


def names_in(draft: PlanDraft, matcher: Matcher) -> list[str]:
    """Every name of a unit that the draft gives work or reports to, as written, each once."""
    names = [name.words for task in draft.tasks for name in (*task.lead, *task.cooperating)]
    for duty in draft.report_duties:
        names += [match.words for match in matcher.match_all(duty.reporter)]
    found: dict[str, str] = {}
    for name in filter(str.strip, names):
        found.setdefault(fold(name), name)
    return list(found.values())


NAME = "Kế hoạch nhập tay"
KIND = "KẾ HOẠCH"


@verb
def start_by_hand(
    *, issuer: Unit, title: str, period: Period, number: str, symbol: str, by: User | None
) -> Intake:
    """A draft without a document, to which tasks and duties are added on the review page.

    Raises ValidationError where a value does not fit.
    """
    plan = PlanDraft(
        kind=KIND,
        title=one_line(title),
        number=one_line(number) or None,
        symbol=one_line(symbol) or None,
    )
    working = replace(begin(plan), period=period)
    intake = Intake(
        issuer=issuer, origin=Origin.HAND, name=NAME, draft=working.to_state(), created_by=by
    )
    intake.full_clean(exclude=["file", "created_by"])
    intake.save()
    return intake
