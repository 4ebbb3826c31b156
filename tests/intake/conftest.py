"""An agency, its coordinator, and a document of theirs that is being checked."""

import pytest

from tests.factories import person
from tests.intake.samples import bring, make_agency
from units.policy import Role


@pytest.fixture
def agency(db):
    return make_agency()


@pytest.fixture
def coordinator(agency):
    return person(Role.COORDINATOR, agency)


@pytest.fixture
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
