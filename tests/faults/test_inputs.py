"""Whatever somebody brings or types is taken, or refused in words; nothing breaks.

A short run here; ``script/fuzz inputs`` plays a million, each play its share, in rounds of seeds
that follow one another (a round of hypothesis remembers all its examples).
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import sys
import time
from types import SimpleNamespace
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.template.backends.django import Template
from django.test import Client
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from accounts.change_forms import DayField
from plans.models import Plan
from reading import PlanDraft, UnreadableFile, read, read_text
from sheets.files import read_sheets
from sheets.headings import read_head
from sheets.problems import UnreadableFile as UnreadableSheets
from sheets.problems import UnreadableTable
from sheets.tables import read_table
from tasks.forms.figures import NumberField
from tests.factories import PlanFactory, TaskFactory, UnitFactory, person
from tests.faults import inputs
from tests.reading.test_properties import texts
from tests.worlds import kept
from units.lists.layouts import GROUPS, PEOPLE, UNITS
from units.policy import Role
from vietnamese.search import parse

MANY = int(os.environ.get("FUZZ_INPUTS", "0"))  # of all plays together
SEED = int(os.environ.get("FUZZ_SEED", "0"))
EXAMPLES = 20  # of a play, where nothing else is asked
ROUND = 4000


def play(share: int, *strategies):
    """A play of so many hundredths of what is asked for, the dear ones fewer; the same ones again
    by ``FUZZ_SEED``."""

    def wrap(test):
        wanted = MANY * share // 100 or EXAMPLES
        played = 0

        @functools.wraps(test)
        def counted(*args, **named):
            nonlocal played
            played += 1
            return test(*args, **named)

        often = settings(
            max_examples=min(wanted, ROUND),
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        once = often(given(*strategies)(counted))

        @functools.wraps(once)
        def rounds(*args, **named):
            begun, number = time.monotonic(), SEED
            while played < wanted:
                seed(number)(once)(*args, **named)
                number += 1
                if MANY:
                    took = time.monotonic() - begun
                    sys.stderr.write(f"{test.__name__} {played} {took:.0f} s, seeds to {number}\n")

        return rounds

    return wrap


by_chance = st.randoms(use_true_random=True)


# --- plans ----------------------------------------------------------------------------------------
def read_and_kept(draft):
    assert PlanDraft.from_state(draft.to_state()) == draft


def document(data, ending):
    with contextlib.suppress(UnreadableFile):
        read_and_kept(read(data, f"ke-hoach.{ending}"))


@play(8, texts)
def test_a_text(text):
    read_and_kept(read_text(text))


@play(3, by_chance)
def test_a_plan_with_lines_lost_and_moved(chance):
    read_and_kept(read_text(inputs.plan_text(chance)))


@play(5, by_chance)
def test_a_word_document(chance):
    document(inputs.word_document(chance), "docx")


@play(1, by_chance)
def test_a_spoiled_word_document(chance):
    document(inputs.spoiled_word(chance), "docx")


@play(1, by_chance)
def test_a_spoiled_pdf(chance):
    document(inputs.spoiled_pdf(chance), "pdf")


# --- lists ----------------------------------------------------------------------------------------
def table_of(data, layout):
    with contextlib.suppress(UnreadableSheets, UnreadableTable):
        read_table(read_head(read_sheets(data), layout.recogniser), layout.recogniser)


LAYOUTS = {"units": UNITS, "people": PEOPLE, "groups": GROUPS}
layouts = st.sampled_from(sorted(LAYOUTS))


@play(30, by_chance, layouts)
def test_a_list_as_text(chance, layout):
    table_of(inputs.csv_list(chance), LAYOUTS[layout])


@play(15, by_chance, layouts)
def test_a_workbook(chance, layout):
    table_of(inputs.xlsx_list(chance), LAYOUTS[layout])


@play(15, by_chance, layouts)
def test_a_spoiled_workbook(chance, layout):
    table_of(inputs.spoiled_sheet(chance), LAYOUTS[layout])


# --- what is typed --------------------------------------------------------------------------------
typed = st.one_of(
    st.text(max_size=20),
    st.lists(st.sampled_from([*"0123456789/.-,+% ", "ngày", "\xa0", "²", "٣"]), max_size=14).map(
        "".join
    ),
)


@play(15, typed, st.sampled_from([DayField("Ngày"), NumberField(required=False)]))
def test_a_day_or_a_figure(text, field):
    with contextlib.suppress(ValidationError):
        field.clean(text)


@pytest.mark.django_db
@play(6, typed)
def test_words_that_are_searched(text):
    parse(text)
    list(Plan.objects.filter(search_text__words=text, title__says=text).values_list("pk")[:1])


# --- what stands in an address --------------------------------------------------------------------
PAGES = (
    "/viec/tat-ca/", "/ke-hoach/", "/ke-hoach/1/", "/van-ban-vien-dan/", "/nguoi-dung/", "/don-vi/",
    "/don-vi/danh-sach/", "/nhom/", "/minh-chung/", "/nhiem-vu/chua-phan-cong/", "/vuong-mac/",
    "/thong-bao/", "/don-doc/", "/don-doc/da-gui/", "/doc-ke-hoach/", "/tong-quan/", "/lich/",
    "/lich/nam/", "/so-lieu/", "/bao-cao/", "/bao-cao/che-do/", "/bao-cao/van-ban/", "/tim-kiem/",
)  # fmt: skip
KNOWN = ["q", "page", "trang", "sort", "plan", "unit", "under", "from", "to", "ky", "state", "tep"]
VALUES = ["", "0", "-1", "1", "9" * 30, "1e9", "２", "31/02/2026", "2026-13-40", "a:b", "\x00", "%"]
questions = st.dictionaries(
    st.one_of(st.sampled_from(KNOWN), st.text(max_size=6)),
    st.one_of(st.sampled_from(VALUES), typed, st.text(max_size=30)),
    max_size=5,
)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    with kept(django_db_blocker, tmp_path_factory.mktemp("files")):
        agency = UnitFactory(name="Sở Khoa học và Công nghệ")
        TaskFactory(plan=PlanFactory(issuer=agency))
        client = Client()
        client.force_login(person(Role.ADMIN, agency))
        yield SimpleNamespace(client=client, names=names_on(client))


def names_on(client):
    """The names of every field that stands on the pages."""
    found: set[str] = set()
    for page in PAGES:
        answer = client.get(page)
        found |= set(re.findall(r'<(?:input|select)[^>]*\bname="([^"]+)"', answer.content.decode()))
    return sorted(found - {"csrfmiddlewaretoken"})


def ask(world, page, question, data):
    named = data.draw(st.dictionaries(st.sampled_from(world.names), st.sampled_from(VALUES)))
    answer = world.client.get(page, {**question, **named})
    assert answer.status_code in {200, 302, 400, 404, 422}


@pytest.mark.django_db
@play(1, st.sampled_from(PAGES), questions, st.data())
def test_a_question_in_an_address(world, page, question, data):
    """Asked and answered, the template left out: it takes most of the time and decides nothing."""
    with mock.patch.object(Template, "render", return_value=""):
        ask(world, page, question, data)


@pytest.mark.django_db
@play(0, st.sampled_from(PAGES), questions, st.data())
def test_a_question_is_answered_by_a_page(world, page, question, data):
    ask(world, page, question, data)
