"""Files of other kinds and makes: what is read of them, and what a person is told to do."""

import re
import zipfile
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.shared import Cm

from reading import PlanDraft, Refusal, UnreadableFile, read
from tests.reading.helpers import short

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: Document) -> bytes:
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def plan(*, head: bool = True) -> Document:
    document = docx.Document()
    if head:
        for words in (
            "UBND XÃ NÀ PÀN",
            "Số: 15/KH-UBND",
            "Nà Pàn, ngày 12 tháng 01 năm 2026",
        ):
            document.add_paragraph(words)
    for words in ("KẾ HOẠCH", "Phòng cháy, chữa cháy năm 2026"):
        document.add_paragraph().add_run(words).bold = True
    document.add_paragraph("I. NHIỆM VỤ")
    document.add_paragraph("1. Công an xã kiểm tra chợ trước ngày 15/5/2026.")
    document.add_paragraph("2. Trạm Y tế chuẩn bị thuốc.")
    return document


WORK = [("I.1", "Công an xã", "", "date 2026-05-15 before"), ("I.2", "Trạm Y tế", "", "none")]
HEAD = ("15", "KH-UBND", "UBND xã Nà Pàn", "Nà Pàn", "2026-01-12")


def head(draft: PlanDraft) -> tuple[str | None, ...]:
    return draft.number, draft.symbol, draft.issuer, draft.place, draft.issued_on


_HTML = "<html><head><title>KH</title></head><body><p>KẾ HOẠCH</p></body></html>"
_SHEET = '<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<w:wordDocument/>'
_BY_MAIL = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n" + _HTML


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("web.doc", _HTML.encode()),
        ("web.docx", b"\xef\xbb\xbf  <!DOCTYPE html>\n" + _HTML.encode()),
        ("web.txt", b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>' + _HTML.encode()),
        ("web.htm", _HTML.upper().encode("utf-16")),
        ("word.doc", ('<html xmlns:o="urn:schemas-microsoft-com:office:office">' + _HTML).encode()),
        ("one.doc", _BY_MAIL.encode()),
        ("word2003.doc", _SHEET.encode()),
        ("rich.doc", b"{\\rtf1\\ansi K\\u7871? ho\\u7841?ch}"),
        ("rich.docx", b"\xef\xbb\xbf{\\rtf1\\ansi}"),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")),
        ("old.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")),
        ("old.pdf", b"\xdb\xa5-\x00" + bytes(200)),
    ],
)
def test_other_word_processors_files_are_to_be_saved_as_docx(name: str, data: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(data, name)
    assert refused.value.code is Refusal.WRONG_KIND
    assert "lưu thành định dạng .docx" in str(refused.value)


@pytest.mark.parametrize("kind", ["text", "text-template"])
def test_an_open_document_text_is_to_be_saved_as_docx(kind: str) -> None:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        package.writestr("content.xml", "<x/>")
    with pytest.raises(UnreadableFile, match=r"lưu thành định dạng \.docx"):
        read(data.getvalue(), "ke-hoach.docx")


@pytest.mark.parametrize("text", ["<ghi chú> KẾ HOẠCH", "Xem <https://example.vn> KẾ HOẠCH"])
def test_angle_brackets_alone_make_no_web_page(text: str) -> None:
    assert read(text.encode(), "x.txt").lines


_STRICT = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": (
        "http://purl.oclc.org/ooxml/wordprocessingml/main"
    ),
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
    "http://schemas.openxmlformats.org/drawingml/2006/main": (
        "http://purl.oclc.org/ooxml/drawingml/main"
    ),
}


def strict(data: bytes, main: str = "word/document.xml") -> bytes:
    """The package as Word saves it as "Strict Open XML Document"; ``main`` is its main part."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as package, zipfile.ZipFile(out, "w") as made:
        for name in package.namelist():
            part = package.read(name)
            if name.endswith((".xml", ".rels")):
                for loose, tight in _STRICT.items():
                    part = part.replace(loose.encode(), tight.encode())
                part = part.replace(b"word/document.xml", main.encode())
            made.writestr(name.replace("word/document.xml", main), part)
    return out.getvalue()


@pytest.mark.parametrize("main", ["word/document.xml", "word/document2.xml", "doc/main.xml"])
def test_a_strict_package_is_read(main: str) -> None:
    document = plan()
    table = document.add_table(2, 3)
    for at, words in enumerate(("Nội dung", "Chủ trì", "Thời gian")):
        table.cell(0, at).text = words
    for at, words in enumerate(("Thay bình chữa cháy", "Phòng Kinh tế", "Tháng 6/2026")):
        table.cell(1, at).text = words
    draft = read(strict(saved(document), main), "ke-hoach.docx")
    assert head(draft) == HEAD
    assert [short(task) for task in draft.tasks[:2]] == WORK
    assert draft.tasks[2].lead[0].words == "Phòng Kinh tế"


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("tabled", [True, False])
def test_a_letterhead_in_words_page_header_is_the_head(first: bool, tabled: bool) -> None:
    document = plan(head=False)
    section = document.sections[0]
    section.different_first_page_header_footer = first
    header = section.first_page_header if first else section.header
    header.is_linked_to_previous = False
    lines = [
        ("UBND XÃ NÀ PÀN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Số: 15/KH-UBND", "Nà Pàn, ngày 12 tháng 01 năm 2026"),
    ]
    if tabled:
        table = header.add_table(2, 2, Cm(16))
        for at, row in enumerate(lines):
            for place, words in enumerate(row):
                table.cell(at, place).text = words
    else:
        for left, right in lines:
            header.add_paragraph(f"{left}\t{right}")
    draft = read(saved(document), "ke-hoach.docx")
    assert head(draft) == HEAD
    assert [short(task) for task in draft.tasks] == WORK


@pytest.mark.parametrize(
    "words", ["KH PCCC năm 2026", "Trang 1", "UBND xã Nà Pàn - lưu hành nội bộ"]
)
def test_a_running_head_is_no_letterhead(words: str) -> None:
    document = plan()
    document.sections[0].header.paragraphs[0].text = words
    draft = read(saved(document), "ke-hoach.docx")
    assert (head(draft), words in draft.lines) == (HEAD, False)


def note(document: Document, place: str, words: str) -> None:
    """A footnote at the end of the paragraph that holds ``place``."""
    number = getattr(document, "notes", 1) + 1
    paragraph = next(p for p in document.paragraphs if place in p.text)
    run = paragraph.add_run()
    run._r.append(parse_xml(f'<w:footnoteReference {_W} w:id="{number}"/>'))
    document.notes = number  # type: ignore[attr-defined]
    document.written = [*getattr(document, "written", []), (number, words)]  # type: ignore[attr-defined]


def noted(document: Document) -> bytes:
    """The document's bytes with its footnotes."""
    kept = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r>'
        f"<w:t> {words}</w:t></w:r></w:p></w:footnote>"
        for number, words in document.written  # type: ignore[attr-defined]
    )
    separators = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    out = BytesIO(saved(document))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(
            "word/footnotes.xml",
            f'<?xml version="1.0"?><w:footnotes {_W}>{separators}{kept}</w:footnotes>',
        )
    return out.getvalue()


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Hoàn thành trước ngày 30/6/2026.", ("Trạm Y tế", "", "date 2026-06-30 before")),
        ("Xong trong tháng 6/2026", ("Trạm Y tế", "", "date 2026-06-30 by")),
        ("Thời gian thực hiện: Quý II/2026.", ("Trạm Y tế", "", "date 2026-06-30")),
        (
            "Do Công an xã chủ trì, Đoàn Thanh niên phối hợp.",
            ("Công an xã", "Đoàn Thanh niên", "none"),
        ),
        ("Phối hợp: Phòng Kinh tế.", ("Trạm Y tế", "Phòng Kinh tế", "none")),
        ("Theo Kế hoạch số 3/KH-TYT ngày 02/01/2026.", ("Trạm Y tế", "", "none")),
    ],
)
def test_a_footnote_says_more_of_the_work_that_it_stands_by(
    words: str, wanted: tuple[str, str, str]
) -> None:
    document = plan()
    note(document, "Trạm Y tế", words)
    draft = read(noted(document), "ke-hoach.docx")
    assert short(draft.tasks[1])[1:] == wanted
    assert draft.tasks[1].text == "Trạm Y tế chuẩn bị thuốc."
    assert any(words.rstrip(".") in shown for shown in draft.lines)
    assert re.findall(r"3/KH-TYT", words) == [row.number for row in draft.references]


def test_an_underlined_line_is_a_heading_as_a_bold_one_is() -> None:
    document = plan()
    for unit, work in (("Công an xã", "Tuần tra ban đêm."), ("Đoàn Thanh niên", "Phát tờ rơi.")):
        document.add_paragraph().add_run(unit).underline = True
        document.add_paragraph(f"- {work}")
    draft = read(saved(document), "ke-hoach.docx")
    assert [short(task)[1] for task in draft.tasks[2:]] == ["Công an xã", "Đoàn Thanh niên"]
    assert [task.text for task in draft.tasks[2:]] == ["Tuần tra ban đêm.", "Phát tờ rơi."]


def test_a_signature_set_with_tabs_is_no_recipient() -> None:
    document = plan()
    for words in (
        "Nơi nhận:\tTM. ỦY BAN NHÂN DÂN",
        "- UBND tỉnh (b/c);\tKT. CHỦ TỊCH",
        "- Công an xã;\tPHÓ CHỦ TỊCH",
        "- Lưu: VT.",
        "\tNguyễn Thị Mai Lan",
    ):
        document.add_paragraph(words)
    draft = read(saved(document), "ke-hoach.docx")
    assert draft.recipients == ("UBND tỉnh (b/c)", "Công an xã", "Lưu: VT")
    assert draft.signatory.authority == "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"
    assert (draft.signatory.position, draft.signatory.name) == (
        "PHÓ CHỦ TỊCH",
        "Nguyễn Thị Mai Lan",
    )
