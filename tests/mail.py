"""A mail server on this machine, for tests that look at what arrives."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

LONG = 600  # seconds: longer than any test waits


class Mailbox:
    """What an SMTP server on this machine has received; it refuses the addresses in ``refused``,
    and hangs up, or says nothing more, without an answer to a letter: before it has all of it, or
    after."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.hangs_up = ""  # "before", "after"
        self.falls_silent = ""  # "before", "after"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 (aiosmtpd's name)
        if address in self.refused:
            return "550 No such user here"
        if self.hangs_up == "before":
            _server.transport.abort()
            return "421 Gone"
        if self.falls_silent == "before":
            await asyncio.sleep(LONG)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 (aiosmtpd's name)
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        if self.hangs_up == "after":
            _server.transport.abort()
        if self.falls_silent == "after":
            await asyncio.sleep(LONG)
        return "250 OK"


@contextmanager
def nobody_greets() -> Iterator[int]:
    """The port of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield int(silent.getsockname()[1])


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "accounts.mail.OfficeMailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield box
    controller.stop()
