"""Reading never raises on text, refuses bytes by UnreadableFile only, takes time in proportion."""

import contextlib
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reading import PlanDraft, UnreadableFile, read, read_text
from tests.reading.helpers import PLANS

PIECES = [
    "I. ",
    "II. ",
    "1. ",
    "1.1. ",
    "a) ",
    "- ",
    "+ ",
    "(1) ",
    "\n",
    "\n\n",
    "\f",
    "\t",
    " | ",
    "   ",
    "KẾ HOẠCH\n",
    "QUYẾT ĐỊNH\n",
    "Nơi nhận:\n",
    "PHỤ LỤC\n",
    "TM. CHỦ TỊCH\n",
    "Số: /KH-UBND\n",
    "(Kèm theo Quyết định",
    "Chủ trì: ",
    "Thời gian: ",
    "Công an xã",
    "các phòng, ban",
    " phối hợp với ",
    "Giao ",
    " báo cáo ",
    "(qua ",
    "trước ngày 31/02/2025",
    "từ tháng 3 đến ",
    "quý IV",
    "hằng năm",
    "Kế hoạch số 1/KH-UBND",
    "lồng ghép với báo cáo",
    "NHIỆM VỤ",
    "TỔ CHỨC THỰC HIỆN",
    "|a|b|c|\n",
    "“",
    "”",
    "(",
    ")",
    ";",
    ",",
    ".",
    "./.",
    "\x00",
    "\u0301",
    "İ",
    "𝒳",
]
texts = st.one_of(
    st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts)
def test_any_text_is_read_and_kept(text: str):
    draft = read_text(text)
    assert PlanDraft.from_state(draft.to_state()) == draft


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xff\xfe", b"\xef\xbb\xbf"]),
)
def test_any_bytes_are_read_or_refused(data: bytes, head: bytes):
    with contextlib.suppress(UnreadableFile):
        read(head + data, "plan.docx")


SHAPES = {
    "items": lambda n: (
        "I. NHIỆM VỤ\n" + "".join(f"{at}. Công an xã kiểm tra.\n" for at in range(1, 100 * n))
    ),
    "one paragraph": lambda n: (
        "I. NHIỆM VỤ\n1. " + "phối hợp với UBND các xã, thị trấn; " * (80 * n)
    ),
    "reports": lambda n: "I. NHIỆM VỤ\n1. X" + "; báo cáo UBND xã trước ngày 1/2/2025" * (80 * n),
    "citations": lambda n: "Quyết định số 12/QĐ-UBND, " * (150 * n),
    "names": lambda n: "I. NHIỆM VỤ\n1. X\n- Chủ trì: " + "Phòng A, " * (150 * n),
    "wrapped": lambda n: "phòng cháy và chữa cháy của các cơ quan\n" * (150 * n),
    "brackets": lambda n: "I. NHIỆM VỤ\n1. " + "(" * (1000 * n),
    "stars": lambda n: "*" * (4000 * n),
    "rows": lambda n: "|TT|Nội dung|Chủ trì|\n" + "|1|Kiểm tra|Công an xã|\n" * (100 * n),
    "kinds": lambda n: "QUYẾT ĐỊNH\n" + "KẾ HOẠCH\n" * (150 * n),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_in_proportion(shape: str):
    short_text, long_text = SHAPES[shape](1), SHAPES[shape](8)
    short = min(took(short_text) for _ in range(3))
    assert took(long_text) < 8 * 4 * short + 0.5


def took(text: str) -> float:
    begun = time.process_time()
    read_text(text)
    return time.process_time() - begun


def test_a_real_plan_many_times_over():
    text = (PLANS / "province.txt").read_text("utf-8")
    assert took(text * 20) < 40 * took(text) + 1


def pages(count: int) -> str:
    """A plan of so many pages, head and end once."""
    text = (PLANS.parent / "shapes" / "ministry.txt").read_text("utf-8")
    head, _, rest = text.partition("II. NỘI DUNG")
    body, _, end = rest.rpartition("Nơi nhận")
    return f"{head}{('II. NỘI DUNG' + body) * (count // 2)}Nơi nhận{end}"


def steps(text: str) -> int:
    """How many functions are called to read it: a measure of the work that no machine disturbs."""
    called = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal called
        called += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read_text(text)
    finally:
        sys.setprofile(None)
    return called


def test_two_hundred_pages_take_less_than_ten_times_the_steps_of_twenty() -> None:
    assert steps(pages(200)) < 10 * steps(pages(20))


def test_two_hundred_pages_take_about_ten_times_as_long_as_twenty() -> None:
    """The leeway is for the machine; a square would be 100."""
    twenty, two_hundred = (min(took(pages(n)) for _ in range(3)) for n in (20, 200))
    assert two_hundred < 10 * 2 * twenty
