"""A unit created for a name that nobody bears yet."""

import pytest
from django.core.exceptions import ValidationError

from accounts.changes import StaleRevision
from intake.actions import create_unit_here, open_names, working_draft
from intake.forms.choices import suggest_code
from intake.models import Intake
from tests.factories import UnitFactory, person
from tests.intake.samples import TODAY, bring
from units.models import Unit, UnitAlias, UnitKind
from units.policy import Role
from vietnamese.text import fold

PRESS = "Báo Hà Lâm"


@pytest.fixture
def address(intake):
    return f"/doc-ke-hoach/{intake.pk}/don-vi-moi/?ten={PRESS}"


def typed(intake, **changes):
    return {
        "revision": 0, "name": "Phòng Báo chí", "code": "STN.PBC", "kind": "phong",
        "parent": intake.issuer_id, **changes,
    }  # fmt: skip


def test_the_form_suggests(client_in, address, intake):
    form = client_in.get(address).context["form"]
    assert form["name"].value() == PRESS
    assert form["code"].value() == "STN.BHL"
    assert form["parent"].value() == intake.issuer_id


def test_the_unit_is_made_chosen_and_remembered(client_in, address, intake, agency):
    answer = client_in.post(address, typed(intake))
    assert answer["Location"].endswith("#diem-can-xem")
    unit = Unit.objects.get(code="STN.PBC")
    assert unit.parent == agency
    kept = Intake.objects.get(pk=intake.pk)
    assert kept.choices == {fold(PRESS): f"unit:{unit.pk}"}
    assert UnitAlias.objects.get().name == PRESS
    assert unit.history.count() == 1
    # In the next plan nobody is asked.
    assert open_names(bring(agency), TODAY).match(PRESS).units == (unit.pk,)
    review = client_in.get(f"/doc-ke-hoach/{intake.pk}/").context["review"]
    assert review.asked == ()


def test_a_unit_of_that_very_name_needs_no_alias(client_in, address, intake):
    client_in.post(address, typed(intake, name=PRESS))
    assert not UnitAlias.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, "Hãy ghi tên đơn vị"),
        ({"code": ""}, "Hãy ghi mã đơn vị"),
        ({"code": "STN"}, "đã dùng cho đơn vị khác"),
        ({"kind": "ngoai"}, "Hãy chọn"),
        ({"kind": ""}, "Hãy chọn loại đơn vị"),
        ({"parent": ""}, "Hãy chọn đơn vị cấp trên"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(client_in, address, intake, changes, said):
    before = Unit.objects.count()
    answer = client_in.post(address, typed(intake, **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Unit.objects.count() == before


def test_a_unit_of_another_agency_is_no_place_for_it(client_in, address, intake):
    stranger = UnitFactory(name="Sở Khác")
    answer = client_in.post(address, typed(intake, parent=stranger.pk))
    assert answer.status_code == 422
    assert "phải thuộc cơ quan ban hành" in answer.content.decode()


def test_a_name_that_the_draft_does_not_hold_is_not_found(client_in, intake):
    base = f"/doc-ke-hoach/{intake.pk}/don-vi-moi/"
    assert client_in.get(f"{base}?ten=Lạ").status_code == 404
    assert client_in.get(base).status_code == 404


def test_a_stale_form_makes_no_unit(client_in, address, intake):
    before = Unit.objects.count()
    answer = client_in.post(address, typed(intake, revision=7))
    assert answer.status_code == 409
    assert "Phòng Báo chí" in answer.content.decode()
    assert Unit.objects.count() == before


def test_the_verb_writes_all_or_nothing(intake, coordinator, agency):
    fields = {
        "parent": agency,
        "code": "X1",
        "name": "Tổ mới",
        "kind": UnitKind.objects.get(pk="phong"),
    }
    with pytest.raises(StaleRevision):
        create_unit_here(intake=intake, words=PRESS, revision=9, by=coordinator, **fields)
    with pytest.raises(ValidationError):
        create_unit_here(intake=intake, words=PRESS, revision=0, by=coordinator,
                         **{**fields, "code": "STN"})  # fmt: skip
    assert not Unit.objects.filter(code="X1").exists()
    assert working_draft(Intake.objects.get(pk=intake.pk)) == working_draft(intake)


def test_the_link_is_there_for_who_may(client_in, intake, agency, browser_of):
    page = client_in.get(f"/doc-ke-hoach/{intake.pk}/").content.decode()
    assert "Tạo đơn vị mới" in page
    head = browser_of(person(Role.HEAD, agency))
    assert head.get(f"/doc-ke-hoach/{intake.pk}/don-vi-moi/?ten={PRESS}").status_code == 403


@pytest.mark.parametrize(
    ("words", "taken", "code"),
    [
        ("Phòng Chuyển đổi số", [], "SKHCN.PCDS"),
        ("Phòng Chuyển đổi số", ["SKHCN.PCDS"], "SKHCN.PCDS2"),
        ("Phòng Chuyển đổi số", ["SKHCN.PCDS", "SKHCN.PCDS2"], "SKHCN.PCDS3"),
        ("…", [], "SKHCN.DV"),
    ],
)
def test_a_code_is_suggested(words, taken, code):
    assert suggest_code(words, "SKHCN", taken) == code
