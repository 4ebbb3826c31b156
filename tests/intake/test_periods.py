"""For which time a plan is made, by its title and day of issue."""

import pytest

from intake.periods import Basis, assumption, basis_of, period_so_far, plan_period, runs_on
from plans.deadlines import DeadlineKind
from reading.draft import CitationDraft, DeadlineDraft, DutyDraft, PlanDraft, TaskDraft
from tests.intake.samples import TODAY


@pytest.mark.parametrize(
    ("title", "issued_on", "expected"),
    [
        ("Công tác PCCC và CNCH năm 2025", "2024-12-20", ("2025-01-01", "2025-12-31")),
        ("Bảo đảm an toàn giai đoạn 2025 - 2027", "2024-12-16", ("2025-01-01", "2027-12-31")),
        ("Tuyên truyền giai đoạn 2025–2030", None, ("2025-01-01", "2030-12-31")),
        ("Bảo đảm an toàn từ năm 2025 đến năm 2026", None, ("2025-01-01", "2026-12-31")),
        ("Công tác PCCC năm học 2025 - 2026", "2025-09-01", ("2025-08-01", "2026-07-31")),
        ("Công tác PCCC trong tình hình mới", "2024-04", ("2024-01-01", "2024-12-31")),
        ("Thực hiện Quyết định số 1492/QĐ-TTg ngày 10/9/2021", None, ("2026-01-01", "2026-12-31")),
        ("Khắc phục tồn tại năm 2024", "2025-02-01", ("2025-01-01", "2025-12-31")),
        ("Kế hoạch năm học 2025 - 2020", "2025-09-01", ("2025-01-01", "2025-12-31")),
        ("", None, ("2026-01-01", "2026-12-31")),
    ],
)
def test_period(title, issued_on, expected):
    period = plan_period(PlanDraft(title=title, issued_on=issued_on), TODAY)
    assert (period.starts_on.isoformat(), period.ends_on.isoformat()) == expected


CITED = (
    CitationDraft("Quyết định", "1/QĐ-UBND", "2022-03-01"),
    CitationDraft("Luật", "2/QH"),
    CitationDraft("Kế hoạch", "3/KH-UBND", "2022-10-21"),
)


@pytest.mark.parametrize(
    ("plan", "basis", "days"),
    [
        (PlanDraft(title="Công tác PCCC năm 2025"), Basis.SAID, ("2025-01-01", "2025-12-31")),
        (
            PlanDraft(title="Công tác PCCC", starts_on="2025-02-01", ends_on="2025-11-30"),
            Basis.SAID,
            ("2025-02-01", "2025-11-30"),
        ),
        (
            PlanDraft(title="Công tác PCCC", issued_on="2024-04", legal_bases=CITED),
            Basis.ISSUED,
            ("2024-01-01", "2024-12-31"),
        ),
        (
            PlanDraft(title="Công tác PCCC", legal_bases=CITED[:2], references=CITED[2:]),
            Basis.CITED,
            ("2022-10-21", "2022-12-31"),
        ),
        (PlanDraft(title="Công tác PCCC"), Basis.TODAY, ("2026-01-01", "2026-12-31")),
    ],
)
def test_what_a_time_rests_on_is_said_where_it_was_assumed(plan, basis, days):
    period = plan_period(plan, TODAY)
    assert basis_of(plan) is basis
    assert (period.starts_on.isoformat(), period.ends_on.isoformat()) == days
    said = assumption(plan, period)
    assert bool(said) == (basis in {Basis.CITED, Basis.TODAY})
    assert ("ngày 21/10/2022" in said) == (basis is Basis.CITED)


YEARLY = DeadlineDraft(DeadlineKind.YEARLY, "hằng năm")
QUARTERLY = DeadlineDraft(DeadlineKind.QUARTERLY, "hằng quý")


@pytest.mark.parametrize(
    ("plan", "goes_on"),
    [
        (PlanDraft(title="Công tác PCCC", tasks=(TaskDraft("1", "Việc", deadline=YEARLY),)), True),
        (
            PlanDraft(
                title="Công tác PCCC",
                issued_on="2022-10-21",
                report_duties=(DutyDraft("1", "Các xã", deadline=YEARLY),),
            ),
            True,
        ),
        (PlanDraft(title="PCCC năm 2026", tasks=(TaskDraft("1", "V", deadline=YEARLY),)), False),
        (
            PlanDraft(
                title="Giai đoạn 2025 - 2027", tasks=(TaskDraft("1", "Việc", deadline=YEARLY),)
            ),
            False,
        ),
        (PlanDraft(title="Công tác PCCC", tasks=(TaskDraft("1", "V", deadline=QUARTERLY),)), False),
        (PlanDraft(title="Công tác PCCC"), False),
    ],
)
def test_yearly_work_makes_a_plan_without_an_end_run_on(plan, goes_on):
    assert runs_on(plan) is goes_on
    period = period_so_far(plan, TODAY)
    assert period.starts_on == plan_period(plan, TODAY).starts_on
    if goes_on:
        assert period.ends_on.isoformat() == "2026-12-31"
