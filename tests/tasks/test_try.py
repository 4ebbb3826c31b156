import datetime, pytest
from tests.factories import *
from tasks.actions import *
from django.core.files.base import ContentFile
@pytest.mark.django_db
def test_all():
    a = AssignmentFactory(); u = UserFactory()
    e = record_progress(assignment=a, by=u, on=TODAY, percent=50, note="x", files=[ContentFile(b"%PDF-1.4 x", name="a b.pdf")], revision=0)
    print(e.evidence.get().file.name)
    with pytest.raises(StaleRevision):
        record_progress(assignment=a, by=u, on=TODAY, percent=50, note="x", revision=0)
    x = ask_extension(assignment=a, by=u, on=TODAY, due_asked=datetime.date(2026,8,1), reason="r")
    decide_extension(extension=x, by=u, on=TODAY, granted=True)
    report_done(assignment=a, by=u, on=TODAY, finished_on=TODAY, note="ok")
    send_back(assignment=a, by=u, on=TODAY, reason="thiếu")
    report_done(assignment=a, by=u, on=TODAY, finished_on=datetime.date(2026,6,1), note="ok")
    confirm_done(assignment=a, by=u, on=TODAY)
    a.refresh_from_db(); print(a.__dict__)
    for e in a.entries.order_by("pk"): print(e, e.percent, e.note)
    t = TaskFactory(deadline_kind="quarterly"); us=[UnitFactory() for _ in range(3)]
    print(len(assign_units(task=t, units=us, part="lead")), len(assign_unit(task=t, unit=us[0], part="cooperating")))
