"""Deadlines: given by labels and columns, and said in prose."""

import pytest

from plans.deadlines import BEFORE_A_DAY, Qualifier
from reading.understand.deadlines import given, said
from tests.reading.helpers import line, when

YEAR = 2025


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Quý I/2025", "date 2025-03-31"),
        ("Quý III năm 2025", "date 2025-09-30"),
        ("Quý II, III/2025", "window 2025-09-30 from 2025-04-01"),
        ("Quý II - IV/2025", "window 2025-12-31 from 2025-04-01"),
        ("Tháng 8/2025", "date 2025-08-31"),
        ("Tháng 9-10/2025", "window 2025-10-31 from 2025-09-01"),
        ("Tháng 3, tháng 9/2025", "date 2025-03-31 2025-09-30"),
        ("Tháng 6, 12/2025", "date 2025-06-30 2025-12-31"),
        ("3", "date 2025-03-31"),
        ("Năm 2025", "date 2025-12-31"),
        ("6 tháng đầu năm 2025", "date 2025-06-30"),
        ("Hoàn thành trước ngày 31/3/2025", "date 2025-03-31 before"),
        ("Xong trước 15/11", "date 2025-11-15 before"),
        ("Chậm nhất ngày 30 tháng 4 năm 2025", "date 2025-04-30 by"),
        ("Đến hết tháng 11/2025", "date 2025-11-30 by"),
        ("30.11.2025", "date 2025-11-30"),
        ("Từ ngày 15/9/2025 đến ngày 15/10/2025", "window 2025-10-15 from 2025-09-15"),
        ("Từ tháng 11/2025 đến tháng 2/2026", "window 2026-02-28 from 2025-11-01"),
        ("15/9 - 15/10/2025", "window 2025-10-15 from 2025-09-15"),
        ("Thường xuyên", "ongoing"),
        ("Thường xuyên, trong năm 2025", "ongoing"),
        ("Hằng quý", "quarterly"),
        ("Hàng năm", "yearly"),
        ("Định kỳ 6 tháng", "half_yearly"),
        ("Ngày 25 hằng tháng", "monthly 25"),
        ("Trước 30/6 và 31/12 hằng năm", "yearly 06-30 12-31 before"),
        ("Tháng 10 hằng năm", "yearly 10-31"),
        ("Khi có yêu cầu", "on_request"),
        ("31/02/2025", "date"),
    ],
)
def test_given(value: str, expected: str):
    found = given(line(value), YEAR)
    assert found is not None
    assert when(found.draft) == expected


@pytest.mark.parametrize("value", ["Theo quy định", "Kịp thời", "", "Ngay sau khi có chỉ đạo"])
def test_nothing_given(value: str):
    assert given(line(value), YEAR) is None


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        (
            "báo cáo UBND tỉnh trước ngày 30/11/2023, hoặc khi có văn bản yêu cầu.",
            ["date 2023-11-30 before on request"],
        ),
        ("báo cáo UBND huyện trước ngày 10/9/ hằng năm để tổng hợp.", ["yearly 09-10 before"]),
        ("báo cáo trước ngày 15/6 và ngày 15/12 hằng năm.", ["yearly 06-15 12-15 before"]),
        ("gửi báo cáo chậm nhất ngày 20 của tháng cuối quý.", ["quarterly 20 by"]),
        ("hằng quý (trước ngày 20/3, 20/6, 20/9, 20/12) báo cáo", ["quarterly 20 before"]),
        (
            "báo cáo định kỳ 06 tháng, chậm nhất ngày 10 của tháng cuối kỳ báo cáo.",
            ["half_yearly 10 by"],
        ),
        ("về Công an xã trước ngày 20 hằng tháng.", ["monthly 20 before"]),
        ("hoàn thành trước ngày 31/3/2025; xác định công trình", ["date 2025-03-31 before"]),
        ("trình UBND tỉnh xem xét trong quý III/2025.", ["date 2025-09-30 by"]),
        ("thực hiện từ tháng 3/2025 đến tháng 11/2025.", ["window 2025-11-30 from 2025-03-01"]),
        ("tổ chức từ ngày 15 đến ngày 20/9/2025", ["window 2025-09-20 from 2025-09-15"]),
        ("Hằng năm, tham mưu tổ chức diễn tập.", ["yearly"]),
        ("Định kỳ kiểm tra hệ thống điện.", ["recurring"]),
        ("trước 17 giờ ngày 05/6/2025", ["date 2025-06-05 before"]),
        ("hoàn thành trong năm 2025.", ["date 2025-12-31 by"]),
        ("trực chốt, thực hiện thường xuyên.", ["ongoing"]),
        ("báo cáo đột xuất khi có yêu cầu.", ["on_request"]),
        # None of these is a deadline.
        ("hưởng ứng Ngày toàn dân (04/10/2001 - 04/10/2025).", []),
        ("kế hoạch giai đoạn 2025 - 2027", []),
        ("các nhiệm vụ trong năm 2025 của đơn vị", []),
        ("kiểm tra không quá 01 lần/năm, trực 24/24 giờ", []),
        ("ngắt điện kịp thời khi có yêu cầu của người chỉ huy chữa cháy", []),
        ("gia hạn trước khi hợp đồng hết hiệu lực", []),
        ("phải được tập huấn thường xuyên.", []),
    ],
)
def test_said(prose: str, expected: list[str]):
    assert [when(found.draft) for found in said(line(prose), YEAR)] == expected


def test_a_day_inside_a_citation_is_masked():
    prose = "thực hiện Kế hoạch trước ngày 05/5/2025"
    assert not said(line(prose), YEAR, [(0, len(prose))])


def test_words_and_spans_agree():
    text = line("Rà soát; hoàn thành trước ngày 31/3/2025, hoặc khi có yêu cầu.")
    (found,) = said(text, YEAR)
    assert found.draft.words == "hoàn thành trước ngày 31/3/2025, hoặc khi có yêu cầu"
    (span,) = found.draft.spans
    assert text.words[span.start : span.end] == found.draft.words


def test_a_day_that_does_not_exist_is_told():
    (found,) = said(line("hoàn thành trước ngày 31/02/2025"), YEAR)
    assert found.draft.days == ()
    assert len(found.impossible) == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Quý III và Quý IV năm 2026", "window 2026-12-31 from 2026-07-01"),
        ("Quý I, quý III năm 2026", "date 2026-03-31 2026-09-30"),
        ("Tháng 01, 02, 3/2026", "window 2026-03-31 from 2026-01-01"),
        ("Tháng 3, 6, 9, 12", "date 2025-03-31 2025-06-30 2025-09-30 2025-12-31"),
        ("15 tháng 5 năm 2026", "date 2026-05-15"),
        ("03 tháng/lần", "quarterly"),
        ("Đợt 1: trước 30/6/2026; đợt 2: trước 31/12/2026", "date 2026-06-30 2026-12-31 before"),
        ("30/6/2026 (đợt 1), 30/11/2026 (đợt 2)", "date 2026-06-30 2026-11-30"),
        ("Từ tháng 9/2025", "window from 2025-09-01"),
        ("Mỗi tháng, trước ngày 20", "monthly 20 before"),
    ],
)
def test_several_times_given(value: str, expected: str) -> None:
    found = given(line(value), YEAR)
    assert found is not None
    assert when(found.draft) == expected


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("mỗi tháng tổng hợp, báo cáo Sở trước ngày 20.", "monthly 20 before"),
        ("hằng tháng (trước ngày 20) tổng hợp báo cáo.", "monthly 20 before"),
        ("hằng quý trước ngày 15 của tháng cuối quý báo cáo", "quarterly 15 before"),
        ("định kỳ ngày 15 tháng cuối quý báo cáo Giám đốc.", "quarterly 15"),
        ("báo cáo Sở vào ngày 20 hàng tháng.", "monthly 20"),
        ("ngày 25 hằng tháng ghi sổ theo dõi.", "monthly 25"),
        ("báo cáo trước ngày 25/6 và 25/12.", "date 2025-06-25 2025-12-25 before"),
        (
            "sơ kết 6 tháng trước ngày 20/6/2025, tổng kết năm trước ngày 20/12/2025.",
            "date 2025-06-20 2025-12-20 before",
        ),
        (
            "báo cáo trước ngày 20/6 (6 tháng đầu năm) và 20/12 (cả năm) hằng năm.",
            "yearly 06-20 12-20 before",
        ),
        (
            "trước ngày 10 các tháng 3, 6, 9, 12 hằng năm",
            "yearly 03-10 06-10 09-10 12-10 before",
        ),
        ("mua sắm bình chữa cháy tại trụ sở (Quý I/2025).", "date 2025-03-31"),
        ("tập huấn cho đội dân phòng (tháng 5 và tháng 11).", "date 2025-05-31 2025-11-30"),
    ],
)
def test_several_times_said(prose: str, expected: str) -> None:
    assert [when(found.draft) for found in said(line(prose), YEAR)] == [expected]


@pytest.mark.parametrize(
    "prose",
    [
        "kỷ niệm Ngày thành lập lực lượng (04/10/2025).",
        "hưởng ứng Ngày toàn dân PCCC (04/10).",
        "duy trì quân số (24/24 giờ).",
    ],
)
def test_a_bracket_that_is_no_deadline(prose: str) -> None:
    assert said(line(prose), YEAR) == []


BY, BEFORE = Qualifier.BY, Qualifier.BEFORE


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ("trước ngày 30/6/2025", BEFORE),
        ("trước 30/6/2025", BEFORE),
        ("trước hết ngày 30/6/2025", BEFORE),
        ("trước thời điểm ngày 30/6/2025", BEFORE),
        ("trước 17 giờ ngày 30/6/2025", BEFORE),
        ("xong trước ngày 30 tháng 6 năm 2025", BEFORE),
        ("hoàn thành dứt điểm trước tháng 7/2025", BEFORE),
        ("đến ngày 30/6/2025", BY),
        ("đến 30/6/2025", BY),
        ("đến hết ngày 30/6/2025", BY),
        ("đến hết tháng 6/2025", BY),
        ("hết ngày 30/6/2025", BY),
        ("cho đến ngày 30/6/2025", BY),
        ("chậm nhất ngày 30/6/2025", BY),
        ("chậm nhất là ngày 30/6/2025", BY),
        ("chậm nhất đến ngày 30/6/2025", BY),
        ("chậm nhất đến hết quý II/2025", BY),
        ("muộn nhất vào ngày 30/6/2025", BY),
        ("trễ nhất ngày 30/6/2025", BY),
        ("không quá ngày 30/6/2025", BY),
        ("hoàn thành trong tháng 6/2025", BY),
        ("ngay trong quý II/2025", BY),
        ("vào ngày 30/6/2025", None),
        ("hoàn thành ngày 30/6/2025", None),
    ],
)
@pytest.mark.parametrize("sentence", ["Rà soát cơ sở, {}.", "Rà soát cơ sở ({}).", "{}"])
def test_what_stands_before_a_day_says_how_it_counts(sentence: str, words: str, qualifier):
    text = line(sentence.format(words))
    found = given(text, YEAR) if sentence == "{}" else next(iter(said(text, YEAR)), None)
    assert found is not None
    assert found.draft.days
    assert found.draft.qualifier == qualifier


def test_every_qualifier_is_read_from_the_words_it_is_shown_in():
    for qualifier, words in BEFORE_A_DAY.items():
        (found,) = said(line(f"Rà soát, {words} 30/6/2025."), YEAR)
        assert found.draft.qualifier is qualifier
