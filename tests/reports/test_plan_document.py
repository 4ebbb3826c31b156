"""The plan out of the register in the official form, read back by the reader to the same plan."""

import datetime
import io
import random

import docx
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from demo.people import create_people
from demo.seeding import link_levels, read_plans, sample_plan, superior_plan
from demo.units import create_units
from plans.deadlines import DeadlineKind, Qualifier
from plans.models import Plan
from reading import read
from reports.documents.files import FORMATS
from reports.models import ReportRequest
from reports.plan_page.document import build_plan_document
from tasks.models import OutsideParty, Part
from tests.factories import (
    TODAY,
    AssignmentFactory,
    PlanFactory,
    ReportDutyFactory,
    TaskFactory,
    UnitFactory,
    person,
)
from tests.reports.office import an_office
from tests.reports.official import a_department, an_issued_plan
from tests.worlds import shared
from units.policy import Role
from vietnamese.text import fold, one_line

pytestmark = pytest.mark.django_db


def read_back(plan, ending="docx"):
    document = build_plan_document(plan, TODAY)
    return read(FORMATS[ending].make(document), f"ke-hoach.{ending}")


def names(drafts):
    # The register calls the department by its whole name.
    return {fold(one.words).removesuffix(" tinh lam giang") for one in drafts}


def as_read(draft):
    """What a reading says of tasks, units, deadlines."""
    return {
        task.ref: (
            names(task.lead),
            names(task.cooperating),
            task.deadline.kind,
            task.deadline.days,
        )
        for task in draft.tasks
    }


def duties_as_read(draft):
    return [
        (duty.ref, fold(duty.reporter), duty.to, duty.via, duty.deadline.kind, duty.deadline.days)
        for duty in draft.report_duties
    ]


# --- the plans of the demonstration ---------------------------------------------------------------
@shared
def shown():
    units = create_units()
    people = create_people(units)
    last, this = read_plans(units, people, 2026)
    superior = link_levels(units, people, this, 2026)
    files = (sample_plan(2025, 2025), sample_plan(2026, 2026), superior_plan(2026))
    return list(zip((last, this, superior), files, strict=True))


@pytest.mark.once
@pytest.mark.parametrize("ending", ["docx", "pdf"])
@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_plan_of_the_demonstration_reads_back_to_the_same(shown, which, ending):
    plan, (filename, data) = shown[which]
    first, again = read(data, filename), read_back(plan, ending)

    assert as_read(again) == as_read(first)
    assert duties_as_read(again) == duties_as_read(first)
    assert (again.number, again.symbol, again.issued_on) == (
        first.number,
        first.symbol,
        first.issued_on,
    )
    assert [one.number for one in again.legal_bases] == [one.number for one in first.legal_bases]


@pytest.mark.once
@pytest.mark.parametrize("which", [0, 1, 2])
def test_what_the_register_does_not_keep_comes_from_the_document(shown, which):
    plan, (filename, data) = shown[which]
    lines = [one_line(line) for line in read(data, filename).lines]
    document = build_plan_document(plan, TODAY)
    first = document.parts[0]
    begins = lines.index(f"I. {first.title}")
    ends = next(at for at, line in enumerate(lines) if line.startswith("II. "))
    told = [
        line
        for block in first.blocks
        for line in (
            [f"{block.number} {block.text}"]
            if block.kind == "subheading"
            else [f"- {item}" for item in block.items]
            if block.kind == "bullets"
            else [block.text]
        )
    ]
    assert told == lines[begins + 1 : ends]
    headings = [f"{part.number}. {part.title}" for part in document.parts]
    assert [one for one in headings if one in lines] == headings
    assert document.notices == ()


def test_a_plan_without_a_document_says_what_is_to_be_written():
    plan = an_issued_plan()
    TaskFactory(plan=plan, ref="II.1")
    document = build_plan_document(plan, TODAY)
    assert document.parts[0].title == "MỤC ĐÍCH, YÊU CẦU"
    assert "Phần I" in document.notices[0]


def test_what_a_letter_asked_for_is_no_part_of_the_plan(office_with_letter):
    plan = office_with_letter
    texts = [block.text for part in build_plan_document(plan, TODAY).parts for block in part.blocks]
    assert not any("Thanh tra" in text for text in texts)
    assert any(text.startswith("2. Văn phòng báo cáo") for text in texts)


@shared
def office_with_letter():
    """A plan with a duty in its last part, one without a number, one that a letter asked for."""
    plan = an_issued_plan()
    for ref in ("II.1", "1"):
        TaskFactory(plan=plan, ref=ref)
    ReportDutyFactory(plan=plan, ref="III.1")
    ReportDutyFactory(plan=plan, ref="", reporter_words="Văn phòng")
    asked = ReportDutyFactory(plan=plan, ref="", reporter_words="Thanh tra")
    by = person(Role.COORDINATOR, plan.issuer)
    ReportRequest.objects.create(
        duty=asked, number="1/UBND", issued_on=TODAY, sender="UBND", added_by=by, added_on=TODAY
    )
    return plan


# --- twenty generated ones ------------------------------------------------------------------------
_WORK = (
    "Tổ chức tuyên truyền, phổ biến pháp luật về phòng cháy, chữa cháy",
    "Tự kiểm tra an toàn phòng cháy, chữa cháy tại nơi làm việc",
    "Tập huấn nghiệp vụ cho lực lượng phòng cháy, chữa cháy cơ sở",
    "Thực tập phương án chữa cháy và cứu nạn, cứu hộ",
    "Thay thế bình chữa cháy hết hạn sử dụng",
)
_DEADLINES: tuple[tuple[DeadlineKind, list[str], Qualifier | None], ...] = (
    (DeadlineKind.DATE, ["2026-05-20"], Qualifier.BEFORE),
    (DeadlineKind.DATE, ["2026-08-31"], Qualifier.BY),
    (DeadlineKind.ONGOING, [], None),
    (DeadlineKind.QUARTERLY, [], None),
    (DeadlineKind.MONTHLY, ["25"], Qualifier.BEFORE),
    (DeadlineKind.YEARLY, ["11-15"], Qualifier.BEFORE),
)
_ROOMS = (
    "Văn phòng Sở",
    "Thanh tra Sở",
    "Phòng Tổ chức - Hành chính",
    "Phòng Quản lý chuyên ngành",
    "Trung tâm Ứng dụng tiến bộ khoa học và công nghệ",
)


def a_generated_plan(seed):
    chance = random.Random(seed)
    plan = an_issued_plan(a_department(f"S{seed}"), number=f"{seed + 11}")
    rooms = [UnitFactory(name=name, parent=plan.issuer) for name in _ROOMS]
    expected = {}
    for number in range(1, chance.randint(3, 8)):
        kind, days, qualifier = chance.choice(_DEADLINES)
        ref = f"II.{number}"
        task = TaskFactory(
            plan=plan,
            ref=ref,
            order=number,
            title=chance.choice(_WORK),
            deadline_kind=kind,
            deadline_days=days,
            qualifier=qualifier.value if qualifier else "",
        )
        leads = chance.sample(rooms, chance.randint(1, 2))
        helps = [room for room in rooms if room not in leads][: chance.randint(0, 2)]
        for unit in leads:
            AssignmentFactory(task=task, unit=unit)
        for unit in helps:
            AssignmentFactory(task=task, unit=unit, part=Part.COOPERATING)
        outside = chance.random() < 0.3
        if outside:
            OutsideParty.objects.create(task=task, part=Part.COOPERATING, name="Công an tỉnh")
        expected[ref] = (
            {fold(unit.name) for unit in leads},
            {fold(unit.name) for unit in helps} | ({"cong an tinh"} if outside else set()),
            kind,
            tuple(days),
        )
    duty = ReportDutyFactory(
        plan=plan,
        ref="III.1",
        title="Báo cáo kết quả",
        reporter_words="Các phòng, đơn vị thuộc Sở",
        receiver_words="Văn phòng Sở",
        deadline_kind=DeadlineKind.YEARLY,
        deadline_days=["12-10"],
        qualifier=Qualifier.BEFORE.value,
    )
    return plan, expected, duty


@pytest.mark.once
@pytest.mark.parametrize(
    ("seed", "ending"), [*((seed, "docx") for seed in range(20)), *((n, "pdf") for n in range(3))]
)
def test_a_generated_plan_reads_back_to_the_same(seed, ending):
    plan, expected, duty = a_generated_plan(seed)
    again = read_back(plan, ending)

    found = as_read(again)
    assert {ref: said for ref, said in found.items() if ref.startswith("II.")} == expected
    (read_duty,) = again.report_duties
    assert (read_duty.ref, fold(read_duty.reporter), read_duty.to) == (
        duty.ref,
        fold(duty.reporter_words),
        duty.receiver_words,
    )
    assert (read_duty.deadline.kind, read_duty.deadline.days) == (
        DeadlineKind.YEARLY,
        ("12-10",),
    )
    assert (again.number, again.symbol) == (plan.number, plan.symbol)
    assert again.issued_on == plan.issued_on.isoformat()


# --- command and page -----------------------------------------------------------------------------
def test_the_command_writes_the_plan(tmp_path):
    plan = an_issued_plan()
    target = tmp_path / "kh.docx"
    call_command("plan_document", str(plan.pk), "--output", str(target), stdout=io.StringIO())
    words = [line.text for line in docx.Document(str(target)).paragraphs]
    assert "KẾ HOẠCH" in words


@pytest.mark.parametrize(
    ("plan", "name", "message"),
    [(424242, "a.docx", "Không có kế hoạch mã số 424242"), (1, "a.xlsx", "phải có đuôi")],
)
def test_what_the_command_refuses(tmp_path, plan, name, message):
    with pytest.raises(CommandError, match=message):
        call_command("plan_document", str(plan), "--output", str(tmp_path / name))


def test_the_page_offers_the_plan_as_a_file(client):
    office = an_office()
    client.force_login(office.people[Role.COORDINATOR])
    page = client.get(reverse("reports:plan", args=[office.plan.pk])).content.decode()
    address = reverse("reports:plan_document", args=[office.plan.pk, "docx"])
    assert address in page
    assert client.get(address).content.startswith(b"PK")


def test_a_blank_number_and_day_stay_blank():
    plan = PlanFactory(number="", issued_on=None, place="Hà Nội")
    document = build_plan_document(plan, datetime.date(2026, 6, 15))
    assert document.header.number.split() == ["Số:", "/KH-SKHCN"]
    assert Plan.objects.get().number == ""
