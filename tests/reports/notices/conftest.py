"""The mail server of the tests, and a round of letters."""

import datetime
from zoneinfo import ZoneInfo

from reports.notices.letters import Post
from tests.factories import TODAY
from tests.mail import mailbox

__all__ = ["mailbox"]

SITE = "https://pccc.example.gov.vn"


def post(on=TODAY) -> Post:
    """A round of letters in the morning of a day."""
    at = datetime.datetime.combine(on, datetime.time(6, 30), ZoneInfo("Asia/Ho_Chi_Minh"))
    return Post(on, at, SITE)
