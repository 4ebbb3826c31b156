"""Work done outside the request where a worker runs, and at once where none does."""

from django.core.mail import send_mail
from django_tasks import task


@task()
def send_letter(*, subject: str, body: str, to: str) -> int:
    """Sends one plain letter; returns 1 when it was handed to the mail server."""
    return send_mail(subject, body, from_email=None, recipient_list=[to])
