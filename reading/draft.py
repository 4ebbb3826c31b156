"""The draft that reading makes: what a careful clerk would note down, and where each value stands.

Every class is plain data and turns into JSON and back without loss, because a draft is kept while
it is being corrected.  ``as_json`` is the shape that ``read_plan --json`` prints for scoring; it
leaves out places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from typing import Any

from plans.deadlines import DeadlineKind, Qualifier
from reading import state


@dataclass(frozen=True)
class Span:
    """Where words stand: characters ``start`` to ``end`` (end excluded) of line ``line`` (from 0)
    of ``PlanDraft.lines``."""

    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Reckoning:
    """The day that a deadline hangs on: so many days (``working``: days on which offices work)
    after ``since``, an ISO day, ``issued`` for the plan's own, or ``tet-2026``."""

    since: str
    after: int = 0
    working: bool = False


@dataclass(frozen=True)
class DeadlineDraft:
    """A deadline as written and as understood.

    ``days`` are ISO days (``2025-11-05``) for ``DATE`` and ``WINDOW``, ``MM-DD`` for ``YEARLY``,
    days of the month (``25``) for shorter periods, ``+05`` where the month after the period is
    meant.  ``starts_on`` is an ISO day or ``None``; ``reckoning`` tells where its day comes from,
    if it is reckoned.
    """

    kind: DeadlineKind = DeadlineKind.NONE
    words: str = ""
    days: tuple[str, ...] = ()
    starts_on: str | None = None
    qualifier: Qualifier | None = None
    on_request: bool = False
    spans: tuple[Span, ...] = ()
    reckoning: Reckoning | None = None


@dataclass(frozen=True)
class NameDraft:
    """A unit's name as written, and where."""

    words: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class CitationDraft:
    """A document that the plan cites: ``number`` with its symbol; ``issued_on`` an ISO day.

    ``name`` is what a law is called ("Phòng cháy, chữa cháy và cứu nạn, cứu hộ"), or what another
    document is about, as its words go on ("quy định chi tiết …").
    """

    kind: str
    number: str
    issued_on: str | None = None
    issuer: str | None = None
    spans: tuple[Span, ...] = ()
    name: str = ""
    name_spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class TaskDraft:
    """One piece of work: ``ref`` is the path of its numbers (``II.2``).

    ``headings`` are those that it stands under, as written, outermost first, without the ones that
    only name a unit.
    """

    ref: str
    text: str
    lead: tuple[NameDraft, ...] = ()
    cooperating: tuple[NameDraft, ...] = ()
    deadline: DeadlineDraft = DeadlineDraft()
    expected_product: str = ""
    spans: tuple[Span, ...] = ()
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class DutyDraft:
    """Who reports what to whom by when; ``ref`` is that of the task it stands in.

    ``title`` is what the report is called or about, as far as its words say: ``Báo cáo sơ kết 6
    tháng``.
    """

    ref: str
    reporter: str
    to: str | None = None
    via: str | None = None
    deadline: DeadlineDraft = DeadlineDraft()
    nested_in: str | None = None
    spans: tuple[Span, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class SignatoryDraft:
    authority: str | None = None
    position: str | None = None
    name: str | None = None
    spans: tuple[Span, ...] = ()


class DoubtKind(StrEnum):
    """What reading is unsure of; ``DOUBT_WORDS`` says each for people."""

    UNREAD = "unread"  # a line of a part that orders work which was not taken
    BAD_DAY = "bad_day"  # a day that does not exist, e.g. 31/02/2025
    NUMBER_GAP = "number_gap"  # 1, 2, 4
    NO_LEAD = "no_lead"
    NO_TASKS = "no_tasks"
    CONFLICTING_CITATION = "conflicting_citation"  # one number, two days
    NO_HEADER = "no_header"  # number, day, title or signatory missing
    PICTURE = "picture"  # a page that is a picture among pages with text, and was not read
    HARD_TO_READ = "hard_to_read"  # words of a scan of which the recognition is not sure
    NO_TIME = "no_time"  # neither a day of issue nor the plan's own time
    ISSUER = "issuer"  # an issuer that neither symbol nor signature agrees with
    REF_TWICE = "ref_twice"
    NO_VERB = "no_verb"  # a task that says nothing of what is done
    NAME_CUT = "name_cut"  # a name that ends where no name ends
    NAME_SPLIT = "name_split"  # one name read as two
    NAME_GUESSED = "name_guessed"  # a name of a scan, put right by the directory or the document
    DAY_BEFORE = "day_before"  # a day before the plan was signed
    DAY_AFTER = "day_after"  # a day after the plan's time
    BACKWARDS = "backwards"  # from a later day to an earlier one
    DAY_ASIDE = "day_aside"  # a day in a task that nothing took
    TIME_UNCLEAR = "time_unclear"  # the words of a time that no day was found in
    NO_REPORTER = "no_reporter"
    NO_VALUE = "no_value"  # a cell of a table with a formula or an error in place of a value


DOUBT_WORDS = {
    DoubtKind.UNREAD: "Dòng này chưa đọc thành nhiệm vụ.",
    DoubtKind.BAD_DAY: "Ngày không có trong lịch.",
    DoubtKind.NUMBER_GAP: "Số thứ tự không liền mạch; có thể văn bản thiếu một mục.",
    DoubtKind.NO_LEAD: "Nhiệm vụ chưa nêu đơn vị chủ trì.",
    DoubtKind.NO_TASKS: "Chưa đọc được nhiệm vụ nào.",
    DoubtKind.CONFLICTING_CITATION: "Một văn bản được ghi hai ngày khác nhau.",
    DoubtKind.NO_HEADER: "Văn bản chưa ghi, hoặc chưa đọc được, {words}.",
    DoubtKind.PICTURE: "Trang này là ảnh chụp nên chưa được đọc; hãy bổ sung việc ghi trên trang.",
    DoubtKind.HARD_TO_READ: "Chữ khó nhận dạng; hãy so với bản quét.",
    DoubtKind.NO_TIME: "Văn bản không ghi ngày ban hành và thời gian thực hiện kế hoạch.",
    DoubtKind.ISSUER: "Ký hiệu và chữ ký không khớp với cơ quan ban hành này.",
    DoubtKind.REF_TWICE: "Số thứ tự này có ở hai nhiệm vụ.",
    DoubtKind.NO_VERB: "Dòng này chưa nêu phải làm gì; có thể chỉ là tiêu đề hoặc một phần câu.",
    DoubtKind.NAME_CUT: "Tên đơn vị có thể bị đọc thiếu hoặc thừa.",
    DoubtKind.NAME_GUESSED: "Tên nhận dạng chưa rõ, tạm hiểu là “{words}”.",
    DoubtKind.NAME_SPLIT: "Một tên đơn vị có thể đã bị tách làm hai.",
    DoubtKind.DAY_BEFORE: "Thời hạn trước ngày ký văn bản.",
    DoubtKind.DAY_AFTER: "Thời hạn sau thời gian thực hiện kế hoạch.",
    DoubtKind.BACKWARDS: "Ngày bắt đầu sau ngày kết thúc.",
    DoubtKind.DAY_ASIDE: "Ngày này nêu trong nhiệm vụ nhưng chưa được lấy làm thời hạn.",
    DoubtKind.TIME_UNCLEAR: "Thời hạn ghi thế này chưa hiểu được là ngày nào.",
    DoubtKind.NO_VALUE: "Ô chứa công thức chưa có kết quả hoặc báo lỗi; hãy ghi thẳng giá trị.",
    DoubtKind.NO_REPORTER: "Chưa rõ đơn vị nào phải báo cáo.",
}
HEADER_WORDS = {
    "number": "số",
    "symbol": "ký hiệu",
    "issuer": "cơ quan ban hành",
    "issued_on": "ngày ban hành",
    "title": "trích yếu",
    "signatory": "người ký",
}


@dataclass(frozen=True)
class Doubt:
    """Something to look at: ``words`` are in doubt; ``ref`` names the task, if it is about one."""

    kind: DoubtKind
    words: str
    ref: str | None = None
    spans: tuple[Span, ...] = ()

    @property
    def told(self) -> str:
        """The doubt in words for people."""
        return DOUBT_WORDS[self.kind].format(words=HEADER_WORDS.get(self.words, self.words))


@dataclass(frozen=True)
class PlanDraft:
    """A whole plan as read.

    ``lines`` is the document's text as it is shown for checking, NFC, one entry a paragraph or
    table row, page furniture left out.  ``places`` gives the spans of the header fields by name.
    ``issued_on`` is an ISO day, or ``YYYY-MM`` where the day is blank.  ``starts_on`` and
    ``ends_on`` are the plan's time where its words say it.
    """

    lines: tuple[str, ...] = ()
    kind: str | None = None
    number: str | None = None
    symbol: str | None = None
    issuer: str | None = None
    place: str | None = None
    issued_on: str | None = None
    title: str | None = None
    starts_on: str | None = None
    ends_on: str | None = None
    legal_bases: tuple[CitationDraft, ...] = ()
    references: tuple[CitationDraft, ...] = ()
    tasks: tuple[TaskDraft, ...] = ()
    report_duties: tuple[DutyDraft, ...] = ()
    recipients: tuple[str, ...] = ()
    signatory: SignatoryDraft = SignatoryDraft()
    places: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()

    def to_state(self) -> dict[str, Any]:
        """The draft as JSON-safe data, nothing left out."""
        kept: dict[str, Any] = state.to_state(self)
        return kept

    @classmethod
    def from_state(cls, kept: object) -> PlanDraft:
        """The draft that ``to_state`` gave.  Raises ``ValueError`` on anything else."""
        draft = state.from_state(cls, kept)
        _check_spans(draft)
        return draft

    def as_json(self) -> dict[str, Any]:
        """The shape that ``read_plan --json`` prints: no places."""
        return {
            "kind": self.kind,
            "number": self.number,
            "symbol": self.symbol,
            "issuer": self.issuer,
            "place": self.place,
            "issued_on": self.issued_on,
            "title": self.title,
            "legal_bases": [_cited(row) for row in self.legal_bases],
            "references": [_cited(row) for row in self.references],
            "tasks": [_task(task) for task in self.tasks],
            "report_duties": [_duty(duty) for duty in self.report_duties],
            "recipients": list(self.recipients),
            "signatory": {
                "authority": self.signatory.authority,
                "position": self.signatory.position,
                "name": self.signatory.name,
            },
            "doubts": [
                {
                    "kind": doubt.kind.value,
                    "words": doubt.told,
                    "quote": self.quote(doubt.spans),
                    "ref": doubt.ref,
                }
                for doubt in self.doubts
            ],
        }

    def quote(self, spans: tuple[Span, ...]) -> str:
        """The words of the document at some places."""
        return " ".join(self.lines[span.line][span.start : span.end] for span in spans)


def _spans(row: Any) -> Iterator[Span]:
    """Every span in a part of a draft, however deep."""
    if isinstance(row, Span):
        yield row
    elif isinstance(row, tuple | dict):
        for one in row.values() if isinstance(row, dict) else row:
            yield from _spans(one)
    elif is_dataclass(row):
        for one in fields(row):
            yield from _spans(getattr(row, one.name))


def _check_spans(draft: PlanDraft) -> None:
    """A span must lie inside the line that it names."""
    for span in _spans(draft):
        if not 0 <= span.line < len(draft.lines):
            raise ValueError(f"no line {span.line}")
        if not 0 <= span.start <= span.end <= len(draft.lines[span.line]):
            raise ValueError(f"line {span.line} has no characters {span.start} to {span.end}")


def _cited(row: CitationDraft) -> dict[str, Any]:
    return {
        "kind": row.kind, "number": row.number, "issued_on": row.issued_on, "issuer": row.issuer,
    }  # fmt: skip


def _deadline(deadline: DeadlineDraft) -> dict[str, Any]:
    days = [day.removeprefix("+") for day in deadline.days]
    shape: dict[str, Any] = {"kind": deadline.kind.value, "days": days}
    if deadline.words:
        shape["text"] = deadline.words
    if deadline.qualifier:
        shape["qualifier"] = deadline.qualifier
    if deadline.starts_on:
        shape["from"] = deadline.starts_on
    if any(day.startswith("+") for day in deadline.days):
        shape["after_period"] = True
    if deadline.on_request:
        shape["on_request"] = True
    return shape


def _task(task: TaskDraft) -> dict[str, Any]:
    return {
        "ref": task.ref,
        "text": task.text,
        "lead": [name.words for name in task.lead],
        "cooperating": [name.words for name in task.cooperating],
        "deadline": _deadline(task.deadline),
        "expected_product": task.expected_product,
    }


def _duty(duty: DutyDraft) -> dict[str, Any]:
    return {
        "ref": duty.ref,
        "reporter": duty.reporter,
        "to": duty.to,
        "via": duty.via,
        "deadline": _deadline(duty.deadline),
        "nested_in": duty.nested_in,
    }
