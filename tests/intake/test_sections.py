"""Correcting one section after the other, with and without htmx, in one tab and in two."""

import json
import unicodedata

import pytest

from intake.actions import save_draft, working_draft
from intake.forms.choices import field_name
from intake.models import Intake
from reading.draft import Doubt, DoubtKind, Span
from tests.intake.samples import TODAY
from units.matching import OUTSIDE
from units.models import Unit
from vietnamese.text import fold

HTMX = {"HTTP_HX_REQUEST": "true"}


def kept(intake):
    return Intake.objects.get(pk=intake.pk)


def plan_of(intake):
    return working_draft(kept(intake)).plan


def task_data(revision=0, **changes):
    return {
        "revision": revision,
        "ref": "II.1",
        "text": "Tuyên truyền",
        "lead": ["Văn phòng Sở", ""],
        "cooperating": [""],
        "deadline_words": "Trước ngày 15/9/2026",
        "deadline_kind": "date",
        "qualifier": "before",
        "deadline_days": "15/9/2026",
        "starts_on": "",
        "expected_product": "",
        **changes,
    }


@pytest.fixture
def send(client_in, intake):
    """Posts to an address of the document."""

    def post(path, data, **extra):
        return client_in.post(f"/doc-ke-hoach/{intake.pk}/{path}/", data, **extra)

    return post


# --- a task ---------------------------------------------------------------------------------------
def test_a_task_is_corrected(send, intake):
    answer = send("phan/nv-1", task_data(
        text="Việc đã sửa", lead=["Phòng Kỹ thuật", "", "Văn phòng Sở"], deadline_kind="yearly",
        deadline_days="15/12; 15/6", on_request="on", expected_product="Báo cáo",
    ))  # fmt: skip
    task = plan_of(intake).tasks[0]
    assert answer["Location"].endswith("#nv-1")
    assert (task.ref, task.text, task.expected_product) == ("II.1", "Việc đã sửa", "Báo cáo")
    assert [name.words for name in task.lead] == ["Phòng Kỹ thuật", "Văn phòng Sở"]
    assert task.cooperating == ()
    assert (task.deadline.kind, task.deadline.days) == ("yearly", ("06-15", "12-15"))
    assert task.deadline.on_request


def test_what_was_not_changed_keeps_its_place_in_the_document(send, intake):
    before = plan_of(intake).tasks[0]
    send("phan/nv-1", task_data(lead=["Văn phòng Sở", "Phòng Kỹ thuật"]))
    task = plan_of(intake).tasks[0]
    assert task.spans == before.spans
    assert task.deadline.spans == before.deadline.spans
    assert task.lead[0].spans == before.lead[0].spans
    assert task.lead[1].spans == ()


def test_with_htmx_the_part_comes_back_with_what_depends_on_it(send, intake):
    answer = send("phan/nv-1", task_data(lead=["Phòng chưa ai biết"]), **HTMX)
    content = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="nv-1"' in content
    assert 'id="nv-2"' not in content
    assert "“Phòng chưa ai biết” là" in content
    assert 'id="diem-can-xem"' in content
    assert json.loads(answer["HX-Trigger"]) == {"draft-saved": {"revision": 1}}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"deadline_days": "31/2/2026"}, "deadline_days"),
        ({"deadline_days": ""}, "deadline_days"),
        ({"text": "  "}, "text"),
        ({"deadline_kind": "bao giờ"}, "deadline_kind"),
        ({"deadline_kind": "window", "starts_on": "20/9/2026"}, "starts_on"),
        ({"starts_on": "30/2/2026"}, "starts_on"),
        ({"lead": ["x" * 300]}, "lead"),
    ],
)
@pytest.mark.parametrize("extra", [{}, HTMX], ids=["page", "htmx"])
def test_what_is_wrong_is_said_beside_what_was_typed(send, intake, changes, field, extra):
    answer = send("phan/nv-1", task_data(expected_product="gõ dở", **changes), **extra)
    assert answer.status_code == 422
    content = answer.content.decode()
    assert "gõ dở" in content
    assert f'id="nv-1-{field}_error"' in content
    assert kept(intake).revision == 0


def test_decomposed_input_is_composed(send, intake):
    send("phan/nv-1", task_data(text=unicodedata.normalize("NFD", "Kiểm tra bể nước")))
    assert plan_of(intake).tasks[0].text == "Kiểm tra bể nước"


def test_a_form_is_fetched_and_put_away_again(client_in, intake):
    path = f"/doc-ke-hoach/{intake.pk}/phan/nv-1/"
    assert "<form" in client_in.get(path, **HTMX).content.decode()
    closed = client_in.get(f"{path}?xem", **HTMX).content.decode()
    assert "<article" in closed
    assert client_in.get(path)["Location"] == f"/doc-ke-hoach/{intake.pk}/?sua=nv-1#nv-1"


def test_without_htmx_the_form_stands_in_the_page(client_in, intake):
    content = client_in.get(f"/doc-ke-hoach/{intake.pk}/?sua=nv-2").content.decode()
    assert 'id="nv-2-text"' in content
    assert 'id="nv-1-text"' not in content


@pytest.mark.parametrize("name", ["nv-99", "bc-99", "nv-x", "la-lung", "ten-000000000000"])
def test_a_section_that_is_not_there(client_in, intake, name):
    path = f"/doc-ke-hoach/{intake.pk}/phan/{name}/"
    assert client_in.get(path, **HTMX).status_code == 404
    assert client_in.get(f"/doc-ke-hoach/{intake.pk}/?sua={name}").status_code == 200


# --- two tabs -------------------------------------------------------------------------------------
@pytest.mark.parametrize("extra", [{}, HTMX], ids=["page", "htmx"])
def test_a_stale_form_is_refused_and_nothing_typed_is_lost(send, intake, extra):
    send("phan/nv-1", task_data(text="Từ tab một"))
    answer = send("phan/nv-1", task_data(text="Từ tab hai"), **extra)
    content = answer.content.decode()
    assert answer.status_code == 409
    assert "vừa được sửa ở cửa sổ khác" in content
    assert "Từ tab hai" in content
    assert plan_of(intake).tasks[0].text == "Từ tab một"
    # The form now carries the draft's number, so that a second look can save it.
    assert 'name="revision" value="1"' in content


def test_a_form_of_a_task_that_was_dropped_meanwhile_becomes_a_new_one(send, intake):
    send("nhiem-vu/1/bo", {"revision": 0})
    answer = send("phan/nv-1", task_data(revision=0, text="Gõ ở tab hai"))
    content = answer.content.decode()
    assert answer.status_code == 409
    assert "Gõ ở tab hai" in content
    assert "/phan/nv-moi/" in content
    assert "Gõ ở tab hai" not in [task.text for task in plan_of(intake).tasks]


def test_a_form_opened_earlier_never_lands_on_another_task(send, intake):
    send("nhiem-vu/1", {"revision": 0, "viec": "xuong"})
    send("phan/nv-1", task_data(revision=1, text="Vẫn là việc một"))
    tasks = plan_of(intake).tasks
    assert [task.ref for task in tasks][:2] == ["II.2", "II.1"]
    assert tasks[1].text == "Vẫn là việc một"


@pytest.mark.parametrize("revision", ["", "-1", "x", "٣", "9" * 30])
def test_a_number_that_is_none_is_stale(send, intake, revision):
    assert send("phan/nv-1", task_data(revision=revision)).status_code == 409
    assert kept(intake).revision == 0


# --- adding, dropping, moving ---------------------------------------------------------------------
def test_a_task_is_added(send, intake):
    answer = send("phan/nv-moi", task_data(ref="II.4", text="Việc mới"))
    assert plan_of(intake).tasks[-1].text == "Việc mới"
    key = working_draft(kept(intake)).task_keys[-1]
    assert answer["Location"].endswith(f"#nv-{key}")
    assert "HX-Redirect" in send("phan/nv-moi", task_data(revision=1), **HTMX)


def test_a_task_is_dropped_and_moved(send, intake):
    send("nhiem-vu/2/bo", {"revision": 0})
    send("nhiem-vu/3", {"revision": 1, "viec": "len"})
    assert [task.ref for task in plan_of(intake).tasks] == ["II.3", "II.1", "III.1"]


@pytest.mark.parametrize("path", ["nhiem-vu/2/bo", "nhiem-vu/2", "bao-cao/5/bo"])
def test_a_stale_press_of_a_button_changes_nothing_and_says_so(send, client_in, intake, path):
    send("phan/nv-1", task_data())
    before = kept(intake).draft
    answer = send(path, {"revision": 0, "viec": "len"})
    assert kept(intake).draft == before
    assert "thao tác chưa thực hiện" in client_in.get(answer["Location"]).content.decode()


def test_a_duty_is_corrected_added_and_dropped(send, intake):
    (key,) = working_draft(intake).duty_keys
    duty = {
        "revision": 0, "ref": "III.1", "reporter": "Phòng Kỹ thuật", "to": "Giám đốc Sở", "via": "",
        "nested_in": "", "deadline_words": "", "deadline_kind": "quarterly", "qualifier": "by",
        "deadline_days": "20", "starts_on": "",
    }  # fmt: skip
    send(f"phan/bc-{key}", duty)
    send("phan/bc-moi", {**duty, "revision": 1, "reporter": "Văn phòng"})
    duties = plan_of(intake).report_duties
    assert [one.reporter for one in duties] == ["Phòng Kỹ thuật", "Văn phòng"]
    assert (duties[0].to, duties[0].via, duties[0].deadline.days) == ("Giám đốc Sở", None, ("20",))
    send(f"bao-cao/{key}/bo", {"revision": 2})
    assert [one.reporter for one in plan_of(intake).report_duties] == ["Văn phòng"]


# --- the header, the end, the citations -----------------------------------------------------------
HEADER = {
    "title": "Tên mới", "kind": "KẾ HOẠCH", "number": "", "symbol": "KH-X", "place": "Hà Lâm",
    "issued_on": "", "starts_on": "01/08/2026", "ends_on": "31/07/2027",
}  # fmt: skip


def test_the_header_is_corrected(send, intake):
    send("phan/thong-tin", {"revision": 0, **HEADER, "issued_on": "05/02/2026"})
    working = working_draft(kept(intake))
    assert (working.plan.title, working.plan.number) == ("Tên mới", None)
    assert working.plan.issued_on == "2026-02-05"
    assert working.period.ends_on.isoformat() == "2027-07-31"


def test_a_month_without_its_day_stays_as_it_was_read(send, intake, coordinator):
    draft = working_draft(intake).with_plan(issued_on="2026-01")
    save_draft(intake=intake, draft=draft, choices={}, revision=0, by=coordinator)
    send("phan/thong-tin", {"revision": 1, **HEADER})
    assert plan_of(intake).issued_on == "2026-01"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"ends_on": "01/01/2020"},
        {"ends_on": "31/02/2027"},
        {"starts_on": ""},
        {"ends_on": "31/12/2099"},
        {"number": "1" * 21},
    ],
)
def test_a_wrong_header_is_refused(send, intake, changes):
    assert send("phan/thong-tin", {"revision": 0, **HEADER, **changes}).status_code == 422
    assert kept(intake).revision == 0


def test_recipients_and_signatory(send, intake):
    signed = {"authority": "KT. GIÁM ĐỐC", "position": "PHÓ GIÁM ĐỐC", "name": "A"}
    lines = "UBND tỉnh;\n\n  Lưu:  VT. \n"
    send("phan/noi-nhan", {"revision": 0, "recipients": lines, **signed})
    plan = plan_of(intake)
    assert plan.recipients == ("UBND tỉnh;", "Lưu: VT.")
    assert (plan.signatory.authority, plan.signatory.name) == ("KT. GIÁM ĐỐC", "A")


def cited(number, **fields):
    return {
        "kind": "Luật",
        "number": number,
        "issued_on": "",
        "issuer": "",
        "place": "",
        **fields,
    }


def citations(*rows, revision=0):
    data = {"revision": revision, "vb-TOTAL_FORMS": len(rows), "vb-INITIAL_FORMS": 1}
    for at, row in enumerate(rows):
        data |= {f"vb-{at}-{name}": value for name, value in row.items()}
    return data


def test_citations_are_changed_added_and_dropped(send, intake):
    spans = plan_of(intake).legal_bases[0].spans
    send("phan/can-cu", citations(
        cited("106/2025/NĐ-CP", is_basis="on", place="b-0", issued_on="15/05/2025"),
        cited("55/2024/QH15"),
    ))  # fmt: skip
    plan = plan_of(intake)
    (basis,), (reference,) = plan.legal_bases, plan.references
    assert (basis.number, basis.issued_on, basis.spans) == ("106/2025/NĐ-CP", "2025-05-15", spans)
    assert (reference.number, reference.issuer) == ("55/2024/QH15", None)
    send("phan/can-cu", citations(
        cited("106/2025/NĐ-CP", is_basis="on", place="b-0", DELETE="on"), cited("55/2024/QH15"),
        revision=1,
    ))  # fmt: skip
    assert plan_of(intake).legal_bases == ()
    assert len(plan_of(intake).references) == 1


def test_a_wrong_day_of_a_citation_is_refused(send, intake):
    answer = send("phan/can-cu", citations(cited("1", issued_on="31/02/2025", place="b-0")), **HTMX)
    assert answer.status_code == 422
    assert "31/02/2025" in answer.content.decode()


def test_a_stale_form_of_citations_keeps_what_was_typed(send, intake):
    send("phan/nv-1", task_data())
    answer = send("phan/can-cu", citations(cited("99/GÕ-DỞ", place="b-0")))
    assert answer.status_code == 409
    assert "99/GÕ-DỞ" in answer.content.decode()
    assert "vừa được sửa ở cửa sổ khác" in answer.content.decode()


# --- names ----------------------------------------------------------------------------------------
PRESS = "Báo Hà Lâm"


def test_an_open_name_is_settled(send, intake):
    centre = Unit.objects.get(name="Trung tâm Ứng dụng")
    answer = send("ten", {"revision": 0, field_name(PRESS): f"unit:{centre.pk}"})
    assert answer["Location"].endswith("#diem-can-xem")
    assert kept(intake).choices == {fold(PRESS): f"unit:{centre.pk}"}


@pytest.mark.parametrize("key", ["unit:999999", "group:1", "unit:0", "<b>"])
def test_a_choice_that_was_not_offered_is_refused(send, intake, key):
    assert send("ten", {"revision": 0, field_name(PRESS): key}).status_code == 422
    assert kept(intake).choices == {}


def test_a_unit_of_another_agency_cannot_be_chosen(send, intake):
    police = Unit.objects.get(name="Công an tỉnh")
    assert send("ten", {"revision": 0, field_name(PRESS): f"unit:{police.pk}"}).status_code == 422


def test_a_stale_choice_is_refused_and_stays_chosen(send, intake):
    centre = Unit.objects.get(name="Trung tâm Ứng dụng")
    send("phan/nv-1", task_data())
    answer = send("ten", {"revision": 0, field_name(PRESS): f"unit:{centre.pk}"})
    assert answer.status_code == 409
    assert f'value="unit:{centre.pk}" selected' in answer.content.decode()
    assert kept(intake).choices == {}


def test_a_name_already_known_is_changed_and_the_change_taken_back(send, intake):
    section = field_name("Phòng Tổng hợp")
    send(f"phan/{section}", {"revision": 0, section: OUTSIDE})
    assert kept(intake).choices == {fold("Phòng Tổng hợp"): OUTSIDE}
    send(f"phan/{section}", {"revision": 1, section: ""})
    assert kept(intake).choices == {}


def test_an_open_name_is_settled_on_its_task(send, intake):
    centre = Unit.objects.get(name="Trung tâm Ứng dụng")
    data = task_data(lead=[PRESS], **{field_name(PRESS): f"unit:{centre.pk}"})
    answer = send("phan/nv-3", data, **HTMX)
    # It shows in every task that bears the name: the page is fetched anew.
    assert answer["HX-Redirect"].endswith("#nv-3")
    assert kept(intake).choices == {fold(PRESS): f"unit:{centre.pk}"}


# --- points to look at ----------------------------------------------------------------------------
@pytest.fixture
def unread(intake, coordinator):
    """A paragraph of the document that the reader was unsure of."""
    doubt = Doubt(DoubtKind.UNREAD, "Kiểm tra bể nước của trụ sở", spans=(Span(0, 0, 3),))
    draft = working_draft(intake).with_plan(doubts=(doubt,))
    return save_draft(intake=intake, draft=draft, choices={}, revision=0, by=coordinator)


def key_of(client_in, intake):
    review = client_in.get(f"/doc-ke-hoach/{intake.pk}/").context["review"]
    return next(one.key for one in review.checks if one.takes)


def test_a_paragraph_not_taken_is_made_a_task(send, client_in, unread):
    key = key_of(client_in, unread)
    send("diem", {"revision": 1, "diem": key, "viec": "them"})
    task = plan_of(unread).tasks[-1]
    assert (task.text, task.spans) == ("Kiểm tra bể nước của trụ sở", (Span(0, 0, 3),))
    review = client_in.get(f"/doc-ke-hoach/{unread.pk}/").context["review"]
    assert not any(one.takes for one in review.checks)


def test_a_point_that_was_looked_at_stays_away(send, client_in, unread):
    key = key_of(client_in, unread)
    send("diem", {"revision": 1, "diem": key, "viec": "xem"})
    assert len(plan_of(unread).tasks) == 4
    review = client_in.get(f"/doc-ke-hoach/{unread.pk}/").context["review"]
    assert key not in {one.key for one in review.checks}


def test_a_point_that_is_not_there_changes_nothing(send, intake):
    send("diem", {"revision": 0, "diem": "x" * 5000, "viec": "xem"})
    assert kept(intake).revision == 0


def test_what_must_be_mended_cannot_be_waved_away(send, client_in, intake, coordinator):
    draft = working_draft(intake).with_plan(title=None)
    save_draft(intake=intake, draft=draft, choices={}, revision=0, by=coordinator)
    send("diem", {"revision": 1, "diem": "", "viec": "xem"})
    review = client_in.get(f"/doc-ke-hoach/{intake.pk}/").context["review"]
    assert review.checks[0].must


# --- the last look --------------------------------------------------------------------------------
def test_the_last_look_says_what_will_be_made(client_in, intake, on_day):
    on_day(TODAY)
    answer = client_in.get(f"/doc-ke-hoach/{intake.pk}/tao/")
    page = answer.context["page"]
    content = answer.content.decode()
    assert (len(page.tasks), page.assignments, len(page.units)) == (4, 9, 5)
    assert "9</b><span>phân công cho 5 đơn vị" in content
    assert page.duties[0].next_due == "20/11/2026"
    assert page.outside == ("Công an tỉnh", PRESS)
    assert page.open_names == 1
    assert sum(row.assignments for row in page.units) == page.assignments


PAST = {"past": "overdue", "reports": "overdue"}


def test_pressing_the_button_makes_the_plan_and_leads_to_it(send, intake):
    answer = send("tao", {"revision": 0, **PAST})
    plan = kept(intake).plan
    assert answer["Location"] == f"/ke-hoach/{plan.pk}/"
    assert plan.tasks.count() == 4
    assert send("tao", {"revision": 0, **PAST})["Location"] == answer["Location"]


def test_a_draft_that_moved_on_since_the_last_look_is_shown_again(send, intake):
    send("phan/nv-1", task_data())
    answer = send("tao", {"revision": 0, **PAST})
    assert answer.status_code == 422
    assert "Bản nháp vừa được sửa" in answer.content.decode()
    assert kept(intake).plan is None


def test_with_something_missing_there_is_no_button(client_in, send, intake, coordinator):
    draft = working_draft(intake).with_plan(title=None)
    save_draft(intake=intake, draft=draft, choices={}, revision=0, by=coordinator)
    answer = client_in.get(f"/doc-ke-hoach/{intake.pk}/tao/")
    assert "Tạo kế hoạch: " not in answer.content.decode()
    refused = send("tao", {"revision": 1})
    assert refused.status_code == 422
    assert "chưa có trích yếu" in refused.content.decode()
    assert kept(intake).plan is None


def test_dropping(send, client_in, intake):
    assert send("bo", {})["Location"] == "/doc-ke-hoach/"
    assert kept(intake).dropped_on


@pytest.mark.parametrize(
    "path", ["phan/nv-1", "ten", "diem", "nhiem-vu/1/bo", "nhiem-vu/1", "hoan-tac"]
)
@pytest.mark.parametrize("end", ["tao", "bo"])
def test_after_a_colleague_has_ended_it_the_person_is_led_on(send, intake, path, end):
    send(end, {"revision": 0, **PAST})
    before = kept(intake).draft
    assert send(path, task_data())["Location"] == f"/doc-ke-hoach/{intake.pk}/"
    assert send(path, task_data(), **HTMX)["HX-Redirect"] == f"/doc-ke-hoach/{intake.pk}/"
    assert kept(intake).draft == before
