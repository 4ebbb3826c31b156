"""What the five parts tell: results, what is late and why, difficulties, proposals, directions."""

import pytest

from reports.compliance.context import build_compliance
from reports.compliance.results import RULE_OF_RATE, RULE_OF_TIME
from reports.models import Submission
from tasks.models import EntryKind, Extension
from tests.factories import ReportDutyFactory, TaskFactory, person
from tests.reports.office import an_office, day, with_evidence
from tests.reports.official import HALF, D, part, rows, said, tables, texts
from units.policy import Role

pytestmark = pytest.mark.django_db

TODAY = D(2026, 6, 15)


def report_of(office, period=HALF, today=TODAY):
    return build_compliance(office.plan, period=period, today=today)


def late_work(office, **fields):
    return office.work(due=-20, task__ref="II.2", task__title="Thay bình chữa cháy", **fields)


def test_part_one_counts_tasks_units_and_work():
    office = an_office()
    office.done()
    office.work(room=1, due=30)
    office.work(due=None)
    TaskFactory(plan=office.plan, ref="II.9", title="Hội thao")

    told = part(report_of(office), "I").blocks[1].text
    assert "gồm 04 nhiệm vụ, đưa vào thực hiện từ ngày 15/01/2026" in told
    assert "đã được giao cho 02 đơn vị chủ trì" in told
    assert "có 03 việc phải thực hiện, gồm 02 việc có thời hạn và 01 việc thường xuyên" in told
    assert "Còn 01 nhiệm vụ chưa phân công đơn vị chủ trì (mục II.9)." in told


def test_entries_and_files_of_the_period_are_counted():
    office = an_office()
    work = office.work(due=30)
    said(work, D(2025, 12, 30), note="Năm trước")
    said(work, D(2026, 2, 1), note="Đã khảo sát")
    with_evidence(work, D(2026, 3, 1))
    said(work, D(2026, 6, 16), note="Sau ngày lập báo cáo")

    told = part(report_of(office), "I").blocks[3].text
    assert "đã cập nhật tiến độ, kết quả 02 lượt, gửi kèm 01 tệp minh chứng." in told


def test_the_official_counts_in_words_with_their_rules_as_footnotes():
    office = an_office()
    for _ in range(3):
        office.done()
    office.work(due=-1)
    office.work(due=9)
    paragraphs = [b for b in part(report_of(office), "II").blocks if b.kind == "paragraph"]

    assert paragraphs[0].text == (
        "Tính đến hết ngày 15/06/2026, trong 05 việc có thời hạn: đã hoàn thành 03 việc (đúng hạn"
        " 03, quá hạn 0); chưa hoàn thành 02 việc (trong hạn 01, quá hạn 01)."
    )
    assert paragraphs[0].notes == (RULE_OF_TIME,)
    assert paragraphs[1].text.replace("\N{NO-BREAK SPACE}", " ") == "Tỷ lệ hoàn thành đạt 75 %."
    assert paragraphs[1].notes == (RULE_OF_RATE,)


def test_results_are_told_by_group_of_work_in_the_words_of_the_units():
    office = an_office()
    drill = office.done(task__category="drill")
    said(drill, drill.finished_on, kind=EntryKind.DONE, note="Đã thực tập 01 lần\nvới 45 người")
    office.work(due=9, task__category="training")
    told = texts(report_of(office))

    assert "a) Về tập huấn, huấn luyện: 01 việc có thời hạn, chưa có việc hoàn thành" in told
    assert "b) Về thực tập phương án: 01 việc có thời hạn, đã hoàn thành toàn bộ" in told
    assert f"{drill.unit.name}: Đã thực tập 01 lần với 45 người." in told


def test_late_work_comes_with_the_cause_that_the_unit_recorded():
    office = an_office()
    work = late_work(office, percent=60)
    said(work, D(2026, 5, 1), note="Đã mua 10 bình", difficulty="Chưa có kinh phí")
    said(work, D(2026, 5, 9), note="Đã mua thêm 02 bình")
    blocks = part(report_of(office), "III").blocks

    assert "Có 01 việc chưa hoàn thành, đã quá hạn, thuộc Phòng An SKHCN" in blocks[1].text
    assert rows(blocks[2]) == [
        [
            "1",
            "II.2 Thay bình chữa cháy",
            "Phòng An SKHCN",
            "26/05/2026 (quá 20 ngày)",
            "Tiến độ 60\N{NO-BREAK SPACE}%. Chưa có kinh phí.",
        ]
    ]


def test_without_a_difficulty_the_reason_of_an_extension_counts_then_the_last_note():
    office = an_office()
    asked, noted, silent = late_work(office), late_work(office), late_work(office, room=1)
    Extension.objects.create(
        assignment=asked,
        asked_on=D(2026, 5, 20),
        asked_by=person(Role.STAFF, asked.unit),
        due_before=asked.due_on,
        due_asked=D(2026, 7, 31),
        reason="Chờ đấu thầu",
    )
    said(noted, D(2026, 5, 9), note="Đang khảo sát")
    causes = [row[-1] for row in rows(part(report_of(office), "III").blocks[2])]

    assert sorted(cause.partition(". ")[2] for cause in causes) == [
        "Xin gia hạn: Chờ đấu thầu.",
        "Đang khảo sát.",
        "Đơn vị chưa báo cáo nguyên nhân.",
    ]
    assert silent.unit.name in rows(part(report_of(office), "III").blocks[2])[2]


def test_work_done_late_has_a_table_of_its_own():
    office = an_office()
    office.done(due=-10, finished=-3)
    blocks = part(report_of(office), "III").blocks

    assert blocks[1].text == "Không có việc chưa hoàn thành nào quá hạn."
    assert rows(blocks[4])[0][3] == "05/06/2026 (hoàn thành 12/06/2026, quá 7 ngày)"


def test_overdue_work_that_waits_for_confirmation_says_so():
    office = an_office()
    late_work(office, finished_on=D(2026, 6, 1), percent=100)
    told = rows(part(report_of(office), "III").blocks[2])[0][-1]
    assert told.startswith("Đã báo hoàn thành ngày 01/06/2026, chờ xác nhận.")


def test_of_much_work_done_late_the_latest_is_told(monkeypatch):
    monkeypatch.setattr("reports.compliance.results.DONE_LATE_ROWS", 2)
    office = an_office()
    for late in (3, 9, 5):
        office.done(due=-20, finished=-20 + late)
    blocks = part(report_of(office), "III").blocks

    assert "Bảng sau nêu 02 việc quá hạn lâu nhất" in blocks[3].text
    assert [row[3][-12:] for row in rows(blocks[4])] == [
        ", quá 9 ngày)"[-12:],
        ", quá 5 ngày)"[-12:],
    ]


def test_difficulties_of_the_period_are_told_once():
    office = an_office()
    work = late_work(office)
    said(work, D(2025, 12, 1), difficulty="Của năm trước")
    said(work, D(2026, 4, 1), difficulty="thiếu kinh phí")
    said(work, D(2026, 5, 1), difficulty="thiếu kinh phí")
    blocks = part(report_of(office), "IV").blocks

    assert "01 đơn vị phản ánh 01 khó khăn, vướng mắc" in blocks[0].text
    assert blocks[1].items == ("Phòng An SKHCN (mục II.2, ngày 01/05/2026): Thiếu kinh phí.",)


def test_a_cooperating_unit_is_heard_too():
    office = an_office()
    said(late_work(office, part="cooperating"), D(2026, 5, 1), difficulty="Thiếu người")
    assert "Thiếu người." in texts(report_of(office))


def test_without_difficulties_the_report_says_so():
    assert (
        part(report_of(an_office()), "IV")
        .blocks[0]
        .text.endswith("không phản ánh khó khăn, vướng mắc.")
    )


def test_reports_that_did_not_come_are_listed():
    office = an_office()
    duty = ReportDutyFactory(
        plan=office.plan, deadline_kind="quarterly", deadline_days=["15"], title="Báo cáo quý"
    )
    duty.reporters.set(office.rooms)
    first, second = office.rooms
    submit(duty, first, "2026-Q1", D(2026, 3, 15), D(2026, 3, 15))
    submit(duty, second, "2026-Q1", D(2026, 3, 15), D(2026, 3, 18))
    report = report_of(office, today=D(2026, 6, 20))

    told = texts(report)
    assert "có 04 báo cáo của đơn vị đến hạn nộp" in told
    assert "đã nhận 02 báo cáo (đúng hạn 01, quá hạn 01), còn 02 báo cáo quá hạn chưa nộp:" in told
    missing = [row[1:] for row in rows(tables(report)[0])]
    assert missing == [
        [room.name, "Báo cáo quý", "Quý II/2026", "15/06/2026"] for room in office.rooms
    ]
    assert "nộp 02 báo cáo còn thiếu" in told


def submit(duty, unit, period, due_on, submitted_on):
    Submission.objects.create(
        duty=duty, unit=unit, period=period, due_on=due_on, submitted_on=submitted_on
    )


def test_a_report_due_on_the_day_itself_is_not_yet_missing():
    office = an_office()
    duty = ReportDutyFactory(plan=office.plan, deadline_kind="date", deadline_days=["2026-06-15"])
    duty.reporters.set(office.rooms)
    assert "quá hạn chưa nộp" not in texts(report_of(office, today=D(2026, 6, 15)))
    assert "còn 02 báo cáo quá hạn chưa nộp" in texts(report_of(office, today=D(2026, 6, 16)))


def test_proposals_follow_from_what_is_open():
    office = an_office()
    said(late_work(office), D(2026, 5, 1), difficulty="Thiếu kinh phí")
    TaskFactory(plan=office.plan)
    proposals = part(report_of(office), "V").blocks[1].items

    assert len(proposals) == 3
    assert proposals[0].startswith(
        "Đề nghị Phòng An SKHCN tập trung chỉ đạo hoàn thành dứt điểm 01"
    )
    assert "01 khó khăn, vướng mắc nêu tại Phần IV" in proposals[1]
    assert "01 nhiệm vụ chưa phân công" in proposals[2]


def test_with_nothing_open_nothing_is_proposed():
    office = an_office()
    office.done()
    assert part(report_of(office), "V").blocks[1].text == "Không có đề xuất, kiến nghị."


def test_directions_name_the_work_of_the_next_thirty_days():
    office = an_office()
    task = office.work(due=10, task__title="Tổ chức tập huấn").task
    office.work(room=1, due=10, task=task)
    office.work(due=60)
    office.work(due=None)
    directions = part(report_of(office), "V").blocks[-1].items

    assert directions[1] == (
        "Tập trung hoàn thành 02 việc đến hạn trong 30 ngày tới: tổ chức tập huấn (Phòng An SKHCN"
        " và Phòng Bình SKHCN; hạn 25/06/2026)."
    )
    assert "Chủ động triển khai 01 việc còn trong hạn khác" in directions[2]
    assert directions[3].startswith("Duy trì 01 việc thường xuyên")


def test_extensions_asked_in_the_period_are_counted():
    office = an_office()
    for granted in (True, None):
        work = office.work(due=20)
        assert work.due_on
        Extension.objects.create(
            assignment=work,
            asked_on=day(-5),
            asked_by=person(Role.STAFF, work.unit),
            due_before=work.due_on,
            due_asked=day(40),
            reason="Chờ thiết bị",
            granted=granted,
            decided_on=day(-1) if granted is not None else None,
        )
    assert "Có 02 đề nghị gia hạn (đồng ý 01, chưa quyết định 01)." in texts(report_of(office))
