"""How like two tasks are: what is suggested, and what is not."""

import pytest

from tasks.coverage import LIKELY, MOST, SHORTLIST, STRONG, Pair, Piece, rank, suggest
from vietnamese.text import fold

ABOVE = [
    (
        "Phổ biến Luật Phòng cháy, chữa cháy và cứu nạn, cứu hộ và các văn bản"
        " hướng dẫn thi hành tới công chức"
    ),
    "Duy trì tin, bài tuyên truyền kỹ năng thoát nạn trên trang thông tin điện tử của cơ quan",
    (
        "Tự kiểm tra điều kiện an toàn PCCC tại trụ sở, phòng thí nghiệm, kho; khắc phục"
        " ngay thiếu sót"
    ),
    "Kiện toàn Đội PCCC và CNCH cơ sở, phân công nhiệm vụ cho từng đội viên",
    "Kiểm tra chất lượng phương tiện PCCC, dây dẫn và thiết bị điện lưu thông trên thị trường",
    "Rà soát, tháo dỡ lồng sắt, biển quảng cáo che chắn lối thoát nạn tại nhà ở kết hợp kinh doanh",
]
OWN = [
    (
        "Tổ chức hội nghị phổ biến Luật Phòng cháy, chữa cháy và cứu nạn, cứu hộ và các"
        " văn bản hướng dẫn"
    ),
    (
        "Duy trì chuyên mục “Chủ động phòng cháy” trên Trang thông tin điện tử; đăng tải tin,"
        " bài, video kỹ năng thoát nạn"
    ),
    (
        "Tự kiểm tra điều kiện an toàn PCCC tại nơi làm việc, phòng thí nghiệm, kho, nhà xe;"
        " khắc phục thiếu sót"
    ),
    "Kiện toàn Đội PCCC và CNCH cơ sở; phân công nhiệm vụ cho từng đội viên, ban hành quy chế",
    (
        "Kiểm tra chất lượng bình chữa cháy, dây dẫn và thiết bị điện gia dụng"
        " lưu thông trên thị trường"
    ),
    "Lập dự toán kinh phí cho hoạt động PCCC và CNCH của Sở",
]


def pieces(texts, start=0, category=""):
    return [Piece(start + at, fold(text), category) for at, text in enumerate(texts)]


def test_each_task_finds_the_one_that_carries_it_out():
    found = suggest(pieces(ABOVE), pieces(OWN, 100))

    assert {key: pairs[0].task for key, pairs in found.items()} == {
        0: 100,
        1: 101,
        2: 102,
        3: 103,
        4: 104,
    }
    assert found[3][0].is_strong
    assert found[4][0].is_strong


def test_stock_phrases_of_the_field_make_nothing_alike():
    above = pieces(["Công tác phòng cháy, chữa cháy và cứu nạn, cứu hộ trên địa bàn"])
    own = pieces(["Thực hiện PCCC và CNCH; phòng cháy, chữa cháy, cứu nạn, cứu hộ tại đơn vị"], 100)

    assert suggest(above, own) == {}


def test_the_same_words_are_wholly_alike_and_nothing_goes_beyond():
    (one,), (same,) = pieces(ABOVE[3:4], category="x"), pieces(ABOVE[3:4], 100, "x")
    (pair,) = suggest([one], [same])[0]
    assert pair.likeness == 100


def test_category_and_units_speak_for_a_pair():
    above = Piece(1, fold(ABOVE[4]), "inspection", frozenset({7}))
    plain = Piece(2, fold(OWN[4]))
    kin = Piece(3, fold(OWN[4]), "inspection")
    near = Piece(4, fold(OWN[4]), "inspection", frozenset({7, 8}))

    ranked = rank(above, [plain, kin, near])

    assert [pair.task for pair in ranked] == [4, 3, 2]
    assert ranked[0].likeness > ranked[1].likeness > ranked[2].likeness


def test_an_empty_category_is_shared_by_nobody():
    above, own = Piece(1, fold(ABOVE[4])), Piece(2, fold(OWN[4]))
    (without,) = rank(above, [own])
    (within,) = rank(Piece(1, fold(ABOVE[4]), "a"), [Piece(2, fold(OWN[4]), "a")])
    assert without.likeness < within.likeness


def test_only_the_best_few_and_only_likely_ones():
    own = pieces([f"{OWN[3]} {number}" for number in range(9)], 100)
    (pairs,) = suggest(pieces(ABOVE[3:4]), own).values()

    assert len(pairs) == MOST < SHORTLIST
    assert all(pair.likeness >= LIKELY and pair.is_likely for pair in pairs)
    assert [pair.task for pair in pairs] == sorted(pair.task for pair in pairs)


@pytest.mark.parametrize(("above", "own"), [([], OWN), (ABOVE, []), ([""], OWN), (ABOVE, ["và"])])
def test_nothing_to_compare_gives_nothing(above, own):
    assert suggest(pieces(above), pieces(own, 100)) == {}


def test_every_task_is_ranked_even_where_nothing_is_alike():
    (one,) = pieces(ABOVE[5:])
    assert len(rank(one, pieces(OWN, 100))) == len(OWN)
    assert rank(one, []) == ()


def test_from_which_likeness_a_pair_is_strong():
    assert Pair(1, 2, STRONG).is_strong
    assert not Pair(1, 2, STRONG - 1).is_strong
