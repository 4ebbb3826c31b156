"""Two people press the same button at the same moment."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from intake.actions import confirm, working_draft
from intake.models import Intake
from plans.models import Plan
from tests.factories import person
from tests.intake.samples import TODAY, bring, make_agency
from units.policy import Role


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_make_one_plan():
    agency = make_agency()
    coordinator = person(Role.COORDINATOR, agency)
    intake = bring(agency, by=coordinator)
    tasks = len(working_draft(intake).plan.tasks)
    together, made, failed = Barrier(2), [], []

    def press():
        mine = Intake.objects.get(pk=intake.pk)
        together.wait()
        try:
            made.append(confirm(intake=mine, by=coordinator, on=TODAY).pk)
        except Exception as error:  # noqa: BLE001 - a thread's failure is the test's
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert made[0] == made[1]
    assert Plan.objects.get().tasks.count() == tasks
