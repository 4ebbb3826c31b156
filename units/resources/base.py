"""What the lists of units, of people and of groups have in common when they come in and go out."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone
from import_export import resources
from import_export.results import Result
from import_export.widgets import Widget

from sheets.tables import TableRow
from units.models import Unit
from units.querysets import UnitQuerySet
from units.spreadsheets.cells import CellField
from units.spreadsheets.layouts import Layout
from units.spreadsheets.linking import LinkedRow

NUMBER = "Dòng"
_TOLD_EVERY = 200

Tell = Callable[[int, int, str], None]


# For going out, when nothing is judged by a day.
_NO_SETTING_AT = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def untold(_done: int, _total: int, _words: str) -> None:
    """Nobody waits to be told how far it has come."""


@dataclass(frozen=True)
class Setting:
    """Around an import: when it is (aware), who brings the list (None: a command), the units in
    reach of that person (None: all), and who is told how far it has come."""

    at: datetime.datetime
    by: Any = None
    reach: UnitQuerySet | None = None
    tell: Tell = untold

    @property
    def on(self) -> datetime.date:
        """The day at the office."""
        return self.at.astimezone(timezone.get_current_timezone()).date()

    def units(self) -> UnitQuerySet:
        """The units that rows may name."""
        return Unit.objects.all() if self.reach is None else self.reach


class Change(NamedTuple):
    """A stored value and what a row makes of it, both as people read them."""

    label: str
    old: str
    new: str


@dataclass
class Rows:
    """As much of a ``tablib.Dataset`` as an import asks for, without its cost of every row."""

    headers: list[str]
    cells: list[list[Any]] = field(default_factory=list)

    def wipe(self) -> None:
        self.headers, self.cells = [], []

    def extend(self, rows: Iterable[list[Any]]) -> None:
        self.cells.extend(rows)

    def __len__(self) -> int:
        return len(self.cells)

    def __iter__(self) -> Iterator[list[Any]]:
        return iter(self.cells)


class ListResource(resources.ModelResource):
    """Rows of one kind of list.  Nothing is written while any row is wrong; each RowResult that is
    right carries ``changes``, a tuple of Change.

    A list says how its rows are linked (``link``), which stored or new object a row is about
    (``subject``), and how all of them are written (``write``).
    """

    class Meta:
        fields = ()
        use_transactions = True
        use_bulk = True
        batch_size = None
        skip_unchanged = True
        skip_diff = True

    layout: ClassVar[Layout]
    linked: Sequence[LinkedRow]

    def __init__(self, setting: Setting | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.setting = setting or Setting(at=_NO_SETTING_AT)
        for column in self.layout.exported:
            self.fields[column.key] = self.cell(column.key, column.heading)
        self._present: list[Any] = list(self.fields.values())
        self._changes: tuple[Change, ...] = ()
        self._before: dict[str, str] = {}

    # --- what a list is -----------------------------------------------------------------------

    def cell(self, key: str, heading: str) -> CellField:
        """The field of a column."""
        raise NotImplementedError

    def link(self, rows: Sequence[TableRow]) -> Sequence[LinkedRow]:
        """Reads what is stored, in a fixed number of queries, and links the rows to it."""
        raise NotImplementedError

    def subject(self, row: LinkedRow) -> Any:
        """What the row is about: stored, or new and the same object for all rows about it."""
        raise NotImplementedError

    def check(self, instance: Any) -> None:
        """The rules of what is listed, besides those of linking.  Raises ValidationError."""

    def write(self, fresh: Sequence[Any], changed: Sequence[Any]) -> None:
        """Writes all of it, inside the transaction of the import."""
        raise NotImplementedError

    # --- in: judge ----------------------------------------------------------------------------

    def look_at(self, rows: Rows) -> Result:
        """What the rows would do.  No transaction is opened: SQLite has one writer at a time, and
        looking keeps nobody from writing."""
        return self.import_data_inner(
            rows,
            dry_run=True,
            raise_errors=False,
            using_transactions=False,
            collect_failed_rows=False,
        )

    def get_import_order(self) -> list[str]:
        return list(self.fields)

    get_export_order = get_import_order

    def get_import_fields(self) -> list[Any]:
        return self._present

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        self.linked = self.link(self._rows_of(dataset))
        keys = [key for key in self.fields if any(key in row.values for row in self.linked)]
        self._present = [self.fields[key] for key in keys]
        dataset.wipe()
        dataset.headers = [self.layout.headings[key] for key in keys]
        dataset.extend([[row.values.get(key, "") for key in keys] for row in self.linked])

    def _rows_of(self, dataset: Any) -> list[TableRow]:
        """The rows by column key, numbered by their own column where there is one."""
        recogniser = self.layout.recogniser
        keys = [recogniser.key(heading) or heading for heading in dataset.headers or ()]
        return [
            TableRow(
                int(values.pop(NUMBER, None) or number),
                {key: str(value or "") for key, value in values.items() if key in self.fields_read},
            )
            for number, values in enumerate(
                (dict(zip(keys, cells, strict=True)) for cells in dataset), start=2
            )
        ]

    @property
    def fields_read(self) -> Mapping[str, str]:
        return self.layout.headings

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        self._row = self.linked[kwargs["row_number"] - 1]
        if kwargs["row_number"] % _TOLD_EVERY == 0:
            self.setting.tell(kwargs["row_number"], len(self.linked), "Đang kiểm tra từng dòng")

    def get_or_init_instance(self, instance_loader: Any, row: Any) -> tuple[Any, bool]:
        instance = self.subject(self._row)
        return instance, instance.pk is None

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        self._before = {} if new and not _waits(instance) else self.readable(instance)

    def readable(self, instance: Any) -> dict[str, str]:
        """What the columns of the file show of it, by heading."""
        return {
            str(one.column_name): one.widget.render(one.get_value(instance))
            for one in self._present
        }

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Fills the instance from the row.  Raises ValidationError with all that is wrong."""
        errors: dict[str, list[str]] = defaultdict(list)
        for problem in self._row.problems:
            errors[problem.key].append(problem.message)
        for one in self._present:
            try:
                one.save(instance, row)
            except ValueError as error:
                errors[str(one.attribute)].append(str(error))
        if errors:
            raise ValidationError(dict(errors))
        self.check(instance)

    def skip_row(
        self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None
    ) -> bool:
        after = self.readable(instance)
        before = self._before
        self._changes = tuple(
            Change(heading, before.get(heading, ""), new)
            for heading, new in after.items()
            if before.get(heading, "") != new
        )
        return not (instance.pk is None or self._changes or import_validation_errors)

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, **kwargs: Any
    ) -> None:
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        waiting = self.create_instances if is_create else self.update_instances
        # Several rows may be about one person or one group; they follow each other as they like.
        if not _waits(instance):
            instance._is_waiting = True
            waiting.append(instance)

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        row_result.changes = self._changes

    # --- in: write ----------------------------------------------------------------------------

    def bulk_create(self, *args: Any, **kwargs: Any) -> None:
        """Left to ``after_import``: what is new may wait for what stands above it."""

    bulk_update = bulk_create

    def after_import(self, dataset: Any, result: Result, **kwargs: Any) -> None:
        if kwargs.get("dry_run") or result.has_errors() or result.has_validation_errors():
            return
        self.setting.tell(len(self.linked), len(self.linked), "Đang ghi")
        self.write(self.create_instances, self.update_instances)


def _waits(instance: Any) -> bool:
    """Whether a row before this one has had it put down for writing."""
    return getattr(instance, "_is_waiting", False)


class ByCode(Widget):
    """A stored row by its code; rows have been linked, so the code is known."""

    def __init__(self, rows: Callable[[], Mapping[str, Any]]) -> None:
        super().__init__()
        self.rows = rows

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return self.rows().get(str(value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.code if value else ""
