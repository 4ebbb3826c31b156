"""Who is at work on a draft: one person at a time, and never two unseen."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import changes
from accounts.changes import StaleRevision, verb
from accounts.models import User
from intake.models import Intake, Reading

# How long a draft is held without a sign of life, and from when on a sign is worth writing down.
HOLD = datetime.timedelta(minutes=15)
RENEW = datetime.timedelta(minutes=10)


class HeldDraft(StaleRevision):
    """Another person is at work on the draft."""

    def __init__(self, holder: User, revision: int) -> None:
        ValidationError.__init__(
            self,
            f"{holder} đang kiểm tra bản nháp này nên chưa lưu được. Nội dung bạn đang nhập vẫn còn"
            " nguyên: hãy trao đổi với người đó, hoặc bấm “Nhận kiểm tra và lưu”.",
            code="held",
        )
        self.revision = revision


def holder_of(intake: Intake, by: User | None, now: datetime.datetime) -> User | None:
    """The other person who is at work on the draft at that moment, None where nobody is."""
    if intake.held_by is None or intake.held_until is None or intake.held_until <= now:
        return None
    return None if by and intake.held_by_id == by.pk else intake.held_by


def refuse_unless_held(intake: Intake, by: User | None, now: datetime.datetime) -> None:
    """Raises HeldDraft while another person is at work on the draft."""
    holder = holder_of(intake, by, now)
    if holder is not None:
        raise HeldDraft(holder, intake.revision)


def hold_intake(intake: Intake, by: User, now: datetime.datetime) -> Intake:
    """A sign of life: the person holds the draft for another while, unless somebody else does.

    Returns the draft as it stands; ``holder_of`` says who has it.
    """
    mine = intake.held_by_id == by.pk and intake.held_until is not None
    if mine and intake.held_until and intake.held_until - now > RENEW:
        return intake
    with transaction.atomic():
        kept = locked(intake)
        if is_open(kept) and holder_of(kept, by, now) is None:
            _hold(kept, by, now)
        return kept


@verb
def take_over(*, intake: Intake, by: User, now: datetime.datetime) -> Intake:
    """The person takes the draft, whoever holds it; that one is told when saving next.

    Raises ValidationError once it has become a plan or was dropped.
    """
    kept = locked(intake)
    refuse_unless_open(kept)
    _hold(kept, by, now)
    return kept


@verb
def release_intake(*, intake: Intake, by: User) -> Intake:
    """Lets the draft go for others; a draft that another person holds stays theirs."""
    kept = locked(intake)
    if kept.held_by_id == by.pk:
        let_go(kept)
        kept.save(update_fields=["held_by", "held_until"])
    return kept


def let_go(intake: Intake) -> None:
    """Nobody holds the draft any more; the caller saves it."""
    intake.held_by = intake.held_until = None


def renew(intake: Intake, by: User | None, now: datetime.datetime) -> None:
    """The draft is held for another while; the caller saves it."""
    intake.held_by, intake.held_until = by, now + HOLD


def _hold(intake: Intake, by: User, now: datetime.datetime) -> None:
    renew(intake, by, now)
    intake.save(update_fields=["held_by", "held_until"])


def locked(intake: Intake) -> Intake:
    """The intake as it stands now, held in the database until the change is made."""
    return changes.locked(intake, "issuer", "held_by")


def is_open(intake: Intake) -> bool:
    return intake.plan_id is None and intake.dropped_on is None


def refuse_unless_open(intake: Intake) -> None:
    """Raises ValidationError once the draft has become a plan or was dropped, and before it has
    been read to its end."""
    if intake.plan_id:
        raise ValidationError("Văn bản này đã được tạo thành kế hoạch.", code="confirmed")
    if intake.dropped_on:
        raise ValidationError("Bản nháp này đã được bỏ.", code="dropped")
    if intake.reading != Reading.DONE:
        raise ValidationError(
            "Văn bản chưa đọc xong. Hãy chờ đọc xong rồi kiểm tra bản nháp.", code="unread"
        )


@verb
def end_old_holds(*, now: datetime.datetime) -> int:
    """Lets go the drafts whose hold has run out; returns how many."""
    return Intake.objects.filter(held_by__isnull=False, held_until__lte=now).update(
        held_by=None, held_until=None
    )
