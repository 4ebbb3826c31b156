"""Files that mean harm, or are not what they say, are refused at once and in plain words."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from reading import MAX_BYTES, UnreadableFile, read

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OPEN, _CLOSE = f"<w:document {_W}><w:body>", "</w:body></w:document>"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def packed(document: str, name: str = "word/document.xml") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, document)
    return data.getvalue()


def nested(depth: int) -> str:
    table = "<w:tbl><w:tr><w:tc>" * depth + paragraph("x") + "</w:tc></w:tr></w:tbl>" * depth
    return _OPEN + table + _CLOSE


ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>'

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip bomb": (lambda: packed(_OPEN + paragraph("a" * 60_000_000) + _CLOSE), "damaged"),
    "entities": (lambda: packed(ENTITY + _OPEN + paragraph("&b;") + _CLOSE), "damaged"),
    "external entity": (lambda: packed(EXTERNAL + _OPEN + paragraph("&b;") + _CLOSE), "damaged"),
    "thousands of nested tables": (lambda: packed(nested(5000)), "damaged"),
    "millions of elements": (lambda: packed(_OPEN + "<w:p/>" * 700_000 + _CLOSE), "damaged"),
    "no end of text": (lambda: "Công an xã kiểm tra.\n".encode() * 31_000, "too_large"),
    "cut off": (lambda: packed(_OPEN + _CLOSE)[:150], "damaged"),
    "broken XML": (lambda: packed(_OPEN + "<w:p>"), "damaged"),
    "another zip": (lambda: packed("x", "xl/workbook.xml"), "wrong_kind"),
    "nothing in it": (lambda: packed(_OPEN + _CLOSE), "no_text"),
    "old Word": (lambda: _OLE + "WordDocument".encode("utf-16-le"), "wrong_kind"),
    "locked Word": (lambda: _OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "scanned"),
    "rich text": (lambda: b"{\\rtf1 abc}", "wrong_kind"),
    "program": (lambda: bytes(range(256)) * 40, "wrong_kind"),
    "broken PDF": (lambda: b"%PDF-1.4\n nonsense", "damaged"),
    "empty": (lambda: b"", "empty"),
    "white space": (lambda: b" \n\t ", "no_text"),
    "too large": (lambda: b"a" * (MAX_BYTES + 1), "too_large"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refused(name: str):
    make, code = HOSTILE[name]
    data = make()
    with pytest.raises(UnreadableFile) as refused:
        read(data, "plan.docx")
    assert refused.value.code == code
    assert "Đề nghị" in str(refused.value)


def test_a_bomb_is_not_unpacked():
    data = packed(_OPEN + paragraph("a" * 60_000_000) + _CLOSE)
    tracemalloc.start()
    with pytest.raises(UnreadableFile) as refused:
        read(data, "plan.docx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.code == "damaged"
    assert peak < 100 * 1024 * 1024


def test_tables_a_few_deep_are_read():
    assert read(packed(nested(20)), "plan.docx").lines == ("x",)


def test_a_name_proves_nothing():
    assert read("KẾ HOẠCH\nPCCC năm 2025\n".encode(), "plan.pdf").kind == "KẾ HOẠCH"
    assert read(packed(_OPEN + paragraph("KẾ HOẠCH") + _CLOSE), "plan.txt").kind == "KẾ HOẠCH"
