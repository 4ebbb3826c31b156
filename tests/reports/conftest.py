"""An office for the tests of reports, and the files of a report that is issued."""

from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine

from reports.compliance import issue
from reports.documents.document import OfficialDocument, Tell, tell_nobody
from reports.documents.files import FORMATS
from tests.factories import TODAY
from tests.reports.office import Office, an_office
from tests.worlds import shared

# What is told of the office stands before what a test does at noon of TODAY.
MORNING = datetime.combine(TODAY, time(8), ZoneInfo("Asia/Ho_Chi_Minh"))


@shared
def office() -> Office:
    """An agency with two rooms; an officer and a head in the first, the others in the agency."""
    with time_machine.travel(MORNING):
        return an_office()


@pytest.fixture
def files_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """An issued report has a file of each kind with a line in it: nobody waits for a typesetter."""

    def make(document: OfficialDocument, tell: Tell = tell_nobody, /) -> bytes:
        return f"%PDF-1.7 {document.name}".encode()

    made = {ending: replace(one, make=make) for ending, one in FORMATS.items()}
    monkeypatch.setattr(issue, "FORMATS", made)
