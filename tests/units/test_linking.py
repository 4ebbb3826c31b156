"""Rows that name each other → the units they mean, or what is wrong and how to mend it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.tables import TableRow
from units.lists.names import KnownUnit
from units.lists.resolve.units import resolve_units as link_rows
from units.lists.spelling import circles, fresh_code, initials
from units.lists.words import find_kind, guess_kind
from vietnamese.text import fold

OFFICE = KnownUnit("SO", "Sở Nội vụ", ("Sở NV",), identifier="H01")
ROOM = KnownUnit("VP", "Văn phòng", parent="SO")


def link(*rows, known=()):
    return link_rows(
        [TableRow(number, row) for number, row in enumerate(rows, start=2)], list(known)
    )


def row(code, name="Phòng A", parent="", **others):
    return {"code": code, "name": name, "parent": parent, **others}


def said(linked):
    return {one.number: [p.message for p in one.problems] for one in linked if one.problems}


# --- parents --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "words", ["SO", "so", "Sở Nội vụ", "SỞ  NỘI VỤ", "so noi vu", "Sở NV", "SO - Sở Nội vụ"]
)
def test_a_parent_is_found_by_code_name_or_other_name(words):
    (linked,) = link(row("A", parent=words), known=[OFFICE])
    assert linked.values["parent"] == "SO"
    assert linked.problems == []


def test_a_parent_may_stand_below_its_child_in_the_file():
    linked = link(row("A", parent="Trung tâm B"), row("B", "Trung tâm B"))
    assert linked[0].values["parent"] == "B"


def test_a_parent_is_found_by_another_name_that_only_the_file_knows():
    linked = link(row("A", parent="TTB"), row("B", "Trung tâm B", aliases="TT Bê; TTB"))
    assert linked[0].values["parent"] == "B"


def test_a_parent_is_found_by_its_old_and_its_new_name():
    linked = link(
        row("A", parent="Sở Nội vụ"),
        row("C", parent="Sở Nội vụ và Lao động"),
        row("SO", "Sở Nội vụ và Lao động"),
        known=[OFFICE],
    )
    assert [one.values["parent"] for one in linked] == ["SO", "SO", ""]


def test_the_code_of_a_parent_may_stand_in_a_column_of_its_own():
    (linked,) = link(row("A", parent_code="SO"), known=[OFFICE])
    assert linked.values["parent"] == "SO"


def test_an_unknown_parent_is_named_with_its_row_and_the_likest_unit():
    linked = link(row("A", parent="Sở Nội vu tỉnh"), row("B", parent="P. TCHC"), known=[OFFICE])
    messages = said(linked)
    mend = "Hãy sửa tên hoặc thêm đơn vị này vào tệp."
    not_found = "không tìm thấy đơn vị cấp trên"
    assert messages == {
        2: [f"{not_found} “Sở Nội vu tỉnh”. Có phải “Sở Nội vụ”? {mend}"],
        3: [f"{not_found} “P. TCHC”. {mend}"],
    }


def test_an_abbreviation_that_means_one_unit_is_taken_and_said():
    known = [KnownUnit("TCHC2", "Phòng Tổ chức - Hành chính")]
    (linked,) = link(row("A", parent="P. TCHC"), known=known)
    assert linked.values["parent"] == "TCHC2"
    assert linked.problems == []
    assert linked.notes == [
        "“P. TCHC” được hiểu là “Phòng Tổ chức - Hành chính” (theo cách viết tắt)."
    ]


def test_a_name_that_several_units_bear_is_ambiguous():
    known = [ROOM, KnownUnit("VP2", "Văn phòng", parent="X"), KnownUnit("X", "Xã X")]
    (linked,) = link(row("A", parent="Văn phòng"), known=known)
    assert said([linked])[2] == [
        (
            "có 2 đơn vị được gọi là “Văn phòng”: Văn phòng (mã VP); Văn phòng – Xã X (mã VP2)."
            " Hãy ghi mã của đơn vị cấp trên, hoặc tên kèm đơn vị cấp trên."
        )
    ]


def test_a_code_comes_before_a_name():
    known = [KnownUnit("A1", "B1"), KnownUnit("B1", "Phòng khác")]
    (linked,) = link(row("A", parent="B1"), known=known)
    assert linked.values["parent"] == "B1"


def test_a_unit_cannot_be_above_itself():
    (linked,) = link(row("A", "Phòng A", parent="Phòng A"))
    assert "chính mình" in said([linked])[2][0]


def test_a_circle_is_said_on_each_of_its_rows():
    linked = link(row("A", parent="C"), row("B", "Phòng B", "A"), row("C", "Phòng C", "B"))
    messages = said(linked)
    assert set(messages) == {2, 3, 4}
    assert all("vòng lặp (A → C → B → A)" in found[0] for found in messages.values())


def test_a_circle_with_units_that_the_file_does_not_name_is_found():
    """The file puts the office below its own room; the room is in the directory only."""
    (linked,) = link(row("SO", "Sở Nội vụ", "VP"), known=[OFFICE, ROOM])
    assert "vòng lặp" in said([linked])[2][0]


def test_a_circle_that_the_file_opens_is_no_circle():
    linked = link(row("SO", "Sở Nội vụ", "VP"), row("VP", "Văn phòng", "-"), known=[OFFICE, ROOM])
    assert said(linked) == {}


# --- codes and identifiers ------------------------------------------------------------------------
def test_two_rows_of_one_code_name_each_other():
    linked = link(row("A"), row("a", "Phòng khác"), row("B", "Phòng B"))
    assert said(linked) == {
        2: ["đơn vị này (mã “A”) đã có ở dòng 3. Hãy sửa để mỗi đơn vị có một dòng, một mã riêng."],
        3: ["đơn vị này (mã “a”) đã có ở dòng 2. Hãy sửa để mỗi đơn vị có một dòng, một mã riêng."],
    }


def test_a_code_is_spelled_as_the_directory_spells_it():
    (linked,) = link(row("so", "Sở Nội vụ"), known=[OFFICE])
    assert linked.key == "SO"
    assert not linked.is_new


def test_a_missing_code_or_name_is_said():
    linked = link(row(""), row("B", ""))
    assert "thiếu mã đơn vị" in said(linked)[2][0]
    assert "thiếu tên đơn vị" in said(linked)[3][0]


def test_an_identifier_twice_is_refused_in_the_file_and_against_the_directory():
    linked = link(
        row("A", identifier="H01"),
        row("B", "Phòng B", identifier="H02"),
        row("C", "Phòng C", identifier="H02"),
        known=[OFFICE],
    )
    messages = said(linked)
    assert "mã định danh “H01” trùng với đơn vị SO" in messages[2][0]
    assert set(messages) == {2, 3, 4}


def test_an_identifier_may_pass_from_one_unit_to_another():
    linked = link(
        row("A", identifier="H01"),
        row("SO", "Sở Nội vụ", identifier="H09"),
        known=[OFFICE, KnownUnit("A", "Phòng A", identifier="H09")],
    )
    assert said(linked) == {}


# --- lists without codes --------------------------------------------------------------------------
def test_without_codes_a_unit_is_known_by_its_name_and_a_new_one_gets_a_code():
    linked = link({"name": "Sở Nội vụ"}, {"name": "Phòng Chuyển đổi số"}, known=[OFFICE])
    assert [(one.key, one.is_new) for one in linked] == [("SO", False), ("PCDS", True)]


def test_without_codes_rooms_of_one_name_are_told_apart_by_their_parents():
    known = [OFFICE, ROOM, KnownUnit("X", "UBND xã X")]
    linked = link(
        {"name": "Văn phòng", "parent": "Sở Nội vụ"},
        {"name": "Văn phòng", "parent": "UBND xã X"},
        known=known,
    )
    assert [(one.key, one.is_new) for one in linked] == [("VP", False), ("VP2", True)]


def test_without_codes_a_name_of_several_units_is_ambiguous():
    known = [ROOM, KnownUnit("VP2", "Văn phòng")]
    (linked,) = link({"name": "Văn phòng"}, known=known)
    assert "có 2 đơn vị cùng tên này: Văn phòng (mã VP); Văn phòng (mã VP2)" in said([linked])[2][0]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Phòng Chuyển đổi số", "PCDS"),
        ("Sở Khoa học và Công nghệ", "SKHCN"),
        ("Phòng TCHC", "PTCHC"),
        ("Tổ 3", "T3"),
        ("…", "DV"),
    ],
)
def test_a_fresh_code_is_made_of_initials(name, code):
    assert fresh_code(name, set()) == code
    assert fresh_code(name, {fold(code), fold(f"{code}2")}) == f"{code}3"


def test_abbreviations_have_the_initials_of_what_they_stand_for():
    assert initials("Sở KH&CN") == initials("Sở Khoa học và Công nghệ")


# --- kinds ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Phòng Tổ chức", "phong"),
        ("P. Tổ chức", "phong"),
        ("UBND xã Nà Sơn", "ubnd-xa"),
        ("Ủy ban nhân dân phường 1", "ubnd-xa"),
        ("UBND tỉnh Lam Giang", "ubnd-tinh"),
        ("UBND huyện Cũ", "ubnd-huyen"),
        ("Sở Y tế", "so"),
        ("Trung tâm Y tế", "trung-tam"),
        ("Tổ dân phố 5", "thon"),
        ("Tổ Bảo vệ", "to"),
        ("Đội PCCC cơ sở", "doi-pccc"),
        ("Sơn Ca", None),
        ("Kho lưu trữ", None),
    ],
)
def test_the_kind_is_guessed_by_how_a_name_begins(name, kind):
    assert guess_kind(name) == kind


KINDS = {"phong": "Phòng", "truong": "Trường", "vien": "Viện nghiên cứu"}


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("phong", "phong"),
        ("PHÒNG", "phong"),
        ("Phòng chuyên môn", "phong"),
        ("Trường THPT", "truong"),
        ("viện nghiên cứu", "vien"),
        ("Kho", None),
        ("Sở", None),  # known elsewhere, but this installation has no such kind
    ],
)
def test_a_kind_is_found_by_code_name_or_beginning(words, kind):
    assert find_kind(words, KINDS) == kind


def test_a_new_unit_without_a_kind_gets_the_guessed_one_or_is_asked():
    linked = link(row("A", "Phòng A", kind=""), row("B", "Kho lưu trữ", kind=""))
    assert linked[0].values["kind"] == "phong"
    assert "chưa rõ loại đơn vị" in said(linked)[3][0]


# --- circles --------------------------------------------------------------------------------------
@given(
    st.dictionaries(
        st.sampled_from("ABCDEFGH"), st.none() | st.sampled_from("ABCDEFGH"), max_size=8
    )
)
def test_circles_are_found_where_and_only_where_going_up_never_ends(parents):
    def never_ends(code):
        for _ in range(len(parents) + 1):
            code = parents.get(code)
            if code is None:
                return False
        return True

    found = circles(parents)
    assert bool(found) == any(never_ends(code) for code in parents)
    for circle in found:
        assert circle[0] == circle[-1]
        for below, above in pairwise(circle):
            assert parents[below] == above
    inside = [code for circle in found for code in circle[:-1]]
    assert len(inside) == len(set(inside))
