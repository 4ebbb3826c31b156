"""An office that is told things, and the mail server of the tests."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from reports.notices.letters import Post
from tests.factories import TODAY
from tests.mail import mailbox
from tests.reports.office import Office, an_office

__all__ = ["mailbox"]

SITE = "https://pccc.example.gov.vn"


def post(on=TODAY) -> Post:
    """A round of letters in the morning of a day."""
    at = datetime.datetime.combine(on, datetime.time(6, 30), ZoneInfo("Asia/Ho_Chi_Minh"))
    return Post(on, at, SITE)


@pytest.fixture
def office(db) -> Office:
    """An agency with two rooms; an officer and a head in the first, the others in the agency."""
    return an_office()
