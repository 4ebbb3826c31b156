"""Letters that leave beside the requests."""

import datetime

from django.utils.timezone import get_current_timezone
from django_tasks import task

from reports.notices.letters import Post, send_reminder_letters


@task()
def send_reminder(*, reminder: int, site: str, at: str) -> int:
    """Sends the letters of a person's reminder (its key) at a time (ISO, aware), by links to
    ``site``; returns how many left."""
    leaving = datetime.datetime.fromisoformat(at)
    on = leaving.astimezone(get_current_timezone()).date()
    return send_reminder_letters(reminder=reminder, post=Post(on, leaving, site)).sent
