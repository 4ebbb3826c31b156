"""Issued once: files with their hashes, the figures behind them, a page that checks a copy."""

import hashlib
import io
import re

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse

from reports.compliance import actions
from reports.compliance.issue import Verdict, make_issue, new_code, verdict
from reports.compliance.report_page import build_issued_page
from reports.documents.signatures import signatures_of
from reports.models import ComplianceReport, ReportFile
from tests.factories import TODAY
from tests.reports.office import an_office, day, one_of_each
from tests.reports.official import HALF
from tests.reports.signing import signed_pdf
from tests.worlds import shared
from units.policy import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(on_day):
    on_day(TODAY)


@shared
def office():
    made = an_office()
    one_of_each(made)
    return made


@pytest.fixture
def by(office):
    return office.people[Role.COORDINATOR]


@pytest.fixture
def draft(office, by):
    return actions.start_report(
        agency=office.agency, plans=[office.plan], period=HALF, annexes=[], by=by, on=TODAY
    )


def issued(report, by, **fields):
    said = {"number": "05", "issued_on": TODAY, **fields}
    code = new_code()
    issue = make_issue(
        report, **said, today=TODAY, code=code, address=f"https://pccc.example/kiem-tra/{code}/"
    )
    return actions.issue_report(
        report=report, **said, issue=issue, by=by, on=TODAY, revision=report.revision
    )


def content(file):
    with file.file.open("rb") as opened:
        return opened.read()


def test_files_are_made_once_and_kept_with_their_hash(draft, by):
    report = issued(draft, by)
    files = {file.kind: file for file in report.files.all()}

    assert set(files) == {"pdf", "docx", "xlsx"}
    for file in files.values():
        assert hashlib.sha256(content(file)).hexdigest() == file.sha256
    text = pypdf.PdfReader(io.BytesIO(content(files["pdf"]))).pages[-1].extract_text()
    assert report.code in text
    first = pypdf.PdfReader(io.BytesIO(content(files["pdf"]))).pages[0].extract_text()
    assert "05/BC-SKHCN" in first
    assert "ngày 15 tháng 6 năm 2026" in first


@pytest.mark.usefixtures("files_at_once")
def test_what_was_signed_stands_beside_what_it_would_be_today(office, draft, by):
    report = issued(draft, by)
    office.done()
    page = build_issued_page(ComplianceReport.objects.get(pk=report.pk), TODAY)

    told = {one.name: (one.then, one.now) for one in page.figures}
    assert told["Nhiệm vụ: đã hoàn thành đúng hạn"] == ("2", "3")
    assert told["Nhiệm vụ: chưa hoàn thành, quá hạn"] == ("3", "3")
    changed = {one.name for one in page.texts if one.differs}
    assert "Kết quả chung" in changed
    assert page.full_number == "05/BC-SKHCN"


@pytest.mark.usefixtures("files_at_once")
def test_nothing_changes_it_afterwards(draft, by):
    report = issued(draft, by)
    for act in (
        lambda: actions.write_section(report=report, key="field", text="x", based_on="", by=by),
        lambda: actions.choose_annexes(report=report, annexes=[], by=by),
        lambda: actions.drop_report(report=report, by=by),
        lambda: issued(report, by),
    ):
        with pytest.raises(ValidationError, match="đã ban hành"):
            act()
    assert report.files.count() == 3


@pytest.mark.parametrize(
    ("number", "kept"), [("5", "05"), (" 05 ", "05"), ("123", "123"), ("12a", "12a")]
)
def test_the_number_is_written_as_offices_write_it(number, kept):
    assert actions.check_number(number) == kept


@pytest.mark.parametrize("number", ["", "05/BC", "năm", "-1"])
def test_a_number_that_is_none(number):
    with pytest.raises(ValidationError, match="chữ số"):
        actions.check_number(number)


@pytest.mark.usefixtures("files_at_once")
def test_a_day_ahead(draft, by):
    with pytest.raises(ValidationError, match="không thể sau hôm nay"):
        issued(draft, by, issued_on=day(1))
    assert ReportFile.objects.count() == 0


@pytest.mark.usefixtures("files_at_once")
def test_somebody_who_wrote_meanwhile_stops_the_issue(draft, by):
    issue = make_issue(
        draft, number="05", issued_on=TODAY, today=TODAY, code=new_code(), address="https://a/"
    )
    seen = draft.revision
    actions.write_section(report=draft, key="field", text="Mới.", based_on="", by=by)
    with pytest.raises(ValidationError, match="được người khác sửa"):
        actions.issue_report(
            report=draft, number="05", issued_on=TODAY, issue=issue, by=by, on=TODAY, revision=seen
        )
    assert ReportFile.objects.count() == 0


@pytest.mark.usefixtures("files_at_once")
def test_a_file_whose_row_fails_does_not_stay(draft, by, media_root, monkeypatch):
    def broken(self, *args, **kwargs):
        raise IntegrityError("no")

    monkeypatch.setattr(ReportFile, "save", broken)
    with pytest.raises(IntegrityError):
        issued(draft, by)
    assert [path for path in media_root.rglob("*") if path.is_file()] == []


@pytest.mark.usefixtures("files_at_once")
def test_a_correction_replaces_and_keeps_the_text(draft, by):
    actions.write_section(report=draft, key="field", text="Không cháy.", based_on="", by=by)
    first = issued(ComplianceReport.objects.get(pk=draft.pk), by)
    second = actions.correct_report(report=first, by=by, on=TODAY)

    assert second.replaces == first
    assert second.sections.get().text == "Không cháy."
    with pytest.raises(ValidationError, match="Đã có bản thay thế"):
        actions.correct_report(report=first, by=by, on=TODAY)
    sha = first.files.get(kind="pdf").sha256
    assert verdict(first.code, sha) is Verdict.ISSUED
    issued(second, by, number="06")
    assert verdict(first.code, sha) is Verdict.REPLACED


# --- the signed copy ------------------------------------------------------------------------------
def test_a_signature_inside_a_pdf_is_read(tmp_path):
    made = signed_pdf("Đặng Văn Tín")
    (found,) = signatures_of(made)
    assert found.by == "Đặng Văn Tín"
    assert found.is_intact
    assert found.is_whole
    assert found.on


def test_a_byte_changed_since_is_told():
    made = signed_pdf("Đặng Văn Tín")
    at = made.index(b"/MediaBox")
    (found,) = signatures_of(made[: at + 11] + b"9" + made[at + 12 :])
    assert not found.is_intact


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 broken", b"\x89PNG"])
def test_a_file_without_signatures(data):
    assert signatures_of(data) == ()


@pytest.mark.usefixtures("files_at_once")
def test_a_signed_copy_is_attached_once(client, draft, by):
    report = issued(draft, by)
    client.force_login(by)
    address = reverse("reports:attach_signed", args=[report.pk])
    made = signed_pdf("Đặng Văn Tín")
    for expected in (302, 422):
        answer = client.post(address, {"file": SimpleUploadedFile("da-ky.pdf", made)})
        assert answer.status_code == expected
    page = client.get(reverse("reports:report", args=[report.pk])).content.decode()
    assert "Đặng Văn Tín" in page
    assert "nội dung đã ký còn nguyên vẹn" in page


def test_a_signed_copy_is_a_scan_or_a_pdf(client, draft, by):
    report = issued(draft, by)
    client.force_login(by)
    wrong = SimpleUploadedFile("da-ky.txt", "Đã ký".encode())
    answer = client.post(reverse("reports:attach_signed", args=[report.pk]), {"file": wrong})
    assert answer.status_code == 422
    assert "Bản đã ký phải là tệp PDF hoặc ảnh" in answer.content.decode()


def test_a_draft_has_no_signed_copy(client, draft, by):
    client.force_login(by)
    answer = client.post(
        reverse("reports:attach_signed", args=[draft.pk]),
        {"file": SimpleUploadedFile("a.pdf", signed_pdf("A"))},
    )
    assert answer.status_code == 422
    assert ReportFile.objects.count() == 0


# --- through the pages ----------------------------------------------------------------------------
def test_issued_on_the_page_and_read_again(client, draft, by):
    client.force_login(by)
    form = client.get(reverse("reports:report", args=[draft.pk])).context["issue_form"]
    said = {"number": "5", "issued_on": "15/06/2026", "revision": form["revision"].value()}
    answer = client.post(reverse("reports:issue_report", args=[draft.pk]), said)
    assert answer.status_code == 302

    page = client.get(answer["Location"]).content.decode()
    assert "05/BC-SKHCN" in page
    report = ComplianceReport.objects.get()
    for ending in ("pdf", "docx", "xlsx"):
        way = client.get(reverse("reports:report_document", args=[report.pk, ending]), follow=True)
        assert b"".join(way.streaming_content) == content(report.files.get(kind=ending))


def test_a_wrong_number_is_said_beside_its_field(client, draft, by):
    client.force_login(by)
    said = {"number": "năm", "issued_on": "15/06/2026", "revision": draft.revision}
    answer = client.post(reverse("reports:issue_report", args=[draft.pk]), said)
    assert answer.status_code == 422
    assert "Số văn bản gồm các chữ số" in answer.content.decode()


# --- checking a copy ------------------------------------------------------------------------------
@pytest.mark.usefixtures("files_at_once")
def test_a_stranger_checks_a_file_and_learns_nothing_else(client, office, draft, by):
    report = issued(draft, by)
    address = reverse("reports:verify", args=[report.code])
    file = content(report.files.get(kind="pdf"))

    bare = client.get(address).content.decode()
    right = client.post(address, {"file": SimpleUploadedFile("a.pdf", file)}).content.decode()
    wrong = client.post(
        address, {"file": SimpleUploadedFile("a.pdf", file + b" ")}
    ).content.decode()
    by_hash = client.post(
        address, {"sha256": hashlib.sha256(file).hexdigest().upper()}
    ).content.decode()

    assert "Đúng: tệp này là văn bản đã ban hành" in right
    assert "Đúng: tệp này là văn bản đã ban hành" in by_hash
    assert "Không phải" in wrong
    for page in (bare, right, wrong):
        assert office.agency.name not in page
        assert "05/BC" not in page


@pytest.mark.usefixtures("files_at_once")
def test_a_code_that_there_is_not_is_answered_like_any_other(client, draft, by):
    report = issued(draft, by)
    pages = []
    for code in (report.code, "ZZZZZZZZZZZZ"):
        address = reverse("reports:verify", args=[code])
        answers = (client.get(address), client.post(address, {"sha256": "0" * 64}))
        plain = [re.sub(r'value="[^"]*"|Token": "[^"]*"', "", a.content.decode()) for a in answers]
        pages.append([page.replace(code, "") for page in plain])
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("data", "message"),
    [({}, "Hãy chọn tệp"), ({"sha256": "abc"}, "64 chữ số")],
)
def test_a_check_of_nothing(client, data, message):
    answer = client.post(reverse("reports:verify", args=["ABCD"]), data)
    assert answer.status_code == 422
    assert message in answer.content.decode()
