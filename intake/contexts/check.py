"""One thing to look at before confirming: what it says, where it is, what can be done about it."""

from __future__ import annotations

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from intake.sections import OpenDraft, duty_section, task_section

SHOWN = 8


@dataclass(frozen=True)
class Link:
    """A place on the page: ``section`` is its id, ``source`` its words in the document."""

    label: str
    section: str
    source: str = ""


@dataclass(frozen=True)
class Move:
    """A due day that can be moved: that of ``section``, from one day to another."""

    label: str
    section: str
    from_day: datetime.date
    to_day: datetime.date


@dataclass(frozen=True)
class View:
    """A way of looking at the tasks, by the name of its filter."""

    label: str
    only: str


@dataclass(frozen=True)
class Elsewhere:
    """Another page that shows what is meant."""

    label: str
    href: str


@dataclass(frozen=True)
class Check:
    """One thing to look at.

    ``key`` names it when it is settled ("" for what only a correction settles); ``must``: nothing
    can be made before; ``takes``: its words can be made a task; ``pair``: two tasks that can be
    made one; ``moves``: days that can be moved; ``offers``: targets that can be taken;
    ``pictures``: pages that can be recognised; ``source``
    its words in the document; ``more`` what there are no links for.  ``note`` says it where it
    stands, in the sections it is ``about``.
    """

    text: str
    words: str = ""
    key: str = ""
    source: str = ""
    anchor: str = ""
    links: tuple[Link, ...] = ()
    more: str = ""
    must: bool = False
    takes: bool = False
    pair: tuple[int, int] | None = None
    moves: tuple[Move, ...] = ()
    offers: bool = False
    pictures: tuple[int, ...] = ()
    views: tuple[View, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    note: str = ""
    about: tuple[str, ...] = ()


def check_key(kind: str, words: str) -> str:
    """A name for a check that stays the same while it is about the same words."""
    return f"{kind}-{hashlib.sha256(words.encode()).hexdigest()[:10]}"


def several(kind: str, text: str, places: Iterable[Link], **more: Any) -> Iterator[Check]:
    """One check for all that share it, none where nothing does; it comes back when others join
    them.  ``more`` are further fields."""
    found = list(dict.fromkeys(places))
    if found:
        rest = f"và {len(found) - SHOWN} mục khác" if len(found) > SHOWN else ""
        about = tuple(link.section for link in found)
        key, said = check_key(kind, ",".join(about)), text.format(n=len(found))
        links = tuple(found[:SHOWN])
        yield Check(said, key=key, links=links, more=rest, about=about, **more)


def task_link(opened: OpenDraft, key: int) -> Link:
    task = opened.working.task(key)
    return Link((task.ref if task else "") or "không số", task_section(key), f"t{key}")


def duty_link(opened: OpenDraft, key: int) -> Link:
    duty = opened.working.duty(key)
    ref = duty.ref if duty else ""
    return Link(f"báo cáo {ref}".strip(), duty_section(key), f"d{key}")


def points_in(checks: Iterable[Check]) -> dict[str, tuple[str, ...]]:
    """What is to be looked at in each section, as it is said there."""
    found: dict[str, list[str]] = defaultdict(list)
    for check in checks:
        for section in check.about if check.note else ():
            found[section].append(check.note)
    return {section: tuple(dict.fromkeys(notes)) for section, notes in found.items()}
