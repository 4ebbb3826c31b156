"""Whole plans in many shapes, read end to end."""

import pytest

from reading import PlanDraft
from reading.draft import DoubtKind
from tests.reading.helpers import draft_of, duties, short, words_at

ALL = [
    "hospital.txt",
    "decision.txt",
    "department.txt",
    "school.md",
    "factory.txt",
    "province.txt",
    "company.txt",
    "commune.txt",
]


def refs(draft: PlanDraft) -> list[str]:
    return [task.ref for task in draft.tasks]


def test_labels_without_dashes_and_a_head_in_two_columns():
    draft = draft_of("hospital.txt")
    head = (draft.number, draft.symbol, draft.issuer, draft.place, draft.issued_on)
    assert head == ("112", "KH-BVĐK", "Bệnh viện Đa khoa khu vực", "Lam Sơn", "2025-03-05")
    assert [short(task) for task in draft.tasks] == [
        ("B.I.1", "Phòng Công tác xã hội", "Các khoa, phòng", "date 2025-06-30"),
        (
            "B.I.2",
            "Phòng Tổ chức cán bộ",
            "Công đoàn; Đoàn Thanh niên",
            "window 2025-10-10 from 2025-09-20",
        ),
        (
            "B.II.1",
            "Phòng Hành chính quản trị",
            "Phòng Kế hoạch tổng hợp; Khoa Cấp cứu",
            "date 2025-05-31",
        ),
        ("B.II.2", "Phòng Hành chính quản trị", "", "yearly 06-30 12-31 before"),
        ("C.1.1", "Phòng Hành chính quản trị", "", "none"),
        ("C.1.2", "Phòng Hành chính quản trị", "", "quarterly 20 before"),
        ("C.2", "Phòng Tài chính kế toán", "", "none"),
        ("C.3", "Các khoa, phòng, trung tâm", "", "date 2025-12-10 before"),
    ]
    assert draft.tasks[0].expected_product == "Tin, bài tuyên truyền"
    assert draft.recipients[-1] == "Lưu: VT, HCQT"
    assert draft.signatory.position == "GIÁM ĐỐC"


def test_a_plan_attached_to_a_decision():
    draft = draft_of("decision.txt")
    assert (draft.kind, draft.number, draft.symbol) == ("KẾ HOẠCH", "815", "QĐ-UBND")
    assert draft.title is not None
    assert draft.title.startswith("Phòng cháy, chữa cháy và cứu nạn, cứu hộ phường Tân Hòa")
    assert [c.number for c in draft.legal_bases] == ["72/2025/QH15", "105/2025/NĐ-CP", "77/TTr-CAP"]
    assert [c.number for c in draft.references] == ["301/QĐ-UBND"]
    assert refs(draft) == ["II.A.1", "II.A.2", "II.B.1", "III.1", "III.2", "IV.1", "IV.2"]
    assert duties(draft) == [
        ("III.1", "Các tổ dân phố", "Công an phường", None, "monthly 15 before", None),
        ("III.2", "Công an phường", "UBND thành phố", "Công an thành phố", "half_yearly", None),
    ]
    assert draft.recipients == ("Như Điều 3", "UBND thành phố (b/c)", "Lưu: VT")
    assert (draft.signatory.authority, draft.signatory.name) == (
        "TM. ỦY BAN NHÂN DÂN",
        "Hồ Thị Lan Anh",
    )


def test_nested_numbers_and_what_is_in_doubt():
    draft = draft_of("department.txt")
    assert refs(draft) == [
        "II.1.1",
        "II.1.2",
        "II.2.1.a",
        "II.2.1.b",
        "II.2.1.c",
        "II.2.2",
        "II.4",
        "III.2",
        "IV.1",
        "IV.2",
    ]
    kinds = {doubt.kind for doubt in draft.doubts}
    assert {
        DoubtKind.BAD_DAY,
        DoubtKind.NUMBER_GAP,
        DoubtKind.NO_LEAD,
        DoubtKind.NO_HEADER,
    } <= kinds
    assert draft.issued_on == "2024-01"
    assert draft.signatory.name == "Trần Hữu Đức"


def test_a_markdown_table():
    draft = draft_of("school.md")
    assert [short(task) for task in draft.tasks][:3] == [
        ("1", "Hiệu trưởng", "Đoàn trường", "window 2025-10-07 from 2025-10-01"),
        ("2", "Giáo viên chủ nhiệm", "", "window 2025-10-11 from 2025-10-06"),
        (
            "3",
            "Đ/c Nguyễn Văn Bình; Phó Hiệu trưởng",
            "Tổ Hóa - Sinh; Tổ Tin",
            "date 2025-10-20 before",
        ),
    ]
    assert duties(draft)[0][:3] == ("4", "Văn thư", "Sở Giáo dục và Đào tạo")
    assert "Bản giấy" not in draft.tasks[3].text


def test_months_as_headings_and_a_part_on_reporting():
    draft = draft_of("factory.txt")
    assert [short(task)[3] for task in draft.tasks[:4]] == [
        "date 2025-07-15",
        "date 2025-07-20 before",
        "date 2025-08-31",
        "date 2025-08-31 by",
    ]
    assert [duty[0] for duty in duties(draft)] == ["3.2.2", "3.3", "4.1", "4.2"]
    assert duties(draft)[-1][5] == "báo cáo an toàn lao động năm 2025"


def test_headings_that_lost_their_numbers_and_details_that_are_no_tasks():
    draft = draft_of("province.txt")
    assert refs(draft) == [
        "II.1.1",
        "II.1.2",
        "II.1.3",
        "II.2",
        "II.3",
        "II.4",
        "II.5",
        "II.6.a",
        "II.6.b",
        "II.6.c",
        "III.1",
        "III.2",
    ]
    assert draft.tasks[3].lead[0].words == "Sở Xây dựng"
    assert [duty[:4] for duty in duties(draft)] == [
        ("II.1.3", "Công an tỉnh", "UBND tỉnh", None),
        ("II.6.c", "UBND các huyện, thị xã, thành phố", "UBND tỉnh", "Công an tỉnh"),
        (
            "III.1",
            "Thủ trưởng các sở, ban, ngành, Chủ tịch UBND các huyện, thị xã, thành phố",
            None,
            "Công an tỉnh",
        ),
        ("III.2", "Công an tỉnh", "Bộ Công an", None),
    ]
    assert draft.signatory.authority == "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"


def test_a_table_with_tabs_and_groups_of_rows():
    draft = draft_of("company.txt")
    assert [short(task) for task in draft.tasks[:4]] == [
        ("1", "Bộ phận Cơ điện", "", "date 2026-01-25"),
        ("2", "Bộ phận Cơ điện; Bảo vệ", "", "date 2026-02-14"),
        ("3", "Đội bảo vệ", "Bộ phận Hành chính", "window 2026-02-22 from 2026-02-14"),
        ("4", "Đội bảo vệ", "", "ongoing"),
    ]
    assert (draft.kind, draft.issued_on) == ("PHƯƠNG ÁN", "2026-01-10")


def test_lines_that_only_say_who_and_when():
    draft = draft_of("commune.txt")
    assert [short(task) for task in draft.tasks[:4]] == [
        (
            "II.1",
            "Phòng Văn hóa - Xã hội",
            "Đoàn Thanh niên xã; các trường học",
            "date 2025-09-30 before",
        ),
        (
            "II.2",
            "Công an xã",
            "Phòng Kinh tế; Ban Chỉ huy Quân sự xã",
            "window 2026-09-30 from 2026-04-01",
        ),
        ("II.3", "Ban CHQS xã", "", "window 2025-12-31 from 2025-11-01"),
        ("II.4", "Công an xã", "", "date 2025-12-31 by"),
    ]
    assert draft.tasks[0].text == "Tuyên truyền lưu động tại các thôn, chợ, trường học."
    assert draft.recipients == ("Như phần IV", "Công an TP (b/c)", "Lưu VP")


@pytest.mark.parametrize("name", ALL)
def test_every_value_stands_where_it_says(name: str):
    draft = draft_of(name)
    for task in draft.tasks:
        assert words_at(draft, task.spans).replace(" ", "") == task.text.replace(" ", "")
        for unit in (*task.lead, *task.cooperating):
            assert words_at(draft, unit.spans) == unit.words
        if task.deadline.words:
            assert words_at(draft, task.deadline.spans) == task.deadline.words
    for field in ("number", "symbol", "place", "title"):
        if getattr(draft, field):
            found = words_at(draft, draft.places[field]).replace(" ", "")
            assert found == getattr(draft, field).replace(" ", "")


@pytest.mark.parametrize("name", ALL)
def test_a_draft_comes_back_from_its_state(name: str):
    draft = draft_of(name)
    assert PlanDraft.from_state(draft.to_state()) == draft
