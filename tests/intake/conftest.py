"""An agency, its coordinator, and a document of theirs that is being checked."""

import pytest

from tests.factories import person
from tests.intake.samples import bring, make_agency
from tests.worlds import shared
from units.policy import Role


@shared
def agency():
    return make_agency()


@shared
def coordinator(agency):
    return person(Role.COORDINATOR, agency)


@shared
def intake(agency, coordinator):
    return bring(agency, by=coordinator)


@pytest.fixture
def browser_of():
    """A browser in which this person is signed in."""
    from django.test import Client

    def of(user):
        client = Client()
        client.force_login(user)
        return client

    return of


@pytest.fixture
def client_in(browser_of, coordinator):
    return browser_of(coordinator)
