"""What the lists of units, of people and of groups have in common when rows are judged, written and
taken out.

django-import-export is the machinery: fields and widgets, dry run, row results, import by bulk,
export.  Where it is turned aside, docs/architecture.md says why.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from import_export import resources
from import_export.results import Result
from import_export.widgets import Widget

from sheets.tables import TableRow
from units.lists.judge.cells import CellField
from units.lists.layouts import Layout
from units.lists.outcomes import Change
from units.lists.resolve.rows import ResolvedRow
from units.models import Unit
from units.querysets import UnitQuerySet

_TOLD_EVERY = 50

Tell = Callable[[int, int, str], None]

# For going out, when nothing is judged by a day.
_NO_DAY = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def untold(_done: int, _total: int, _words: str) -> None:
    """Nobody waits to be told how far it has come."""


@dataclass(frozen=True)
class Setting:
    """Around an import: when it is (aware), who brings the list (None: a command), the units in
    reach of that person (None: all), what words mean (``answers``), and who is told how far it has
    come."""

    at: datetime.datetime
    by: Any = None
    reach: UnitQuerySet | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    tell: Tell = untold

    @property
    def on(self) -> datetime.date:
        """The day at the office."""
        return self.at.astimezone(timezone.get_current_timezone()).date()

    def units(self) -> UnitQuerySet:
        """The units that rows may name."""
        return Unit.objects.all() if self.reach is None else self.reach


@dataclass
class Rows:
    """As much of a ``tablib.Dataset`` as an import asks for, without its cost of every row."""

    headers: list[str]
    cells: list[list[Any]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.cells)

    def __iter__(self) -> Iterator[list[Any]]:
        return iter(self.cells)


class ListResource(resources.ModelResource):
    """Rows of one kind of list.  Nothing is written while any row is wrong; each RowResult that is
    right carries ``changes``, a tuple of Change.

    A list says how its rows are resolved (``resolve``), which stored or new object a row is about
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
    resolved: Sequence[ResolvedRow]

    def __init__(self, setting: Setting | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.setting = setting or Setting(at=_NO_DAY)
        for column in self.layout.exported:
            self.fields[column.key] = self.cell(column.key, column.heading)
        self._present: list[Any] = list(self.fields.values())
        self._changes: tuple[Change, ...] = ()
        self._before: dict[str, str] = {}

    # --- what a list is -----------------------------------------------------------------------

    def cell(self, key: str, heading: str) -> CellField:
        """The field of a column."""
        raise NotImplementedError

    def resolve(self, rows: Sequence[TableRow]) -> Sequence[ResolvedRow]:
        """Reads what is stored, in a fixed number of queries, and finds what the rows name."""
        raise NotImplementedError

    def subject(self, row: ResolvedRow) -> Any:
        """What the row is about: stored, or new and the same object for all rows about it."""
        raise NotImplementedError

    def check(self, instance: Any, wrong: Iterable[str]) -> None:
        """The rules of what is listed, besides those of resolving; ``wrong`` are columns of which
        something is said already.  Raises ValidationError."""

    def write(self, fresh: Sequence[Any], changed: Sequence[Any]) -> None:
        """Writes all of it, inside the transaction of the import."""
        raise NotImplementedError

    # --- in: judge ----------------------------------------------------------------------------

    def import_rows(self, rows: Sequence[TableRow], *, dry_run: bool) -> Result:
        """Resolves the rows and judges them; writes them too, where it is no dry run and none is
        wrong.

        A dry run opens no transaction: SQLite has one writer at a time, and looking keeps nobody
        from writing.
        """
        self._resolve(rows)
        if dry_run:
            return self.import_data_inner(
                self._dataset(),
                dry_run=True,
                raise_errors=False,
                using_transactions=False,
                collect_failed_rows=False,
                is_resolved=True,
            )
        return self.import_data(
            self._dataset(), rollback_on_validation_errors=True, is_resolved=True
        )

    def _resolve(self, rows: Sequence[TableRow]) -> None:
        self.setting.tell(0, len(rows), "Đang đối chiếu với danh mục")
        self.resolved = self.resolve(rows)
        keys = [key for key in self.fields if any(key in row.values for row in self.resolved)]
        self._present = [self.fields[key] for key in keys]
        self.begin()

    def begin(self) -> None:
        """Once all rows are resolved, before the first is judged."""

    def _dataset(self) -> Rows:
        keys = [one.column_name for one in self._present]
        names = {column.heading: column.key for column in self.layout.columns}
        return Rows(
            keys, [[row.values.get(names[key], "") for key in keys] for row in self.resolved]
        )

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """A dataset that comes from elsewhere (the admin, a program) is resolved first."""
        if kwargs.get("is_resolved"):
            return
        recogniser = self.layout.recogniser
        keys = [recogniser.key(heading) for heading in dataset.headers or ()]
        rows = [
            TableRow(
                number,
                {key: str(cell or "") for key, cell in zip(keys, cells, strict=True) if key},
            )
            for number, cells in enumerate(dataset, start=2)
        ]
        self._resolve(rows)
        found = self._dataset()
        dataset.wipe()
        dataset.headers = found.headers
        dataset.extend(found.cells)

    def get_import_order(self) -> list[str]:
        return list(self.fields)

    get_export_order = get_import_order

    def get_import_fields(self) -> list[Any]:
        return self._present

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        number = kwargs["row_number"]
        self._row = self.resolved[number - 1]
        if number % _TOLD_EVERY == 1:
            self.setting.tell(number, len(self.resolved), "Đang kiểm tra từng dòng")

    def get_or_init_instance(self, instance_loader: Any, row: Any) -> tuple[Any, bool]:
        instance = self.subject(self._row)
        return instance, instance._state.adding

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
        # Another row may be about the same person: what is wrong in this one is not left behind.
        filled = copy(instance)
        for one in self._present:
            try:
                one.save(filled, row)
            except ValueError as error:
                errors[str(one.attribute)].append(str(error))
        try:
            self.check(filled, errors)
        except ValidationError as error:
            for key, messages in error.message_dict.items():
                errors[key].extend(messages)
        errors = {key: messages for key, messages in errors.items() if messages}
        if errors:
            raise ValidationError(errors)
        vars(instance).update(vars(filled))

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
        return not (instance._state.adding or self._changes or import_validation_errors)

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
        self.setting.tell(len(self.resolved), len(self.resolved), "Đang ghi")
        self.write(self.create_instances, self.update_instances)


def _waits(instance: Any) -> bool:
    """Whether a row before this one has had it put down for writing."""
    return getattr(instance, "_is_waiting", False)


class ByCode(Widget):
    """A stored row by its code; rows have been resolved, so the code is known."""

    def __init__(self, rows: Callable[[], Mapping[str, Any]]) -> None:
        super().__init__()
        self.rows = rows

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return self.rows().get(str(value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.code if value else ""
