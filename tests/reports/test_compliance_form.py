"""The official form of a compliance report: head, title, bases, signature, recipients."""

import datetime

import pytest

from plans.models import Recipient
from plans.schedule import Period
from reports.documents.wording import counted, dateline, joined, lower_first, without_degrees
from tests.factories import ReportDutyFactory, UnitFactory
from tests.reports.official import D, a_department, an_issued_plan, report_of, texts

pytestmark = pytest.mark.django_db


def test_the_head_names_both_agencies_and_leaves_the_number_blank():
    header = report_of(an_issued_plan()).header

    assert header.parent == "UBND TỈNH ĐẮK NÔNG"
    assert header.agency == ("SỞ KHOA HỌC VÀ CÔNG NGHỆ",)
    assert header.number.split() == ["Số:", "/BC-SKHCN"]
    assert header.dateline == "Đắk Nông, ngày 03 tháng 7 năm 2026"


def test_a_committee_names_nobody_above_itself():
    district = UnitFactory(name="UBND huyện Cư Jút", kind__code="ubnd-huyen")
    commune = UnitFactory(name="UBND xã Nam Dong", parent=district, kind__code="ubnd-xa")
    header = report_of(an_issued_plan(commune, symbol="KH-UBND")).header

    assert header.parent == ""
    assert header.agency == ("ỦY BAN NHÂN DÂN", "XÃ NAM DONG")
    assert header.number.endswith("/BC-UBND")


@pytest.mark.parametrize(
    ("symbol", "ending"),
    [("KH-SKHCN", "/BC-SKHCN"), ("KH/TU", "-BC/TU"), ("KH-UBND-VX", "/BC-UBND-VX"), ("", "/BC-…")],
)
def test_the_letters_are_those_of_the_plan(symbol, ending):
    assert report_of(an_issued_plan(symbol=symbol)).header.number.endswith(ending)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (D(2023, 2, 5), "ngày 05 tháng 02 năm 2023"),
        (D(2023, 1, 31), "ngày 31 tháng 01 năm 2023"),
        (D(2023, 3, 9), "ngày 09 tháng 3 năm 2023"),
        (D(2023, 12, 15), "ngày 15 tháng 12 năm 2023"),
    ],
)
def test_the_dateline(day, words):
    assert dateline("Hà Nội", day) == f"Hà Nội, {words}"


def test_the_title_tells_plan_and_period():
    title = report_of(an_issued_plan()).title

    assert title.kind == "BÁO CÁO"
    assert title.subject == (
        "Kết quả thực hiện Kế hoạch số 05/KH-SKHCN ngày 15/01/2026 về tăng cường công tác phòng"
        " cháy, chữa cháy và cứu nạn, cứu hộ năm 2026"
    )
    assert title.span == "(từ ngày 01/01/2026 đến ngày 30/6/2026)"


def test_a_plan_without_number_and_day_is_named_without_them():
    title = report_of(an_issued_plan(number="", issued_on=None, title="Về công tác PCCC")).title
    assert title.subject == "Kết quả thực hiện Kế hoạch về công tác PCCC"


def test_it_is_addressed_to_the_superior_through_the_office_that_the_plan_names():
    plan = an_issued_plan()
    assert report_of(plan).addressees[0] == "Ủy ban nhân dân tỉnh Đắk Nông"

    ReportDutyFactory(plan=plan, receiver_words="Lãnh đạo Sở", via_words="qua Văn phòng Sở")
    ReportDutyFactory(plan=plan, receiver_words="UBND tỉnh", via_words="qua Công an tỉnh")
    assert report_of(plan).addressees[0] == "Ủy ban nhân dân tỉnh Đắk Nông (qua Công an tỉnh)"


def test_without_a_superior_it_is_addressed_to_nobody():
    plan = an_issued_plan(UnitFactory(name="Công ty Điện lực"))
    report = report_of(plan)

    assert report.addressees == ()
    assert "Như trên" not in " ".join(report.recipients)
    assert report.closing.endswith("của Công ty Điện lực./.")


def test_bases_stand_one_a_line_and_end_with_the_plan():
    assert report_of(an_issued_plan()).bases == (
        "Căn cứ Nghị định số 105/2025/NĐ-CP ngày 15/5/2025 của Chính phủ;",
        (
            "Thực hiện Kế hoạch số 05/KH-SKHCN ngày 15/01/2026 của Sở Khoa học và Công nghệ về tăng"
            " cường công tác phòng cháy, chữa cháy và cứu nạn, cứu hộ năm 2026."
        ),
    )


def test_the_signature_is_that_of_the_plan_without_academic_titles():
    signature = report_of(an_issued_plan()).signature
    assert signature.lines == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert signature.name == "Đặng Văn Tín"


def test_a_committee_signs_for_the_collective_where_the_plan_names_nobody():
    plan = an_issued_plan(
        UnitFactory(name="UBND xã Nam Dong"),
        signatory_authority="",
        signatory_position="",
        signatory_name="",
    )
    report = report_of(plan)
    assert report.signature.lines == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert any("Chưa có họ tên người ký" in notice for notice in report.notices)


def test_recipients_begin_with_the_addressee_and_end_with_the_archive():
    assert report_of(an_issued_plan()).recipients == (
        "- Như trên;",
        "- Các phòng, đơn vị thuộc Sở;",
        "- Lưu: VT, VP(Th).",
    )


def test_the_archive_is_named_even_where_the_plan_does_not():
    plan = an_issued_plan()
    Recipient.objects.filter(plan=plan, name__startswith="Lưu").delete()
    assert report_of(plan).recipients[-1] == "- Lưu: VT."


def test_figures_before_the_end_of_the_period_say_until_when():
    plan = an_issued_plan()
    assert "số liệu tính đến hết ngày 15/5/2026" in report_of(plan, today=D(2026, 5, 15)).opening
    assert "số liệu tính đến" not in report_of(plan).opening


def test_five_numbered_parts_and_a_closing():
    report = report_of(an_issued_plan())
    assert [part.number for part in report.parts] == ["I", "II", "III", "IV", "V"]
    assert all(part.title == part.title.upper() for part in report.parts)
    assert report.closing.endswith("kính báo cáo Ủy ban nhân dân tỉnh Đắk Nông./.")


def test_a_revoked_plan_warns_whoever_produces_the_report():
    report = report_of(an_issued_plan(revoked_on=D(2026, 4, 1)))
    assert any("không còn được tính" in notice for notice in report.notices)


def test_the_file_has_a_name_that_any_system_takes():
    assert report_of(an_issued_plan()).filename == "bao-cao-05-KH-SKHCN-20260101-20260630"
    plan = an_issued_plan(a_department("X"), number="", symbol="")
    assert report_of(plan).filename == "bao-cao-KE-HOACH-20260101-20260630"


def test_nothing_is_left_half_said():
    period = Period("", D(2026, 1, 1), D(2026, 12, 31))
    for today in (D(2026, 1, 1), datetime.date(2027, 1, 5)):
        told = texts(report_of(an_issued_plan(a_department(f"{today}")), period, today))
        assert "None" not in told
        assert "{" not in told
        assert "  " not in told


# --- words ----------------------------------------------------------------------------------------
def test_counts_in_a_sentence():
    assert [counted(number) for number in (0, 1, 9, 10, 16051)] == ["0", "01", "09", "10", "16.051"]


def test_lists_in_a_sentence():
    assert joined([]) == ""
    assert joined(["A"]) == "A"
    assert joined(["A", "B"]) == "A và B"
    assert joined(list("ABCDEFGH"), most=3) == "A, B, C và 05 đơn vị khác"


@pytest.mark.parametrize(
    ("text", "continued"),
    [
        ("Tăng cường", "tăng cường"),
        ("PCCC và CNCH", "PCCC và CNCH"),
        ("", ""),
        ("Ở cơ sở", "ở cơ sở"),
    ],
)
def test_a_title_continues_a_sentence(text, continued):
    assert lower_first(text) == continued


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("PGS.TS. Trần Thị Thu", "Trần Thị Thu"),
        ("ThS. Lê Văn Tú", "Lê Văn Tú"),
        ("Tô Sơn", "Tô Sơn"),
        ("TS Lê Hà", "Lê Hà"),
    ],
)
def test_a_signature_carries_no_degree(name, kept):
    assert without_degrees(name) == kept
