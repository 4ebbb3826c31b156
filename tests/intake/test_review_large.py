"""An agency of hundreds of units: its lists are not put into the page for every name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.actions import working_draft
from intake.forms.choices import field_name, typed_name
from intake.models import Intake
from tests.factories import UnitFactory
from tests.intake.samples import bring, plan_text
from tests.worlds import shared
from units.models import Unit
from vietnamese.text import fold

PRESS = "Báo Hà Lâm"
UNITS = 70


@shared
def large(agency):
    for number in range(UNITS):
        UnitFactory(name=f"Trường Tiểu học số {number}", parent=agency, kind__code="truong")
    return agency


@pytest.fixture
def post(client_in, intake):
    def send(path, **data):
        return client_in.post(f"/doc-ke-hoach/{intake.pk}/{path}/", {"revision": 0, **data})

    return send


def choices_of(intake):
    return Intake.objects.get(pk=intake.pk).choices


def test_a_name_is_typed_instead_of_chosen_from_a_long_list(client_in, large, intake):
    page = client_in.get(f"/doc-ke-hoach/{intake.pk}/").content.decode()
    assert "Trường Tiểu học số 7" not in page
    assert typed_name(field_name(PRESS)) in page


@pytest.mark.parametrize(
    "text", ["Trường Tiểu học số 7", "truong tieu hoc so 7", "  Trường  Tiểu học số 7 "]
)
def test_what_is_typed_is_taken(post, large, intake, text):
    name = field_name(PRESS)
    assert post("ten", **{name: "outside", typed_name(name): text}).status_code == 302
    unit = Unit.objects.get(name="Trường Tiểu học số 7")
    assert choices_of(intake) == {fold(PRESS): f"unit:{unit.pk}"}


def test_what_was_typed_once_stays_chosen(client_in, post, large, intake):
    name = field_name(PRESS)
    post("ten", **{name: "", typed_name(name): "Trường Tiểu học số 7"})
    key = choices_of(intake)[fold(PRESS)]
    path = f"/doc-ke-hoach/{intake.pk}/phan/{name}/"
    form = client_in.get(path, HTTP_HX_REQUEST="true").content.decode()
    assert f'value="{key}" selected' in form
    post(f"phan/{name}", **{"revision": 1, name: key})
    assert choices_of(intake) == {fold(PRESS): key}


def test_a_name_nobody_bears_is_refused_with_what_is_like_it(post, large, intake):
    name = field_name(PRESS)
    answer = post("ten", **{name: "", typed_name(name): "Trường Tiểu hoc sô"})
    assert answer.status_code == 422
    content = answer.content.decode()
    assert "Không có đơn vị nào tên “Trường Tiểu hoc sô”" in content
    assert choices_of(intake) == {}


def test_units_are_found_while_typing(client_in, large, intake):
    path = f"/doc-ke-hoach/{intake.pk}/tim-don-vi/"
    found = client_in.get(path, {"lead": "tieu hoc 7"}).content.decode()
    assert found.count("<option") == 7  # 7, 17, 27 … 67
    assert client_in.get(path, {"lead": "Trường"}).content.decode().count("<option") == 20
    assert client_in.get(path, {"lead": "x"}).content.decode().strip() == ""
    assert client_in.get(path).content.decode().strip() == ""


def test_units_of_another_agency_are_not_found(client_in, large, intake):
    UnitFactory(name="Phòng nơi khác", parent=UnitFactory(name="Sở Khác"))
    path = f"/doc-ke-hoach/{intake.pk}/tim-don-vi/"
    assert "<option" not in client_in.get(path, {"q": "nơi khác"}).content.decode()


def test_the_place_of_a_new_unit_is_typed(client_in, large, intake):
    path = f"/doc-ke-hoach/{intake.pk}/don-vi-moi/?ten={PRESS}"
    assert "Trường Tiểu học số 7" not in client_in.get(path).content.decode()
    data = {"revision": 0, "name": "Tổ Báo", "code": "TB", "kind": "phong",
            "parent": intake.issuer_id}  # fmt: skip
    refused = client_in.post(path, {**data, "parent_name": "Trường Tiểu học"})
    assert refused.status_code == 422
    assert "Hãy gõ đủ tên" in refused.content.decode()
    assert client_in.post(path, {**data, "parent_name": "Trường X"}).status_code == 422
    assert client_in.post(path, {**data, "parent_name": "truong tieu hoc so 7"}).status_code == 302
    assert Unit.objects.get(code="TB").parent.name == "Trường Tiểu học số 7"


def test_neither_queries_nor_weight_grow_with_the_units(client_in, agency, intake):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            page = client_in.get(f"/doc-ke-hoach/{intake.pk}/")
        return len(queries), len(page.content)

    for number in range(UNITS):
        UnitFactory(name=f"Trường Tiểu học số {number}", parent=agency, kind__code="truong")
    client_in.get(f"/doc-ke-hoach/{intake.pk}/")
    few = cost()
    for number in range(UNITS, 2 * UNITS):
        UnitFactory(name=f"Trường Tiểu học số {number}", parent=agency, kind__code="truong")
    many = cost()
    assert many[0] == few[0]
    assert abs(many[1] - few[1]) < 200


def test_the_number_of_queries_does_not_grow_with_the_names(client_in, large, coordinator):
    def cost(tasks):
        intake = bring(large, plan_text(tasks), by=coordinator)
        assert len(working_draft(intake).plan.tasks) > tasks
        client_in.get(f"/doc-ke-hoach/{intake.pk}/")
        with CaptureQueriesContext(connection) as queries:
            client_in.get(f"/doc-ke-hoach/{intake.pk}/")
        return len(queries)

    assert cost(5) == cost(10)
