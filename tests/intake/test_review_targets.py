"""Targets that a plan's words name: proposed at review, taken, changed or left."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.actions import confirm, save_draft, working_draft
from intake.drafting.draft import SaidTarget
from intake.models import Intake
from tasks.models import Indicator, TaskIndicator
from tests.intake.samples import PLAN, TODAY, bring
from tests.worlds import shared

TEXT = PLAN.replace(
    "Tổ chức tuyên truyền kiến thức phòng cháy, chữa cháy cho toàn thể công chức.",
    "Tổ chức tuyên truyền kiến thức phòng cháy, chữa cháy, ít nhất 02 buổi mỗi năm.",
).replace(
    "Tập huấn nghiệp vụ cứu nạn, cứu hộ cho lực lượng tại chỗ.",
    "Tập huấn nghiệp vụ cứu nạn, cứu hộ cho 100% cán bộ, công chức.",
)


@shared
def talks(agency):
    return Indicator.objects.create(
        agency=agency, name="Buổi tuyên truyền", unit_of_measure="buổi", category="communication"
    )


@shared
def trained(agency):
    return Indicator.objects.create(
        agency=agency, name="Tỷ lệ người được tập huấn", unit_of_measure="%", adding="latest",
        category="training", is_whole=False,
    )  # fmt: skip


@shared
def draft(agency, coordinator, talks, trained):
    return bring(agency, TEXT, by=coordinator)


def review_of(client_in, draft):
    return client_in.get(f"/doc-ke-hoach/{draft.pk}/").context["review"]


def said(draft, key=1):
    return working_draft(Intake.objects.get(pk=draft.pk)).said_of(key).targets


def press(client_in, draft, path, **data):
    revision = Intake.objects.get(pk=draft.pk).revision
    return client_in.post(f"/doc-ke-hoach/{draft.pk}/{path}/", {"revision": revision, **data})


def made(draft, coordinator):
    confirm(intake=Intake.objects.get(pk=draft.pk), by=coordinator, on=TODAY)
    rows = TaskIndicator.objects.select_related("task", "indicator").order_by("task__order")
    return [(row.task.ref, row.indicator.name, row.target, row.words) for row in rows]


def offer(client_in, draft):
    return next(one for one in review_of(client_in, draft).checks if one.offers)


def test_they_are_proposed_beside_the_task_and_named_once_above(client_in, draft):
    review = review_of(client_in, draft)
    assert [card.proposed for card in review.tasks] == [
        ("2\u00a0buổi (buổi tuyên truyền)",),
        ("100\u00a0% (tỷ lệ người được tập huấn)",),
        (),
        (),
    ]
    assert not any(card.in_doubt for card in review.tasks[:2])
    assert [link.source for link in offer(client_in, draft).links] == ["t1", "t2"]


def test_where_the_agency_counts_nothing_nothing_is_proposed(client_in, agency, coordinator):
    review = review_of(client_in, bring(agency, TEXT, by=coordinator))
    assert not any(card.proposed for card in review.tasks)
    assert not any(one.offers for one in review.checks)


def test_nobody_having_decided_nothing_hangs_on_the_task(draft, coordinator):
    assert made(draft, coordinator) == []


def test_all_are_taken_at_once(client_in, draft, coordinator):
    press(client_in, draft, "diem", diem=offer(client_in, draft).key, viec="lay")
    review = review_of(client_in, draft)
    assert review.tasks[0].targets == ("2\u00a0buổi (buổi tuyên truyền)",)
    assert not any(card.proposed for card in review.tasks)
    assert made(draft, coordinator) == [
        ("II.1", "Buổi tuyên truyền", Decimal(2), "ít nhất 02 buổi mỗi năm"),
        ("II.2", "Tỷ lệ người được tập huấn", Decimal(100), "100% cán bộ"),
    ]
    assert TaskIndicator.history.filter(history_user=coordinator).count() == 2


def test_one_is_taken_and_given_up_again(client_in, draft, coordinator):
    press(client_in, draft, "nhiem-vu/1", viec="lay-chi-tieu")
    assert [one.value for one in said(draft)] == ["2"]
    press(client_in, draft, "nhiem-vu/1", viec="bo-chi-tieu")
    assert said(draft) == ()
    assert review_of(client_in, draft).tasks[0].proposed == ()
    assert made(draft, coordinator) == []


def typed(client_in, draft, **changes):
    """What the form of the first task holds, changed."""
    form = client_in.get(f"/doc-ke-hoach/{draft.pk}/?sua=nv-1").context["review"].tasks[0].form
    data = {name: form[name].value() for name in form.fields}
    kept = {name: "" if value is None else value for name, value in data.items()}
    return {name: value for name, value in (kept | changes).items() if value is not False}


def test_one_is_changed_in_the_form(client_in, draft, talks, coordinator):
    data = typed(client_in, draft, **{f"target_{talks.pk}": "1.250"})
    assert data[f"on_{talks.pk}"] is True
    assert press(client_in, draft, "phan/nv-1", **data).status_code == 302
    assert said(draft) == (SaidTarget(talks.pk, "1250"),)
    assert made(draft, coordinator) == [("II.1", "Buổi tuyên truyền", Decimal(1250), "")]


def test_one_is_left_in_the_form(client_in, draft, talks):
    data = typed(client_in, draft, **{f"on_{talks.pk}": False})
    assert press(client_in, draft, "phan/nv-1", **data).status_code == 302
    assert said(draft) == ()


@pytest.mark.parametrize("number", ["", "0", "2,5", "hai"])
def test_a_target_taken_without_a_number_is_refused_with_what_was_typed(
    client_in, draft, talks, number
):
    data = typed(client_in, draft, **{f"target_{talks.pk}": number})
    answer = press(client_in, draft, "phan/nv-1", **data)
    assert answer.status_code == 422
    assert f'value="{number}"' in answer.content.decode() or not number
    assert said(draft) is None


def test_another_sort_of_work_is_asked_for_other_figures(client_in, draft, coordinator):
    working = working_draft(draft).with_said(1, category="inspection")
    save_draft(intake=draft, draft=working, choices={}, revision=0, by=coordinator)
    assert review_of(client_in, draft).tasks[0].proposed == ()


def test_what_the_agency_no_longer_counts_is_left_out(client_in, draft, talks, coordinator):
    press(client_in, draft, "nhiem-vu/1", viec="lay-chi-tieu")
    talks.ended_on = TODAY
    talks.save()
    assert made(draft, coordinator) == []


def test_a_clause_that_is_not_followed_has_no_target(client_in, draft, coordinator):
    press(client_in, draft, "nhiem-vu/1", viec="lay-chi-tieu")
    press(client_in, draft, "nhiem-vu/1", viec="la-chung")
    assert made(draft, coordinator) == []


def test_the_number_of_queries_does_not_grow_with_what_is_counted(client_in, draft, agency):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            review_of(client_in, draft)
        return len(queries)

    review_of(client_in, draft)
    few = cost()
    for number in range(10):
        Indicator.objects.create(agency=agency, name=f"Chỉ tiêu {number}", unit_of_measure="lần")
    assert cost() == few
