"""Whatever a test reads, every value of the draft must stand at its place in the document."""

from collections.abc import Sequence

import pytest

import reading
from reading.gather import plan
from reading.open.raw import RawItem
from tests.reading.quotes import misquoted


@pytest.fixture(autouse=True)
def every_quote_stands_at_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    read_plan = plan.read_plan

    def checked(raw: Sequence[RawItem], names: Sequence[str] = ()) -> reading.PlanDraft:
        draft = read_plan(raw, names)
        assert misquoted(draft) == []
        return draft

    monkeypatch.setattr(reading, "read_plan", checked)
