"""Plans with what a careful clerk reads in them, written down before the reader saw them.

``shapes/NAME.expect`` has one fact a line, fields parted by ``|``, lists by ``;``.  A field ``*``
is open: either reading is fair.  A task's text is given by its first and last words.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reading import PlanDraft, read
from reading.draft import DutyDraft, TaskDraft
from tests.reading.helpers import short, when

SHAPES = Path(__file__).parent / "shapes"
Fact = list[str]


def names() -> list[str]:
    """The annotated plans, by file name."""
    return sorted(
        path.name for path in SHAPES.iterdir() if path.with_suffix(".expect").exists()
        and path.suffix != ".expect"
    )  # fmt: skip


def expected(name: str) -> list[Fact]:
    """The facts about a plan, the tasks and duties in order."""
    return facts((SHAPES / name).with_suffix(".expect").read_text("utf-8"))


def facts(text: str) -> list[Fact]:
    """The facts written in ``text``, one a line."""
    rows = text.splitlines()
    return [[field.strip() for field in row.split("|")] for row in rows if row.strip()]


def draft_of(name: str) -> PlanDraft:
    return read((SHAPES / name).read_bytes(), name)


def differences(facts: list[Fact], draft: PlanDraft) -> list[str]:
    """What the draft says otherwise than the facts, in words for whoever mends the reader."""
    return [*_header(facts, draft), *_tasks(facts, draft), *_duties(facts, draft)]


def _header(facts: list[Fact], draft: PlanDraft) -> Iterator[str]:
    signed = draft.signatory
    got: dict[str, list[str | None]] = {
        "head": [draft.kind, draft.number, draft.symbol, draft.issuer, draft.place,
                 draft.issued_on],
        "title": [draft.title],
        "bases": ["; ".join(f"{row.kind} {row.number}" for row in draft.legal_bases)],
        "refs": ["; ".join(f"{row.kind} {row.number}" for row in draft.references)],
        "to": ["; ".join(draft.recipients)],
        "sign": [signed.authority, signed.position, signed.name],
    }  # fmt: skip
    for name, *want in facts:
        if name in got:
            yield from _compared(name, want, [value or "" for value in got[name]])


def _compared(place: str, want: list[str], got: list[str]) -> Iterator[str]:
    for one, other in zip(want, got, strict=True):
        if one not in {"*", other}:
            yield f"{place}: want {one!r}, got {other!r}"


def _tasks(facts: list[Fact], draft: PlanDraft) -> Iterator[str]:
    wanted = [fact[1:] for fact in facts if fact[0] == "task"]
    refs = [task.ref for task in draft.tasks]
    if refs != [fact[0] for fact in wanted]:
        yield f"tasks: want {[fact[0] for fact in wanted]}, got {refs}"
    by_ref = {task.ref: task for task in draft.tasks}
    for ref, *want, text in wanted:
        if ref in by_ref:
            yield from _compared(f"task {ref}", want, list(short(by_ref[ref])[1:]))
            yield from _text(by_ref[ref], text)


def _text(task: TaskDraft, want: str) -> Iterator[str]:
    begins, _, ends = want.partition("…")
    if want != "*" and not (task.text.startswith(begins) and task.text.endswith(ends)):
        yield f"task {task.ref} text: want {want!r}, got {task.text!r}"


def _duty(duty: DutyDraft) -> Fact:
    fields = (duty.ref, duty.reporter, duty.to, duty.via, when(duty.deadline), duty.nested_in)
    return [field or "" for field in fields]


def _duties(facts: list[Fact], draft: PlanDraft) -> Iterator[str]:
    wanted = [fact[1:] for fact in facts if fact[0] == "duty"]
    got = [_duty(duty) for duty in draft.report_duties]
    if len(wanted) != len(got):
        yield f"duties: want {wanted}, got {got}"
        return
    for want, one in zip(wanted, got, strict=True):
        yield from _compared(f"duty {want[0]}", want, one)
