"""The plan itself in the official form, out of the register: read again, it gives the same tasks,
units, deadlines and duties."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count, groupby

from plans.deadlines import DeadlineKind, Qualifier
from plans.models import DeadlineFields, Plan, ReportDuty
from reports.compliance.names import cited
from reports.compliance.official_form import Letterhead, letterhead
from reports.documents.document import (
    Annex,
    Block,
    Bullets,
    Cell,
    HeadCell,
    Header,
    OfficialDocument,
    Paragraph,
    Part,
    Row,
    Section,
    Signature,
    Table,
    Title,
)
from reports.documents.wording import dateline, day, file_slug, lower_first, without_degrees
from reports.plan_page.source import Source, also_cooperating, source_of
from tasks.models import Part as Role
from tasks.models import Task
from units.group_members import members_of
from units.models import Unit
from vietnamese.text import one_line

Members = Mapping[int, tuple[Unit, ...]]
_ROMAN = re.compile(r"[IVX]+$")
_BLANK = "…"
AIMS = "MỤC ĐÍCH, YÊU CẦU"
TASKS, DUTIES = "NHIỆM VỤ THỰC HIỆN", "TỔ CHỨC THỰC HIỆN"


@dataclass(frozen=True)
class Clause:
    """A task or a duty as it is printed; ``labels``: who leads, who cooperates, by when, what
    comes of it; none where the text says it all."""

    ref: str
    text: str
    labels: tuple[tuple[str, str], ...]
    is_duty: bool = False

    @property
    def steps(self) -> tuple[str, ...]:
        return tuple(self.ref.split(".")) if self.ref else ()

    def label(self, name: str) -> str:
        return dict(self.labels).get(name, "")


def build_plan_document(plan: Plan, today: datetime.date) -> OfficialDocument:
    """The plan as it stands in the register; its number of queries is constant."""
    source = source_of(plan)
    clauses = _clauses(plan, source)
    in_parts = [one for one in clauses if one.steps and _ROMAN.match(one.steps[0])]
    bare = [one for one in clauses if one not in in_parts]
    if in_parts and bare:
        in_parts, bare = _with_loose_duties(in_parts, bare)
    head = letterhead(plan.issuer, (plan,))
    on = plan.issued_on or today
    listed = bool(in_parts) and bool(bare)
    text = in_parts or bare
    return OfficialDocument(
        name=f"{plan.kind.capitalize()} {plan.title}",
        filename=f"ke-hoach-{file_slug(f'{plan.number} {plan.symbol}') or plan.pk}",
        header=_header(plan, head, on),
        title=Title(plan.kind.upper(), _subject(plan)),
        addressees=(),
        bases=tuple(_bases(plan)),
        opening=(
            f"{head.name} ban hành {plan.kind.capitalize()} {lower_first(_subject(plan))} như sau:"
        ),
        parts=tuple(_parts(text, source)),
        closing=(
            f"Trên đây là {plan.kind.capitalize()} {lower_first(_subject(plan))}. Trong quá trình"
            f" thực hiện, nếu có khó khăn, vướng mắc, các đơn vị phản ánh về {head.name} để xem"
            " xét, giải quyết./."
        ),
        signature=_signature(plan, head),
        recipients=tuple(_recipients(plan)),
        annexes=(_annex(plan, bare, head),) if listed else (),
        notices=tuple(_notices(text, source)),
        paper=head.paper,
    )


def _header(plan: Plan, head: Letterhead, on: datetime.date) -> Header:
    blank = "\N{NO-BREAK SPACE}" * 6
    number = f"Số: {plan.number}/" if plan.number else f"Số:{blank}/"
    line = dateline(plan.place or head.place, on)
    return Header(head.parent, head.agency, f"{number}{plan.symbol}", line)


def _subject(plan: Plan) -> str:
    return one_line(plan.title)


def _bases(plan: Plan) -> Iterator[str]:
    rows = list(plan.legal_bases.filter(is_basis=True).order_by("order", "pk"))
    for row in rows:
        yield f"Căn cứ {cited(row)}{'.' if row is rows[-1] else ';'}"


def _recipients(plan: Plan) -> Iterator[str]:
    names = [one_line(one.name).strip(" ;.-") for one in plan.recipients.order_by("order", "pk")]
    names = [name for name in names if name] or ["Lưu: VT"]
    for name in names:
        yield f"- {name}{'.' if name == names[-1] else ';'}"


def _signature(plan: Plan, head: Letterhead) -> Signature:
    lines = (*plan.signatory_authority.splitlines(), *plan.signatory_position.splitlines())
    written = tuple(one_line(line).upper() for line in lines if line.strip())
    if not written:
        return head.signature
    return Signature(written, without_degrees(plan.signatory_name))


def _notices(clauses: list[Clause], source: Source) -> Iterator[str]:
    if source.aims:
        return
    if clauses and clauses[0].steps[:1] != ("I",) and _ROMAN.match(clauses[0].steps[0] or "-"):
        yield "Phần I (Mục đích, yêu cầu) không có trong sổ kế hoạch; hãy viết vào bản Word."


# --- clauses --------------------------------------------------------------------------------------
def _clauses(plan: Plan, source: Source) -> list[Clause]:
    """Tasks in their order; a duty of which no task tells stands behind them.  What a letter asked
    for later is no part of the plan."""
    tasks = list(
        plan.tasks.prefetch_related(
            "assignments__unit", "group_assignments__group", "outside_parties", "children"
        ).order_by("order", "pk")
    )
    groups = {one.group for task in tasks for one in task.group_assignments.all()}
    members = members_of(list(groups))
    found = [_of_task(task, members, source) for task in tasks]
    told = {one.ref for one in found if one.ref}
    duties = plan.report_duties.filter(request__isnull=True).order_by("order", "pk")
    found += [_of_duty(duty) for duty in duties if not duty.ref or duty.ref not in told]
    return found


def _with_loose_duties(
    in_parts: list[Clause], bare: list[Clause]
) -> tuple[list[Clause], list[Clause]]:
    """Duties without a number behind those of the last part, and what is left for the annex."""
    last = in_parts[-1].steps
    loose = [one for one in bare if one.is_duty and not one.ref]
    taken = {one.ref for one in in_parts}
    numbers = (n for n in count(1) if f"{last[0]}.{n}" not in taken)
    added = [replace(one, ref=f"{last[0]}.{next(numbers)}") for one in loose]
    return [*in_parts, *added], [one for one in bare if one not in loose]


def _of_task(task: Task, members: Members, source: Source) -> Clause:
    text = one_line(task.text or task.title)
    if task.untracked:
        return Clause(task.ref, text, (), is_duty=True)
    labels = (
        ("Chủ trì", _listed(_names(task, Role.LEAD, members))),
        ("Phối hợp", _listed(_cooperating(task, members, source))),
        ("Thời gian", deadline_words(task)),
        ("Sản phẩm", one_line(task.expected_product)),
    )
    kept = tuple((name, words.rstrip(" .;")) for name, words in labels if words)
    return Clause(task.ref, text, () if task.children.all() else kept)


def _listed(names: list[str]) -> str:
    """Names with commas between; with ";" where a name has a comma of its own."""
    return ("; " if any("," in name for name in names) else ", ").join(names)


def _cooperating(task: Task, members: Members, source: Source) -> list[str]:
    """Who cooperates.  A unit has one part in a task: one that leads as a member of a group and
    cooperates as well is kept as leading, and the document tells of the rest."""
    names = _names(task, Role.COOPERATING, members)
    groups = [one.group for one in task.group_assignments.all() if one.part == Role.LEAD]
    leading = [unit.name for group in groups for unit in members.get(group.pk, ())]
    also = also_cooperating(source.cooperating.get(task.ref, ()), leading)
    return list(dict.fromkeys([*also, *names]))


def _names(task: Task, role: str, members: Members) -> list[str]:
    """Units, groups in place of their members, and names outside, each once."""
    groups = [one.group for one in task.group_assignments.all() if one.part == role]
    through = {unit.pk for group in groups for unit in members.get(group.pk, ())}
    units = [one.unit for one in task.assignments.all() if one.part == role]
    names = [unit.name for unit in units if unit.pk not in through]
    names += [group.name for group in groups]
    names += [one.name for one in task.outside_parties.all() if one.part == role]
    return list(dict.fromkeys(names))


def _of_duty(duty: ReportDuty) -> Clause:
    through = f" (qua {duty.via_words})" if duty.via_words else ""
    nested = f" (lồng ghép trong {duty.nested_in})" if duty.nested_in else ""
    about = lower_first(duty.title) if duty.title else "báo cáo kết quả"
    text = (
        f"{duty.reporter_words} {about} về {duty.receiver_words or 'cơ quan ban hành'}{through}"
        f" {lower_first(deadline_words(duty))}"
    )
    return Clause(duty.ref, f"{one_line(text)}{nested}", (), is_duty=True)


# --- deadlines ------------------------------------------------------------------------------------
def deadline_words(row: DeadlineFields) -> str:
    """The plan's own words; where they are not kept, words that mean the same."""
    if row.deadline_words:
        return one_line(row.deadline_words)
    return _said(DeadlineKind(row.deadline_kind), row)


_EACH = {
    DeadlineKind.HALF_YEARLY: ("của tháng cuối kỳ", "Định kỳ 06 tháng"),
    DeadlineKind.QUARTERLY: ("của tháng cuối quý", "Hằng quý"),
    DeadlineKind.MONTHLY: ("hằng tháng", ""),
}
_UNDATED = {DeadlineKind.ONGOING: "Thường xuyên", DeadlineKind.ON_REQUEST: "Khi có yêu cầu"}


def _said(kind: DeadlineKind, row: DeadlineFields) -> str:
    before = "Trước ngày" if row.qualifier == Qualifier.BEFORE else "Chậm nhất ngày"
    days = [str(one) for one in row.deadline_days]
    if kind is DeadlineKind.DATE and days:
        return f"{before} {' và ngày '.join(_iso(one) for one in days)}"
    if kind is DeadlineKind.WINDOW and days:
        start = day(row.deadline_starts_on) if row.deadline_starts_on else _BLANK
        return f"Từ ngày {start} đến ngày {_iso(days[-1])}"
    if kind is DeadlineKind.YEARLY:
        return _each(before, [_month_day(one) for one in days], "hằng năm")
    if kind in _EACH:
        return _each(before, days, *_EACH[kind])
    return _UNDATED.get(kind, "")


def _each(before: str, days: list[str], when: str, without: str = "") -> str:
    if not days:
        return without or when.capitalize()
    first = f"{without}, {before.lower()}" if without else before
    return f"{first} {' và ngày '.join(days)} {when}"


def _iso(words: str) -> str:
    return day(datetime.date.fromisoformat(words))


def _month_day(words: str) -> str:
    month, _, number = words.partition("-")
    return f"{int(number)}/{int(month)}"


# --- text -----------------------------------------------------------------------------------------
def _parts(clauses: list[Clause], source: Source) -> Iterator[Part]:
    """The parts by their Roman figures; without such, one that has no heading."""
    if not clauses:
        return
    if not _ROMAN.match(clauses[0].steps[0] if clauses[0].steps else ""):
        yield Part("", "", (Section("plan", "", "", tuple(_blocks(clauses, 0))),))
        return
    if clauses[0].steps[0] != "I":
        title = source.titles.get("I", AIMS) if source.aims else AIMS
        yield Part("I", title.upper(), (Section("purpose", "", "", source.aims_blocks()),))
    for number, group in groupby(clauses, key=lambda one: one.steps[0]):
        of_part = list(group)
        usual = DUTIES if all(one.is_duty for one in of_part) else TASKS
        title = source.titles.get(number, usual).upper()
        yield Part(number, title, (Section(f"part-{number}", "", "", tuple(_blocks(of_part, 1))),))


def _blocks(clauses: Iterable[Clause], depth: int) -> Iterator[Block]:
    """Each clause under its number; a number that no clause has is a heading with who leads."""
    above: tuple[str, ...] = ()
    for number, clause in enumerate(clauses, start=1):
        steps = clause.steps[depth:] or (str(number),)
        for at in range(len(steps) - 1):
            if steps[: at + 1] != above[: at + 1]:
                yield Paragraph(f"{_mark(steps[at])} {clause.label('Chủ trì') or _BLANK}")
        above = steps
        yield Paragraph(f"{_mark(steps[-1])} {_ended(clause.text)}")
        if clause.labels:
            yield Bullets(tuple(f"{name}: {words}." for name, words in clause.labels))


def _mark(step: str) -> str:
    """ "1." for a figure, "a)" for a letter."""
    return f"{step}." if step[:1].isdigit() else f"{step})"


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", ":")) else f"{text.rstrip(' ;,')}."


# --- what stood in a table ------------------------------------------------------------------------
_COLUMNS = (
    ("TT", "c-tt", ""),
    ("Nội dung công việc", "c-wide", ""),
    ("Đơn vị chủ trì", "c-lead", "Chủ trì"),
    ("Đơn vị phối hợp", "c-lead", "Phối hợp"),
    ("Thời gian hoàn thành", "c-due", "Thời gian"),
    ("Sản phẩm", "c-task", "Sản phẩm"),
)


def _annex(plan: Plan, clauses: list[Clause], head: Letterhead) -> Annex:
    rows = [
        Row(
            (
                Cell(clause.ref, "mid"),
                Cell(clause.text.rstrip(" ."), is_head=True),
                *(Cell(clause.label(label)) for _, _, label in _COLUMNS[2:]),
            )
        )
        for clause in clauses
    ]
    table = Table(
        caption="",
        columns=tuple(css for _, css, _ in _COLUMNS),
        head=(tuple(HeadCell(text) for text, _, _ in _COLUMNS),),
        rows=tuple(rows),
        name="Nhiệm vụ",
    )
    issued = f" ngày {day(plan.issued_on)}" if plan.issued_on else ""
    return Annex(
        key="tasks",
        number="",
        title="DANH MỤC CÔNG VIỆC",
        source=f"(Kèm theo {plan.kind.capitalize()} số {plan.full_number}{issued} của {head.name})",
        note="",
        blocks=(table,),
        is_wide=True,
    )
