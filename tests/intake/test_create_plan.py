"""Names that stand for several units are kept as groups beside the units' own assignments."""

from intake.actions import confirm, open_names
from tasks.models import GroupAssignment
from tests.intake.samples import PLAN, TODAY, bring
from units.actions import group_of
from units.models import UnitGroup


def target(intake, words="Các phòng, đơn vị thuộc Sở"):
    return open_names(intake, TODAY).match(words).target


def test_a_part_given_to_a_group_is_kept_as_such(agency, intake, coordinator):
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    given = GroupAssignment.objects.filter(task__plan=plan, task__ref="II.1").get()
    assert given.part == "cooperating"
    assert given.group.agency == agency
    members = set(given.group.units().values_list("pk", flat=True))
    leads = {one.unit_id for one in given.task.assignments.filter(part="lead")}
    assert {one.unit_id for one in given.task.assignments.all()} == members | leads


def test_a_group_that_leads_and_cooperates_is_kept_once(agency, coordinator):
    text = PLAN.replace("- Chủ trì: Văn phòng Sở.", "- Chủ trì: Các phòng, đơn vị thuộc Sở.")
    plan = confirm(intake=bring(agency, text, by=coordinator), by=coordinator, on=TODAY)
    given = GroupAssignment.objects.get(task__plan=plan, task__ref="II.1")
    assert given.part == "lead"


def test_a_usual_name_makes_one_group_however_often_it_is_met(agency, intake):
    first, second = group_of(agency, target(intake)), group_of(agency, target(intake))
    assert first == second
    assert UnitGroup.objects.count() == 1


def test_a_group_of_that_name_with_other_units_is_not_taken(agency, intake):
    meant = target(intake)
    UnitGroup.objects.create(agency=agency, name=meant.label, by_rule=False)
    assert group_of(agency, meant) is None


def test_one_unit_is_no_group(agency, intake):
    assert group_of(agency, target(intake, "Phòng Tổng hợp")) is None
