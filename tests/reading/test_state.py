"""A draft that is kept comes back whole, and nonsense does not come back at all."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from reading import PlanDraft
from tests.reading.helpers import draft_of

State = dict[str, Any]


def good() -> State:
    state: State = json.loads(json.dumps(draft_of("commune.txt").to_state()))
    return state


SPOILT: dict[str, Callable[[State], object]] = {
    "unknown field": lambda s: s.update(colour="red"),
    "number for text": lambda s: s.update(kind=3),
    "text for list": lambda s: s.update(tasks="none"),
    "object for list": lambda s: s.update(lines={}),
    "unknown kind": lambda s: s["tasks"][0]["deadline"].update(kind="someday"),
    "missing field": lambda s: s["tasks"][0].pop("ref"),
    "text for number": lambda s: s["tasks"][0]["spans"][0].update(line="0"),
    "true for number": lambda s: s["tasks"][0]["spans"][0].update(line=True),
    "no such line": lambda s: s["tasks"][0]["spans"][0].update(line=10_000),
    "beyond the line": lambda s: s["tasks"][0]["spans"][0].update(end=10_000),
    "backwards": lambda s: s["tasks"][0]["spans"][0].update(start=5, end=2),
}


@pytest.mark.parametrize("spoil", SPOILT)
def test_nonsense_is_refused(spoil: str):
    state = good()
    SPOILT[spoil](state)
    with pytest.raises(ValueError):  # noqa: PT011 - each has its own words
        PlanDraft.from_state(state)


@pytest.mark.parametrize("state", [None, [], "", 3, [{}]])
def test_no_object_is_no_draft(state: object):
    with pytest.raises(ValueError):  # noqa: PT011
        PlanDraft.from_state(state)


def test_whole():
    state = good()
    assert PlanDraft.from_state(copy.deepcopy(state)).to_state() == state


def test_the_empty_draft():
    assert PlanDraft.from_state({}) == PlanDraft()
