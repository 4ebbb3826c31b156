"""Whatever stands in the cells, every row is judged and none is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sheets.files import Sheet
from sheets.headings import read_head
from sheets.problems import UnreadableTable
from sheets.tables import read_table
from units.lists.layouts import GROUPS, PEOPLE, UNITS
from units.lists.names import KnownUnit
from units.lists.resolve.groups import KnownGroup, resolve_groups
from units.lists.resolve.people import KnownPerson, resolve_people
from units.lists.resolve.units import resolve_units
from units.policy import Role

KNOWN = [
    KnownUnit("SO", "Sở Nội vụ", ("Sở NV",), identifier="H01"),
    KnownUnit("VP", "Văn phòng", parent="SO"),
    KnownUnit("CU", "Phòng cũ", parent="SO", has_ended=True),
]
PERSON = KnownPerson("lan", "Lan", "lan@x.vn", {"VP": (Role.STAFF,)})
GROUP = KnownGroup("SO", "Các phòng", by_rule=False, has_members=True)
KINDS = {"phong": "Phòng", "so": "Sở"}

WORDS = st.sampled_from(
    (
        "", "-", "SO", "vp", "Văn phòng", "Phòng mới", "Chuyên viên", "Chuyên viên; Lãnh đạo", ";",
        "Theo quy tắc", "Cố định", "Mọi cấp", "2", "lan", "LAN@x.vn", "31/02/2025", "SO; VP;",
        "Ghi chú: xem", "I.", "(1)", "=1+1", "\x07", "Các phòng", "Phòng", "\u0301",
    )
)  # fmt: skip
CELLS = WORDS | st.text(max_size=12)


def tables(layout):
    keys = [column.key for column in layout.columns]
    some = st.lists(st.sampled_from(keys), min_size=2, unique=True)
    return some.flatmap(
        lambda chosen: st.tuples(
            st.just([layout.headings[key] for key in chosen]),
            st.lists(st.lists(CELLS, max_size=len(chosen)), max_size=8),
        )
    )


def read(layout, headings, rows):
    sheet = Sheet("", (tuple(headings), *map(tuple, rows)))
    return read_table(read_head([sheet], layout.recogniser), layout.recogniser, layout.named_by)


def link(layout, rows):
    if layout is UNITS:
        return resolve_units(rows, KNOWN)
    if layout is PEOPLE:
        return resolve_people(rows, [PERSON], KNOWN)
    return resolve_groups(rows, [GROUP], KNOWN, KINDS, "SO")


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from([UNITS, PEOPLE, GROUPS]).flatmap(
        lambda one: st.tuples(st.just(one), tables(one))
    )
)
def test_every_row_is_judged_or_said_to_be_no_row(asked):
    layout, (headings, rows) = asked
    try:
        table = read(layout, headings, rows)
    except UnreadableTable:
        return
    linked = link(layout, table.rows)
    assert [row.number for row in linked] == [row.number for row in table.rows]
    for row in linked:
        for problem in row.problems:
            assert problem.key in layout.headings
            assert problem.message.endswith((".", ")"))
    # What has words and is neither a row nor remarked upon is a bare running number.
    told = {row.number for row in table.rows} | {remark.number for remark in table.remarks}
    for number, cells in enumerate(rows, start=2):
        words = [cell for cell in cells if cell]
        assert number in told or not words or (len(words) == 1 and words[0].isdecimal())


@settings(deadline=None, max_examples=200)
@given(st.lists(st.fixed_dictionaries({"full_name": CELLS, "unit": CELLS, "roles": CELLS})))
def test_no_role_is_given_without_a_unit_and_no_unit_without_its_being_there(rows):
    headings = ["Họ và tên", "Đơn vị", "Vai trò"]
    try:
        table = read(PEOPLE, headings, [list(row.values()) for row in rows])
    except UnreadableTable:
        return
    for row in link(PEOPLE, table.rows):
        if not row.problems:
            assert not row.values["roles"] or row.values["unit"] in {"SO", "VP"}


def test_a_dash_is_no_unit_to_hold_a_role_in():
    rows = [("Nguyễn Văn A", "-", "Chuyên viên"), ("Trần Thị B", "VP", "Chuyên viên")]
    table = read(PEOPLE, ["Họ và tên", "Đơn vị", "Vai trò"], rows)
    first, second = link(PEOPLE, table.rows)
    assert [problem.key for problem in first.problems] == ["unit"]
    assert not second.problems
