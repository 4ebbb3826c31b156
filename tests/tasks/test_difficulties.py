"""What stands in the way: raised, answered, settled, opened again; and the data of before."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.changes import StaleRevision
from tasks.actions import record_progress
from tasks.actions.difficulties import (
    answer_difficulty,
    close_difficulty,
    pass_difficulty_on,
    raise_difficulty,
    reopen_difficulty,
)
from tasks.models import Addressee, Difficulty, EntryKind, ProgressEntry
from tests.factories import TODAY, AssignmentFactory, UnitFactory, person
from tests.tasks.rows import day
from units.policy import Role


@pytest.fixture
def office(db):
    class Office:
        agency = UnitFactory(name="Sở A")
        room = UnitFactory(name="Phòng 1", parent=agency)
        work = AssignmentFactory(unit=room, task__plan__issuer=agency)
        staff = person(Role.STAFF, room)
        coordinator = person(Role.COORDINATOR, agency)
        leader = person(Role.LEADER, agency)

    return Office


def stuck(office, text="Thiếu kinh phí", **more):
    return raise_difficulty(assignment=office.work, text=text, by=office.staff, on=TODAY, **more)


def test_it_comes_with_progress_or_alone(office):
    record_progress(
        assignment=office.work,
        by=office.staff,
        on=TODAY,
        percent=10,
        note="",
        difficulty="Thiếu hội trường",
        addressed_to=Addressee.LEADER,
    )
    stuck(office)
    rows = Difficulty.objects.order_by("pk").values_list("text", "addressed_to")
    assert list(rows) == [("Thiếu hội trường", "leader"), ("Thiếu kinh phí", "coordinator")]
    with pytest.raises(ValidationError):
        stuck(office, " ")


def test_answered_settled_and_opened_again(office):
    raised = stuck(office)
    answer_difficulty(difficulty=raised, answer="Đã bổ sung", by=office.leader, on=TODAY)
    close_difficulty(difficulty=raised, by=office.staff, on=TODAY)
    with pytest.raises(ValidationError):
        answer_difficulty(difficulty=raised, answer="x", by=office.leader, on=TODAY)
    with pytest.raises(ValidationError):
        close_difficulty(difficulty=raised, by=office.staff, on=TODAY)
    assert not Difficulty.objects.unsettled(TODAY)
    assert list(Difficulty.objects.unsettled(day(-1))) == []
    reopen_difficulty(difficulty=raised, by=office.staff, on=TODAY)
    raised.refresh_from_db()
    assert (raised.closed_on, raised.answer, raised.badge.label) == (None, "", "Chờ trả lời")
    told = office.work.entries.order_by("pk").values_list("kind", flat=True)
    assert list(told) == [
        EntryKind.DIFFICULTY,
        EntryKind.DIFFICULTY_ANSWERED,
        EntryKind.DIFFICULTY_CLOSED,
        EntryKind.DIFFICULTY_REOPENED,
    ]


def test_it_is_passed_on_and_nobody_answers_unseen(office):
    raised = stuck(office)
    pass_difficulty_on(
        difficulty=raised, addressed_to=Addressee.SUPERIOR, by=office.coordinator, on=TODAY
    )
    with pytest.raises(ValidationError):
        pass_difficulty_on(
            difficulty=raised, addressed_to=Addressee.SUPERIOR, by=office.coordinator, on=TODAY
        )
    with pytest.raises(StaleRevision):
        answer_difficulty(difficulty=raised, answer="x", by=office.leader, on=TODAY, revision=0)


def test_who_may_what(office):
    raised = stuck(office)
    for who, answers in ((office.staff, False), (office.coordinator, True), (office.leader, True)):
        assert Difficulty.objects.visible_to(who).exists()
        assert Difficulty.objects.decidable_by(who).exists() is answers
        assert Difficulty.objects.editable_by(who).exists()
    stranger = person(Role.COORDINATOR, UnitFactory())
    assert not Difficulty.objects.visible_to(stranger)
    assert not Difficulty.objects.editable_by(person(Role.STAFF, UnitFactory(parent=office.agency)))
    ProgressEntry.objects.create(
        assignment=office.work, on=TODAY, by=office.staff, takes_back=raised.entry,
        kind=EntryKind.TAKEN_BACK,
    )  # fmt: skip
    assert not Difficulty.objects.visible_to(office.leader)


def test_the_pages(client, office):
    client.force_login(office.staff)
    address = reverse("tasks:raise_difficulty", args=[office.work.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"text": "", "addressed_to": "leader"}).status_code == 422
    assert client.post(address, {"text": "Thiếu xe", "addressed_to": "leader"}).status_code == 302
    raised = Difficulty.objects.get()
    client.force_login(office.leader)
    rows = client.get(reverse("tasks:difficulties"), {"to": "leader"}).context["rows"]
    assert [line.text for line in rows] == ["Thiếu xe"]
    reply = reverse("tasks:answer_difficulty", args=[raised.pk])
    assert client.post(reply, {"answer": ""}).status_code == 422
    client.post(reply, {"answer": "Mượn xe của Chi cục"})
    rows = client.get(reverse("tasks:difficulties"), {"state": "answered"}).context["rows"]
    assert [line.answer for line in rows] == ["Mượn xe của Chi cục"]
    client.force_login(office.staff)
    client.post(reverse("tasks:close_difficulty", args=[raised.pk]))
    work = client.get(reverse("tasks:assignment", args=[office.work.pk])).content.decode()
    assert "Đã gỡ" in work
    client.post(reverse("tasks:reopen_difficulty", args=[raised.pk]))
    client.force_login(office.coordinator)
    client.post(reverse("tasks:pass_difficulty_on", args=[raised.pk]), {"addressed_to": "superior"})
    raised.refresh_from_db()
    assert raised.addressed_to == "superior"


def test_the_list_asks_no_more_for_more(client, office, django_assert_max_num_queries):
    for number in range(15):
        stuck(office, f"Vướng {number}")
    client.force_login(office.leader)
    with django_assert_max_num_queries(12):
        client.get(reverse("tasks:difficulties"))


def test_words_of_entries_become_difficulties(office):
    done = AssignmentFactory(unit=office.room, finished_on=TODAY, confirmed_on=TODAY)
    for work, on, words in (
        (office.work, day(-9), "Thiếu kinh phí"),
        (office.work, day(-3), "Thiếu kinh phí"),
        (done, day(-5), "Thiếu người"),
        (done, day(-4), ""),
    ):
        ProgressEntry.objects.create(assignment=work, on=on, by=office.staff, difficulty=words)
    migration = importlib.import_module("tasks.migrations.0011_difficulties")
    migration.from_entries(apps, None)
    rows = Difficulty.objects.order_by("raised_on").values_list("text", "raised_on", "closed_on")
    assert list(rows) == [("Thiếu người", day(-5), TODAY), ("Thiếu kinh phí", day(-3), None)]
