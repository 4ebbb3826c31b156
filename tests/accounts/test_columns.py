"""Columns by which a list sorts."""

import pytest
from django.http import QueryDict

from accounts.columns import Column, chosen_sort, headings, orders_of

COLUMNS = (
    Column("ten", "Tên", ("name",)),
    Column("ghi", "Ghi chú"),
    Column("han", "Hạn", ("due_on",), may_lack=True),
)


@pytest.mark.parametrize(
    ("asked", "known"), [("ten", "ten"), ("-ten", "-ten"), ("ghi", ""), ("--ten", ""), ("", "")]
)
def test_only_columns_that_sort_are_known(asked, known):
    assert chosen_sort(QueryDict(f"sort={asked}"), COLUMNS) == known


def test_the_order_is_total_and_one_index_serves_both_directions():
    assert orders_of("ten", COLUMNS)[-1] == "pk"
    assert orders_of("-ten", COLUMNS)[-1] == "-pk"
    assert orders_of("-ten", COLUMNS)[0].nulls_last is None
    assert orders_of("", COLUMNS) == []


def test_rows_without_a_value_stand_last_either_way():
    assert orders_of("han", COLUMNS)[0].nulls_last
    assert orders_of("-han", COLUMNS)[0].nulls_last


def test_a_second_press_turns_the_order_round_and_keeps_the_filters():
    first, second, _ = headings(QueryDict("q=a&sort=ten&page=3"), COLUMNS)
    assert (first.href, first.direction) == ("?q=a&sort=-ten", "ascending")
    assert (second.href, second.direction) == ("", "")
