"""Letters by SMTP, of which one can say whether they left."""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

REFUSAL_LENGTH = 300
_END = b"\r\n.\r\n"


class Unanswered(smtplib.SMTPServerDisconnected):
    """The whole letter went out and the mail server was gone before it answered: it may have the
    letter or not.  Sent again it may arrive twice."""


class _Plain(smtplib.SMTP):
    """A connection that tells such a letter from one that did not leave."""

    _is_out = False

    def send(self, s: Any) -> None:
        super().send(s)
        self._is_out = isinstance(s, bytes) and s.endswith(_END)

    def data(self, msg: Any) -> tuple[int, bytes]:
        self._is_out = False
        try:
            return super().data(msg)
        except smtplib.SMTPServerDisconnected as error:
            if self._is_out:
                raise Unanswered(str(error)) from error
            raise


class _Secure(_Plain, smtplib.SMTP_SSL):
    pass


class OfficeMailBackend(EmailBackend):
    """Django's own; it raises ``Unanswered`` where nobody knows whether the letter left."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Secure if self.use_ssl else _Plain


def words_of(error: Exception) -> str:
    """What stood in a letter's way, as the mail server said it, in one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return f"{code} {said.decode(errors='replace')}"[:REFUSAL_LENGTH]
    return " ".join(str(error).split())[:REFUSAL_LENGTH] or type(error).__name__
