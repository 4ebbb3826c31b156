"""One thing done to many rows of a list: each row is judged by itself and told of."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.badges import Badge
from accounts.change_forms import REFUSED, ChangeForm
from accounts.models import User
from accounts.requests import Request
from accounts.widgets import style
from units.guards import capabilities
from units.policy import Capability

MOST = 100  # rows of one go
OUT_OF_REACH = "Bạn không có quyền làm việc này với dòng này."


class BulkForm(ChangeForm):
    """What has to be said once for all rows; a field for each argument of the verb."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "hang-loat-%s", **kwargs})
        style(self)

    def suit(self, *, today: datetime.date, rows: Sequence[Any], by: User) -> None:
        """Fits the fields to the day, to the rows and to the person."""


@dataclass(frozen=True)
class Act:
    """What can be done to many: the verb, the name by which it takes a row, whose rows it is for,
    and the form of what it needs to be told."""

    key: str
    label: str
    icon: str
    said: str
    capability: Capability
    verb: Callable[..., Any]
    argument: str
    rows: Callable[[User], QuerySet[Any]]
    form: type[BulkForm] = BulkForm
    help: str = ""


@dataclass(frozen=True)
class BulkRow:
    """A row as it is shown before and after."""

    pk: int
    title: str
    meta: str
    href: str
    look: Badge | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one row; ``problem`` "" where it was done."""

    row: BulkRow
    problem: str


@dataclass(frozen=True)
class Many:
    """The rows of one list, of which many can be ticked: ``noun`` is what one is called, ``shown``
    turns a row into what is shown of it on a day."""

    noun: str
    acts: Mapping[str, Act]
    shown: Callable[[Any, datetime.date], BulkRow]

    def acts_for(self, request: Request) -> list[Act]:
        """What the person may do to many, somewhere."""
        may = capabilities(request)
        return [act for act in self.acts.values() if act.capability in may]


def acts_by_key(*acts: Act) -> Mapping[str, Act]:
    return {act.key: act for act in acts}


def run_bulk(
    request: Request, many: Many, seen: QuerySet[Any], *, back: str, on: datetime.date
) -> HttpResponse:
    """Shows the ticked ones of ``seen`` with what has to be said for all of them, then does it and
    tells what became of each."""
    act, rows = many.acts.get(request.POST.get("act", "")), _ticked(request, seen)
    if act is None or not rows:
        messages.info(request, f"Hãy đánh dấu ít nhất một {many.noun} trong danh sách.")
        return redirect(back)
    is_sent = "thuc-hien" in request.POST
    form = act.form(request.POST if is_sent else None)
    form.suit(today=on, rows=rows, by=request.user)
    context = {"act": act, "form": form, "back": back, "noun": many.noun}
    if is_sent and form.is_valid():
        who = {"by": request.user, "on": on}
        told = [
            Outcome(many.shown(row, on), _problem(act, row, who | form.arguments())) for row in rows
        ]
        context |= {"outcomes": told, "done": sum(not one.problem for one in told)}
        return render(request, "units/bulk_done.html", context)
    context["rows"] = [many.shown(row, on) for row in rows]
    return render(request, "units/bulk.html", context, status=REFUSED if form.errors else 200)


def _ticked(request: Request, seen: QuerySet[Any]) -> list[Any]:
    keys = [key for key in request.POST.getlist("chon") if key.isascii() and key.isdecimal()]
    return list(seen.filter(pk__in=[key for key in keys if len(key) < 19][:MOST]))


def _problem(act: Act, row: Any, arguments: dict[str, Any]) -> str:
    """Does it to one row; what stood in the way, "" where it was done."""
    if not act.rows(arguments["by"]).filter(pk=row.pk).exists():
        return OUT_OF_REACH
    try:
        act.verb(**{act.argument: row}, **arguments)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
