"""Targets of a draft's tasks: what their words name is proposed, and taken, changed or left by a
person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from intake.categories import category_of
from intake.drafting.draft import Said, SaidTarget, WorkingDraft
from reading.draft import TaskDraft
from tasks.contexts.figures import with_unit
from tasks.models import Indicator
from tasks.targets import Target, proposed

Indicators = tuple[Indicator, ...]


def proposals(task: TaskDraft, said: Said, indicators: Indicators) -> dict[Indicator, Target]:
    """What the task's words name of what the agency counts in work of its sort; nothing once a
    person has decided."""
    if said.targets is not None:
        return {}
    category = said.category or category_of(task.text)
    fitting = {one.pk: one for one in indicators if one.category in ("", category)}
    found = proposed(task.text, ((pk, one.unit_of_measure) for pk, one in fitting.items()))
    return {fitting[pk]: target for pk, target in found.items()}


def taken(said: Said, indicators: Indicators) -> Iterator[tuple[Indicator, SaidTarget]]:
    """What a person took, as far as the agency still counts it."""
    known = {one.pk: one for one in indicators}
    return ((known[one.indicator], one) for one in said.targets or () if one.indicator in known)


def said_targets(found: Iterable[tuple[Indicator, Decimal, str]]) -> tuple[SaidTarget, ...]:
    """Indicators with their values and the plan's words, as a draft keeps them."""
    return tuple(SaidTarget(one.pk, f"{value:f}", words[:255]) for one, value, words in found)


def with_proposals_taken(
    working: WorkingDraft, keys: Iterable[int], indicators: Indicators
) -> WorkingDraft:
    """The draft with the targets taken that the words of these tasks name."""
    tasks = dict(working.keyed_tasks())
    for key in keys:
        found = proposals(tasks[key], working.said_of(key), indicators) if key in tasks else {}
        if found:
            rows = ((one, target.value, target.words) for one, target in found.items())
            working = working.with_said(key, targets=said_targets(rows))
    return working


def target_words(indicator: Indicator, value: Decimal | str) -> str:
    """A target as a row shows it: ``2 buổi``; of a rate with what it is the share of."""
    shown = with_unit(Decimal(value), indicator.unit_of_measure)
    return f"{shown} ({indicator.name[:1].lower()}{indicator.name[1:]})"
