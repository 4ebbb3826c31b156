"""From an uploaded document to a plan, one verb a step; nothing is a plan before ``confirm``."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from intake.making import keep_file, make_citations, make_duties, make_plan, make_tasks
from intake.models import Intake
from intake.outline import Names, Outline, build_outline
from intake.reading import read
from intake.reading.draft import PlanDraft
from intake.working import WorkingDraft, begin
from plans.models import Plan
from units.actions import remember_alias
from units.directory import directory_for
from units.matching import Matcher, Target
from units.models import Unit, UnitGroup, UnitKind
from vietnamese.text import fold, nfc, one_line

Day = datetime.date
PASTED_NAME = "van-ban-dan.txt"


class StaleDraft(ValidationError):
    """The draft was changed after the person had opened it."""

    def __init__(self) -> None:
        super().__init__(
            "Bản nháp vừa được sửa ở cửa sổ khác hoặc bởi người khác. Nội dung bạn đang nhập vẫn"
            " còn nguyên: hãy xem lại rồi bấm lưu lần nữa.",
            code="stale",
        )


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
    *, data: bytes, filename: str, issuer: Unit, by: Any, on: Day | None = None
) -> Intake:
    """Reads a document and keeps it, as it was brought, with the draft read from it.

    ``on`` is the day that tells the plan's year where the document does not.  Raises UnreadableFile
    for a file that cannot be read and NoPlanInFile where no plan is in it; nothing is written then.
    """
    draft = read_document(data=data, filename=filename)
    intake = new_intake(data=data, filename=filename, draft=draft, issuer=issuer, by=by, on=on)
    return keep_intake(intake=intake, data=data)


def read_document(*, data: bytes, filename: str) -> PlanDraft:
    """The draft of the plan in a document.  Raises UnreadableFile, and NoPlanInFile."""
    draft = read(data, filename)
    if not draft.tasks and "kế hoạch" not in nfc(draft.kind or "").casefold():
        raise NoPlanInFile
    return draft


def new_intake(
    *, data: bytes, filename: str, draft: PlanDraft, issuer: Unit, by: Any, on: Day | None = None
) -> Intake:
    """A document with the draft read from it, not yet written anywhere."""
    intake = Intake(
        issuer=issuer,
        name=_kept_name(filename),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        draft=begin(draft, on).to_state(),
        created_by=by,
    )
    intake.full_clean(exclude=["file", "created_by"])
    return intake


@transaction.atomic
def keep_intake(*, intake: Intake, data: bytes) -> Intake:
    """Writes a new document: the file, byte for byte, and its row."""
    intake.file.save(intake.name, ContentFile(data), save=False)
    intake.save()
    return intake


def _kept_name(filename: str) -> str:
    """The file's own name, without folders, at most as long as the column."""
    name = one_line(PurePath(filename.replace("\\", "/")).name) or PASTED_NAME
    return name if len(name) <= 255 else name[:200] + name[-55:]


def working_draft(intake: Intake) -> WorkingDraft:
    """The draft as it stands."""
    return WorkingDraft.from_state(intake.draft)


# --- correcting it --------------------------------------------------------------------------------
@transaction.atomic
def save_draft(
    *,
    intake: Intake,
    draft: WorkingDraft | PlanDraft,
    choices: Mapping[str, str],
    revision: int,
    by: Any,
) -> Intake:
    """Keeps the corrected draft and the choices of units; returns the intake with its new revision.

    ``revision`` is the number that the person saw: raises StaleDraft when the draft has moved on,
    and ValidationError once it has become a plan or was dropped.
    """
    locked = _locked(intake)
    _refuse_unless_open(locked)
    if locked.revision != revision:
        raise StaleDraft
    working = draft if isinstance(draft, WorkingDraft) else begin(draft)
    locked.draft, locked.choices = working.to_state(), dict(choices)
    locked.revision += 1
    if locked.created_by_id is None:
        locked.created_by = by
    locked.save(update_fields=["draft", "choices", "revision", "created_by", "changed_at"])
    return locked


@transaction.atomic
def drop_intake(*, intake: Intake, by: Any, on: Day) -> Intake:  # noqa: ARG001 - every verb takes who
    """Lays a draft aside for good; the file stays.  Dropping it twice changes nothing.

    Raises ValidationError once it has become a plan.
    """
    locked = _locked(intake)
    if locked.plan_id:
        raise ValidationError("Văn bản này đã được tạo thành kế hoạch nên không bỏ được nữa.")
    if locked.dropped_on is None:
        locked.dropped_on = on
        locked.save(update_fields=["dropped_on", "changed_at"])
    return locked


# --- making the plan ------------------------------------------------------------------------------
@transaction.atomic
def confirm(*, intake: Intake, by: Any, on: Day) -> Plan:
    """Makes the plan with its tasks, assignments and report duties, and remembers the choices of
    units as aliases; a second confirmation makes nothing and returns the same plan.

    Raises ValidationError, with every problem in it, while something needed is missing.
    """
    locked = _locked(intake)
    if locked.plan is not None:
        return locked.plan
    _refuse_unless_open(locked)
    working, names = working_draft(locked), open_names(locked, on)
    outline = build_outline(working, names)
    if outline.problems:
        raise ValidationError(list(outline.problems))
    plan = make_plan(locked, working.plan, outline, by, on)
    make_citations(plan, working.plan)
    make_tasks(plan, outline, Unit.objects.in_bulk(_units(outline)), by)
    make_duties(plan, outline)
    _remember(locked, working.plan, names.matcher)
    keep_file(plan, locked, by)
    locked.plan = plan
    locked.save(update_fields=["plan", "changed_at"])
    return plan


def outline_of(intake: Intake, on: Day) -> Outline:
    """What confirming would make on that day."""
    return build_outline(working_draft(intake), open_names(intake, on))


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
        remember_alias(name=words, group=_stored_rule(issuer, target))


def _stored_rule(issuer: Unit, target: Target) -> UnitGroup:
    """The group that a usual name means, kept so that an alias can point to it."""
    _, agency, kinds, reach = target.key.split(":")
    group, is_new = UnitGroup.objects.get_or_create(
        agency=issuer,
        name=target.label,
        defaults={"by_rule": True, "depth": 1 if reach == "direct" else None},
    )
    if is_new and int(agency) == issuer.pk:
        group.kinds.set(UnitKind.objects.filter(pk__in=kinds.split("+")))
    elif is_new:
        group.by_rule = False
        group.save()
        group.members.set(target.units)
    return group


def names_in(draft: PlanDraft, matcher: Matcher) -> list[str]:
    """Every name of a unit that the draft gives work or reports to, as written, each once."""
    names = [name.words for task in draft.tasks for name in (*task.lead, *task.cooperating)]
    for duty in draft.report_duties:
        names += [match.words for match in matcher.match_all(duty.reporter)]
    found: dict[str, str] = {}
    for name in filter(str.strip, names):
        found.setdefault(fold(name), name)
    return list(found.values())


def _locked(intake: Intake) -> Intake:
    """The intake as it stands now, held until the change is made."""
    return Intake.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=intake.pk)


def _refuse_unless_open(intake: Intake) -> None:
    if intake.plan_id:
        raise ValidationError("Văn bản này đã được tạo thành kế hoạch.", code="confirmed")
    if intake.dropped_on:
        raise ValidationError("Bản nháp này đã được bỏ.", code="dropped")
