"""How often a misreading is silent, and how often a sound reading is doubted.

The annotated plans of ``tests/reading/shapes`` are read as they are, then each with one fault at a
time planted in it: a number, a day, a name, a line gone wrong as they do in real documents.  A
planted fault counts as told where the reading has a doubt that the clean one has not.

    script/benchmark reading [--silent]
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from reading import PlanDraft, read_text
from reading.draft import Doubt, DoubtKind
from tests.reading import annotated

_DUE = r"((?:trước|chậm nhất|xong)(?: ngày)? )(\d{1,2}/\d{1,2})/(20\d\d)"
_NAME = (
    r"(Chủ trì|Phối hợp|Phân công thực hiện|Thực hiện|Phụ trách): (Phòng|Ban|Tổ|Khoa)"
    r" ([A-ZĐ]\w+)[^;,.\n|(]{0,40}"
)
_LABEL_TIME = r"(Thời gian(?: \w+ \w+)?|Thời hạn|Hoàn thành): ([^.;\n|]+)"
_WORK = r"^(?:[IVX]+|[A-D])\. (?:CÁC )?(?:NHIỆM VỤ|NỘI DUNG|TỔ CHỨC|PHÂN CÔNG|GIẢI PHÁP)[^\n]*"
_ALONE = "Mọi tồn tại phải được khắc phục dứt điểm."
_CITED = re.compile(
    r"((?:Nghị định|Quyết định|Kế hoạch|Luật) số [\w/-]+ ngày )\d{1,2}/\d{1,2}/\d{4}"
)


@dataclass(frozen=True)
class Fault:
    """One kind of fault: the field it is about, and how it is planted; nothing where a text has no
    place for it."""

    field: str
    name: str
    plant: Callable[[str], Iterator[str]]


Plant = Callable[[str], Iterator[str]]


def _changed(pattern: str, change: Callable[[re.Match[str]], str]) -> Plant:
    """A text with the change made at one place at a time, at most three places."""

    def plant(text: str) -> Iterator[str]:
        for found in [*re.finditer(pattern, text, re.MULTILINE)][:3]:
            yield text[: found.start()] + change(found) + text[found.end() :]

    return plant


def _each(pattern: str, words: str) -> Plant:
    return _changed(pattern, lambda found: words.format(found, alone=_ALONE))


def _number(by: int) -> Plant:
    return _changed(r"^([2-9])([.)] )", lambda found: f"{int(found[1]) + by}{found[2]}")


def _due_day(words: str, years: int = 0) -> Plant:
    return _changed(
        _DUE,
        lambda found: found[1] + words.format(day=found[2], year=int(found[3]) + years),
    )


def _other_issuer(text: str) -> Iterator[str]:
    issuer = read_text(text).issuer or ""
    found = re.search(re.escape(issuer), text, re.IGNORECASE) if issuer else None
    if found:
        other = "BỘ NỘI VỤ" if issuer.startswith("Hội") else "HỘI NÔNG DÂN TỈNH"
        yield text[: found.start()] + other + text[found.end() :]


# Other agencies whose heads bear the same title.
_OF_THE_SAME_TITLE = {
    "Sở": "SỞ NGOẠI VỤ",
    "Công ty": "CÔNG TY CỔ PHẦN VẬN TẢI BIỂN",
    "Bệnh viện": "BỆNH VIỆN MẮT",
    "Trường": "TRƯỜNG TRUNG CẤP NGHỀ",
    "Ủy ban nhân dân xã": "ỦY BAN NHÂN DÂN XÃ ĐÔNG HẢI",
    "Ủy ban nhân dân phường": "ỦY BAN NHÂN DÂN PHƯỜNG ĐÔNG HẢI",
}


def _issuer_of_the_same_title(text: str) -> Iterator[str]:
    issuer = read_text(text).issuer or ""
    other = next((new for old, new in _OF_THE_SAME_TITLE.items() if issuer.startswith(old)), None)
    found = re.search(re.escape(issuer), text, re.IGNORECASE) if other else None
    if found and other:
        yield text[: found.start()] + other + text[found.end() :]


def _without_day_of_issue(text: str) -> Iterator[str]:
    found = re.search(r"ngày \d{1,2} tháng \d{1,2} năm (20\d\d)", text)
    if found:
        yield text.replace(found.group(), f"ngày    tháng    năm {found[1]}", 1)


def _two_days_for_one(text: str) -> Iterator[str]:
    found = _CITED.search(text)
    body = text.find("\nII")
    if found and body > 0:
        again = f"{found[1]}28/12/2019"
        end = text.find("\n", body + 1)
        yield f"{text[:end]}\n1. Văn phòng thực hiện {again}.{text[end:]}"


def _without_verb(text: str) -> Iterator[str]:
    tasks = [task.text for task in read_text(text).tasks if text.count(task.text) == 1]
    for words in tasks[:3]:
        yield text.replace(words, "Xe thang của tỉnh.")


FAULTS = (
    Fault("numbers", "a number twice", _number(-1)),
    Fault("numbers", "a number left out", _number(1)),
    Fault("days", "a day that no calendar has", _due_day("31/02/{year}")),
    Fault("days", "the year before", _due_day("{day}/{year}", -2)),
    Fault("days", "a year too late", _due_day("{day}/{year}", 3)),
    Fault("days", "a stretch the wrong way", _due_day("từ ngày 20/11/{year} đến 10/02/{year}")),
    Fault("days", "a second day", _due_day("{day}/{year}, ngày 17/7/{year} nghiệm thu")),
    Fault("times", "a quarter that is none", _each(_LABEL_TIME, "{0[1]}: Quý 5/2026")),
    Fault("times", "a time with a slip", _each(_LABEL_TIME, "{0[1]}: 3O/6/2O26 đợt 2")),
    Fault("names", "a name cut to its noun", _each(_NAME, "{0[1]}: {0[2]}")),
    Fault("names", "a name cut in a row", _each(_NAME, "{0[1]}: {0[2]} {0[3]} và")),
    Fault("names", "a bracket left open", _each(_NAME, "{0[1]}: {0[2]} {0[3]} (Tổ")),
    Fault("work", "work without a verb", _without_verb),
    Fault("work", "a sentence that stands alone", _each(_WORK, "{0[0]}\n{alone}")),
    Fault("head", "another issuer", _other_issuer),
    Fault("head", "another issuer whose head bears the title", _issuer_of_the_same_title),
    Fault(
        "days",
        "a second day in a label",
        _each(_LABEL_TIME, "{0[1]}: {0[2]}, nghiệm thu 17/7/2026"),
    ),
    Fault(
        "names",
        "a further unit in a sentence",
        _each(_NAME, "{0[0]} và cùng dự có Trạm Y tế Đông Hải"),
    ),
    Fault("head", "no day of issue", _without_day_of_issue),
    Fault("citations", "two days for one document", _two_days_for_one),
)


@dataclass
class Tally:
    planted: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    silent: list[tuple[str, str, str]] = field(default_factory=list)


def measure(names: Sequence[str]) -> Tally:
    """Every fault in every one of these plans that has a place for it."""
    tally = Tally()
    for name in names:
        text = (annotated.SHAPES / name).read_text("utf-8")
        clean = _doubts(read_text(text))
        for fault in FAULTS:
            for changed in fault.plant(text):
                tally.planted[fault.field] += 1
                if _doubts(read_text(changed)) - clean:
                    tally.told[fault.field] += 1
                else:
                    tally.silent.append((name, fault.name, _difference(text, changed)))
    return tally


def false_doubts(names: Sequence[str]) -> tuple[list[tuple[str, Doubt]], int]:
    """The doubts of the clean plans that the annotation does not bear out, and how many tasks."""
    found, tasks = [], 0
    for name in names:
        draft = annotated.draft_of(name)
        facts = annotated.expected(name)
        tasks += len(draft.tasks)
        leads = {fact[1]: fact[2] for fact in facts if fact[0] == "task"}
        found += [
            (name, doubt)
            for doubt in draft.doubts
            if not (doubt.kind is DoubtKind.NO_LEAD and leads.get(doubt.ref or "") in {"", "*"})
            and doubt.kind is not DoubtKind.NO_HEADER
        ]
    return found, tasks


def _doubts(draft: PlanDraft) -> Counter[tuple[str, str, str | None]]:
    return Counter((doubt.kind.value, doubt.words, doubt.ref) for doubt in draft.doubts)


def _difference(text: str, changed: str) -> str:
    before, after = set(text.splitlines()), changed.splitlines()
    return next((line for line in after if line not in before), "")[:100]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--silent", action="store_true", help="list what was not told")
    wanted = options.parse_args()
    tally = measure(annotated.names())
    print(f"{'field':12} {'planted':>8} {'told':>6}")  # noqa: T201
    for about, planted in sorted(tally.planted.items()):
        print(f"{about:12} {planted:8} {tally.told[about]:6}")  # noqa: T201
    planted, told = tally.planted.total(), tally.told.total()
    print(f"{'all':12} {planted:8} {told:6}   {told / planted:.1%}")  # noqa: T201
    found, tasks = false_doubts(annotated.names())
    print(f"clean: {len(found)} doubts without a cause in {tasks} tasks")  # noqa: T201
    if wanted.silent:
        for row in [*tally.silent, *((name, doubt.kind, doubt.words) for name, doubt in found)]:
            print(*row, sep=" | ")  # noqa: T201


if __name__ == "__main__":
    main()
