"""One form of the table, and what it takes to fill it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Model
from django.urls import reverse

from tests.faults.world import World

NOTE = "Đã kiểm tra 12 bình chữa cháy, thay 02 bình hết hạn."


@dataclass(frozen=True)
class Ready:
    """A form that is ready to be filled in: the page on which it stands, the address to which it is
    sent, how often it has been written so far (a question, asked before and after), what has to be
    typed besides, and what somebody else does meanwhile (None: nobody can)."""

    page: str
    sent_to: str
    written: Callable[[], int]
    typed: Mapping[str, str] = field(default_factory=dict)
    meanwhile: Callable[[], object] | None = None


@dataclass(frozen=True)
class Case:
    """``route`` takes the form; ``by`` is the attribute of the world that fills it in; ``typed``
    what is typed, chosen or ticked, by the names of the controls; ``button`` sends it; ``ready``
    prepares the world; ``opens`` is a link that has to be followed first; ``file`` the control of a
    file; ``proper`` a file that it takes; ``must`` whether a file has to be there.

    ``part`` says that only a part of the page is exchanged (htmx), ``shows`` that the button writes
    nothing and shows what would come of it."""

    route: str
    by: str
    button: str
    typed: Mapping[str, str]
    ready: Callable[[World], Ready]
    opens: str = ""
    file: str = ""
    proper: tuple[str, bytes] = ("van-ban.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    must: bool = False
    part: bool = False
    shows: bool = False
    name: str = ""

    def __str__(self) -> str:
        return self.name or self.route


def changed(row: Model) -> Callable[[], object]:
    """Somebody else changes the row meanwhile."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    return lambda: rows.update(revision=F("revision") + 1)


def history_of(row: Model) -> Callable[[], int]:
    """How often a row was written."""
    history: Any = type(row)
    return lambda: int(history.history.filter(id=row.pk).count())


def revision_of(row: Model) -> Callable[[], int]:
    """How often a row was changed, where one change writes several lines of its history."""
    found = type(row)._base_manager.filter(pk=row.pk).values_list("revision", flat=True)
    return lambda: int(found.get())


def at(route: str, *args: Any) -> str:
    return reverse(route, args=args)
