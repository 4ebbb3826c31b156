"""What the five parts tell: the situation, results, assessment, directions, proposals."""

from typing import Any

import pytest

from plans.reckoning import Reckoning
from reports.compliance.annex_choice import ANNEX_LABELS
from reports.compliance.results import RULE_OF_RATE, rule_of_time
from reports.compliance.sections import Written
from reports.documents.text import blocks_of, text_of
from reports.models import Submission
from tasks.models import EntryKind, Extension, OutsideParty, Part
from tests.factories import PlanFactory, ReportDutyFactory, TaskFactory, person
from tests.reports.office import an_office, day, with_evidence
from tests.reports.official import HALF, D, rows, said, section, texts
from tests.reports.official import report_of as told_of
from units.models import AgencySetting
from units.policy import Role

pytestmark = pytest.mark.django_db

TODAY = D(2026, 6, 15)


def report_of(office, period=HALF, today=TODAY, **chosen):
    return told_of(office.plan, period, today, **chosen)


def late_work(office, **fields):
    return office.work(due=-20, task__ref="II.2", task__title="Thay bình chữa cháy", **fields)


# --- I --------------------------------------------------------------------------------------------
def test_part_one_counts_tasks_units_and_parts():
    office = an_office()
    office.done()
    office.work(room=1, due=30)
    office.work(due=None)
    told = texts(report_of(office))

    assert "gồm 03 nhiệm vụ." in told
    assert "đã được giao cho 02 đơn vị chủ trì" in told
    assert "có 03 nhiệm vụ phải thực hiện (có thời hạn 02, thường xuyên 01)" in told
    assert "chia thành 03 phần việc của các đơn vị chủ trì." in told


def test_one_task_of_two_units_is_one_nhiem_vu_and_two_phan_viec():
    office = an_office()
    first = office.done()
    office.work(room=1, due=-3, task=first.task)
    told = texts(report_of(office))

    assert "trong 01 nhiệm vụ có thời hạn: đã hoàn thành 0; chưa hoàn thành 01 (quá hạn 01)" in told
    assert (
        "trong 02 phần việc có thời hạn: đã hoàn thành 01 (đúng hạn 01); chưa hoàn thành 01" in told
    )


def test_what_nobody_tracks_is_named():
    office = an_office()
    TaskFactory(plan=office.plan, ref="II.9", title="Hội thao")
    outside = TaskFactory(plan=office.plan, ref="II.7", title="Kiểm tra liên ngành")
    OutsideParty.objects.create(task=outside, part=Part.LEAD, name="Công an tỉnh")
    report = report_of(office)

    assert (
        "Số liệu trong Báo cáo này không gồm: 01 nhiệm vụ do Công an tỉnh chủ trì (mục II.7); 01"
        in texts(report)
    )
    assert "01 nhiệm vụ chưa phân công đơn vị chủ trì (mục II.9)" in texts(report)
    annex = next(one for one in report.annexes if one.key == "untracked")
    assert [row[1] for row in rows(annex.blocks[0])] == ["Kiểm tra liên ngành", "Hội thao"]


def test_entries_and_files_of_the_period_are_counted():
    office = an_office()
    work = office.work(due=30)
    said(work, D(2025, 12, 30), note="Năm trước")
    said(work, D(2026, 2, 1), note="Đã khảo sát")
    with_evidence(work, D(2026, 3, 1))
    said(work, D(2026, 6, 16), note="Sau ngày lập báo cáo")
    told = texts(report_of(office))
    assert "đã cập nhật tiến độ, kết quả 02 lượt, gửi kèm 01 tệp minh chứng." in told


def test_fires_are_not_denied_by_the_program():
    report = report_of(an_office())
    assert "không xảy ra" not in texts(report)
    assert any("tình hình cháy, nổ" in notice for notice in report.notices)


# --- II -------------------------------------------------------------------------------------------
def test_the_official_counts_in_words_with_their_rules_as_footnotes():
    office = an_office()
    for _ in range(3):
        office.done()
    office.work(due=-1)
    office.work(due=9)
    paragraphs = [b for b in section(report_of(office), "overall").blocks if b.kind == "paragraph"]

    assert paragraphs[0].text == (
        "Tính đến hết ngày 15/6/2026, trong 05 nhiệm vụ có thời hạn: đã hoàn thành 03 (đúng hạn"
        " 03);"
        " chưa hoàn thành 02 (trong hạn 01, quá hạn 01)."
    )
    assert paragraphs[0].notes == (rule_of_time(Reckoning()),)
    assert paragraphs[1].text == "Tỷ lệ hoàn thành nhiệm vụ đạt 75%."
    assert paragraphs[1].notes == (RULE_OF_RATE,)


def test_the_same_period_of_the_year_before_stands_beside():
    office = an_office()
    before = PlanFactory(
        issuer=office.agency,
        starts_on=D(2025, 1, 1),
        ends_on=D(2025, 12, 31),
        released_on=D(2025, 1, 5),
    )
    year: dict[str, Any] = {"starts_on": D(2025, 1, 1), "task__plan": before}
    office.work(due=-500 + 135, **year)
    office.done(due=-365, finished=-370, **year)
    office.done()
    table = section(report_of(office), "overall").blocks[-1]
    told = {tuple(row[1:3]): row[3:] for row in rows(table) if len(row) > 2}

    assert told["Đã hoàn thành đúng hạn", "nhiệm vụ"] == ["1", "1", "0"]
    assert told["Chưa hoàn thành, quá hạn", "nhiệm vụ"] == ["0", "0", "0"]
    assert told["Chưa hoàn thành, trong hạn", "nhiệm vụ"] == ["0", "1", "−1"]


def test_without_a_plan_the_year_before_nothing_is_compared():
    office = an_office()
    office.done()
    table = section(report_of(office), "overall").blocks[-1]
    assert {row[4] for row in rows(table) if len(row) > 2} == {"–"}


def test_groups_of_work_are_told_with_numbers_and_without_anecdotes():
    office = an_office()
    drill = office.done(task__category="drill")
    said(drill, drill.finished_on, kind=EntryKind.DONE, note="Đã thực tập 01 lần với 45 người")
    office.work(due=9, task__category="training")
    report = report_of(office)
    told = texts(report)

    assert (
        "a) Về tập huấn, huấn luyện: 01 nhiệm vụ với 01 phần việc; chưa có nhiệm vụ hoàn thành"
        in told
    )
    assert (
        "b) Về thực tập phương án: 01 nhiệm vụ với 01 phần việc; đã hoàn thành toàn bộ 01" in told
    )
    assert "với 45 người" not in told
    tasks = next(annex for annex in report.annexes if annex.key == "tasks")
    assert "với 45 người" in str(tasks)


def test_of_many_units_the_table_stands_in_an_annex(monkeypatch):
    monkeypatch.setattr("reports.compliance.results.UNITS_IN_TEXT", 1)
    office = an_office()
    office.done()
    office.work(room=1, due=9)
    report = report_of(office)

    told = section(report, "units").blocks
    assert [block.kind for block in told] == ["paragraph"]
    assert told[0].text.endswith("(chi tiết tại Phụ lục I).")
    assert report.annexes[0].key == "units"


def test_reports_of_units_have_a_table_of_their_own():
    office = an_office()
    duty = ReportDutyFactory(
        plan=office.plan, deadline_kind="quarterly", deadline_days=["15"], title="Báo cáo quý"
    )
    duty.reporters.set(office.rooms)
    first, second = office.rooms
    submit(duty, first, "2026-Q1", D(2026, 3, 15), D(2026, 3, 15))
    submit(duty, second, "2026-Q1", D(2026, 3, 15), D(2026, 3, 18))
    report = report_of(office, today=D(2026, 6, 20))

    told = section(report, "reporting").blocks
    assert "có 04 báo cáo của đơn vị đến hạn nộp" in told[0].text
    assert "(đúng hạn 01, quá hạn 01); chưa nộp 02" in told[0].text
    assert rows(told[1]) == [["1", "Báo cáo quý", "4", "1", "1", "2"]]
    annex = next(annex for annex in report.annexes if annex.key == "reports")
    assert [row[1:] for row in rows(annex.blocks[0])] == [
        [room.name, "Báo cáo quý", "Quý II/2026", "15/6/2026"] for room in office.rooms
    ]


def submit(duty, unit, period, due_on, submitted_on):
    Submission.objects.create(
        duty=duty, unit=unit, period=period, due_on=due_on, submitted_on=submitted_on
    )


def test_a_report_due_on_the_day_itself_is_not_yet_missing():
    office = an_office()
    duty = ReportDutyFactory(plan=office.plan, deadline_kind="date", deadline_days=["2026-06-15"])
    duty.reporters.set(office.rooms)
    assert "chưa nộp 02" not in texts(report_of(office, today=D(2026, 6, 15)))
    assert "chưa nộp 02" in texts(report_of(office, today=D(2026, 6, 16)))


# --- III ------------------------------------------------------------------------------------------
def test_late_work_comes_with_the_cause_that_the_unit_recorded():
    office = an_office()
    work = late_work(office, percent=60)
    said(work, D(2026, 5, 1), note="Đã mua 10 bình", difficulty="Chưa có kinh phí")
    said(work, D(2026, 5, 9), note="Đã mua thêm 02 bình")
    report = report_of(office)
    blocks = section(report, "shortcomings").blocks

    assert (
        blocks[0]
        .items[0]
        .startswith("Còn 01 nhiệm vụ chưa hoàn thành, quá hạn, với 01 phần việc của Phòng An SKHCN")
    )
    assert rows(blocks[1]) == [
        [
            "1",
            "II.2 Thay bình chữa cháy",
            "Phòng An SKHCN",
            "26/5/2026",
            "20",
            "Tiến độ 60%. Chưa có kinh phí.",
        ]
    ]
    assert section(report, "causes").blocks[1].items == ("Chưa có kinh phí (Phòng An SKHCN).",)


def test_the_reason_of_an_extension_is_a_cause_and_silence_is_said():
    office = an_office()
    asked, silent = late_work(office), late_work(office, room=1)
    Extension.objects.create(
        assignment=asked,
        asked_on=D(2026, 5, 20),
        asked_by=person(Role.STAFF, asked.unit),
        due_before=asked.due_on,
        due_asked=D(2026, 7, 31),
        reason="Chờ đấu thầu",
    )
    report = report_of(office)

    told = section(report, "causes").blocks
    assert "đối với 01/02 phần việc quá hạn; 01 phần việc chưa nêu nguyên nhân" in told[0].text
    assert told[1].items == ("Xin gia hạn: chờ đấu thầu (Phòng An SKHCN).",)
    assert silent.unit.name in str(section(report, "shortcomings"))


def test_what_was_done_late_is_said_apart():
    office = an_office()
    office.done(due=-10, finished=-3)
    report = report_of(office)
    assert section(report, "shortcomings").blocks[0].items == (
        "Có 01 phần việc đã hoàn thành nhưng quá hạn, của Phòng An SKHCN.",
    )
    late = next(annex for annex in report.annexes if annex.key == "late")
    assert rows(late.blocks[0])[0][-1].startswith("Hoàn thành ngày 12/6/2026.")


def test_overdue_work_that_waits_for_confirmation_says_so():
    office = an_office()
    late_work(office, finished_on=D(2026, 6, 1), percent=100)
    told = rows(section(report_of(office), "shortcomings").blocks[1])[0][-1]
    assert told.startswith("Đã báo hoàn thành ngày 01/6/2026, chờ xác nhận.")


def test_the_text_holds_the_worst_and_the_annex_all(monkeypatch):
    monkeypatch.setattr("reports.compliance.assessment.LATE_IN_TEXT", 2)
    office = an_office()
    for late in (3, 9, 5):
        office.work(due=-late)
    report = report_of(office)

    table = section(report, "shortcomings").blocks[1]
    assert [row[4] for row in rows(table)] == ["9", "5"]
    assert "02 phần việc quá hạn lâu nhất" in table.caption
    late = next(annex for annex in report.annexes if annex.key == "late")
    assert [row[4] for row in rows(late.blocks[0])] == ["9", "5", "3"]


def test_with_nothing_late_nothing_is_excused():
    office = an_office()
    office.done()
    report = report_of(office)
    assert "không có phần việc nào quá hạn" in section(report, "shortcomings").blocks[0].text
    assert section(report, "causes") is None
    assert "Đã hoàn thành 01/01 nhiệm vụ đến hạn, đạt 100%" in texts(report)


def test_titles_stand_whole():
    office = an_office()
    words = "Tổ chức tuyên truyền, phổ biến " * 12
    office.work(due=-3, task__title=f"{words[:250]}…", task__text=words)
    report = report_of(office)
    assert words.strip() in str(section(report, "shortcomings"))
    assert "…" not in str(report.parts) + str(report.annexes)


# --- IV and V -------------------------------------------------------------------------------------
def test_orders_to_own_units_stand_in_no_report():
    office = an_office()
    said(late_work(office), D(2026, 5, 1), difficulty="Thiếu kinh phí")
    report = report_of(office)

    (proposals,) = section(report, "proposals").blocks
    assert proposals.text == "Không có kiến nghị, đề xuất."
    directions = " ".join(section(report, "directions").blocks[0].items)
    assert "Hoàn thành dứt điểm 01 nhiệm vụ đã quá hạn" in directions
    assert "Phòng An" not in directions
    assert any("01 khó khăn, vướng mắc" in notice for notice in report.notices)


def test_directions_name_the_work_of_the_next_thirty_days():
    office = an_office()
    task = office.work(due=10, task__title="Tổ chức tập huấn").task
    office.work(room=1, due=10, task=task)
    office.work(due=60)
    office.work(due=None)
    directions = section(report_of(office), "directions").blocks[0].items

    assert directions[1] == (
        "Hoàn thành 02 phần việc đến hạn trong 30 ngày tới: tổ chức tập huấn (hạn 25/6/2026; 02 đơn"
        " vị)."
    )
    assert "Triển khai 01 phần việc còn trong hạn" in directions[2]
    assert directions[3].startswith("Duy trì 01 phần việc thường xuyên")


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


# --- annexes and what a person writes -------------------------------------------------------------
def test_annexes_come_by_choice_and_are_numbered_in_order():
    office = an_office()
    with_evidence(late_work(office), D(2026, 3, 1))
    everything = report_of(office, chosen=tuple(ANNEX_LABELS))
    assert [(one.number, one.key) for one in everything.annexes] == [
        ("I", "units"),
        ("II", "tasks"),
        ("III", "late"),
        ("IV", "evidence"),
    ]
    assert [one.key for one in report_of(office, chosen=("late",)).annexes] == ["late"]
    assert report_of(office, chosen=()).annexes == ()
    assert "Phụ lục" not in texts(report_of(office, chosen=()))


def test_what_a_person_wrote_stands_in_place_of_the_text_and_the_table_stays():
    office = an_office()
    office.done()
    written = Written({"overall": "Kết quả tốt.\n- Một\n- Hai", "field": "Không xảy ra cháy."})
    report = report_of(office, written=written)

    blocks = section(report, "overall").blocks
    assert [block.kind for block in blocks] == ["paragraph", "bullets", "table"]
    assert blocks[1].items == ("Một", "Hai")
    assert section(report, "field").number == "1."
    assert section(report, "directing").number == "2."


def test_a_text_comes_back_as_it_was():
    text = "Một đoạn.\n- Ý một\n- Ý hai\nĐoạn nữa."
    assert text_of(blocks_of(text)) == text


def test_the_footnote_says_which_reading_of_due_days_holds():
    office = an_office()
    late_work(office)

    def footnote():
        blocks = section(report_of(office), "overall").blocks
        return " ".join(note for one in blocks for note in getattr(one, "notes", ()))

    assert "đều tính quá hạn từ ngày liền sau ngày đó" in footnote()
    for key in ("strict_before", "move_due_days"):
        AgencySetting.objects.create(agency=office.agency, key=key, value=True)
    assert "“trước ngày” tính quá hạn từ chính ngày đó" in footnote()
    assert "lùi đến ngày làm việc kế tiếp" in footnote()
