"""The documents that plans cite: the list, one document, and what stands on a plan's page."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.documents import citation_rows
from plans.models import LegalBasis
from tests.factories import AssignmentFactory, PlanFactory, UnitFactory, person
from tests.worlds import shared
from units.policy import Role

pytestmark = pytest.mark.django_db

URL = "/van-ban-vien-dan/"
D = datetime.date


@shared
def agency():
    return UnitFactory(name="Sở Khoa học và Công nghệ")


@pytest.fixture
def reader(agency, client):
    user = person(Role.LEADER, agency)
    client.force_login(user)
    return user


def cite(plan, number, *, kind="Nghị định", issuer="", day=None, is_basis=True, order=0):
    row = LegalBasis(
        plan=plan,
        number=number,
        kind=kind,
        issuer=issuer,
        issued_on=day,
        is_basis=is_basis,
        order=order,
    )
    row.full_clean()
    row.save()
    return row


def listed(client, **parameters) -> list[tuple[str, int]]:
    answer = client.get(URL, parameters)
    assert answer.status_code == 200
    return [(row.title, row.plans) for row in answer.context["rows"]]


def test_its_addresses_are_fixed():
    assert reverse("plans:citations") == URL
    assert reverse("plans:citation", args=[7]) == "/van-ban-vien-dan/7/"


def test_every_document_once_with_its_plans_the_most_cited_first(client, agency, reader):
    for number in ("105/2025/NĐ-CP", "105/2025/ND-CP"):
        plan = PlanFactory(issuer=agency)
        cite(plan, number)
        cite(plan, number, is_basis=False, order=1)
    cite(PlanFactory(issuer=agency), "50/2024/NĐ-CP")

    assert listed(client) == [
        ("Nghị định số 105/2025/NĐ-CP", 2),
        ("Nghị định số 50/2024/NĐ-CP", 1),
    ]


def test_what_plans_of_other_agencies_cite_is_not_there(client, agency, reader):
    foreign = cite(PlanFactory(), "105/2025/NĐ-CP")
    cite(PlanFactory(issuer=agency), "50/2024/NĐ-CP")

    assert listed(client) == [("Nghị định số 50/2024/NĐ-CP", 1)]
    assert client.get(f"{URL}{foreign.pk}/").status_code == 404


def test_foreign_plans_neither_count_nor_contradict(client, agency, reader):
    own = cite(PlanFactory(issuer=agency), "105/2025/NĐ-CP", day=D(2025, 5, 15))
    cite(PlanFactory(), "105/2025/NĐ-CP", day=D(2025, 5, 16))

    assert listed(client) == [("Nghị định số 105/2025/NĐ-CP", 1)]
    assert listed(client, doubt="on") == []
    assert client.get(f"{URL}{own.pk}/").context["built"].disagreements == ()


def test_one_number_of_two_provinces_is_two_documents(client, agency, reader):
    for province in ("Đắk Nông", "Cao Bằng"):
        cite(
            PlanFactory(issuer=agency),
            "42/KH-UBND",
            kind="Kế hoạch",
            issuer=f"UBND tỉnh {province}",
        )

    assert listed(client) == [("Kế hoạch số 42/KH-UBND", 1)] * 2


def test_search_needs_no_accents_and_goes_by_number_kind_and_issuer(client, agency, reader):
    plan = PlanFactory(issuer=agency)
    cite(plan, "105/2025/NĐ-CP", issuer="Chính phủ")
    cite(plan, "25/KH-UBND", kind="Kế hoạch", issuer="UBND tỉnh")

    assert listed(client, q="nd-cp") == [("Nghị định số 105/2025/NĐ-CP", 1)]
    assert listed(client, q="nghi dinh 105/2025") == [("Nghị định số 105/2025/NĐ-CP", 1)]
    assert listed(client, q="CHINH PHU") == [("Nghị định số 105/2025/NĐ-CP", 1)]
    assert listed(client, q="ubnd") == [("Kế hoạch số 25/KH-UBND", 1)]
    assert listed(client, q="5/kh") == []
    assert "Không tìm thấy văn bản nào" in client.get(URL, {"q": "zzz"}).content.decode()


def test_filter_by_kind_however_it_is_spelt(client, agency, reader):
    plan = PlanFactory(issuer=agency)
    cite(plan, "105/2025/NĐ-CP", kind="NGHỊ ĐỊNH")
    cite(plan, "50/2024/NĐ-CP")
    cite(plan, "55/2024/QH15", kind="Luật")

    answer = client.get(URL, {"kind": "nghi dinh"})

    assert len(answer.context["rows"]) == 2
    offered = [label for _, label in answer.context["list"].form.fields["kind"].choices]
    assert offered == ["Mọi loại", "Luật", "Nghị định"]


def test_only_contradictions_and_nothing_that_merely_varies(client, agency, reader):
    first, second = PlanFactory(issuer=agency), PlanFactory(issuer=agency)
    cite(first, "02-KL/TW", kind="Kết luận", day=D(2021, 5, 18))
    cite(second, "02- KL/TW", kind="Kết luận", day=D(2021, 5, 15))
    cite(first, "36/2025/TT-BCA", kind="Thông tư", issuer="Bộ Công an")
    cite(second, "36/2025/TT-BCA", kind="Thông tư", issuer="Bộ trưởng Bộ Công an")

    answer = client.get(URL, {"doubt": "on"})

    (row,) = answer.context["rows"]
    assert (row.disagrees, row.day) == ("ngày ban hành", "15/05/2021 hoặc 18/05/2021")
    assert "Mâu thuẫn" in answer.content.decode()


def test_empty_states(client, agency, reader):
    assert "Chưa có văn bản viện dẫn nào" in client.get(URL).content.decode()
    cite(PlanFactory(issuer=agency), "105/2025/NĐ-CP")
    text = client.get(URL, {"doubt": "on"}).content.decode()
    assert "Không có văn bản nào mâu thuẫn" in text


def test_a_document_with_who_rests_on_it_and_who_says_what(client, agency, reader):
    first = PlanFactory(issuer=agency, number="1")
    second = PlanFactory(issuer=agency, number="2")
    row = cite(first, "02-KL/TW", kind="Kết luận", issuer="Ban Bí thư", day=D(2021, 5, 18))
    cite(second, "02- KL/TW", kind="Kết luận", day=D(2021, 5, 15), is_basis=False)

    answer = client.get(f"{URL}{row.pk}/")

    built = answer.context["built"]
    assert (built.bases, built.mentions) == (1, 1)
    assert [(one.number, one.is_basis) for one in built.rows] == [
        ("1/KH-SKHCN", True),
        ("2/KH-SKHCN", False),
    ]
    (day,) = built.disagreements
    assert [(said.words, [number for number, _ in said.plans]) for said in day.said] == [
        ("18/05/2021", ["1/KH-SKHCN"]),
        ("15/05/2021", ["2/KH-SKHCN"]),
    ]
    text = answer.content.decode()
    assert "Mâu thuẫn: Ngày ban hành được ghi 2 cách" in text
    assert reverse("reports:plan", args=[second.pk]) in text


def test_a_cited_plan_of_the_register_is_linked(client, agency):
    province = UnitFactory(name="UBND tỉnh Lam Giang")
    above = PlanFactory(
        issuer=province,
        number="05",
        symbol="KH-UBND",
        issued_on=D(2025, 12, 5),
        starts_on=D(2026, 1, 1),
    )
    other_year = PlanFactory(
        issuer=province, number="5", symbol="KH-UBND", issued_on=D(2024, 12, 5)
    )
    AssignmentFactory(task__plan=above, unit=agency)
    AssignmentFactory(task__plan=other_year, unit=agency)
    row = cite(
        PlanFactory(issuer=agency),
        "5/KH-UBND",
        kind="Kế hoạch",
        issuer="UBND tỉnh",
        day=D(2025, 12, 5),
    )
    client.force_login(person(Role.COORDINATOR, agency))

    registered = client.get(f"{URL}{row.pk}/").context["built"].registered

    assert registered == ((str(above), reverse("reports:plan", args=[above.pk])),)


def test_a_foreign_plan_of_that_number_is_not_linked(client, agency, reader):
    PlanFactory(issuer=UnitFactory(name="UBND tỉnh"), number="5", symbol="KH-UBND")
    row = cite(PlanFactory(issuer=agency), "5/KH-UBND", kind="Kế hoạch", issuer="UBND tỉnh")

    assert client.get(f"{URL}{row.pk}/").context["built"].registered == ()


def test_on_a_plans_page_each_citation_is_linked_and_told_what_others_say(client, agency, reader):
    plan = PlanFactory(issuer=agency)
    row = cite(plan, "02-KL/TW", kind="Kết luận", day=D(2021, 5, 18))
    cite(plan, "105/2025/NĐ-CP", is_basis=False)
    cite(PlanFactory(issuer=agency), "02-KL/TW", kind="Kết luận", day=D(2021, 5, 15))

    (basis,), (mention,) = citation_rows(plan, reader)

    assert basis.href == reverse("plans:citation", args=[row.pk])
    assert basis.elsewhere == "ngày ban hành 15/05/2021"
    assert mention.elsewhere == ""
    text = client.get(reverse("reports:plan", args=[plan.pk])).content.decode()
    assert "Mâu thuẫn: kế hoạch khác ghi ngày ban hành 15/05/2021" in text


@pytest.mark.parametrize("parameters", [{}, {"doubt": "on"}, {"q": "nd-cp"}])
def test_the_number_of_queries_of_the_list_does_not_grow(client, agency, reader, parameters):
    def fill(start):
        for number in range(start, start + 8):
            for day in (D(2025, 5, 15), D(2025, 5, 16)):
                cite(PlanFactory(issuer=agency), f"{number}/2025/NĐ-CP", day=day)

    fill(1)
    listed(client, **parameters)
    with CaptureQueriesContext(connection) as once:
        listed(client, **parameters)
    fill(9)
    with CaptureQueriesContext(connection) as twice:
        assert len(listed(client, **parameters)) == 16
    assert len(twice) == len(once)


def test_the_number_of_queries_of_a_document_does_not_grow(client, agency, reader):
    def fill():
        for day in range(1, 6):
            row = cite(PlanFactory(issuer=agency), "105/2025/NĐ-CP", day=D(2025, 5, day))
        return f"{URL}{row.pk}/"

    client.get(fill())
    with CaptureQueriesContext(connection) as once:
        client.get(fill())
    with CaptureQueriesContext(connection) as twice:
        client.get(fill())
    assert len(twice) == len(once)


def test_the_list_is_paged(client, agency, reader):
    plan = PlanFactory(issuer=agency)
    for number in range(1, 31):
        cite(plan, f"{number}/2025/NĐ-CP", order=number)

    assert len(listed(client)) == 25
    assert len(listed(client, page=2)) == 5


# --- names ----------------------------------------------------------------------------------------
LAW = "Phòng cháy, chữa cháy và cứu nạn, cứu hộ"


def named(plan, number, name, *, kind="Luật", day=None):
    row = cite(plan, number, kind=kind, day=day)
    LegalBasis.objects.filter(pk=row.pk).update(name=name)


def test_a_law_is_shown_with_its_name_and_a_decree_with_its_subject(agency, reader):
    plan = PlanFactory(issuer=agency)
    named(plan, "55/2024/QH15", LAW, day=D(2024, 11, 29))
    named(plan, "105/2025/NĐ-CP", "quy định chi tiết một số điều", kind="Nghị định")
    (law, decree), _ = citation_rows(plan, reader)
    assert law.text == f"Luật {LAW} số 55/2024/QH15 ngày 29/11/2024"
    assert decree.text == "Nghị định số 105/2025/NĐ-CP quy định chi tiết một số điều"
    assert not law.named_elsewhere


def test_a_name_that_is_lacking_is_taken_from_another_plan_of_the_office(client, agency, reader):
    named(PlanFactory(issuer=agency), "55/2024/QH15", LAW, day=D(2024, 11, 29))
    plan = PlanFactory(issuer=agency)
    cite(plan, "55/2024/QH15", kind="Luật", day=D(2024, 11, 29))
    (row,), _ = citation_rows(plan, reader)
    assert LAW in row.text
    assert row.named_elsewhere
    page = client.get(reverse("reports:plan", args=[plan.pk]))
    assert "tên lấy theo kế hoạch khác của cơ quan" in page.content.decode()


def test_no_name_is_taken_from_another_office_or_another_document(agency, reader):
    named(PlanFactory(), "55/2024/QH15", LAW, day=D(2024, 11, 29))
    named(PlanFactory(issuer=agency), "42/KH-UBND", "về PCCC", kind="Kế hoạch", day=D(2024, 1, 5))
    plan = PlanFactory(issuer=agency)
    cite(plan, "55/2024/QH15", kind="Luật", day=D(2024, 11, 29))
    cite(plan, "42/KH-UBND", kind="Kế hoạch", day=D(2026, 1, 5))
    rows, _ = citation_rows(plan, reader)
    assert [row.named_elsewhere for row in rows] == [False, False]


def test_names_take_one_query_whatever_the_number(agency, reader):
    plan = PlanFactory(issuer=agency)

    def queries(start):
        for number in range(start, start + 4):
            cite(plan, f"{number}/2024/QH15", kind="Luật")
        with CaptureQueriesContext(connection) as asked:
            citation_rows(plan, reader)
        return len(asked)

    assert queries(50) == queries(60)
