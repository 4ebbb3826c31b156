"""A list on a page: narrowed, sorted and paged by its address, and the same rows as a file.

A list is declared once as a ``ShownList``; its filter is a ``ListFilter``.  The address of the page
with ``tep=xlsx`` or ``tep=csv`` answers with the rows that the page shows, all pages of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from accounts.columns import Column, Heading, chosen_sort, headings, orders_of, sorts
from accounts.widgets import StyledField
from sheets.workbooks import CSV_TYPE, MEDIA_TYPE, csv_text, workbook
from sheets.workbooks import Page as Sheet

PAGE, FILE = "page", "tep"
MOST_ROWS = 20_000  # of a file
_TYPES = {"xlsx": MEDIA_TYPE, "csv": CSV_TYPE}
_LONGEST_ADDRESS = 1500


@dataclass(frozen=True)
class Chip:
    """One condition in force; ``href`` is the list without it."""

    label: str
    href: str


@dataclass(frozen=True)
class SheetColumn:
    """A column of the file: its heading, its width in letters, the value of a row."""

    heading: str
    width: int
    value: Callable[[Any], Any]


def search_field(placeholder: str = "", label: str = "Tìm") -> forms.CharField:
    """The line in which words are typed that rows must hold."""
    widget = forms.TextInput({"type": "search", "placeholder": placeholder})
    return forms.CharField(label=label, required=False, max_length=100, widget=widget)


class ListFilter(forms.Form):
    """What narrows a list, as its address says.

    What is not understood is said beside its field, stays there as it was typed, and narrows
    nothing.  A hidden field carries on what no control shows.
    """

    bound_field_class = StyledField

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="loc-%s")

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The conditions in force, by field."""
        self.is_valid()
        found = {name: self.cleaned_data.get(name) for name in self.fields}
        return {name: value for name, value in found.items() if value not in (None, "", False, [])}

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.chosen or self.errors)

    def words_of(self, name: str) -> str:
        """A condition in words, for its chip; "" where none is shown."""
        field, value = self.fields[name], self.chosen[name]
        label = str(field.label or "")
        if name == "q":
            return f"Có chữ “{value}”"
        if isinstance(field, forms.BooleanField):
            return label
        if isinstance(field, forms.ChoiceField):
            return f"{label}: {_choice_words(field, value)}"
        if isinstance(value, datetime.date):
            return f"{label} {value:%d/%m/%Y}"
        return f"{label}: {value}"


def _choice_words(field: forms.ChoiceField, value: Any) -> str:
    choices: Iterable[Any] = field.choices  # type: ignore[assignment]  # groups are not used here
    return next((str(words) for key, words in choices if str(key) == str(value)), str(value))


@dataclass(frozen=True)
class ListPage:
    """One page of a list and what stands around it; ``files`` are pairs of a kind and an
    address."""

    form: ListFilter
    page: Page[Any]
    count: int
    headings: tuple[Heading, ...]
    sorts: tuple[tuple[str, str, bool], ...]
    chips: tuple[Chip, ...]
    files: tuple[tuple[str, str], ...]

    @property
    def rows(self) -> list[Any]:
        return list(self.page)


@dataclass(frozen=True)
class ShownList:
    """A list as it is declared: ``name`` is that of its files, ``order`` its own order, which ends
    in ``last``, the key of a row; ``sheet`` the columns of its files (none: it has no files)."""

    name: str
    title: str
    columns: tuple[Column, ...]
    order: tuple[Any, ...]
    sheet: tuple[SheetColumn, ...] = ()
    per_page: int = 50
    last: str = "pk"

    def sorted(self, rows: QuerySet[Any], data: QueryDict) -> QuerySet[Any]:
        """The rows in the order that the address asks for, else in the list's own."""
        return rows.order_by(
            *(orders_of(chosen_sort(data, self.columns), self.columns, self.last) or self.order)
        )

    def page(self, rows: QuerySet[Any], form: ListFilter, data: QueryDict) -> ListPage:
        """The page that the address asks for; ``rows`` are already narrowed."""
        return self.page_of(self.sorted(rows, data), form, data)

    def page_of(self, rows: Any, form: ListFilter, data: QueryDict) -> ListPage:
        """As ``page``, of rows (a sequence or a query) that stand in their order already."""
        page = Paginator(rows, self.per_page).get_page(data.get(PAGE))
        return ListPage(
            form=form,
            page=page,
            count=page.paginator.count,
            headings=headings(data, self.columns),
            sorts=sorts(data, self.columns),
            chips=tuple(_chips(form, data)),
            files=files_of(data) if self.sheet and page.paginator.count else (),
        )

    def file(
        self,
        rows: QuerySet[Any],
        data: QueryDict,
        *,
        on: datetime.date,
        shown: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    ) -> HttpResponse | None:
        """The rows as the file of that day which the address asks for; None where it asks for the
        page.  ``shown`` makes of them what the columns of the file take."""
        if not (asked_file(data) and self.sheet):
            return None
        found = self.sorted(rows, data)[:MOST_ROWS].iterator(chunk_size=500)
        return self.file_of(found, data, on=on, shown=shown)

    def file_of(
        self,
        found: Iterable[Any],
        data: QueryDict,
        *,
        on: datetime.date,
        shown: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    ) -> HttpResponse | None:
        """As ``file``, of rows that stand in their order already."""
        ending = asked_file(data) if self.sheet else ""
        if not ending:
            return None
        values = (tuple(column.value(row) for column in self.sheet) for row in shown(found))
        columns = [(column.heading, column.width) for column in self.sheet]
        return list_file(f"{self.name}-{on:%Y-%m-%d}", self.title, columns, values, ending)


def files_of(data: QueryDict) -> tuple[tuple[str, str], ...]:
    """The kinds of files that a list has, each with its address."""
    rest, found = without(data, PAGE, FILE), []
    for ending in _TYPES:
        rest[FILE] = ending
        found.append((ending, f"?{rest.urlencode()}"))
    return tuple(found)


def asked_file(data: QueryDict) -> str:
    """The kind of file that the address asks for; "" where it asks for the page."""
    ending = data.get(FILE, "")
    return ending if ending in _TYPES else ""


def list_file(
    name: str,
    title: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Any]],
    ending: str,
) -> HttpResponse:
    """The rows as a workbook ("xlsx") or as text ("csv"); ``name`` is that of the file, ``columns``
    are headings with their widths."""
    words = [heading for heading, _ in columns]
    if ending == "csv":
        content = csv_text(words, rows)
    else:
        widths = [width for _, width in columns]
        content = workbook(Sheet(title, words, rows, widths, wrapped=True))
    answer = HttpResponse(content, content_type=_TYPES[ending])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer


def moment(value: datetime.datetime | None) -> datetime.datetime | None:
    """A moment as a file shows it: the office's own time, without a zone."""
    return timezone.make_naive(value) if value else None


def without(data: QueryDict, *names: str) -> QueryDict:
    """The parameters of an address but for these, to be changed."""
    rest = data.copy()
    for name in names:
        rest.pop(name, None)
    return rest


def _chips(form: ListFilter, data: QueryDict) -> Iterator[Chip]:
    for name in form.chosen:
        words = form.words_of(name)
        if words:
            # A unit is told by two parameters: its key and the words typed.
            rest = without(data, PAGE, name, f"{name}_words")
            yield Chip(words, f"?{rest.urlencode()}")


# --- the way back ---------------------------------------------------------------------------------
def remember_list(answer: HttpResponse, request: HttpRequest, name: str) -> None:
    """Notes how a list was narrowed, for the way back from one of its rows."""
    query = request.GET.urlencode()
    if len(query) <= _LONGEST_ADDRESS:
        answer.set_cookie(name, query, httponly=True, samesite="Lax", secure=request.is_secure())


def last_list(request: HttpRequest, name: str, address: str) -> str:
    """The list at ``address`` as it was narrowed when the person last looked at it."""
    query = QueryDict(request.COOKIES.get(name, "")[:_LONGEST_ADDRESS]).urlencode()
    return f"{address}?{query}" if query else address
