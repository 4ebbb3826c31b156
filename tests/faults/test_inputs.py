"""Whatever somebody brings or types is taken, or refused in words; nothing breaks.

A short run here; ``script/fuzz inputs`` gives every play its share of a million.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import re
from functools import cache
from types import SimpleNamespace

import docx
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from weasyprint import HTML

from accounts.change_forms import DayField
from reading import PlanDraft, UnreadableFile, read, read_text
from sheets.files import read_sheets
from sheets.headings import read_head
from sheets.problems import UnreadableFile as UnreadableSheets
from sheets.problems import UnreadableTable
from sheets.tables import read_table
from tasks.forms.figures import NumberField
from tests.architecture import ROOT
from tests.factories import PlanFactory, TaskFactory, UnitFactory, person
from tests.reading.test_properties import PIECES, texts
from tests.sheets.made import OFFICE, csv, ods, xlsx
from tests.worlds import kept
from units.lists.layouts import GROUPS, PEOPLE, UNITS
from units.policy import Role

EXAMPLES = int(os.environ.get("FUZZ_INPUTS", "20"))
GIVEN_SEED = os.environ.get("FUZZ_SEED")


def play(*strategies, **named):
    """So many examples; the same ones again by ``FUZZ_SEED``."""

    def wrap(test):
        often = settings(
            max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck)
        )
        run = often(given(*strategies, **named)(test))
        return seed(int(GIVEN_SEED))(run) if GIVEN_SEED else run

    return wrap


# --- plans ----------------------------------------------------------------------------------------
def read_and_kept(draft):
    assert PlanDraft.from_state(draft.to_state()) == draft


@play(texts)
def test_a_text(text):
    read_and_kept(read_text(text))


lines = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join)
printable = lines.map(lambda text: re.sub("[\x00-\x08\x0b-\x1f]", "", text))


@play(st.lists(st.one_of(printable, st.lists(st.lists(printable, min_size=3, max_size=3)))))
def test_a_word_document(parts):
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=0, cols=3)
        for row in part:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    file = io.BytesIO()
    document.save(file)
    with contextlib.suppress(UnreadableFile):
        read_and_kept(read(file.getvalue(), "ke-hoach.docx"))


def spoiled(data: bytes, chance: random.Random) -> bytes:
    """The file with a few bytes changed, put in or left out, or cut off."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(made))
        match chance.randrange(4):
            case 0:
                made[at] = chance.randrange(256)
            case 1:
                made[at:at] = chance.randbytes(chance.randint(1, 9))
            case 2:
                del made[at : at + chance.randint(1, 40)]
            case _:
                end = min(len(made), at + 200)
                made[at:at] = made[at:end]
        if len(made) < 2:
            break
    return bytes(made[: chance.randint(1, len(made))] if chance.random() < 0.1 else made)


@cache
def plan(ending: str) -> bytes:
    text = (ROOT / "samples" / "ke-hoach-pccc-xa-na-son-2026.txt").read_text(encoding="utf-8")
    match ending:
        case "docx":
            return (ROOT / "samples" / "ke-hoach-pccc-2026.docx").read_bytes()
        case "pdf":
            return bytes(HTML(string=f"<pre>{text[:3000]}</pre>").write_pdf())
        case _:
            return text.encode()


@play(st.sampled_from(["docx", "pdf", "txt"]), st.randoms(use_true_random=False))
def test_a_spoiled_document(ending, chance):
    with contextlib.suppress(UnreadableFile):
        read_and_kept(read(spoiled(plan(ending), chance), f"ke-hoach.{ending}"))


# --- lists ----------------------------------------------------------------------------------------
HEADINGS = [column.heading for layout in (UNITS, PEOPLE, GROUPS) for column in layout.columns]
cells = st.one_of(
    st.sampled_from([*HEADINGS, "TT", "", "Phòng A", "#REF!", "31/02/2026", "1.5E+10", "VP"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
)
grids = st.lists(st.lists(cells, max_size=9), max_size=12)


def table_of(data, layout):
    with contextlib.suppress(UnreadableSheets, UnreadableTable):
        read_table(read_head(read_sheets(data), layout.recogniser), layout.recogniser)


@play(grids, st.sampled_from([UNITS, PEOPLE, GROUPS]), st.sampled_from([xlsx, ods, csv]))
def test_a_spreadsheet(rows, layout, written):
    table_of(written(rows), layout)


@play(st.sampled_from([xlsx(OFFICE), ods(OFFICE), csv(OFFICE)]), st.randoms(use_true_random=False))
def test_a_spoiled_spreadsheet(data, chance):
    table_of(spoiled(data, chance), UNITS)


# --- days and figures -----------------------------------------------------------------------------
typed = st.one_of(
    st.text(max_size=20),
    st.lists(st.sampled_from([*"0123456789/.-,+% ", "ngày", "\xa0", "²", "٣"]), max_size=14).map(
        "".join
    ),
)


@play(typed, st.sampled_from([DayField("Ngày"), NumberField(required=False)]))
def test_a_day_or_a_figure(text, field):
    with contextlib.suppress(ValidationError):
        field.clean(text)


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


@pytest.mark.django_db
@play(st.sampled_from(PAGES), questions, st.data())
def test_a_question_in_an_address(world, page, question, data):
    named = data.draw(st.dictionaries(st.sampled_from(world.names), st.sampled_from(VALUES)))
    answer = world.client.get(page, {**question, **named})
    assert answer.status_code in {200, 302, 400, 404, 422}
