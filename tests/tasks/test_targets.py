"""Targets in a plan's words, and the page that proposes them."""

from decimal import Decimal

import pytest
from django.urls import reverse

from tasks.targets import proposed, targets_in
from tests.factories import IndicatorFactory, PlanFactory, TaskFactory, UnitFactory, person
from units.policy import Role


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tổ chức ít nhất 02 buổi tuyên truyền", [("2", "buổi tuyên")]),
        ("tối thiểu 1.250 lượt người tham gia", [("1250", "lượt người")]),
        ("bảo đảm 100% cán bộ, công chức được tập huấn", [("100", "%")]),
        ("đạt 95,5 % hộ gia đình có bình", [("95.5", "%")]),
        ("từ 03 lớp trở lên", [("3", "lớp trở")]),
        ("từ 03 tháng đến 06 tháng", []),
        ("Kế hoạch số 02 ngày 05/11/2026", []),
        ("tăng 150% so với năm trước", []),
        ("ít nhất 00 buổi", []),
        ("", []),
    ],
)
def test_what_words_name(text, found):
    assert [(str(one.value), one.measure) for one in targets_in(text)] == found


def test_a_target_is_proposed_where_one_indicator_is_measured_so():
    text = "Tổ chức ít nhất 02 buổi tuyên truyền cho 100% cán bộ"
    found = proposed(text, [(1, "buổi"), (2, "lượt người"), (3, "%")])
    assert {key: target.value for key, target in found.items()} == {1: 2, 3: 100}
    assert proposed(text, [(1, "buổi"), (4, "buổi")]) == {}


@pytest.mark.django_db
def test_the_page_of_a_task_proposes_and_keeps_the_words(client):
    agency = UnitFactory()
    talks = IndicatorFactory(agency=agency, unit_of_measure="buổi", category="communication")
    task = TaskFactory(
        plan=PlanFactory(issuer=agency),
        category="communication",
        text="Tổ chức ít nhất 02 buổi tuyên truyền",
    )
    client.force_login(person(Role.COORDINATOR, agency))
    address = reverse("tasks:task_indicators", args=[task.pk])
    page = client.get(address)
    assert page.context["form"].initial_target(talks) == Decimal(2)
    assert "Đề xuất từ văn bản" in page.content.decode()
    assert not task.indicators.exists()
    client.post(address, {f"on_{talks.pk}": "on", f"target_{talks.pk}": "2", "counted_by": ""})
    row = task.indicators.get()
    assert (str(row.target), row.words) == ("2.000", "ít nhất 02 buổi tuyên truyền")
