"""The outline of a duty on its page: read from a file, looked at, kept; rows are joined."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reading.outlines import OutlineSection
from reports.models import DutyForm
from reports.submissions import actions
from reports.submissions.outline import (
    READY_SETS,
    FigureLine,
    joined,
    outline_as_text,
    outline_from_text,
    outline_of,
)
from tasks.evidence import check_file
from tests.factories import TODAY, IndicatorFactory, ReportDutyFactory
from tests.reading.test_outlines import HEAD, word
from tests.worlds import shared
from units.policy import Role

pytestmark = pytest.mark.django_db
FILE = word(
    "I. Tình hình (nêu rõ số vụ, so với cùng kỳ)",
    "II. Kết quả",
    [HEAD, ("1", "Lớp tập huấn", "lớp", "", "", "", ""), ("2", "Bình", "", "", "", "", "")],
)


@pytest.fixture(autouse=True)
def clock(on_day):
    on_day(TODAY)


@shared
def duty(office):
    made = ReportDutyFactory(plan=office.plan, deadline_kind="quarterly", deadline_days=["15"])
    made.reporters.set(office.rooms)
    return made


@pytest.fixture
def coordinator(client, office):
    client.force_login(office.people[Role.COORDINATOR])
    return client


def at(duty, route="duty_outline"):
    return reverse(f"reports:{route}", args=[duty.pk])


def upload(client, duty, data=FILE, name="de-cuong.docx"):
    return client.post(at(duty, "read_duty_outline"), {"file": SimpleUploadedFile(name, data)})


def test_a_file_is_read_shown_and_kept_only_once_it_is_saved(coordinator, duty):
    page = upload(coordinator, duty)
    shown = page.content.decode()
    assert page.status_code == 200
    assert "2 đề mục, 2 chỉ tiêu. Chưa lưu." in shown
    assert "Chỉ tiêu “Bình” chưa có đơn vị tính." in shown
    assert not DutyForm.objects.exists()

    form = page.context["form"]
    typed = {name: form[name].value() for name in form.fields}
    assert typed["sections"] == "Tình hình\n- nêu rõ số vụ, so với cùng kỳ\nKết quả"
    assert coordinator.post(at(duty), typed).status_code == 302
    kept = outline_of(duty)
    assert kept.sections[0] == OutlineSection("Tình hình", ("nêu rõ số vụ, so với cùng kỳ",))
    assert [(one.name, one.measure) for one in kept.figures] == [
        ("Lớp tập huấn", "lớp"),
        ("Bình", ""),
    ]


def test_the_unit_sees_what_is_asked_for_as_text(client, office, duty):
    outline = outline_from_text("Kết quả\n- Nêu <b>số</b> liệu", "")
    actions.set_outline(duty=duty, outline=outline, by=office.people[Role.COORDINATOR])
    client.force_login(office.people[Role.STAFF])
    path = reverse("reports:submission", args=[duty.pk, office.rooms[0].pk])
    page = client.get(f"{path}?period=2026-Q2").content.decode()
    assert "Nêu &lt;b&gt;số&lt;/b&gt; liệu" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"%PDF-1.7 x", "tệp PDF"), (b"PK\x03\x04x", "hỏng"), (word("Kính gửi"), "Không tìm thấy")],
)
def test_a_file_that_cannot_be_read_changes_nothing(coordinator, duty, data, said):
    page = upload(coordinator, duty, data)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not DutyForm.objects.exists()


def test_the_letter_itself_is_read(coordinator, office):
    request = actions.add_request(
        plan=office.plan,
        units=office.rooms,
        number="12/UBND-NC",
        issued_on=TODAY,
        sender="UBND tỉnh",
        title="Báo cáo",
        asks="",
        due_on=TODAY,
        by=office.people[Role.COORDINATOR],
        on=TODAY,
        file=check_file(SimpleUploadedFile("cv.docx", FILE)),
    )
    page = coordinator.post(at(request.duty, "read_duty_outline"), {"letter": "1"})
    assert page.context["read"].sections[1] == OutlineSection("Kết quả")


def test_text_and_outline_are_the_same_both_ways():
    sections = (OutlineSection("Một", ("a", "b")), OutlineSection("Hai"))
    lines = (FigureLine("Lớp", "lớp"), FigureLine("Bình", ""))
    again = outline_from_text(*outline_as_text(sections, lines))
    assert (again.sections, again.figures) == (sections, lines)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"sections": "x" * 300}, "sections"),
        ({"sections": "A", "figures": "Lớp | lớp\nLớp | buổi"}, "figures"),
        ({"sections": "A", "figures": "| lớp"}, "figures"),
        ({"sections": " "}, "sections"),
    ],
)
def test_what_cannot_be_an_outline_is_said_beside_its_field(coordinator, duty, typed, field):
    answer = coordinator.post(at(duty), {"ready": "own", "figures": "", **typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]


# --- joined to indicators -------------------------------------------------------------------------
def test_rows_are_joined_by_key_by_name_or_as_they_were():
    talks = IndicatorFactory.build(pk=1, key="talks", name="Buổi nói chuyện")
    own = IndicatorFactory.build(pk=2, name="Bình chữa cháy")
    lines = (
        FigureLine("Buổi tuyên truyền", "buổi", "talks"),
        FigureLine("BÌNH CHỮA CHÁY", "bình"),
        FigureLine("Khác", "vụ"),
    )
    found = joined(lines, [talks, own])
    assert [(one.key, one.indicator) for one in found] == [("talks", 1), ("", 2), ("", None)]
    # Somebody has said that a row is not filled in, though an indicator is called so.
    kept = (FigureLine("Bình chữa cháy", "bình"),)
    assert joined(lines[1:2], [own], kept)[0].indicator is None


def test_a_person_says_of_what_a_row_is_filled_in(coordinator, office, duty):
    classes = IndicatorFactory(agency=office.agency, name="Lớp huấn luyện")
    by = office.people[Role.COORDINATOR]
    outline = outline_from_text("Kết quả", "Lớp tập huấn | lớp")
    form = actions.set_outline(duty=duty, outline=outline, by=by)
    typed = {"revision": form.revision, "line-0": classes.pk}
    assert coordinator.post(at(duty, "join_duty_figures"), typed).status_code == 302
    assert outline_of(duty).figures[0].indicator == classes.pk
    # The same page sent once more: somebody has changed it meanwhile.
    stale = coordinator.post(at(duty, "join_duty_figures"), {**typed, "line-0": ""})
    assert stale.status_code == 422
    assert "vừa được người khác sửa" in stale.content.decode()
    assert outline_of(duty).figures[0].indicator == classes.pk


def test_an_indicator_of_another_agency_is_no_choice(coordinator, office, duty):
    foreign = IndicatorFactory()
    outline = outline_from_text("Kết quả", "Lớp | lớp")
    actions.set_outline(duty=duty, outline=outline, by=office.people[Role.COORDINATOR])
    answer = coordinator.post(at(duty, "join_duty_figures"), {"line-0": foreign.pk})
    assert answer.status_code == 422


def test_rows_that_are_others_by_now_are_not_joined(office, duty):
    with pytest.raises(ValidationError, match="vừa được sửa"):
        actions.join_figures(duty=duty, indicators=[None], by=office.people[Role.COORDINATOR])


def test_saved_twice_by_a_double_click_is_saved_once(coordinator, duty):
    form = coordinator.get(at(duty)).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    assert [coordinator.post(at(duty), typed).status_code for _ in range(2)] == [302, 302]
    assert DutyForm.objects.get().revision == 1


def test_two_people_change_an_outline(coordinator, office, duty):
    form = coordinator.get(at(duty)).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    actions.set_outline(
        duty=duty, outline=READY_SETS["school"][1], by=office.people[Role.COORDINATOR]
    )
    stale = coordinator.post(at(duty), {**typed, "sections": "Của tôi"})
    assert stale.status_code == 422
    assert "Của tôi" in stale.content.decode()
    assert outline_of(duty).figures == READY_SETS["school"][1].figures
