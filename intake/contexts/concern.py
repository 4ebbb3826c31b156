"""One thing that a person should look at before confirming."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SHOWN = 8


@dataclass(frozen=True)
class Link:
    """A place on the page: ``section`` is its id."""

    label: str
    section: str


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
class Concern:
    """One thing to look at.

    ``key`` names it when it is settled ("" for what only a correction settles); ``must``: nothing
    can be made before; ``takes``: its words can be made a task; ``pair``: two tasks that can be
    made one; ``moves``: days that can be moved; ``source`` its words in the document; ``more`` what
    there are no links for.
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
    views: tuple[View, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()


def concern_key(kind: str, words: str) -> str:
    """A name for a concern that stays the same while it is about the same words."""
    return f"{kind}-{hashlib.sha256(words.encode()).hexdigest()[:10]}"


def several(kind: str, text: str, places: Iterable[Link], **more: object) -> Iterator[Concern]:
    """One concern for all that share it, none where nothing does; it comes back when others join
    them.  ``more`` are further fields."""
    found = list(dict.fromkeys(places))
    if found:
        rest = f"và {len(found) - SHOWN} mục khác" if len(found) > SHOWN else ""
        key = concern_key(kind, ",".join(link.section for link in found))
        said = text.format(n=len(found))
        yield Concern(said, key=key, links=tuple(found[:SHOWN]), more=rest, **more)  # type: ignore[arg-type]
