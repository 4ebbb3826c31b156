"""An agency's own text of a report: understood line by line, filled from the data, looked at before
it is kept, dropped when it is no longer wanted."""

import io

import docx
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx.enum.text import WD_ALIGN_PARAGRAPH

from accounts.changes import StaleRevision, edition
from reports.compliance import actions
from reports.compliance.own_text import TextProblems, filled, read_own_text
from reports.compliance.places import SECTION_PLACES, VALUE_PLACES, usual_text
from reports.compliance.report_page import build_draft_page
from reports.compliance.sections import USUAL
from reports.documents.files import FORMATS
from reports.models import DocumentForm
from tests.factories import TODAY
from tests.reports.office import an_office, one_of_each
from tests.reports.official import HALF, report_of, section, texts
from units.policy import Role

OWN = """\
Kính gửi: Ủy ban nhân dân tỉnh
{{can_cu}}
Căn cứ Chỉ thị của Tỉnh ủy;
Thực hiện chỉ đạo của tỉnh, {{co_quan}} báo cáo {{ky_bao_cao}} như sau:

I. TÌNH HÌNH
1. Tình hình chung
Trên địa bàn có nhiều cơ sở tập trung đông người.
2. Tình hình cháy
Số vụ cháy cụ thể như sau:
{{tinh_hinh_chay}}
II. KẾT QUẢ
1. Kết quả chung
Tỷ lệ hoàn thành đạt {{ty_le}}, với {{da_hoan_thanh}} nhiệm vụ.
{{ket_qua_chung}}
Kết quả trên được các đơn vị ghi nhận.
{{theo_don_vi}}
III. KIẾN NGHỊ
{{kien_nghi}}
Trên đây là báo cáo số {{so_ky_hieu}}.
Nơi nhận:
- Ủy ban nhân dân tỉnh;
- Lưu: VT.
"""


def read(text: str):
    return read_own_text(text.splitlines(), SECTION_PLACES, VALUE_PLACES)


def problems(text: str) -> list[str]:
    with pytest.raises(TextProblems) as wrong:
        read(text)
    return [str(one) for one in wrong.value.problems]


# --- understood -----------------------------------------------------------------------------------
def test_a_text_is_understood():
    own = read(OWN)
    assert [part.title for part in own.parts] == ["TÌNH HÌNH", "KẾT QUẢ", "KIẾN NGHỊ"]
    first, fires = own.parts[0].sections
    assert (first.key, first.title, len(first.before)) == ("own-1", "Tình hình chung", 1)
    assert (fires.key, fires.before) == ("field", ("Số vụ cháy cụ thể như sau:",))
    overall, units = own.parts[1].sections
    assert (overall.key, overall.after) == (
        "overall",
        ("Kết quả trên được các đơn vị ghi nhận.",),
    )
    assert (units.key, units.title) == ("units", "")
    assert own.parts[2].sections[0].key == "proposals"
    assert own.bases == ("Căn cứ Chỉ thị của Tỉnh ủy",)
    assert own.has_usual_bases
    assert own.recipients == ("- Ủy ban nhân dân tỉnh;", "- Lưu: VT.")


def test_the_usual_text_has_every_place_once():
    own = read(usual_text(USUAL))
    assert own.titles().keys() == USUAL.titles().keys()
    assert [part.title for part in own.parts] == [part.title.upper() for part in USUAL.parts]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mở đầu.", "chưa có phần nào"),
        ("I. A\n{{ty_lệ}}", "Dòng 2: không có chỗ nào tên “ty_lệ”. Có phải là {{ty_le}}?"),
        ("I. A\nĐạt {{ty_le}", "Dòng 2: dấu ngoặc"),
        ("I. A\nXem {{uu_diem}}", "Dòng 2: chỗ {{uu_diem}} phải đứng riêng"),
        ("I. A\n{{uu_diem}}\n{{uu_diem}}", "Dòng 3: chỗ {{uu_diem}} đã có ở dòng 2"),
        ("I. A\n{{uu_diem}}\nIII. B", "Dòng 3: đến đây phải là phần II"),
        ("Câu một.\nCâu hai.\nI. A\n{{uu_diem}}", "Dòng 2: trước phần I chỉ có một câu mở đầu"),
        ("{{uu_diem}}\nI. A", "Dòng 1: nội dung này phải đứng trong một phần"),
        ("I. A\n{{can_cu}}", "Dòng 2: chỗ {{can_cu}} đứng trước phần I"),
        ("I. A\nTrên đây là hết.\nGIÁM ĐỐC", "Dòng 3: sau câu kết chỉ còn"),
    ],
)
def test_what_cannot_be_understood_is_named_by_its_line(text, said):
    assert any(said in one for one in problems(text)), problems(text)


def test_every_line_that_is_wrong_is_named_at_once():
    assert len(problems("I. A\n{{la}}\n{{uu_diem}\n{{khac}}")) == 3


def test_a_sentence_without_its_fact_is_not_said():
    assert filled("Đạt {{ty_le}}.", {"ty_le": "50%"}) == "Đạt 50%."
    assert filled("Đạt {{ty_le}}.", {"ty_le": ""}) == ""


# --- filled ---------------------------------------------------------------------------------------
@pytest.fixture
def office(db, on_day):
    on_day(TODAY)
    made = an_office()
    one_of_each(made)
    return made


def keep(office, text=OWN):
    form, _ = DocumentForm.objects.get_or_create(unit=office.agency)
    by = office.people[Role.COORDINATOR]
    return actions.set_report_text(form=form, text=text, revision=edition(form), by=by)


def test_the_report_is_told_by_the_agencys_text(office):
    keep(office)
    report = report_of(office.plan, HALF, TODAY)
    told = texts(report)
    assert [part.title for part in report.parts] == ["TÌNH HÌNH", "KẾT QUẢ", "KIẾN NGHỊ"]
    assert "Trên địa bàn có nhiều cơ sở" in told
    assert "Tỷ lệ hoàn thành đạt 50%, với 03 nhiệm vụ." in told
    # Nobody told of fires: what announces them is not said, and the heading is left out.
    assert "Tình hình cháy" not in told
    assert section(report, "shortcomings") is None
    assert report.opening.startswith("Thực hiện chỉ đạo của tỉnh, Sở SKHCN báo cáo từ ngày")
    assert report.bases[-2:][0] == "Căn cứ Chỉ thị của Tỉnh ủy;"
    assert report.recipients[-1] == "- Lưu: VT."
    # No number is given yet: the program's own closing stands.
    assert report.closing.startswith("Trên đây là báo cáo kết quả thực hiện")
    numbers = [one.number for one in report.parts[1].sections]
    assert numbers == ["1.", ""]
    for ending in ("docx", "xlsx"):
        assert FORMATS[ending].make(report)


def test_what_was_written_and_has_no_place_any_more_is_said(office):
    by = office.people[Role.COORDINATOR]
    draft = actions.start_report(
        agency=office.agency, plans=[office.plan], period=HALF, annexes=[], by=by, on=TODAY
    )
    actions.write_section(report=draft, key="causes", text="Do mưa.", based_on="", by=by)
    keep(office)
    page = build_draft_page(draft, TODAY)
    assert any("phần “Nguyên nhân” không được in" in one for one in page.document.notices)
    assert [card.key for card in page.cards][:2] == ["own-1", "field"]
    actions.write_section(report=draft, key="own-1", text="Viết tay.", based_on="", by=by)
    assert "Viết tay." in texts(build_draft_page(draft, TODAY).document)


def test_a_kept_text_that_is_no_longer_understood_falls_back(office):
    DocumentForm.objects.create(unit=office.agency, report_text="I. A\n{{cho_cu}}")
    report = report_of(office.plan, HALF, TODAY)
    assert report.parts[0].title.startswith("TÌNH HÌNH, CÔNG TÁC")
    assert any("không còn dùng được" in one for one in report.notices)


# --- on the page ----------------------------------------------------------------------------------
@pytest.fixture
def desk(client, office):
    client.force_login(office.people[Role.COORDINATOR])
    return client


@pytest.fixture
def address(office):
    return reverse("reports:report_text", args=[office.agency.pk])


def kept():
    return DocumentForm.objects.get().report_text


def test_looked_at_kept_and_dropped(desk, address, office):
    shown = desk.get(address).content.decode()
    assert "đang dùng mẫu của chương trình" in shown
    assert "{{ket_qua_chung}}" in shown

    looked = desk.post(address, {"text": OWN, "revision": "0", "preview": "1"}).content.decode()
    assert "Trên địa bàn có nhiều cơ sở" in looked
    assert "Mẫu không có chỗ cho" in looked
    assert "nguyên nhân" in looked
    assert not DocumentForm.objects.exists()

    assert desk.post(address, {"text": OWN, "revision": "0", "save": "1"}).status_code == 302
    assert kept() == OWN.strip()
    assert DocumentForm.history.first().history_user == office.people[Role.COORDINATOR]
    desk.post(address, {"usual": "1", "revision": edition(DocumentForm.objects.get())})
    assert kept() == ""


def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, address):
    answer = desk.post(address, {"text": "I. A\n{{ty_lẹ}}", "revision": "0", "save": "1"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Dòng 2: không có chỗ nào tên" in text
    assert "{{ty_lẹ}}" in text


def test_a_word_file_brings_the_text(desk, address):
    made = docx.Document()
    made.add_paragraph("BÁO CÁO").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in OWN.splitlines():
        made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    file = SimpleUploadedFile("mau.docx", out.getvalue())
    desk.post(address, {"text": "", "file": file, "revision": "0", "save": "1"})
    assert "Tỷ lệ hoàn thành đạt {{ty_le}}" in kept()
    wrong = SimpleUploadedFile("mau.docx", b"PK\x03\x04 nothing")
    assert desk.post(address, {"file": wrong, "revision": "0", "save": "1"}).status_code == 422


def test_nobody_overwrites_what_a_colleague_kept(office, desk, address):
    keep(office)
    answer = desk.post(address, {"text": "I. A\n{{uu_diem}}", "revision": "0", "save": "1"})
    assert answer.status_code == 422
    assert "vừa được người khác sửa" in answer.content.decode()
    assert kept() == OWN.strip()
    with pytest.raises(StaleRevision):
        actions.set_report_text(
            form=DocumentForm.objects.get(), text="", revision=0, by=office.people[Role.COORDINATOR]
        )
    now = answer.context["form"]["revision"].value()  # saved once more it is a choice
    again = {"text": "I. A\n{{uu_diem}}", "revision": now, "save": "1"}
    assert desk.post(address, again).status_code == 302


def test_a_section_that_there_is_not_is_refused(office):
    by = office.people[Role.COORDINATOR]
    draft = actions.start_report(
        agency=office.agency, plans=[office.plan], period=HALF, annexes=[], by=by, on=TODAY
    )
    with pytest.raises(ValidationError, match="không có phần này"):
        actions.write_section(report=draft, key="la", text="A", based_on="", by=by)
