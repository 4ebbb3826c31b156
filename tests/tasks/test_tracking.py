"""Which clauses of a plan are work: clauses as real plans word them."""

import pytest

from tasks.tracking import UNTRACKED_LABELS, UNTRACKED_REASONS, Untracked, untracked_as

REPORTS = [
    "Các phòng, đơn vị thuộc Sở báo cáo kết quả thực hiện Kế hoạch về Văn phòng Sở trước 10/6.",
    (
        "Các phòng, đơn vị thuộc Sở tổ chức thực hiện nghiêm túc Kế hoạch này; báo cáo kết quả về"
        " Văn phòng Sở chậm nhất ngày 10 của tháng cuối quý."
    ),
    (
        "Văn phòng Sở là đầu mối theo dõi, hướng dẫn, đôn đốc việc thực hiện Kế hoạch; tổng hợp,"
        " tham mưu Sở báo cáo UBND tỉnh (qua Công an tỉnh) trước ngày 15/6 và ngày 15/12 hằng năm."
    ),
    "Văn phòng Sở theo dõi, đôn đốc; tổng hợp, tham mưu Sở báo cáo UBND tỉnh.",
    "Công an phường tổng hợp, báo cáo UBND phường kết quả trước ngày 10/02/2026.",
    "Sơ kết công tác PCCC học kỳ I, báo cáo UBND xã trước ngày 15/01/2026.",
    "Báo cáo sơ kết: trước ngày 10/10/2025.",
    (
        "Giao Văn phòng Sở: Theo dõi, hướng dẫn, kiểm tra, đôn đốc việc thực hiện kế hoạch này,"
        " báo cáo kết quả tổ chức triển khai thực hiện."
    ),
    "Đội PCCC và CNCH cơ sở báo cáo tình hình trực, tuần tra về Văn phòng Sở trước ngày 25.",
    "Phòng Quản lý thương mại tổng hợp, báo cáo Lãnh đạo Sở (qua Văn phòng Sở).",
]
DIFFICULTIES = (
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị kịp thời phản ánh về Sở."
)
GENERAL = [
    "Các phòng, đơn vị thuộc Sở tổ chức thực hiện nghiêm túc Kế hoạch này.",
    "Giao Công an phường là cơ quan thường trực, theo dõi, đôn đốc việc thực hiện Kế hoạch này.",
    "Các phòng, đơn vị, Trưởng các ấp căn cứ nội dung Kế hoạch tổ chức thực hiện nghiêm túc.",
    (
        "Đội PCCC&CNCH cơ quan; Các phòng, đơn vị thuộc Sở tổ chức triển khai thực hiện có hiệu"
        " quả kế hoạch này."
    ),
    "Ban Chỉ huy PCCC Trường chỉ đạo, kiểm tra việc thực hiện kế hoạch.",
    DIFFICULTIES,
]
WORK = [
    "Tự kiểm tra điều kiện an toàn PCCC tại nơi làm việc; báo cáo kết quả về Văn phòng Sở.",
    "Khắc phục thiếu sót, báo cáo kết quả về Văn phòng Sở.",
    "Cử người tham gia Đội PCCC cơ sở; báo cáo kết quả về Phòng Hành chính trước ngày 10/12/2025.",
    "Xây dựng kế hoạch phù hợp với đơn vị; gửi kết quả thực hiện về Văn phòng Đoàn Khối.",
    "Tổng hợp tình hình, tổ chức lớp tập huấn cho đội viên.",
    "Đội PCCC cơ sở: sẵn sàng chữa cháy; hàng quý báo cáo Giám đốc.",
    "Tổ chức tuyên truyền, phổ biến pháp luật về PCCC và CNCH.",
    "Ban hành kế hoạch bảo đảm an toàn PCCC của phòng, đơn vị.",
    "Trưởng các ấp rà soát, bảo dưỡng máy bơm chữa cháy; báo cáo kết quả về UBND xã.",
    "",
]


@pytest.mark.parametrize("text", REPORTS)
@pytest.mark.parametrize("has_day", [True, False])
def test_a_clause_that_only_orders_a_report_is_met_by_the_report(text, has_day):
    assert untracked_as(text, has_duty=True, has_day=has_day) is Untracked.REPORT


@pytest.mark.parametrize("text", GENERAL)
def test_a_general_clause_asks_for_nothing_that_could_be_finished(text):
    assert untracked_as(text, has_duty=False, has_day=False) is Untracked.GENERAL


@pytest.mark.parametrize("text", GENERAL)
def test_with_a_day_it_is_work(text):
    assert untracked_as(text, has_duty=False, has_day=True) is None


@pytest.mark.parametrize("text", WORK)
@pytest.mark.parametrize("has_duty", [True, False])
def test_work_stays_work(text, has_duty):
    assert untracked_as(text, has_duty=has_duty, has_day=False) is None


def test_a_report_that_no_duty_asks_for_is_not_lost():
    text = "Công an phường tổng hợp, báo cáo UBND phường."
    assert untracked_as(text, has_duty=False, has_day=False) is None


def test_every_reason_has_words():
    assert set(UNTRACKED_LABELS) == set(UNTRACKED_REASONS) == set(Untracked)
