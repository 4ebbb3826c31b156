"""Names as plans write them, against directories made here: what is meant by what."""

import pytest

from units.matching import OUTSIDE, Directory, GroupEntry, How, Matcher, UnitEntry
from vietnamese.text import fold

SCIENCE = "Sở Khoa học và Công nghệ"


def directory(issuer, kind, parts, *, above=(), beside=(), outside=(), groups=(), aliases=None):
    """A tree of one agency: ``parts`` are (name, kind) of its children."""
    units: list[UnitEntry] = []

    def add(name, kind, **fields):
        pk = len(units) + 1
        named = (aliases or {}).get(name, ())
        units.append(UnitEntry(pk, name, code=f"U{pk}", kind=kind, aliases=named, **fields))
        return pk

    parent = None
    for name in above:
        parent = add(name, "ubnd-tinh", parent=parent)
    top = add(issuer, kind, parent=parent, distance=0)
    for name, part_kind in parts:
        add(name, part_kind, parent=top, distance=1)
    for name in beside:
        add(name, "so", parent=parent)
    for name in outside:
        add(name, "ngoai", is_external=True)
    return Directory(top, tuple(units), tuple(groups))


def science(**fields):
    parts = [
        ("Văn phòng", "van-phong"),
        ("Thanh tra", "thanh-tra"),
        ("Phòng Khoa học và Công nghệ", "phong"),
        ("Phòng Chuyển đổi số", "phong"),
        ("Phòng Tổ chức - Hành chính", "phong"),
        ("Trung tâm Đổi mới Sáng tạo", "trung-tam"),
        ("Chi cục Tiêu chuẩn Đo lường Chất lượng", "chi-cuc"),
        ("Đội PCCC và CNCH cơ quan", "doi-pccc"),
    ]
    around = {
        "above": ["Ủy ban nhân dân tỉnh Sơn La"],
        "beside": ["Sở Xây dựng"],
        "outside": ["Công an tỉnh", "Phòng Cảnh sát PCCC và CNCH Công an tỉnh"],
    }
    return directory(SCIENCE, "so", parts, **{**around, **fields})


def foreign_affairs():
    parts = [
        ("Văn phòng Sở", "van-phong"),
        ("Phòng Lễ tân", "phong"),
        ("Trung tâm Dịch vụ đối ngoại", "trung-tam"),
        ("Tổ tự quản phòng cháy, chữa cháy", "to"),
    ]
    return directory("Sở Ngoại vụ", "so", parts, above=["UBND tỉnh Bắc Giang"])


def highland_science():
    parts = [
        ("Văn phòng Sở", "van-phong"),
        ("Phòng Quản lý khoa học", "phong"),
        ("Phòng Quản lý công nghệ", "phong"),
        ("Trung tâm Thông tin và Ứng dụng", "trung-tam"),
        ("Đội PCCC cơ quan", "doi-pccc"),
    ]
    police = "Phòng Cảnh sát PCCC và CNCH Công an tỉnh"
    return directory(f"{SCIENCE} tỉnh Đắk Nông", "so", parts, outside=[police])


def district():
    parts = [
        ("Công an huyện", "phong"),
        ("Phòng Văn hóa và Thông tin huyện Hạ Lang", "phong"),
        ("Phòng Kinh tế và Hạ tầng", "phong"),
        ("UBND xã An Lạc", "ubnd-xa"),
        ("UBND xã Đức Quang", "ubnd-xa"),
        ("UBND thị trấn Thanh Nhật", "ubnd-xa"),
    ]
    front = "Ủy ban MTTQ Việt Nam huyện"
    return directory("UBND huyện Hạ Lang", "ubnd-huyen", parts, above=["UBND tỉnh Cao Bằng"],
                     outside=[front])  # fmt: skip


# What each name of four real plans means in a directory such as their offices would have.
REAL_NAMES = [
    (foreign_affairs, "Văn phòng Sở", How.EXACT, ["Văn phòng Sở"]),
    (foreign_affairs, "Tổ tự quản phòng cháy, chữa cháy", How.EXACT,
     ["Tổ tự quản phòng cháy, chữa cháy"]),
    (foreign_affairs, "Trưởng các phòng, đơn vị thuộc Sở", How.GROUP,
     ["Văn phòng Sở", "Phòng Lễ tân", "Trung tâm Dịch vụ đối ngoại"]),
    (foreign_affairs, "Trưởng các phòng, đơn vị", How.GROUP,
     ["Văn phòng Sở", "Phòng Lễ tân", "Trung tâm Dịch vụ đối ngoại"]),
    (highland_science, "Phòng Cảnh sát PCCC và CNCH Công an tỉnh Đắk Nông", How.OUTSIDE, []),
    (highland_science, "Văn phòng Sở", How.EXACT, ["Văn phòng Sở"]),
    (highland_science, "Đội PCCC cơ quan", How.EXACT, ["Đội PCCC cơ quan"]),
    (highland_science, "các phòng chuyên môn", How.GROUP,
     ["Phòng Quản lý khoa học", "Phòng Quản lý công nghệ"]),
    (highland_science, "đơn vị trực thuộc", How.GROUP, ["Trung tâm Thông tin và Ứng dụng"]),
    (highland_science, "lực lượng Cảnh sát PCCC và CNCH Công an tỉnh Đắk Nông", How.UNKNOWN, []),
    (highland_science, "Phòng Quản lý khoa học", How.EXACT, ["Phòng Quản lý khoa học"]),
    (highland_science, "Trưởng các phòng, đơn vị trực thuộc", How.GROUP,
     ["Văn phòng Sở", "Phòng Quản lý khoa học", "Phòng Quản lý công nghệ",
      "Trung tâm Thông tin và Ứng dụng"]),
    (district, "Công an huyện", How.EXACT, ["Công an huyện"]),
    (district, "các cơ quan thông tin, truyền thông", How.UNKNOWN, []),
    (district, "các phòng, ban, ngành, đoàn thể", How.GROUP,
     ["Công an huyện", "Phòng Văn hóa và Thông tin huyện Hạ Lang", "Phòng Kinh tế và Hạ tầng"]),
    (district, "UBND các xã, thị trấn", How.GROUP,
     ["UBND xã An Lạc", "UBND xã Đức Quang", "UBND thị trấn Thanh Nhật"]),
    (district, "các tổ chức đoàn thể", How.OUTSIDE, []),
    (district, "Phòng Văn hóa và Thông tin", How.ABBREVIATION,
     ["Phòng Văn hóa và Thông tin huyện Hạ Lang"]),
    (district, "cơ quan liên quan", How.OPEN_ENDED, []),
    (district, "Phòng Kinh tế Hạ tầng", How.ABBREVIATION, ["Phòng Kinh tế và Hạ tầng"]),
    (district, "các đơn vị liên quan", How.OPEN_ENDED, []),
    (district, "Các phòng, ban, ngành huyện", How.GROUP,
     ["Công an huyện", "Phòng Văn hóa và Thông tin huyện Hạ Lang", "Phòng Kinh tế và Hạ tầng"]),
    (district, "Ủy ban Mặt trận Tổ quốc Việt Nam", How.OUTSIDE, []),
    (district, "đoàn thể huyện", How.OUTSIDE, []),
    (district, "cơ quan chức năng", How.OPEN_ENDED, []),
    (district, "Các cơ quan, đơn vị", How.GROUP,
     ["Công an huyện", "Phòng Văn hóa và Thông tin huyện Hạ Lang", "Phòng Kinh tế và Hạ tầng"]),
    (district, "UBND huyện", How.ABBREVIATION, ["UBND huyện Hạ Lang"]),
    (science, "Phòng Khoa học và Công nghệ", How.EXACT, ["Phòng Khoa học và Công nghệ"]),
    (science, "Phòng Chuyển đổi số", How.EXACT, ["Phòng Chuyển đổi số"]),
    (science, "các cơ quan, đơn vị có liên quan", How.OPEN_ENDED, []),
    (science, "Văn phòng", How.EXACT, ["Văn phòng"]),
    (science, "Trung tâm Đổi mới Sáng tạo", How.EXACT, ["Trung tâm Đổi mới Sáng tạo"]),
    (science, "Các phòng chuyên môn", How.GROUP,
     ["Phòng Khoa học và Công nghệ", "Phòng Chuyển đổi số", "Phòng Tổ chức - Hành chính"]),
    (science, "Đội PCCC và CNCH Cơ quan", How.EXACT, ["Đội PCCC và CNCH cơ quan"]),
    (science, "Đội PCCC&CNCH cơ quan", How.ABBREVIATION, ["Đội PCCC và CNCH cơ quan"]),
    (science, "Các phòng, đơn vị thuộc Sở", How.GROUP,
     ["Văn phòng", "Thanh tra", "Phòng Khoa học và Công nghệ", "Phòng Chuyển đổi số",
      "Phòng Tổ chức - Hành chính", "Trung tâm Đổi mới Sáng tạo",
      "Chi cục Tiêu chuẩn Đo lường Chất lượng"]),
    (science, "Văn phòng Sở", How.ABBREVIATION, ["Văn phòng"]),
]  # fmt: skip


@pytest.mark.parametrize(("place", "name", "how", "expected"), REAL_NAMES)
def test_names_of_real_plans(place, name, how, expected):
    there = place()
    match = Matcher(there).match(name)
    called = {unit.pk: unit.name for unit in there.units}
    assert (match.how, [called[pk] for pk in match.units]) == (how, expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("VP", "Văn phòng"),
        ("VP Sở", "Văn phòng"),
        ("Văn phòng Sở Khoa học và Công nghệ", "Văn phòng"),
        ("Văn phòng Sở KH&CN", "Văn phòng"),
        ("VĂN PHÒNG", "Văn phòng"),
        ("van phong", "Văn phòng"),
        ("Chánh Văn phòng Sở", "Văn phòng"),
        ("P. TC-HC", "Phòng Tổ chức - Hành chính"),
        ("Phòng TCHC", "Phòng Tổ chức - Hành chính"),
        ("P.CĐS", "Phòng Chuyển đổi số"),
        ("Trưởng phòng Chuyển đổi số", "Phòng Chuyển đổi số"),
        ("TT. ĐMST", "Trung tâm Đổi mới Sáng tạo"),
        ("Trung tâm Đổi mới và Sáng tạo", "Trung tâm Đổi mới Sáng tạo"),
        ("Chi cục TCĐLCL", "Chi cục Tiêu chuẩn Đo lường Chất lượng"),
        ("Thanh tra Sở", "Thanh tra"),
        ("Đội PCCC", "Đội PCCC và CNCH cơ quan"),
        ("Đội PCCC & CNCH cơ sở", "Đội PCCC và CNCH cơ quan"),
        ("Giám đốc Sở", SCIENCE),
        ("Sở KHCN", SCIENCE),
    ],
)
def test_one_unit_however_it_is_called(name, expected):
    match = Matcher(science()).match(name)
    assert match.target is not None
    assert match.target.label == expected
    assert len(match.units) == 1


@pytest.mark.parametrize(
    "name", ["Công an tỉnh", "CAT", "Công an tỉnh Sơn La", "PC07", "Sở Xây dựng", "UBND tỉnh"]
)
def test_a_body_outside_the_agency_is_recognised_and_gets_no_work(name):
    match = Matcher(science()).match(name)
    assert (match.how, match.units) == (How.OUTSIDE, ())
    assert not match.is_unsettled


def test_communes_named_by_an_agency_that_has_none_stand_outside():
    assert Matcher(science()).match("UBND các xã, phường").how is How.OUTSIDE


def test_composed_and_decomposed_letters_are_one_name():
    import unicodedata

    decomposed = unicodedata.normalize("NFD", "Phòng Chuyển đổi số")
    assert Matcher(science()).match(decomposed).how is How.EXACT


def test_a_slip_of_the_pen_is_taken_and_said():
    parts = [("Trung tâm Khuyến công và Tư vấn phát triển công nghiệp", "trung-tam")]
    there = directory("Sở Công Thương", "so", parts)
    written = "Trung tâm Khuyến công và Tư vấn phát triễm công nghiệp"
    match = Matcher(there).match(written)
    assert match.how is How.CLOSE
    assert match.units
    assert match.candidates[0].score >= 90


@pytest.mark.parametrize(
    ("there", "written"),
    [
        (("UBND xã An Lộc", "UBND xã Đức Quang"), "UBND xã An Lạc"),
        (("Đội số 1", "Đội số 12"), "Đội số 2"),
        (("Phòng Quản lý công nghiệp và thương mại",), "Phòng Quản lý công nghiệp"),
        (("Trung tâm Khởi nghiệp Đổi mới Sáng tạo",), "Trung tâm Đổi mới Sáng tạo"),
    ],
)
def test_what_is_merely_like_it_is_shown_and_not_taken(there, written):
    parts = [(name, "ubnd-xa" if "UBND" in name else "phong") for name in there]
    match = Matcher(directory("UBND tỉnh X", "ubnd-tinh", parts)).match(written)
    assert (match.how, match.units) == (How.UNKNOWN, ())
    assert match.candidates


def test_two_that_are_equally_near_are_said_to_be_ambiguous():
    parts = [("Phòng Quản lý dự án một", "phong"), ("Phòng Quản lý dự án mốt", "phong")]
    match = Matcher(directory("Sở A", "so", parts)).match("Phòng Quản ly dư an mot")
    assert match.how is How.AMBIGUOUS
    assert len(match.candidates) == 2
    assert match.units == ()


def test_accents_tell_apart_where_two_names_differ_in_nothing_else():
    parts = [("UBND xã Thanh Hà", "ubnd-xa"), ("UBND xã Thành Hà", "ubnd-xa")]
    there = directory("UBND tỉnh X", "ubnd-tinh", parts)
    match = Matcher(there).match("UBND xã Thành Hà")
    assert match.how is How.EXACT
    assert match.target.label == "UBND xã Thành Hà"
    assert Matcher(there).match("UBND xa Thanh Ha").how is How.AMBIGUOUS


def nested():
    """Two centres, each with an office, under an agency with an office of its own."""
    units = (
        UnitEntry(1, "Sở Y tế", kind="so", distance=0),
        UnitEntry(2, "Văn phòng", kind="van-phong", parent=1, distance=1),
        UnitEntry(3, "Trung tâm Một", kind="trung-tam", parent=1, distance=1),
        UnitEntry(4, "Trung tâm Hai", kind="trung-tam", parent=1, distance=1),
        UnitEntry(5, "Phòng Hành chính", kind="phong", parent=3, distance=2),
        UnitEntry(6, "Phòng Hành chính", kind="phong", parent=4, distance=2),
        UnitEntry(7, "Văn phòng", kind="van-phong", parent=4, distance=2),
        UnitEntry(8, "Phòng Dược", kind="phong", parent=3, distance=2),
    )
    return Directory(1, units)


def test_the_agencys_own_office_comes_before_an_office_of_its_parts():
    assert Matcher(nested()).match("Văn phòng").units == (2,)


def test_one_name_of_two_units_is_ambiguous_and_each_is_shown_with_where_it_belongs():
    match = Matcher(nested()).match("Phòng Hành chính")
    assert match.how is How.AMBIGUOUS
    labels = [candidate.target.label for candidate in match.candidates]
    assert labels == ["Phòng Hành chính (Trung tâm Một)", "Phòng Hành chính (Trung tâm Hai)"]


def test_the_unit_between_tells_apart():
    assert Matcher(nested()).match("Phòng Hành chính Trung tâm Hai").units == (6,)


def test_a_group_of_a_part_of_the_agency():
    match = Matcher(nested()).match("Các phòng thuộc Trung tâm Một")
    assert (match.how, match.units) == (How.GROUP, (5, 8))


def test_an_alias_settles_what_names_leave_open():
    units = [unit for unit in nested().units if unit.pk != 6]
    units.append(UnitEntry(6, "Phòng Hành chính", kind="phong", parent=4, distance=2,
                           aliases=("Phòng Hành chính",)))  # fmt: skip
    match = Matcher(Directory(1, tuple(units))).match("phòng hành chính")
    assert (match.how, match.units) == (How.ALIAS, (6,))


def test_an_alias_is_known_without_accents_and_case():
    there = science(aliases={"Phòng Tổ chức - Hành chính": ("Bộ phận tổng vụ",)})
    match = Matcher(there).match("BO PHAN TONG VU")
    assert match.how is How.ALIAS
    assert match.target.label == "Phòng Tổ chức - Hành chính"


def test_a_stored_group_wins_over_the_rule():
    there = science(groups=[GroupEntry(9, "Các phòng, đơn vị thuộc Sở", (3, 4))])
    match = Matcher(there).match("Các phòng, Đơn vị thuộc Sở")
    assert (match.how, match.units, match.target.key) == (How.GROUP, (3, 4), "group:9")


def test_a_stored_group_by_its_alias():
    there = science(groups=[GroupEntry(9, "Khối văn phòng", (3,), aliases=("Khối hành chính",))])
    assert Matcher(there).match("khối hành chính").units == (3,)


def test_a_unit_that_is_to_end_is_in_no_group():
    units = (
        UnitEntry(1, "Sở A", kind="so", distance=0),
        UnitEntry(2, "Phòng B", kind="phong", parent=1, distance=1),
        UnitEntry(3, "Phòng C", kind="phong", parent=1, distance=1, is_lasting=False),
    )
    assert Matcher(Directory(1, units)).match("Các phòng chuyên môn").units == (2,)


def test_a_choice_wins_and_may_send_a_name_outside():
    matcher = Matcher(science())
    key = matcher.match("Phòng Chuyển đổi số").target.key
    chosen = matcher.match("Báo Sơn La", {fold("Báo Sơn La"): key})
    assert (chosen.how, chosen.target.label) == (How.CHOSEN, "Phòng Chuyển đổi số")
    outside = matcher.match("Văn phòng", {fold("Văn phòng"): OUTSIDE})
    assert (outside.how, outside.units) == (How.CHOSEN, ())


@pytest.mark.parametrize(
    "key", ["unit:999", "unit:x", "group:7", "rule:1:x", "rule:z:a:b", "", "x"]
)
def test_a_choice_that_is_no_more_is_passed_over(key):
    assert Matcher(science()).match("Văn phòng", {"van phong": key}).how is How.EXACT


def test_every_offered_group_can_be_found_again_by_its_key():
    matcher = Matcher(science())
    offered = matcher.group_targets()
    assert len(offered) >= 3
    assert [matcher.target(target.key).units for target in offered] == [
        target.units for target in offered
    ]


def test_only_units_of_the_agency_are_offered():
    labels = [target.label for target in Matcher(science()).unit_targets()]
    assert "Văn phòng" in labels
    assert "Công an tỉnh" not in labels
    assert "Sở Xây dựng" not in labels


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Văn phòng, Thanh tra và các phòng chuyên môn",
         ["Văn phòng", "Thanh tra", "các phòng chuyên môn"]),
        ("Phòng Khoa học và Công nghệ và Văn phòng", ["Phòng Khoa học và Công nghệ", "Văn phòng"]),
        ("Các phòng, đơn vị thuộc Sở", ["Các phòng, đơn vị thuộc Sở"]),
        ("Văn phòng; Báo Sơn La", ["Văn phòng", "Báo Sơn La"]),
        ("Báo A, Báo B", ["Báo A, Báo B"]),
    ],
)  # fmt: skip
def test_a_list_of_names_is_cut_where_names_begin(text, expected):
    assert [match.words for match in Matcher(science()).match_all(text)] == expected


@pytest.mark.parametrize("name", ["", " ", "&", "và", "Trưởng", "các", "…" * 400, "Phòng" * 300])
def test_nothing_written_is_too_odd(name):
    assert Matcher(science()).match(name).units == ()
