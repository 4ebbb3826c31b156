"""Python and the database judge every check constraint alike."""

import datetime
import itertools
import random
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.constraints import RowCheck, holds
from tests.factories import UnitFactory
from units.models import Unit

pytestmark = pytest.mark.django_db
CHECKS = [
    pytest.param(model, constraint, id=constraint.name)
    for model in apps.get_models()
    for constraint in model._meta.constraints
    if isinstance(constraint, RowCheck)
]
DAYS = [None, *(datetime.date(2026, 5, day) for day in (1, 2, 3))]
TRIED = 120


def columns(condition: Any) -> set[str]:
    if isinstance(condition, Q):
        return set().union(*map(columns, condition.children))
    lookup, wanted = condition
    return {lookup.partition("__")[0], *([vars(wanted)["name"]] if isinstance(wanted, F) else [])}


def literals(condition: Any, name: str) -> list:
    """What the condition itself compares the column with."""
    if isinstance(condition, Q):
        return [one for child in condition.children for one in literals(child, name)]
    lookup, wanted = condition
    column, _, comparison = lookup.partition("__")
    is_value = column == name and comparison != "isnull" and not isinstance(wanted, F)
    return [*(wanted if isinstance(wanted, list | tuple) else [wanted])] if is_value else []


def values_of(field: models.Field) -> list:
    """A few values of a column, nothing among them where it may be nothing."""
    if isinstance(field, models.DateField):
        return DAYS
    if isinstance(field, models.BooleanField):
        return [None, True, False]
    if isinstance(field, models.CharField | models.TextField):
        chosen = [value for value, _ in field.flatchoices][:3]
        return ["", "x", *chosen]
    return [None, -1, 0, 1, 2, 50, 100, 101]


@pytest.mark.parametrize(("model", "constraint"), CHECKS)
def test_python_says_what_the_database_says(model, constraint):
    names = sorted(columns(constraint.condition))
    fields = [model._meta.pk if name == "pk" else model._meta.get_field(name) for name in names]
    tried = [
        [*values_of(field), *literals(constraint.condition, name)]
        for field, name in zip(fields, names, strict=True)
    ]
    every = list(itertools.product(*tried))
    chance = random.Random(1)
    verdicts = set()
    for values in chance.sample(every, min(TRIED, len(every))):
        row = model(**{field.attname: value for field, value in zip(fields, values, strict=True)})
        ours = holds(constraint.condition, row) is not False
        against = row._get_field_expression_map(meta=model._meta)
        assert ours == Q(constraint.condition).check(against), dict(zip(names, values, strict=True))
        verdicts.add(ours)
    assert verdicts == {True, False}


def test_every_check_of_a_model_is_judged_so():
    own = [model for model in apps.get_models() if model.__module__.split(".")[0] in OWN]
    checks = [
        one
        for model in own
        for one in model._meta.constraints
        if isinstance(one, models.CheckConstraint)
    ]
    assert checks
    assert [one.name for one in checks if not isinstance(one, RowCheck)] == []


OWN = {"accounts", "units", "plans", "tasks", "intake", "reports"}


def test_a_row_that_breaks_one_is_refused_without_a_query(django_assert_num_queries):
    unit = UnitFactory()
    unit.active_from, unit.active_to = DAYS[2], DAYS[1]
    check = next(one for one in Unit._meta.constraints if one.name == "unit_active_days_in_order")
    with django_assert_num_queries(0), pytest.raises(ValidationError, match="sau ngày bắt đầu"):
        check.validate(Unit, unit)
    check.validate(Unit, unit, exclude={"active_to"})
