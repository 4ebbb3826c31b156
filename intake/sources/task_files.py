"""Task tables from files: told from documents by their content, kept, read, read once more."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from accounts.models import User
from intake import actions
from intake.drafting.draft import begin
from intake.models import Intake, Origin
from intake.sources.sheet import NoTable, read_sheet, task_sheets
from intake.sources.task_table import TableDraft, read_tasks
from sheets.content import Content, content_of
from sheets.files import Sheet, read_sheets
from sheets.problems import UnreadableFile
from units.models import Unit

_WORKBOOKS = {Content.XLSX, Content.XLSB, Content.ODS, Content.XLS}
_MOST_TEXT = 5_000_000
_LEAST_COLUMNS = 3


@dataclass(frozen=True)
class Choice:
    """How somebody wants a table read: the sheet, the row of its headings, its columns."""

    sheet: str = ""
    top: int = 0
    columns: Mapping[int, str] = field(default_factory=dict)


def is_table(data: bytes, filename: str) -> bool:
    """Whether the bytes are a spreadsheet, or text that is a task table from end to end."""
    content = content_of(data)
    if content in _WORKBOOKS:
        return True
    if content is not Content.TEXT or len(data) > _MOST_TEXT:
        return False
    return filename.casefold().endswith(".csv") or _is_table_text(data)


def _is_table_text(data: bytes) -> bool:
    """Rows copied out of a spreadsheet: most have several cells, and the headings are known."""
    try:
        (sheet,) = read_sheets(data, as_shown=True)
    except UnreadableFile:
        return False
    rows = [row for row in sheet.rows if row]
    wide = [row for row in rows if len(row) >= _LEAST_COLUMNS]
    return len(wide) * 2 > len(rows) and task_sheets([sheet]) == 1


# --- bringing one in ------------------------------------------------------------------------------
def new_from_table(
    *, data: bytes, filename: str, issuer: Unit, by: User | None, on: datetime.date
) -> Intake:
    """Reads a task table; the draft read from it, not yet written anywhere.

    Raises ValidationError where the file cannot be opened or holds no table.
    """
    table = _read(opened(data), Choice(), on)
    intake = actions.new_intake(
        data=data, filename=filename, draft=table.draft, issuer=issuer, by=by, on=on
    )
    intake.origin = Origin.TABLE
    return intake


def opened(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a file.  Raises ValidationError, in words for the person who brought it."""
    try:
        return read_sheets(data, as_shown=True)
    except UnreadableFile as unreadable:
        raise ValidationError(str(unreadable)) from unreadable


def needs_look(data: bytes) -> bool:
    """Whether a person should say how the columns are meant, or in which sheet the table is."""
    sheets = opened(data)
    try:
        return task_sheets(sheets) > 1 or not read_sheet(sheets).is_sure
    except NoTable:
        return True


def read_kept(intake: Intake, choice: Choice, on: datetime.date) -> TableDraft:
    """What the kept file comes to when it is read so.  Raises ValidationError."""
    return _read(kept_sheets(intake), choice, on)


def kept_sheets(intake: Intake) -> tuple[Sheet, ...]:
    """The sheets of the file from which the draft was read.  Raises ValidationError."""
    with intake.file.open("rb") as file:
        return opened(file.read())


def read_table_again(
    *,
    intake: Intake,
    choice: Choice,
    revision: int,
    by: User | None,
    on: datetime.date,
    now: datetime.datetime,
) -> Intake:
    """Puts the draft read in another way in the place of the one there is.

    ``revision``, ``now``: as ``actions.save_draft``, which may refuse.  Raises ValidationError.
    """
    table = read_kept(intake, choice, on)
    return actions.save_draft(
        intake=intake,
        draft=begin(table.draft, on),
        choices=intake.choices,
        revision=revision,
        by=by,
        now=now,
    )


def _read(sheets: tuple[Sheet, ...], choice: Choice, on: datetime.date) -> TableDraft:
    try:
        return read_tasks(
            sheets, on=on, name=choice.sheet, top=choice.top, chosen=dict(choice.columns)
        )
    except NoTable as refused:
        raise ValidationError(str(refused)) from refused
