"""The same file or number, in the register or on the desk: told, linked, and asked about."""

import datetime

import pytest

from intake.actions import confirm, drop_intake, working_draft
from intake.plan_duplicates import NeedsConsent, build_duplicates
from plans.models import Plan
from tests.factories import PlanFactory, UnitFactory, person
from tests.intake.samples import PLAN, TODAY, bring
from units.policy import Role

OTHER = PLAN + "\nBản sao.\n"  # the same plan in another file


def found(intake):
    return build_duplicates(intake, working_draft(intake))


def test_nothing_is_there(intake):
    assert found(intake) == ()


def test_the_same_file_made_a_plan(agency, coordinator, intake):
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    (one,) = found(bring(agency, by=coordinator))
    assert one.is_plan
    assert one.href == f"/ke-hoach/{plan.pk}/"
    assert one.text.startswith("Tệp này đã được dùng để tạo kế hoạch “12/KH-STN")


def test_the_same_file_is_on_a_colleagues_desk(agency, intake, coordinator):
    (one,) = found(bring(agency, by=person(Role.COORDINATOR, agency)))
    assert not one.is_plan
    assert one.href == f"/doc-ke-hoach/{intake.pk}/"
    assert f"bởi {coordinator}" in one.text


def test_the_same_number_in_another_file(agency, coordinator, intake):
    (one,) = found(bring(agency, OTHER, by=coordinator))
    assert one.text.startswith("Kế hoạch mang số này đã được đưa vào")
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    (one,) = found(bring(agency, PLAN + "\nBản khác.\n", by=coordinator))[:1]
    assert one.href == f"/ke-hoach/{plan.pk}/"
    assert one.text.startswith("Cơ quan đã có kế hoạch mang số này")


def test_a_draft_without_a_day_goes_by_the_plans_time(agency, intake, coordinator):
    undated = PLAN.replace("ngày 20 tháng 01 năm 2026", "ngày … tháng … năm …")
    (one,) = found(bring(agency, undated, by=coordinator))
    assert one.href == f"/doc-ke-hoach/{intake.pk}/"
    (back,) = found(intake)
    assert not back.is_plan


@pytest.mark.parametrize(
    ("issued_on", "told"),
    [(datetime.date(2026, 3, 1), True), (datetime.date(2025, 3, 1), False), (None, True)],
)
def test_a_number_begins_anew_each_year(intake, agency, issued_on, told):
    PlanFactory(issuer=agency, number="12", symbol="KH-STN", issued_on=issued_on)
    assert bool(found(intake)) is told


def test_what_was_dropped_and_what_is_elsewhere_is_not_told(agency, intake, coordinator):
    drop_intake(intake=intake, by=coordinator, on=TODAY)
    bring(UnitFactory(name="Sở Khác"))
    PlanFactory(number="12", symbol="KH-STN")
    assert found(bring(agency, by=coordinator)) == ()


def test_the_questions_are_as_many_however_much_is_there(agency, intake, django_assert_num_queries):
    for _ in range(5):
        PlanFactory(issuer=agency, number="12", symbol="KH-STN")
        bring(agency)
    with django_assert_num_queries(3):
        assert len(found(intake)) == 6


# --- on the pages ---------------------------------------------------------------------------------
def test_the_review_page_links_to_it(client_in, agency, intake, coordinator):
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    again = bring(agency, by=coordinator)
    page = client_in.get(f"/doc-ke-hoach/{again.pk}/").content.decode()
    assert f'<a href="/ke-hoach/{plan.pk}/">Mở kế hoạch đã có</a>' in page


PAST = {"past": "overdue", "reports": "overdue"}


def test_a_second_plan_of_the_same_document_asks_for_an_explicit_word(
    client_in, agency, intake, coordinator
):
    confirm(intake=intake, by=coordinator, on=TODAY)
    again = bring(agency, by=coordinator)
    address = f"/doc-ke-hoach/{again.pk}/tao/"
    assert 'name="agreed"' in client_in.get(address).content.decode()
    refused = client_in.post(address, {"revision": again.revision, **PAST})
    assert refused.status_code == 422
    assert "hãy đánh dấu vào ô đồng ý" in refused.content.decode()
    assert Plan.objects.count() == 1
    client_in.post(address, {"revision": again.revision, "agreed": "on", **PAST})
    assert Plan.objects.count() == 2


def test_the_action_itself_asks(agency, intake, coordinator):
    confirm(intake=intake, by=coordinator, on=TODAY)
    again = bring(agency, by=coordinator)
    with pytest.raises(NeedsConsent):
        confirm(intake=again, by=coordinator, on=TODAY)
    assert confirm(intake=again, by=coordinator, on=TODAY, agreed=True).pk


def test_a_page_without_a_duplicate_asks_nothing(client_in, intake):
    assert "agreed" not in client_in.get(f"/doc-ke-hoach/{intake.pk}/tao/").content.decode()
