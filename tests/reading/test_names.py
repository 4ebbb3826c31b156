"""Names of units: where they end in prose, and how rows of them are split."""

import pytest

from reading.understand import roles
from reading.understand.name_lists import only_names, split_names
from reading.understand.names import read_row
from reading.understand.one_name import Directory
from tests.reading.helpers import line


@pytest.mark.parametrize(
    ("prose", "names"),
    [
        ("Văn phòng Sở có trách nhiệm theo dõi", ["Văn phòng Sở"]),
        ("Văn phòng Sở kiểm tra trụ sở", ["Văn phòng Sở"]),
        ("Công an phường kiểm tra cơ sở", ["Công an phường"]),
        ("Sở Giao thông vận tải lập quy hoạch", ["Sở Giao thông vận tải"]),
        ("Phòng Quản lý khoa học căn cứ nhiệm vụ", ["Phòng Quản lý khoa học"]),
        ("Trung tâm Quan trắc kiểm tra kho", ["Trung tâm Quan trắc"]),
        ("Ban quản lý các chợ và UBND các xã kiểm tra", ["Ban quản lý các chợ", "UBND các xã"]),
        (
            "Sở Xây dựng, UBND các huyện, thành phố tổng rà soát",
            ["Sở Xây dựng", "UBND các huyện, thành phố"],
        ),
        ("Sở Văn hóa, Thể thao và Du lịch chủ trì", ["Sở Văn hóa, Thể thao và Du lịch"]),
        (
            "Trưởng các phòng, đơn vị trực thuộc tổ chức triển khai",
            ["Trưởng các phòng, đơn vị trực thuộc"],
        ),
        (
            "các phòng chuyên môn, đơn vị trực thuộc xây dựng",
            ["các phòng chuyên môn", "đơn vị trực thuộc"],
        ),
        (
            "các sở, ban, ngành, Chủ tịch UBND xã chịu trách nhiệm",
            ["các sở, ban, ngành", "Chủ tịch UBND xã"],
        ),
        ("các cơ quan thông tin, truyền thông xây dựng", ["các cơ quan thông tin, truyền thông"]),
        ("Văn phòng HĐND và UBND xã tham mưu", ["Văn phòng HĐND và UBND xã"]),
        (
            "Phòng Cảnh sát PCCC và CNCH Công an tỉnh tổ chức",
            ["Phòng Cảnh sát PCCC và CNCH Công an tỉnh"],
        ),
        ("“Tổ tự quản phòng cháy, chữa cháy”.", ["Tổ tự quản phòng cháy, chữa cháy"]),
        ("Thủ tướng Chính phủ và Kế hoạch số 12/KH-UBND", ["Thủ tướng Chính phủ"]),
        ("các tổ chức chính trị - xã hội tỉnh phối hợp", ["các tổ chức chính trị - xã hội tỉnh"]),
        (
            "cán bộ, công chức, viên chức và người lao động chấp hành",
            ["cán bộ, công chức, viên chức và người lao động"],
        ),
    ],
)
def test_prose(prose: str, names: list[str]):
    assert [prose[f.start : f.end] for f in read_row(prose).names] == names


@pytest.mark.parametrize(
    "prose",
    [
        "Tổ chức tuyên truyền",
        "Ban hành văn bản",
        "Báo cáo kết quả",
        "Phòng cháy, chữa cháy",
        "Đội ngũ cán bộ",
        "Khoa học và công nghệ",
        "Hội nghị tổng kết",
        "Đoàn viên thanh niên",
        "Cơ sở vật chất",
        "Công tác",
    ],
)
def test_no_name(prose: str):
    assert not read_row(prose)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Phòng Khoa học và Công nghệ", ["Phòng Khoa học và Công nghệ"]),
        ("Văn phòng; Trung tâm Đổi mới Sáng tạo.", ["Văn phòng", "Trung tâm Đổi mới Sáng tạo"]),
        (
            "Phòng A và các cơ quan, đơn vị có liên quan.",
            ["Phòng A", "các cơ quan, đơn vị có liên quan"],
        ),
        (
            "Công an tỉnh (PC07), Sở Y tế và Báo Đông Hải",
            ["Công an tỉnh (PC07)", "Sở Y tế", "Báo Đông Hải"],
        ),
        (
            "Đoàn TNCS Hồ Chí Minh xã, Hội Nông dân xã",
            ["Đoàn TNCS Hồ Chí Minh xã", "Hội Nông dân xã"],
        ),
        ("Nguyễn Văn An, Trần Thị Bình", ["Nguyễn Văn An", "Trần Thị Bình"]),
        ("Phòng Lao động - Thương binh và Xã hội", ["Phòng Lao động - Thương binh và Xã hội"]),
        ("", []),
    ],
)
def test_split(value: str, names: list[str]):
    assert [name.words for name in split_names(line(value))] == names


def test_a_name_met_elsewhere_is_known_to_its_end():
    prose = "Phòng Kế hoạch tổng hợp theo dõi"
    known = Directory(["Phòng Kế hoạch tổng hợp"])
    (found,) = read_row(prose, 0, known).names
    assert prose[found.start : found.end] == "Phòng Kế hoạch tổng hợp"


def test_only_names_takes_the_whole_text():
    assert [n.words for n in only_names(line("Công an huyện"))] == ["Công an huyện"]
    assert not only_names(line("Công an huyện kiểm tra"))


@pytest.mark.parametrize(
    "name",
    [
        "Trung tâm Trợ giúp pháp lý nhà nước",
        "Trung tâm Chuyển giao công nghệ",
        "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên",
    ],
)
def test_a_stop_inside_a_word_does_not_end_a_name(name: str) -> None:
    assert [found.words for found in only_names(line(name))] == [name]
    assert [found.words for found in roles.prose(line(f"{name} có trách nhiệm rà soát.")).lead] == [
        name
    ]


@pytest.mark.parametrize(
    ("prose", "name"),
    [
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy soi xét", "Ban Tuyên giáo và Dân vận Tỉnh ủy"),
        ("Công an xã Tân Lập siết chặt", "Công an xã Tân Lập"),
        ("Đội PCCC cơ sở túc trực", "Đội PCCC cơ sở"),
        ("Khoa Dược sắp xếp lại kho", "Khoa Dược"),
        ("Trung tâm Y tế khu vực Hòa An khóa van", "Trung tâm Y tế khu vực Hòa An"),
        ("Hội Cựu chiến binh xã ra quân", "Hội Cựu chiến binh xã"),
        ("Ban Xây dựng Hội biên tập tờ gấp", "Ban Xây dựng Hội"),
        ("Phòng Hậu cần: Bảo đảm xăng dầu", "Phòng Hậu cần"),
        ("Đồng chí Nguyễn Văn An mua", "Đồng chí Nguyễn Văn An"),
        ("Trưởng các Phòng giao dịch chịu", "Trưởng các Phòng giao dịch"),
        ("Vụ Pháp chế cho ý kiến", "Vụ Pháp chế"),
        ("PC07 hướng dẫn", "PC07"),
        ("Các cấp ủy, tổ chức đảng lãnh đạo, chỉ đạo", "Các cấp ủy, tổ chức đảng"),
        ("Phòng Công chức, viên chức lập", "Phòng Công chức, viên chức"),
    ],
)
def test_a_verb_that_no_list_has_ends_a_name_in_capitals(prose: str, name: str) -> None:
    (found,) = read_row(prose).names
    assert prose[found.start : found.end] == name


def test_a_request_before_a_name_is_no_part_of_it() -> None:
    value = "Cục Hóa chất, đề nghị Cục Cảnh sát PCCC và CNCH - Bộ Công an phối hợp"
    assert [name.words for name in split_names(line(value))] == [
        "Cục Hóa chất",
        "Cục Cảnh sát PCCC và CNCH - Bộ Công an",
    ]
