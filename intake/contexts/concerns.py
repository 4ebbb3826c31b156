"""What a person should look at before confirming: what reading was unsure of, and what the draft
itself shows.  Each says where it is and what can be done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.contexts.about_tasks import about_tasks
from intake.contexts.concern import Concern, Elsewhere, Link, concern_key
from intake.days import exact_day
from intake.drafting.outline import Outline
from intake.duplicates import build_duplicates
from intake.models import Origin
from intake.periods import is_guess
from intake.sections import CITATIONS, ENDING, HEADER, Desk, task_section
from reading.draft import Doubt, DoubtKind


def build_concerns(desk: Desk, outline: Outline) -> tuple[Concern, ...]:
    """All of them, the weightiest first; those that somebody has settled are left out."""
    found = (
        *_problems(outline),
        *_doubts(desk),
        *_about_header(desk),
        *about_tasks(desk, outline),
        *_there_already(desk),
    )
    return tuple(one for one in found if one.must or one.key not in desk.working.settled)


def doubt_with(desk: Desk, key: str) -> Doubt | None:
    """The doubt of the reader that this concern is about."""
    doubts = desk.working.plan.doubts
    return next((one for one in doubts if concern_key(one.kind, one.words) == key), None)


def _problems(outline: Outline) -> Iterator[Concern]:
    yield from (Concern(problem, must=True) for problem in outline.problems)


# --- what reading was unsure of -------------------------------------------------------------------
_DOUBTS = {
    DoubtKind.UNREAD: "Đoạn này giống một nhiệm vụ nhưng chưa được đưa vào bản nháp.",
    DoubtKind.BAD_DAY: "Ngày không có trong lịch.",
    DoubtKind.NUMBER_GAP: "Số thứ tự không liền mạch; có thể văn bản thiếu một mục.",
    DoubtKind.CONFLICTING_CITATION: "Một văn bản được ghi hai ngày khác nhau.",
    DoubtKind.PICTURE: "Trang này là ảnh chụp nên chưa được đọc; hãy bổ sung việc ghi trên trang.",
    DoubtKind.HARD_TO_READ: "Chữ khó nhận dạng; hãy so với bản quét.",
}


_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")


def _doubts(desk: Desk) -> Iterator[Concern]:
    keys = {task.ref: key for key, task in reversed(list(desk.working.keyed_tasks()))}
    for number, doubt in enumerate(desk.working.plan.doubts):
        if doubt.kind not in _DOUBTS:
            continue
        yield Concern(
            text=_DOUBTS[doubt.kind],
            words=_ISO.sub(r"\3/\2/\1", doubt.words),
            key=concern_key(doubt.kind, doubt.words),
            source=f"u{number}" if doubt.spans else "",
            anchor=f"dong-{doubt.spans[0].line}" if doubt.spans else "",
            links=_doubt_links(doubt, keys),
            takes=doubt.kind is DoubtKind.UNREAD,
        )


def _doubt_links(doubt: Doubt, keys: dict[str, int]) -> tuple[Link, ...]:
    if doubt.kind is DoubtKind.CONFLICTING_CITATION:
        return (Link("Văn bản viện dẫn", CITATIONS),)
    if doubt.ref in keys:
        return (Link(f"Nhiệm vụ {doubt.ref}", task_section(keys[doubt.ref])),)
    return ()


# --- the header -----------------------------------------------------------------------------------
def _about_header(desk: Desk) -> Iterator[Concern]:
    plan, header = desk.working.plan, (Link("Thông tin chung", HEADER),)
    if is_guess(plan.title or "", plan.issued_on) and desk.working.period:
        year = desk.working.period.starts_on.year
        yield Concern(
            f"Chưa nêu năm thực hiện; đang tạm lấy năm {year}. Hãy kiểm tra thời gian thực hiện.",
            key=f"period-{year}",
            links=header,
        )
    match = desk.names.match(plan.issuer) if plan.issuer else None
    if match and match.units != (desk.intake.issuer_id,):
        yield Concern(
            f"Văn bản ghi cơ quan ban hành là “{plan.issuer}”, khác với cơ quan đã chọn"
            f" ({desk.intake.issuer}).",
            key=concern_key("issuer", plan.issuer or ""),
            source="h-issuer",
        )
    blank = _blank(desk)
    whose = "Bản nháp" if desk.intake.origin in _WITHOUT_DOCUMENT else "Văn bản"
    if blank:
        yield Concern(
            f"{whose} chưa ghi {', '.join(blank)}. Có thể để trống và bổ sung sau.",
            key=concern_key("blank", ",".join(blank)),
            links=(*header, Link("Người ký", ENDING)) if "người ký" in blank else header,
        )


_WITHOUT_DOCUMENT = (Origin.HAND, Origin.TABLE, Origin.COPY)


def _blank(desk: Desk) -> list[str]:
    plan = desk.working.plan
    known = {
        "số": plan.number,
        "ký hiệu": plan.symbol,
        "ngày ban hành": exact_day(plan.issued_on),
        "người ký": plan.signatory.name,
    }
    return [name for name, value in known.items() if not value]


# --- what is there already ------------------------------------------------------------------------
def _there_already(desk: Desk) -> Iterator[Concern]:
    for one in build_duplicates(desk.intake, desk.working):
        yield Concern(one.text, key=one.key, elsewhere=(Elsewhere(one.label, one.href),))
