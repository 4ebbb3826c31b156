"""Small texts of every kind as different offices put them, and what a careful clerk reads in them.

``wordings/KIND.txt`` holds cases: ``## `` and what is seen, the text, ``=>``, the facts as in
``annotated``.  A text without a head or an end of its own is given the usual ones.  What a case
does not state is not compared, but for one thing: no line is called unread that is read.
``doubt | KIND | words`` states what must be told, and where.
"""

from pathlib import Path

import pytest

from reading import PlanDraft, read_text
from reading.draft import DoubtKind
from tests.reading import annotated

WORDINGS = Path(__file__).parent / "wordings"
HEAD = """UBND PHƯỜNG AN PHÚ
Số: 12/KH-UBND
An Phú, ngày 10 tháng 01 năm 2026
"""
TITLE = """KẾ HOẠCH
Phòng cháy, chữa cháy và cứu nạn, cứu hộ năm 2026
"""
PART = "III. TỔ CHỨC THỰC HIỆN\n"
END = """
Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn An
"""


def cases() -> dict[str, tuple[str, list[annotated.Fact]]]:
    """Text and facts by the kind and name of a case."""
    made = {}
    for path in sorted(WORDINGS.glob("*.txt")):
        for case in path.read_text("utf-8").split("## ")[1:]:
            name, _, rest = case.partition("\n")
            text, _, facts = rest.partition("\n=>\n")
            made[f"{path.stem}: {name}"] = text, annotated.facts(facts)
    return made


def whole(text: str) -> str:
    """The text as a plan: with the head, the part's heading and the end that it leaves out."""
    begins = text.lstrip("\n")
    if not begins.startswith(("I. ", "II. ", "II/", "III. ")) and "KẾ HOẠCH\n" not in text:
        text = PART + text
    if "KẾ HOẠCH\n" not in text:
        text = TITLE + text
    if "Số: " not in text and "Số 12" not in text:
        text = HEAD + text
    return text if "Nơi nhận" in text else text + END


ALL = cases()


@pytest.mark.parametrize("name", ALL)
def test_read_as_a_clerk_reads_it(name: str) -> None:
    text, facts = ALL[name]
    draft = read_text(whole(text))
    kinds = {fact[0] for fact in facts}
    said = annotated.differences(facts, draft)
    # What is not stated is open.
    assert [one for one in said if one.split()[0].rstrip("s:") in kinds] == []
    doubted = [fact[1:] for fact in facts if fact[0] == "doubt"]
    assert [fact for fact in doubted if not is_told(draft, *fact)] == []
    if DoubtKind.UNREAD not in {kind for kind, *_ in doubted}:
        assert unread(draft) == [fact[1] for fact in facts if fact[0] == "unread"]


def is_told(draft: PlanDraft, kind: str, place: str = "") -> bool:
    """Whether a doubt of that kind lights up words with ``place`` in them."""
    return any(doubt.kind == kind and place in draft.quote(doubt.spans) for doubt in draft.doubts)


def unread(draft: PlanDraft) -> list[str]:
    return [doubt.words for doubt in draft.doubts if doubt.kind is DoubtKind.UNREAD]
