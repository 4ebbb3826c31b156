"""One thing done to many rows of a list: each row is judged by itself and told of."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.badges import Badge
from accounts.change_forms import REFUSED, Change, ChangeForm
from accounts.models import User
from accounts.picker import is_key
from accounts.requests import Request
from units.guards import capabilities
from units.policy import Capability

MOST = 100  # rows of one go
TICKED = "chon"
OUT_OF_REACH = "Bạn không có quyền làm việc này với dòng này."


class BulkForm(ChangeForm):
    """What has to be said once for all rows; a field for each argument of the verb."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "hang-loat-%s", **kwargs})

    def suit(self, *, today: datetime.date, rows: Sequence[Any], request: Request) -> None:
        """Fits the fields to the day, to the rows and to who asks."""


@dataclass(frozen=True)
class Act:
    """What can be done to many of the rows that ``rows`` gives for a person: a verb, the name by
    which it takes a row, the form of what it needs to be told, and what is said of a row that was
    done; or ``leads_to``, the route of a page that takes the ticked rows (as ``ticked_as``)."""

    key: str
    label: str
    icon: str
    capability: Capability
    rows: Callable[[User], QuerySet[Any]]
    verb: Callable[..., Any] | None = None
    argument: str = ""
    form: type[BulkForm] = BulkForm
    said: str = ""
    help: str = ""
    leads_to: str = ""
    ticked_as: str = TICKED


@dataclass(frozen=True)
class BulkRow:
    """A row as it is shown before and after."""

    pk: int
    title: str
    meta: str
    href: str
    badge: Badge | None = None


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
    asked = request.POST if request.method == "POST" else request.GET
    only = next(iter(many.acts)) if len(many.acts) == 1 else ""
    act, rows = many.acts.get(asked.get("act", only)), ticked_of(asked, seen)
    if act is None or not rows:
        messages.info(request, f"Hãy đánh dấu ít nhất một {many.noun} trong danh sách.")
        return redirect(back)
    if act.leads_to:
        ticked = urlencode([(act.ticked_as, row.pk) for row in rows])
        return redirect(f"{reverse(act.leads_to)}?{ticked}")
    is_sent = "thuc-hien" in request.POST
    form = act.form(request.POST if is_sent else None)
    form.suit(today=on, rows=rows, request=request)
    context = {"act": act, "form": form, "back": back, "noun": many.noun}
    if is_sent and form.is_valid():
        who = {"by": request.user, "on": on}
        told = [_done(many, act, row, who | form.arguments()) for row in rows]
        context |= {"outcomes": told, "done": sum(not one.problem for one in told)}
        return render(request, "units/bulk_done.html", context)
    context["rows"] = [many.shown(row, on) for row in rows]
    return render(request, "units/bulk.html", context, status=REFUSED if form.errors else 200)


def ticked_of(data: QueryDict, seen: QuerySet[Any], name: str = TICKED) -> list[Any]:
    """Those of ``seen`` that were ticked, as many as one go takes."""
    keys = [key for key in data.getlist(name) if is_key(key)]
    return list(seen.filter(pk__in=keys[:MOST]))


def _done(many: Many, act: Act, row: Any, arguments: dict[str, Any]) -> Outcome:
    shown = many.shown(row, arguments["on"])
    problem = _problem(act, row, arguments)
    # What was deleted has no page any more.
    return Outcome(shown if row.pk else replace(shown, href=""), problem)


def _problem(act: Act, row: Any, arguments: dict[str, Any]) -> str:
    """Does it to one row; what stood in the way, "" where it was done."""
    if act.verb is None or not act.rows(arguments["by"]).filter(pk=row.pk).exists():
        return OUT_OF_REACH
    change = Change()
    change.run(act.verb, **{act.argument: row}, **arguments)
    return change.problem
