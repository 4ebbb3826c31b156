"""The base of every change: all or nothing, the row as it is now, whose hand, what stood in the
way."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict

from accounts.change_forms import ChangeForm, DayField, RevisionForm
from accounts.changes import (
    StaleRevision,
    changing,
    delete_as,
    locked,
    save_as,
    told,
    verb,
)
from tests.factories import UnitFactory, UserFactory
from units.models import Unit


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change", [locked, lambda row: save_as(row, None), lambda row: delete_as(row, None)]
)
def test_a_change_outside_a_transaction_is_refused(change):
    unit = UnitFactory()
    with pytest.raises(transaction.TransactionManagementError):
        change(unit)


@pytest.mark.django_db(transaction=True)
def test_a_verb_writes_all_or_nothing():
    unit = UnitFactory(name="Phòng A")

    @verb
    def rename(*, fail):
        with changing(unit, by=UserFactory(), reason="Đổi") as row:
            row.name = "Phòng B"
        if fail:
            raise ValidationError("Không được.")

    with pytest.raises(ValidationError):
        rename(fail=True)
    assert Unit.objects.get().name == "Phòng A"
    rename(fail=False)
    assert Unit.objects.get().name == "Phòng B"


def test_the_history_keeps_whose_hand_and_why(db):
    unit, person = UnitFactory(), UserFactory()
    with changing(unit, by=person, reason="Sửa thông tin") as row:
        row.phone = "0900"
    line = unit.history.first()
    assert (line.history_user, line.history_change_reason) == (person, "Sửa thông tin")
    assert Unit.objects.get(pk=unit.pk).revision == unit.revision + 1
    delete_as(row, person, "Ghi nhầm")
    line = Unit.history.first()
    assert (line.history_type, line.history_user, line.history_change_reason) == (
        "-",
        person,
        "Ghi nhầm",
    )


def test_who_saw_an_older_row_is_refused_and_nothing_changes(db):
    unit = UnitFactory(name="Phòng A")
    with (
        pytest.raises(StaleRevision, match="Đơn vị này vừa được người khác sửa") as refused,
        changing(unit, revision=unit.revision + 1) as row,
    ):
        row.name = "Phòng B"
    assert refused.value.revision == unit.revision
    assert Unit.objects.get().name == "Phòng A"


def test_a_reason_is_cut_to_the_column():
    assert told("Sửa") == "Sửa"
    assert len(told("dài " * 50)) == 100


class NameForm(RevisionForm):
    name = forms.CharField()
    since = DayField("Từ ngày", required=False)


def refusing(error):
    def change(**typed):
        raise error

    return change


def sent(**typed):
    data = QueryDict(mutable=True)
    data.update({"name": "Phòng B", "revision": "1", **typed})
    return data


@pytest.mark.parametrize(
    ("error", "field"),
    [
        (ValidationError({"name": "Tên đã có."}), "name"),
        (ValidationError("Tên đã có.", code="name"), "name"),
        (ValidationError({"gone": "Tên đã có."}), "__all__"),
        (ValidationError("Tên đã có."), "__all__"),
    ],
)
def test_what_stood_in_the_way_is_shown_beside_its_field(error, field):
    form = NameForm(sent())
    assert not form.act(refusing(error))
    assert form.errors == {field: ["Tên đã có."]}


def test_a_form_that_came_too_late_carries_the_newer_number():
    form = NameForm(sent())
    assert not form.act(refusing(StaleRevision("Đơn vị này", 7)))
    assert form["revision"].value() == "7"
    assert form["name"].value() == "Phòng B"


def test_a_form_runs_its_verb_with_what_was_typed():
    form = NameForm(sent(since="2/3/2026"))
    assert form.act(lambda **typed: typed, by="me")
    assert form.result["name"] == "Phòng B"
    assert (form.result["revision"], form.result["by"]) == (1, "me")
    assert f"{form.result['since']:%d/%m/%Y}" == "02/03/2026"


def test_a_form_that_is_wrong_runs_nothing():
    form = NameForm(sent(since="31/02/2026"))
    assert not form.act(refusing(AssertionError()))
    assert form.errors == {"since": ["Ngày này không có trong lịch. Hãy viết như 21/11/2026."]}


def test_a_form_without_a_revision_shows_a_stale_row_too():
    form = ChangeForm(QueryDict(""))
    assert not form.act(refusing(StaleRevision("Đơn vị này", 7)))
    assert "vừa được người khác sửa" in form.errors["__all__"][0]
