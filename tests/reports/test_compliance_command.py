"""``manage.py compliance_report``: the report as a file, whole or not at all."""

import io
from dataclasses import replace

import docx
import pdfplumber
import pytest
from django.core.management import CommandError, call_command

from reports.documents import files, pdf
from reports.management.commands import compliance_report
from tests.factories import TODAY
from tests.reports.office import Office
from tests.reports.official import D, a_department, an_issued_plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(on_day):
    on_day(TODAY)


def run(plan_id, target, **options):
    out = io.StringIO()
    call_command(
        "compliance_report",
        *(plan_id if isinstance(plan_id, list) else [plan_id]),
        output=str(target),
        stdout=out,
        stderr=io.StringIO(),
        **options,
    )
    return out.getvalue()


@pytest.mark.parametrize(
    ("first", "last"), [("2026-01-01", "2026-03-31"), ("01/01/2026", "31/3/2026")]
)
def test_it_writes_the_report(tmp_path, first, last):
    target = tmp_path / "bao-cao.pdf"
    told = run(an_issued_plan().pk, target, starts_on=first, ends_on=last)

    assert str(target) in told
    with pdfplumber.open(target) as document:
        assert "(từ ngày 01/01/2026 đến ngày 31/3/2026)" in document.pages[0].extract_text()
    assert [file.name for file in tmp_path.iterdir()] == ["bao-cao.pdf"]


def test_the_options_of_the_shell(tmp_path):
    target = tmp_path / "b.pdf"
    arguments = ["--from", "2026-01-01", "--to", "30/06/2026", "--output", str(target)]
    call_command(
        "compliance_report",
        str(an_issued_plan().pk),
        *arguments,
        stdout=io.StringIO(),
        stderr=io.StringIO(),
    )
    assert target.read_bytes().startswith(b"%PDF-")


def test_without_days_the_whole_plan_is_reported(tmp_path):
    told = run(an_issued_plan().pk, tmp_path / "b.pdf")
    assert "(từ ngày 01/01/2026 đến ngày 31/12/2026)" in told


def test_a_file_that_is_there_is_replaced(tmp_path):
    target = tmp_path / "b.pdf"
    target.write_bytes(b"old")
    run(an_issued_plan().pk, target)
    assert target.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"starts_on": "31/02/2026"}, "--from: “31/02/2026” không phải là một ngày"),
        ({"ends_on": "mai"}, "--to: “mai” không phải là một ngày"),
        ({"starts_on": "2026-06-01", "ends_on": "2026-05-01"}, "phải từ ngày bắt đầu trở đi"),
        ({"starts_on": "2020-01-01", "ends_on": "2020-12-31"}, "ngoài thời gian thực hiện"),
        ({"starts_on": "2026-09-01"}, "Kỳ báo cáo chưa bắt đầu"),
    ],
)
def test_bad_days_write_nothing(tmp_path, options, message):
    with pytest.raises(CommandError, match=message):
        run(an_issued_plan().pk, tmp_path / "b.pdf", **options)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_plan(tmp_path):
    with pytest.raises(CommandError, match="Không có kế hoạch mã số 424242"):
        run(424242, tmp_path / "b.pdf")


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="Không có thư mục"):
        run(an_issued_plan().pk, tmp_path / "no" / "b.pdf")


def test_a_folder_instead_of_a_file(tmp_path):
    with pytest.raises(CommandError, match="là thư mục"):
        run(an_issued_plan().pk, tmp_path)


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    def full(*arguments, **options):
        raise OSError(28, "No space left on device")

    target = tmp_path / "b.pdf"
    target.write_bytes(b"old")
    plan = an_issued_plan()
    monkeypatch.setattr("reports.documents.writing.os.fdopen", full)
    with pytest.raises(CommandError, match="Không ghi được tệp"):
        run(plan.pk, target)
    assert target.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["b.pdf"]


def test_a_machine_without_pango(tmp_path, monkeypatch):
    def without_pango(report, tell=None):
        raise pdf.PdfUnavailable

    made = replace(files.FORMATS["pdf"], make=without_pango)
    monkeypatch.setattr(compliance_report, "FORMATS", {**files.FORMATS, "pdf": made})
    with pytest.raises(CommandError, match="apt-get install"):
        run(an_issued_plan().pk, tmp_path / "b.pdf")


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_the_ending_of_the_file_says_which_kind(tmp_path, ending):
    target = tmp_path / f"b.{ending}"
    run(an_issued_plan().pk, target)
    assert target.read_bytes().startswith(b"PK")


def test_an_ending_that_there_is_not(tmp_path):
    with pytest.raises(CommandError, match=r"đuôi \.pdf, \.docx hoặc \.xlsx"):
        run(an_issued_plan().pk, tmp_path / "b.odt")


def test_several_plans_and_all_of_an_agency(tmp_path):
    first = an_issued_plan()
    second = an_issued_plan(first.issuer, number="06", starts_on=D(2026, 2, 1))
    for plans, options in (([first.pk, second.pk], {}), ([], {"agency": first.issuer.code})):
        told = run(plans, tmp_path / "b.docx", **options)
        assert "các kế hoạch về phòng cháy" in told


def test_plans_of_two_agencies_make_no_report(tmp_path):
    plans = [an_issued_plan().pk, an_issued_plan(a_department("KHAC")).pk]
    with pytest.raises(CommandError, match="cùng một cơ quan"):
        run(plans, tmp_path / "b.docx")


@pytest.mark.parametrize(
    ("plans", "agency", "message"),
    [([], None, "Hãy ghi mã số"), ([1], "SKHCN", "Hãy ghi mã số"), ([], "KHONG", "có mã “KHONG”")],
)
def test_which_plans_must_be_said_once(tmp_path, plans, agency, message):
    with pytest.raises(CommandError, match=message):
        run(plans, tmp_path / "b.docx", agency=agency)


def test_annexes_by_name(tmp_path):
    plan = an_issued_plan()
    Office(plan.issuer, [plan.issuer], plan).work(due=-3)
    for asked, there in (("late", ["PHẦN VIỆC QUÁ HẠN VÀ NGUYÊN NHÂN"]), ("none", [])):
        target = tmp_path / f"{asked}.docx"
        run(plan.pk, target, annexes=asked)
        styled = [p for p in docx.Document(str(target)).paragraphs if p.style.name == "Tên phụ lục"]
        assert [one.text for one in styled] == there
    with pytest.raises(CommandError, match="không có phụ lục “hinh”"):
        run(plan.pk, tmp_path / "b.docx", annexes="late,hinh")
