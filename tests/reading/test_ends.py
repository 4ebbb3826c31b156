"""The head and the signature in the forms that offices use."""

import pytest

from reading import read_text

HEAD = "SỞ TƯ PHÁP\nSố: 9/KH-STP\nBình Minh, ngày 03 tháng 02 năm 2025\nKẾ HOẠCH\nPCCC năm 2025\n"
BODY = "I. NHIỆM VỤ\n1. Văn phòng Sở kiểm tra.\nNơi nhận:\n- UBND tỉnh;\n- Lưu: VT.\n"


@pytest.mark.parametrize(
    ("lines", "authority", "position"),
    [
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        (
            "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
            "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH",
            "PHÓ CHỦ TỊCH",
        ),
        ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ("Q. GIÁM ĐỐC", None, "Q. GIÁM ĐỐC"),
        ("TM. ỦY BAN NHÂN DÂN\nQ. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"),
        ("TL. BỘ TRƯỞNG\nCHÁNH VĂN PHÒNG", "TL. BỘ TRƯỞNG", "CHÁNH VĂN PHÒNG"),
        ("TUQ. GIÁM ĐỐC\nCHÁNH VĂN PHÒNG", "TUQ. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"),
        ("T/M BAN THƯỜNG VỤ\nP. BÍ THƯ", "T/M BAN THƯỜNG VỤ", "P. BÍ THƯ"),
        ("GIÁM ĐỐC", None, "GIÁM ĐỐC"),
        ("Giám đốc", None, "Giám đốc"),
        ("CHỦ CƠ SỞ", None, "CHỦ CƠ SỞ"),
        ("GIÁM ĐỐC\n(Đã ký)", None, "GIÁM ĐỐC"),
    ],
)
@pytest.mark.parametrize("name", ["Trần Văn An", "Đại tá Phùng Văn Kiên", "H’Lim Niê"])
def test_signatures(lines: str, authority: str | None, position: str, name: str) -> None:
    signed = read_text(f"{HEAD}{BODY}{lines}\n\n{name}\n").signatory
    assert (signed.authority, signed.position, signed.name) == (authority, position, name)


def test_the_first_of_two_who_sign() -> None:
    signed = read_text(
        f"{HEAD}{BODY}CÔNG AN TỈNH\nGIÁM ĐỐC\nĐại tá Lê Văn Hai\nSỞ TƯ PHÁP\nGIÁM ĐỐC\nLâm Thị Sang"
    ).signatory
    assert (signed.position, signed.name) == ("GIÁM ĐỐC", "Đại tá Lê Văn Hai")


def test_type_and_title_on_one_line_in_capitals() -> None:
    draft = read_text(
        f"NHÀ MÁY SỐ 2\nSố 3/KH-NM2\nPhú Long, ngày 02-01-2026\n"
        f"KẾ HOẠCH PHÒNG CHÁY VÀ CHỮA CHÁY NĂM 2026\n{BODY}"
    )
    assert (draft.kind, draft.title) == ("KẾ HOẠCH", "PHÒNG CHÁY VÀ CHỮA CHÁY NĂM 2026")
    assert draft.issued_on == "2026-01-02"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("TỈNH ỦY KHÁNH SƠN", "Tỉnh ủy Khánh Sơn"),
        ("CÔNG TY CỔ PHẦN DỆT MAY HÒA AN", "Công ty Cổ phần Dệt may Hòa An"),
        ("TRUNG TÂM Y TẾ PHÚ LỘC", "Trung tâm Y tế Phú Lộc"),
    ],
)
def test_capitals_that_stand_nowhere_else(written: str, meant: str) -> None:
    draft = read_text(HEAD.replace("SỞ TƯ PHÁP", written) + BODY)
    assert draft.issuer == meant
