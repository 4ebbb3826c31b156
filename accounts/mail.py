"""Letters by SMTP, of which one can say whether they left."""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

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
