"""The admin's action "Lập báo cáo kết quả (PDF)" on plans."""

import io
import zipfile

import pytest
from django.urls import reverse

from reports.documents import pdf
from tests.factories import TODAY
from tests.reports.office import an_office
from tests.reports.official import D, an_issued_plan
from units.policy import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(on_day):
    on_day(TODAY)


@pytest.fixture
def admin_client(client):
    client.force_login(an_office("QT").people[Role.ADMIN])
    return client


def act(client, *plans):
    data = {"action": "produce_reports", "_selected_action": [plan.pk for plan in plans]}
    return client.post(reverse("admin:plans_plan_changelist"), data, follow=True)


def test_the_action_is_offered(admin_client):
    answer = admin_client.get(reverse("admin:plans_plan_changelist"))
    assert "Lập báo cáo kết quả (PDF)" in answer.content.decode()


def test_one_plan_gives_a_pdf(admin_client):
    answer = act(admin_client, an_issued_plan())

    assert answer["Content-Type"] == "application/pdf"
    assert 'filename="bao-cao-05-KH-SKHCN-20260101-20261231.pdf"' in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF-")


def test_several_plans_give_an_archive(admin_client):
    first = an_issued_plan()
    second = an_issued_plan(first.issuer)
    answer = act(admin_client, first, second)

    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert len(archive.namelist()) == 2
        assert all(archive.read(name).startswith(b"%PDF-") for name in archive.namelist())


def test_too_many_plans_are_refused(admin_client, monkeypatch):
    monkeypatch.setattr("reports.compliance.views.plan_report.MOST_REPORTS", 1)
    first = an_issued_plan()
    answer = act(admin_client, first, an_issued_plan(first.issuer))
    assert "tối đa 1 báo cáo" in answer.content.decode()


def test_a_plan_that_lies_ahead_is_named(admin_client):
    plan = an_issued_plan(starts_on=D(2027, 1, 1), ends_on=D(2027, 12, 31))
    answer = act(admin_client, plan)
    assert "Kế hoạch 05/KH-SKHCN: Kỳ báo cáo chưa bắt đầu" in answer.content.decode()


def test_a_machine_without_pango_says_so(admin_client, monkeypatch):
    def without_pango(report):
        raise pdf.PdfUnavailable

    monkeypatch.setattr("reports.compliance.views.plan_report.document_pdf", without_pango)
    assert "libpango-1.0-0" in act(admin_client, an_issued_plan()).content.decode()


def test_nobody_else_gets_in(client):
    office = an_office()
    client.force_login(office.people[Role.LEADER])
    answer = act(client, office.plan)
    assert answer.redirect_chain
    assert "application/pdf" not in answer["Content-Type"]
