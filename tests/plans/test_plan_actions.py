"""Changes of a plan: its number, and its way from draft to the end."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.changes import edition
from plans.actions import close_plan, release_plan, revoke_plan, update_plan_number
from plans.models import Plan
from plans.status import PlanStatus
from tests.factories import TODAY, PlanFactory, UserFactory
from tests.worlds import shared

pytestmark = pytest.mark.django_db


@shared
def by():
    return UserFactory()


def number(plan, by, **parameters):
    given = {"revision": edition(plan), "number": "5", "symbol": "KH-SKHCN", "issued_on": TODAY}
    return update_plan_number(plan=plan, by=by, on=TODAY, **{**given, **parameters})


def test_number_symbol_and_day_are_kept_and_found(by):
    plan = PlanFactory(number="", symbol="", issued_on=None)

    number(plan, by, number=" 05 ", symbol="KH-  SKHCN")

    saved = Plan.objects.get()
    assert (saved.number, saved.symbol, saved.issued_on) == ("05", "KH- SKHCN", TODAY)
    assert list(Plan.objects.matching("05/kh-")) == [saved]


def test_all_three_may_be_blank_again(by):
    plan = PlanFactory()

    number(plan, by, number="", symbol="", issued_on=None)

    assert Plan.objects.get().full_number == "…/KH"


def test_a_day_to_come_is_refused(by):
    plan = PlanFactory(number="7")

    with pytest.raises(ValidationError) as refused:
        number(plan, by, issued_on=TODAY + datetime.timedelta(days=1))

    assert list(refused.value.error_dict) == ["issued_on"]
    assert Plan.objects.get().number == "7"


def test_a_number_is_given_once_a_year_by_one_agency(by):
    taken = PlanFactory(number="5", issued_on=datetime.date(2026, 2, 1))
    plan = PlanFactory(issuer=taken.issuer, number="6")

    with pytest.raises(ValidationError) as refused:
        number(plan, by)
    assert list(refused.value.error_dict) == ["number"]

    number(plan, by, issued_on=datetime.date(2025, 12, 31))
    number(PlanFactory(), by)  # another agency
    number(taken, by)  # its own number again


def test_every_change_leaves_who_and_why_in_the_history(by):
    plan = PlanFactory(released_on=None)

    number(plan, by)
    release_plan(plan=plan, by=by, on=TODAY)
    close_plan(plan=plan, by=by, on=TODAY)
    revoke_plan(plan=plan, by=by, on=TODAY, reason="Có kế hoạch mới")

    rows = list(plan.history.order_by("-history_id")[:4])
    assert [row.history_change_reason for row in rows] == [
        "Có kế hoạch mới",
        "Kết thúc kế hoạch",
        "Đưa vào thực hiện",
        "Ghi số, ký hiệu, ngày ban hành",
    ]
    assert {row.history_user for row in rows} == {by}


@pytest.mark.parametrize(
    ("action", "allowed"),
    [
        (release_plan, {PlanStatus.DRAFT}),
        (close_plan, {PlanStatus.ISSUED}),
    ],
)
@pytest.mark.parametrize("status", list(PlanStatus))
def test_what_may_follow_what(by, action, allowed, status):
    plan = in_status(status)

    if status in allowed:
        assert action(plan=plan, by=by, on=TODAY).status is not status
    else:
        with pytest.raises(ValidationError):
            action(plan=plan, by=by, on=TODAY)
        assert Plan.objects.get(pk=plan.pk).status is status


@pytest.mark.parametrize("status", list(PlanStatus))
def test_what_may_be_revoked(by, status):
    plan = in_status(status)

    if status in {PlanStatus.REVOKED, PlanStatus.SUPERSEDED}:
        with pytest.raises(ValidationError, match="không còn hiệu lực"):
            revoke_plan(plan=plan, by=by, on=TODAY, reason="x")
    else:
        revoked = revoke_plan(plan=plan, by=by, on=TODAY, reason="x")
        assert (revoked.status, revoked.revoked_on) == (PlanStatus.REVOKED, TODAY)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 101])
def test_revoking_needs_a_reason_that_fits(by, reason):
    with pytest.raises(ValidationError, match="lý do bãi bỏ"):
        revoke_plan(plan=PlanFactory(), by=by, on=TODAY, reason=reason)


def in_status(status: PlanStatus) -> Plan:
    if status is PlanStatus.SUPERSEDED:
        return PlanFactory(superseded_by=PlanFactory())
    fields: dict[PlanStatus, dict[str, datetime.date | None]] = {
        PlanStatus.DRAFT: {"released_on": None},
        PlanStatus.ISSUED: {},
        PlanStatus.CLOSED: {"closed_on": TODAY},
        PlanStatus.REVOKED: {"revoked_on": TODAY},
    }
    return PlanFactory(**fields[status])
