"""One person at a time: who opens a draft has it, others read it, and may take it over."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError

from intake.actions import confirm, drop_intake, save_draft, working_draft
from intake.draft_lock import (
    HOLD,
    HeldDraft,
    hold_intake,
    holder_of,
    release_intake,
    take_over,
)
from intake.models import Intake, Reading
from tests.factories import person
from tests.intake.samples import TODAY
from tests.worlds import shared
from units.policy import Role

NOW = datetime.datetime(2026, 6, 15, 9, 0, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(minutes=1)
MUCH_LATER = NOW + HOLD + datetime.timedelta(seconds=1)


@shared
def colleague(agency):
    return person(Role.COORDINATOR, agency, full_name="Trần Thị Hai")


@pytest.fixture
def other(browser_of, colleague):
    return browser_of(colleague)


def kept(intake):
    return Intake.objects.select_related("held_by").get(pk=intake.pk)


def save(intake, by, now=LATER, title="Khác", revision=None):
    return save_draft(
        intake=intake,
        draft=working_draft(intake).with_plan(title=title),
        choices={},
        revision=kept(intake).revision if revision is None else revision,
        by=by,
        now=now,
    )


# --- the verbs ------------------------------------------------------------------------------------
def test_the_first_one_has_it_until_there_is_no_sign_of_life(intake, coordinator, colleague):
    hold_intake(intake=intake, by=coordinator, now=NOW)
    held = hold_intake(intake=kept(intake), by=colleague, now=LATER)
    assert holder_of(held, colleague, LATER) == coordinator
    assert holder_of(held, coordinator, LATER) is None
    taken = hold_intake(intake=kept(intake), by=colleague, now=MUCH_LATER)
    assert taken.held_by == colleague


def test_a_sign_of_life_is_not_written_every_time(intake, coordinator, django_assert_num_queries):
    hold_intake(intake=intake, by=coordinator, now=NOW)
    with django_assert_num_queries(0):
        hold_intake(intake=kept_without_asking(intake, coordinator), by=coordinator, now=LATER)


def kept_without_asking(intake, by):
    intake.held_by, intake.held_until = by, NOW + HOLD
    return intake


def test_holding_is_no_change_of_the_draft(intake, coordinator):
    before = kept(intake)
    hold_intake(intake=intake, by=coordinator, now=NOW)
    assert (kept(intake).changed_at, kept(intake).revision) == (before.changed_at, before.revision)


def test_each_change_holds_it_longer(intake, coordinator):
    hold_intake(intake=intake, by=coordinator, now=NOW)
    save(intake, coordinator, now=LATER)
    assert kept(intake).held_until == LATER + HOLD


def test_another_saves_nothing_and_is_told_who_has_it(intake, coordinator, colleague):
    hold_intake(intake=intake, by=coordinator, now=NOW)
    with pytest.raises(HeldDraft, match=str(coordinator)):
        save(intake, colleague)
    assert kept(intake).revision == 0


def test_after_a_take_over_the_first_is_refused(intake, coordinator, colleague):
    hold_intake(intake=intake, by=coordinator, now=NOW)
    take_over(intake=intake, by=colleague, now=LATER)
    with pytest.raises(HeldDraft, match="Trần Thị Hai"):
        save(intake, coordinator)
    assert save(intake, colleague).revision == 1


def test_letting_go(intake, coordinator, colleague):
    hold_intake(intake=intake, by=coordinator, now=NOW)
    release_intake(intake=intake, by=colleague)
    assert kept(intake).held_by == coordinator
    release_intake(intake=intake, by=coordinator)
    assert (kept(intake).held_by, kept(intake).held_until) == (None, None)
    release_intake(intake=intake, by=coordinator)


def test_neither_confirmed_nor_dropped_under_somebodys_hands(intake, coordinator, colleague):
    hold_intake(intake=intake, by=coordinator, now=NOW)
    with pytest.raises(HeldDraft):
        confirm(intake=intake, by=colleague, on=TODAY, now=LATER)
    with pytest.raises(HeldDraft):
        drop_intake(intake=intake, by=colleague, on=TODAY, now=LATER)
    plan = confirm(intake=intake, by=coordinator, on=TODAY, now=LATER)
    assert (kept(intake).plan, kept(intake).held_by) == (plan, None)


@pytest.mark.parametrize("end", ["confirmed", "dropped", "waiting"])
def test_what_is_not_open_is_not_taken(intake, coordinator, colleague, end):
    if end == "confirmed":
        confirm(intake=intake, by=coordinator, on=TODAY)
    elif end == "dropped":
        drop_intake(intake=intake, by=coordinator, on=TODAY)
    else:
        Intake.objects.filter(pk=intake.pk).update(reading=Reading.WAITING)
    with pytest.raises(ValidationError):
        take_over(intake=intake, by=colleague, now=NOW)


# --- the page -------------------------------------------------------------------------------------
def test_who_opens_it_has_it_and_another_reads_only(client_in, other, intake, coordinator):
    assert client_in.get(f"/doc-ke-hoach/{intake.pk}/").context["review"].may_edit
    answer = other.get(f"/doc-ke-hoach/{intake.pk}/")
    content = answer.content.decode()
    assert not answer.context["review"].may_edit
    assert f"<b>{coordinator}</b> đang kiểm tra bản nháp này, đến" in content
    for absent in ("Thao tác", "Lưu lựa chọn", "Đã xem", "Thêm nhiệm vụ", "Để lại làm sau"):
        assert absent not in content
    assert "Nhận kiểm tra" in content


def test_another_opens_no_form(client_in, other, intake):
    client_in.get(f"/doc-ke-hoach/{intake.pk}/")
    path = f"/doc-ke-hoach/{intake.pk}/phan/nv-1/"
    assert "<form" not in other.get(path, HTTP_HX_REQUEST="true").content.decode()
    assert (
        'id="nv-1-text"' not in other.get(f"/doc-ke-hoach/{intake.pk}/?sua=nv-1").content.decode()
    )


def header(**changes):
    return {
        "title": "Tên gõ ở máy thứ nhất", "kind": "KẾ HOẠCH", "number": "", "symbol": "",
        "place": "", "issued_on": "", "starts_on": "01/01/2026", "ends_on": "31/12/2026", **changes,
    }  # fmt: skip


def test_the_first_is_told_and_nothing_typed_is_lost(client_in, other, intake, colleague):
    client_in.get(f"/doc-ke-hoach/{intake.pk}/")
    taken = other.post(f"/doc-ke-hoach/{intake.pk}/nhan/")
    assert taken["Location"] == f"/doc-ke-hoach/{intake.pk}/"
    path = f"/doc-ke-hoach/{intake.pk}/phan/thong-tin/"
    answer = client_in.post(path, header(revision=0))
    content = answer.content.decode()
    assert answer.status_code == 409
    assert "Trần Thị Hai đang kiểm tra bản nháp này nên chưa lưu được" in content
    assert "Tên gõ ở máy thứ nhất" in content
    assert kept(intake).revision == 0
    again = client_in.post(path, header(revision=0, nhan="1"))
    assert again.status_code == 302
    assert working_draft(kept(intake)).plan.title == "Tên gõ ở máy thứ nhất"


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("nhiem-vu/1", {"viec": "bo"}),
        ("nhiem-vu/1/bo", {}),
        ("hoan-tac", {}),
        ("tao", {}),
        ("bo", {}),
    ],
)
def test_no_button_of_another_does_anything(client_in, other, intake, coordinator, path, data):
    client_in.get(f"/doc-ke-hoach/{intake.pk}/")
    answer = other.post(f"/doc-ke-hoach/{intake.pk}/{path}/", {"revision": 0, **data})
    now = kept(intake)
    assert (now.revision, now.plan, now.dropped_on) == (0, None, None)
    told = other.get(answer["Location"]) if "Location" in answer else answer
    assert f"{coordinator}" in told.content.decode()
    assert "đang kiểm tra bản nháp này" in told.content.decode()


def test_the_last_look_has_no_button_for_another(client_in, other, intake):
    client_in.get(f"/doc-ke-hoach/{intake.pk}/")
    page = other.get(f"/doc-ke-hoach/{intake.pk}/tao/").content.decode()
    assert "nên chưa tạo kế hoạch được" in page
    assert "Tạo kế hoạch: " not in page


def test_left_for_later_anybody_may_go_on(client_in, other, intake):
    client_in.get(f"/doc-ke-hoach/{intake.pk}/")
    answer = client_in.post(f"/doc-ke-hoach/{intake.pk}/de-lai/")
    assert answer["Location"] == "/doc-ke-hoach/"
    assert other.get(f"/doc-ke-hoach/{intake.pk}/").context["review"].may_edit


def test_an_open_page_holds_on_and_learns_when_it_has_lost(client_in, other, intake):
    with time_machine.travel(NOW, tick=False):
        client_in.get(f"/doc-ke-hoach/{intake.pk}/")
    with time_machine.travel(NOW + datetime.timedelta(minutes=14), tick=False):
        assert client_in.post(f"/doc-ke-hoach/{intake.pk}/giu/").status_code == 204
    with time_machine.travel(NOW + datetime.timedelta(minutes=20), tick=False):
        assert not other.get(f"/doc-ke-hoach/{intake.pk}/").context["review"].may_edit
        other.post(f"/doc-ke-hoach/{intake.pk}/nhan/")
        lost = client_in.post(f"/doc-ke-hoach/{intake.pk}/giu/")
        assert "Trần Thị Hai" in lost.content.decode()


def test_taking_what_has_become_a_plan_leads_to_the_plan(client_in, intake, coordinator):
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    answer = client_in.post(f"/doc-ke-hoach/{intake.pk}/nhan/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/ke-hoach/{plan.pk}/"
