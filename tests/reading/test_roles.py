"""Who leads and who cooperates, by labels and by prose."""

import pytest

from reading.understand.roles import heading, labelled, prose
from reading.understand.stated_roles import Who
from tests.reading.helpers import line


def both(who: Who) -> tuple[list[str], list[str]]:
    return [n.words for n in who.lead], [n.words for n in who.cooperating]


@pytest.mark.parametrize(
    ("value", "lead", "cooperating"),
    [
        ("Văn phòng Sở chủ trì, tham mưu Lãnh đạo Sở triển khai.", ["Văn phòng Sở"], []),
        (
            "Văn phòng Sở chủ trì, phối hợp với “Tổ tự quản PCCC”.",
            ["Văn phòng Sở"],
            ["Tổ tự quản PCCC"],
        ),
        (
            "Phòng A (chủ trì), Phòng B, Công an xã (phối hợp)",
            ["Phòng A"],
            ["Phòng B", "Công an xã"],
        ),
        (
            "Công an xã chủ trì; Phòng Kinh tế, Hội Nông dân xã phối hợp.",
            ["Công an xã"],
            ["Phòng Kinh tế", "Hội Nông dân xã"],
        ),
        (
            "Công an xã chủ trì; Phòng Văn hóa - Xã hội phối hợp.",
            ["Công an xã"],
            ["Phòng Văn hóa - Xã hội"],
        ),
        ("Phòng Văn hóa - Xã hội chủ trì.", ["Phòng Văn hóa - Xã hội"], []),
        ("Tổ tự quản phòng cháy, chữa cháy.", ["Tổ tự quản phòng cháy, chữa cháy"], []),
    ],
)
def test_labelled(value: str, lead: list[str], cooperating: list[str]):
    assert both(labelled(line(value))) == (lead, cooperating)


@pytest.mark.parametrize(
    ("words", "lead", "cooperating"),
    [
        (
            "Giao Phòng Kinh tế chủ trì, phối hợp với Công an xã tham mưu.",
            ["Phòng Kinh tế"],
            ["Công an xã"],
        ),
        ("Đề nghị Hội Nông dân xã vận động hội viên.", ["Hội Nông dân xã"], []),
        ("Công an xã là cơ quan thường trực, có trách nhiệm theo dõi.", ["Công an xã"], []),
        ("Rà soát cơ sở; giao Công an xã lập danh sách.", ["Công an xã"], []),
        (
            "Diễn tập tại chợ (Công an xã chủ trì, phối hợp với Ban quản lý chợ).",
            ["Công an xã"],
            ["Ban quản lý chợ"],
        ),
        ("Phối hợp chặt chẽ, rõ người, rõ việc.", [], []),
        ("Phối hợp, hướng dẫn UBND các xã củng cố đội dân phòng.", [], ["UBND các xã"]),
        ("Tổ chức tuyên truyền tại khu dân cư.", [], []),
    ],
)
def test_prose(words: str, lead: list[str], cooperating: list[str]):
    assert both(prose(line(words))) == (lead, cooperating)


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("Công an huyện", ["Công an huyện"]),
        ("Báo và Phát thanh, Truyền hình An Phú", ["Báo và Phát thanh, Truyền hình An Phú"]),
        ("Sở Y tế; Báo An Phú", ["Sở Y tế", "Báo An Phú"]),
        ("Công an xã có trách nhiệm:", ["Công an xã"]),
        ("Đối với UBND các xã, thị trấn", ["UBND các xã, thị trấn"]),
        ("Công tác tuyên truyền", []),
        ("Công an huyện kiểm tra chợ", []),
    ],
)
def test_heading(words: str, lead: list[str]):
    assert [n.words for n in heading(line(words)).lead] == lead
