"""One unit's part in a task, and the people around it."""

from types import SimpleNamespace

from tests.factories import AssignmentFactory, TaskFactory, UnitFactory, person
from tests.worlds import shared
from units.policy import Role


@shared
def scene():
    """``work`` of ``unit`` under ``agency``, due on 30/06/2026; one person in each role, and
    ``stranger``, who heads another unit of the same agency."""
    agency = UnitFactory(name="Sở Khoa học và Công nghệ")
    unit = UnitFactory(name="Phòng Chuyển đổi số", parent=agency)
    other = UnitFactory(name="Thanh tra Sở", parent=agency)
    task = TaskFactory(plan__issuer=agency, ref="II.2", qualifier="before")
    return SimpleNamespace(
        agency=agency,
        unit=unit,
        other=other,
        task=task,
        plan=task.plan,
        work=AssignmentFactory(task=task, unit=unit),
        staff=person(Role.STAFF, unit, full_name="Nguyễn Thị Thu Hà"),
        head=person(Role.HEAD, unit, full_name="Trần Quốc Bảo"),
        coordinator=person(Role.COORDINATOR, agency, full_name="Lê Minh Anh"),
        leader=person(Role.LEADER, agency, full_name="Phạm Đức Long"),
        admin=person(Role.ADMIN, agency),
        stranger=person(Role.HEAD, other),
    )
