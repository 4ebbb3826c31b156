"""The links in the letters that the mail server of the tests received."""

from __future__ import annotations

import re
from email.message import EmailMessage

from tests.mail import mailbox

__all__ = ["link_in", "mailbox"]


def link_in(letter: EmailMessage) -> str:
    """The path of the link in a letter."""
    found = re.search(r"https?://[^/\s]+(/quen-mat-khau/\S+)", letter.get_content())
    assert found, letter
    return found.group(1)
