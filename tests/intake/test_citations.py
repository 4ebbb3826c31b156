"""The names of cited documents: in the draft, in its form, and taken from another plan."""

import datetime
from dataclasses import replace

import pytest

from intake.actions import confirm, save_draft, working_draft
from intake.models import Intake
from plans.models import LegalBasis
from reading.draft import CitationDraft, Span
from tests.factories import PlanFactory, UnitFactory
from tests.intake.samples import TODAY

DECREE = CitationDraft(
    "Nghị định", "105/2025/NĐ-CP", "2025-05-15", "Chính phủ", spans=(Span(0, 0, 3),)
)
NAME = "quy định chi tiết Luật Phòng cháy, chữa cháy"


@pytest.fixture
def nameless(intake, coordinator):
    """The draft cites a decree and does not say what it is about."""
    working = working_draft(intake).with_plan(legal_bases=(DECREE,), references=())
    return save_draft(intake=intake, draft=working, choices={}, revision=0, by=coordinator)


def cite(agency, name=NAME, day=datetime.date(2025, 5, 15)):
    plan = PlanFactory(issuer=agency, number="07", symbol="KH-STN")
    row = LegalBasis(
        plan=plan, order=0, kind="Nghị định", number="105/2025/NĐ-CP", issued_on=day, name=name
    )
    row.fill_derived()
    row.save()
    return plan


def shown(client_in, intake, query=""):
    return client_in.get(f"/doc-ke-hoach/{intake.pk}/{query}")


def post(client_in, intake, **rows):
    revision = Intake.objects.get(pk=intake.pk).revision
    form = shown(client_in, intake, "?sua=can-cu").context["review"].citations.form
    data = {
        f"vb-{n}-{name}": "" if value is None else value
        for n, row in enumerate(form.forms)
        for name in row.fields
        if (value := row[name].value()) is not False
    }
    total = {"vb-TOTAL_FORMS": len(form.forms), "vb-INITIAL_FORMS": len(form.forms) - 1}
    data = {**data, **total, **rows, "revision": revision}
    return client_in.post(f"/doc-ke-hoach/{intake.pk}/phan/can-cu/", data)


def kept(intake):
    (cited,) = working_draft(Intake.objects.get(pk=intake.pk)).plan.legal_bases
    return cited


def test_a_name_is_typed_and_printed_with_the_document(client_in, nameless, coordinator):
    assert post(client_in, nameless, **{"vb-0-name": NAME}).status_code == 302
    assert kept(nameless).name == NAME
    assert kept(nameless).spans == DECREE.spans
    assert f"của Chính phủ {NAME}" in shown(client_in, nameless).content.decode()
    plan = confirm(intake=Intake.objects.get(pk=nameless.pk), by=coordinator, on=TODAY)
    assert plan.legal_bases.get().name == NAME


def test_a_name_known_from_another_plan_says_from_where(client_in, agency, nameless):
    plan = cite(agency)
    page = shown(client_in, nameless)
    (cited,) = page.context["review"].citations.cited
    assert cited.text.endswith(NAME)
    assert cited.elsewhere.plan == "07/KH-STN"
    assert f'tên lấy theo <a href="/ke-hoach/{plan.pk}/">07/KH-STN</a>' in page.content.decode()
    # It is shown and not taken: the draft says what the document says.
    assert kept(nameless).name == ""


def test_the_form_offers_it_and_it_is_taken_changed_or_left(client_in, agency, nameless):
    cite(agency)
    page = shown(client_in, nameless, "?sua=can-cu").content.decode()
    assert "Lấy theo 07/KH-STN; văn bản này không ghi tên." in page
    post(client_in, nameless)
    assert kept(nameless).name == NAME
    post(client_in, nameless, **{"vb-0-name": "về việc khác"})
    assert kept(nameless).name == "về việc khác"
    assert shown(client_in, nameless).context["review"].citations.cited[0].elsewhere is None


def test_a_name_that_was_read_keeps_its_place(client_in, intake, coordinator):
    read = replace(DECREE, name=NAME, name_spans=(Span(0, 1, 4),))
    working = working_draft(intake).with_plan(legal_bases=(read,), references=())
    save_draft(intake=intake, draft=working, choices={}, revision=0, by=coordinator)
    post(client_in, intake)
    assert kept(intake).name_spans == read.name_spans
    post(client_in, intake, **{"vb-0-name": f"{NAME} và CNCH"})
    assert kept(intake).name_spans == ()


@pytest.mark.parametrize("other_agency", [True, False])
def test_no_name_is_taken_from_strangers_or_from_another_document(
    client_in, agency, nameless, other_agency
):
    if other_agency:
        cite(UnitFactory(name="Sở Khác"))
    else:
        cite(agency, day=datetime.date(2024, 1, 1))
    (cited,) = shown(client_in, nameless).context["review"].citations.cited
    assert cited.elsewhere is None
