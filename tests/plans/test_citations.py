"""Which citations speak of one document, and what they contradict each other on."""

import datetime
from itertools import permutations

import pytest

from plans.citations import (
    KEY_LENGTH,
    Point,
    Spelling,
    citation_key,
    contradictions,
    documents,
    is_central,
    number_parts,
)

D = datetime.date


def key(number: str, kind: str = "Kế hoạch", issuer: str = "") -> str:
    return citation_key(kind, number, issuer)


def cited(number: str, issuer: str = "", day: D | None = None, kind: str = "Kế hoạch") -> Spelling:
    return Spelling(number, kind, issuer, day)


def groups(*spellings: Spelling) -> list[set[Spelling]]:
    return [set(one.spellings) for one in documents(spellings)]


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "105/2025/NĐ-CP",
            "105/2025/ND-CP",
            "105/2025/nđ - cp",
            "105/NĐ-CP/2025",
            "105-2025-NĐ-CP",
        ),
        ("02-KL/TW", "02- KL/TW", "2-KL/TW", "02/KL-TW"),
        ("1492/QĐ-TTg", "1492/QĐ- TTg", "1492/QĐ–TTg", " 1492/QĐ-TTG "),
        ("05/KH-UBND", "5/KH-UBND", "005/KH-UBND"),
        ("21/CĐ-TTg", "21/CD-TTg"),
        ("31/KH-ĐUK", "31/KH-DUK"),
    ],
)
def test_one_number_in_several_spellings_has_one_key(spellings):
    assert len({key(one) for one in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("105/2025/NĐ-CP", "105/2024/NĐ-CP"),
        ("105/2025/NĐ-CP", "106/2025/NĐ-CP"),
        ("42/KH-UBND", "42/QĐ-UBND"),
        ("42/KH-UBND", "420/KH-UBND"),
        ("25-KH/TU", "25-KH/HU"),
        ("12a/KH-UBND", "12/KH-UBND"),
    ],
)
def test_other_numbers_have_other_keys(one, other):
    assert key(one) != key(other)


def test_a_number_without_letters_goes_with_its_kind():
    assert key("47", "Chỉ thị") == key("047", "CHỈ THỊ") != key("47", "Kế hoạch")


def test_a_document_without_number_goes_with_kind_and_issuer():
    assert key("", "Công văn", "Công an tỉnh") == key(" ", "công văn", "CÔNG AN TỈNH")
    assert key("", "Công văn", "Công an tỉnh") != key("", "Công văn", "Sở Y tế")
    assert len(key("", "Công văn", "x" * 500)) == KEY_LENGTH


@pytest.mark.parametrize(
    ("number", "central"),
    [
        ("105/2025/NĐ-CP", True),
        ("55/2024/QH15", True),
        ("01/CT-TTg", True),
        ("47-CT/TW", True),
        ("36/2025/TT-BCA", True),
        ("42/KH-UBND", False),
        ("25-KH/TU", False),
        ("17/2021/NQ-HĐND", False),
        ("2583-KH/BCSĐ", False),
        ("47", False),
    ],
)
def test_whose_letters_are_those_of_one_body(number, central):
    assert is_central(number_parts(number)) is central


# --- a number with its year -----------------------------------------------------------------------
def test_a_decree_comes_together_whatever_its_issuer_and_day():
    assert groups(
        cited("105/2025/NĐ-CP", "Chính phủ", D(2025, 5, 15)),
        cited("105/2025/NĐ-CP"),
        cited("105/2025/ND-CP", "Thủ tướng Chính phủ", D(2024, 5, 15)),
    ) == [
        {
            cited("105/2025/NĐ-CP", "Chính phủ", D(2025, 5, 15)),
            cited("105/2025/NĐ-CP"),
            cited("105/2025/ND-CP", "Thủ tướng Chính phủ", D(2024, 5, 15)),
        }
    ]


def test_two_provinces_have_a_resolution_of_one_number_each():
    assert (
        len(
            groups(
                cited("09/2022/NQ-HĐND", "HĐND tỉnh Bắc Giang"),
                cited("09/2022/NQ-HĐND", "Hội đồng nhân dân tỉnh Đắk Nông"),
            )
        )
        == 2
    )


# --- a number without its year --------------------------------------------------------------------
def test_issuers_that_agree_come_together():
    assert (
        len(
            groups(
                cited("42/KH-UBND", "Ủy ban nhân dân tỉnh Đắk Nông", D(2023, 1, 18)),
                cited("42/KH-UBND", "UBND tỉnh Đắk Nông", D(2023, 1, 18)),
                cited("42/KH-UBND", "UBND tỉnh", D(2023, 1, 18)),
                cited("42/KH-UBND", "", D(2023, 1, 18)),
                cited("42/KH-UBND"),
            )
        )
        == 1
    )
    assert (
        len(
            groups(
                cited("25-KH/TU", "Ban Thường vụ Tỉnh ủy", D(2021, 9, 8)),
                cited("25-KH/TU", "Tỉnh ủy Đắk Nông", D(2021, 9, 8)),
            )
        )
        == 1
    )


def test_issuers_that_differ_stay_apart():
    assert (
        len(
            groups(
                cited("42/KH-UBND", "UBND tỉnh Đắk Nông", D(2023, 1, 18)),
                cited("42/KH-UBND", "UBND tỉnh Cao Bằng", D(2023, 1, 18)),
                cited("42/KH-UBND", "UBND huyện Hạ Lang", D(2023, 1, 18)),
            )
        )
        == 3
    )


def test_a_number_begins_anew_each_year():
    assert (
        len(
            groups(
                cited("01/CT-TTg", "Thủ tướng Chính phủ", D(2023, 1, 3)),
                cited("01/CT-TTg", "Thủ tướng Chính phủ", D(2024, 2, 9)),
            )
        )
        == 2
    )


def test_the_same_day_and_month_of_another_year_is_a_slip_of_the_pen():
    (document,) = documents(
        [
            cited("01/CT-TTg", "Thủ tướng Chính phủ", D(2023, 1, 3)),
            cited("01/CT-TTg", "Thủ tướng Chính phủ", D(2024, 1, 3)),
        ]
    )
    assert [one.point for one in contradictions(document)] == [Point.DAY]


def test_a_party_number_runs_through_the_term():
    assert (
        len(
            groups(
                cited("02-KL/TW", "Ban Bí thư", D(2021, 5, 18)),
                cited("02-KL/TW", "", D(2023, 5, 15)),
            )
        )
        == 1
    )
    assert (
        len(
            groups(
                cited("02-KL/TW", "Ban Bí thư", D(2021, 5, 18)),
                cited("02-KL/TW", "", D(2016, 5, 15)),
            )
        )
        == 2
    )


def test_what_fits_two_documents_stands_by_itself():
    first = cited("42/KH-UBND", "UBND tỉnh Đắk Nông", D(2023, 1, 18))
    second = cited("42/KH-UBND", "UBND tỉnh Cao Bằng", D(2023, 2, 20))
    vague, bare = cited("42/KH-UBND", "UBND tỉnh"), cited("42/KH-UBND")
    dated = cited("42/KH-UBND", "UBND tỉnh", D(2023, 2, 20))

    found = documents([bare, vague, first, second, dated])

    assert [set(one.spellings) for one in found if not one.unsure] == [{second, dated}, {first}]
    assert {one.spellings for one in found if one.unsure} == {(vague,), (bare,)}


def test_the_order_in_which_they_are_given_does_not_matter():
    given = [
        cited("42/KH-UBND", "UBND tỉnh Đắk Nông", D(2023, 1, 18)),
        cited("42/KH-UBND", "UBND tỉnh Cao Bằng", D(2023, 2, 20)),
        cited("42/KH-UBND", "UBND tỉnh", D(2024, 2, 21)),
        cited("42/KH-UBND", "", D(2023, 1, 18)),
        cited("42/KH-UBND"),
    ]
    assert len({documents(order) for order in permutations(given)}) == 1


# --- contradictions -------------------------------------------------------------------------------
def test_two_days_two_issuers_and_two_kinds_are_told():
    mine = cited("02-KL/TW", "Ban Bí thư", D(2021, 5, 18), "Kết luận")
    (document,) = documents(
        [
            mine,
            cited("02- KL/TW", "Ban Bí thư", D(2021, 5, 15), "Kết luận"),
            cited("02-KL/TW", "Bộ Chính trị", None, "Chỉ thị"),
        ]
    )

    day, issuer, kind = contradictions(document)

    assert (day.point, day.others(mine)) == (Point.DAY, ("15/05/2021",))
    assert (issuer.point, issuer.others(mine)) == (Point.ISSUER, ("Bộ Chính trị",))
    assert (kind.point, kind.others(mine)) == (Point.KIND, ("Chỉ thị",))


def test_silence_and_shorter_names_contradict_nothing():
    (document,) = documents(
        [
            cited("36/2025/TT-BCA", "Bộ trưởng Bộ Công an", D(2025, 5, 15), "Thông tư"),
            cited("36/2025/TT-BCA", "Bộ Công an", None, "THÔNG TƯ"),
            cited("36/2025/TT-BCA", "BCA", None, "Thông tư"),
            cited("36/2025/TT-BCA", "", None, "Thông tư"),
        ]
    )
    assert contradictions(document) == ()


def test_who_says_nothing_of_a_point_contradicts_nobody():
    silent = cited("02-KL/TW", "Ban Bí thư", None, "Kết luận")
    (document,) = documents(
        [
            silent,
            cited("02-KL/TW", "Ban Bí thư", D(2021, 5, 15), "Kết luận"),
            cited("02-KL/TW", "Ban Bí thư", D(2021, 5, 18), "Kết luận"),
        ]
    )
    (day,) = contradictions(document)
    assert day.others(silent) == ()
