"""Words found in a column that has no index of them, the same on both databases."""

import pytest

from plans.models import ReportDuty
from tests.factories import PlanFactory, ReportDutyFactory

pytestmark = pytest.mark.django_db

TITLES = ("Báo cáo ĐỊNH KỲ quý", "Báo cáo đột xuất 100%", "Tổng kết a_b", "ÜBER Ơn Ứng")


@pytest.fixture
def titles():
    plan = PlanFactory()
    for title in TITLES:
        ReportDutyFactory(plan=plan, title=title)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dinh ky", TITLES[:1]),
        ("Định kỳ", TITLES[:1]),
        ("ĐỊNH", TITLES[:1]),
        ("bao CAO", TITLES[:2]),
        ("xuất báo", TITLES[1:2]),
        ("100%", TITLES[1:2]),
        ("%", TITLES[1:2]),
        ("a_b", TITLES[2:3]),
        ("_", TITLES[2:3]),
        ("uber on ung", TITLES[3:]),
        ("\\", ()),
        ("'", ()),
        ("báo thiếu", ()),
        ("  ", TITLES),
    ],
)
def test_each_word_is_found_accents_and_case_aside(titles, typed, found):
    rows = ReportDuty.objects.filter(title__says=typed).order_by("pk")
    assert tuple(rows.values_list("title", flat=True)) == found
    assert ReportDuty.objects.exclude(title__says=typed).count() == len(TITLES) - len(found)
