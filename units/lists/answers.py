"""What a person says about a list before it is taken in, and what is remembered of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from django.db import transaction
from django.db.models import Q

from sheets.columns import bare
from sheets.headings import Heading
from units.lists.resolve.rows import answer_key
from units.lists.words import find_kind, find_role
from units.models import ListAnswer, Unit, UnitKind
from units.policy import ROLE_LABELS, Role

# Questions about one person in one file are not answered for the next one.
_REMEMBERED = {"unit", "kind", "kind-of", "role", "role-of"}


@dataclass(frozen=True)
class Answers:
    """The sheet, the row of its headings (from 1; 0: found by itself), what columns are taken for
    (by place from 0), rows to leave out or to take in all the same, and what words mean (by their
    ``answer_key``)."""

    sheet: str = ""
    heading_row: int = 0
    columns: Mapping[int, str] = field(default_factory=dict)
    leave_out: frozenset[int] = frozenset()
    take_in: frozenset[int] = frozenset()
    meant: Mapping[str, str] = field(default_factory=dict)

    def state(self) -> dict[str, Any]:
        """The answers as JSON can hold them."""
        return {
            "sheet": self.sheet,
            "heading_row": self.heading_row,
            "columns": {str(place): key for place, key in self.columns.items()},
            "leave_out": sorted(self.leave_out),
            "take_in": sorted(self.take_in),
            "meant": dict(self.meant),
        }

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Self:
        """The answers that were kept."""
        return cls(
            sheet=state.get("sheet", ""),
            heading_row=state.get("heading_row", 0),
            columns={int(place): key for place, key in state.get("columns", {}).items()},
            leave_out=frozenset(state.get("leave_out", ())),
            take_in=frozenset(state.get("take_in", ())),
            meant=state.get("meant", {}),
        )

    def of_another_sheet(self, sheet: str, heading_row: int) -> Answers:
        """Places and rows mean nothing on another sheet or below other headings."""
        if (sheet, heading_row) == (self.sheet, self.heading_row):
            return self
        return Answers(sheet=sheet, heading_row=heading_row, meant=self.meant)

    def with_rows(self, shown: Iterable[int], ticked: Iterable[int], *, left: bool) -> Answers:
        """The rows ticked among those shown: to be left out, or, of those left out, to be taken."""
        was = self.leave_out if left else self.take_in
        now = (was - frozenset(shown)) | frozenset(ticked)
        return replace(self, leave_out=now) if left else replace(self, take_in=now)


def shape_of(listing: str, headings: Iterable[Heading]) -> str:
    """What tells files with the same headings from others."""
    words = "|".join(bare(heading.words) for heading in headings)
    return f"{listing}:{hashlib.sha256(words.encode()).hexdigest()[:32]}"


def remembered_columns(user: Any, shape: str) -> dict[int, str]:
    """What columns of files of this shape were last taken for, by place."""
    row = _rows_of(user).filter(about=ListAnswer.About.COLUMNS, words=shape).first()
    return {int(place): key for place, key in json.loads(row.meant).items()} if row else {}


def remembered_words(user: Any) -> dict[str, str]:
    """What words mean, by their ``answer_key``: as the person said, else as the installation."""
    rows = _rows_of(user).exclude(about=ListAnswer.About.COLUMNS).order_by("user", "pk")
    own = sorted(rows, key=lambda row: row.user_id is not None)
    return {answer_key(row.about, row.words): row.meant for row in own}


def _rows_of(user: Any) -> Any:
    mine = Q(user=user) if user is not None else Q(pk__in=())
    return ListAnswer.objects.filter(mine | Q(user__isnull=True)).order_by("-user", "pk")


def meaning_of(about: str, written: str) -> str:
    """The code of what somebody has typed as a meaning (a role, a kind, a unit); "" where there is
    none."""
    if about in {ListAnswer.About.ROLE, ListAnswer.About.ROLE_OF}:
        return find_role(written) or ""
    if about in {ListAnswer.About.KIND, ListAnswer.About.KIND_OF}:
        return find_kind(written, dict(UnitKind.objects.values_list("code", "name"))) or ""
    same = Q(code__iexact=written) | Q(name__iexact=written)
    codes = list(Unit.objects.filter(same).order_by("pk").values_list("code", flat=True)[:2])
    return codes[0] if len(codes) == 1 else ""


def meaning_shown(answer: ListAnswer) -> str:
    """What words mean, as people read it: the name of a role, else as it is kept."""
    return ROLE_LABELS[Role(answer.meant)] if answer.meant in set(Role) else answer.meant


@transaction.atomic
def remember(
    *, user: Any, shape: str, columns: Mapping[int, str], meant: Mapping[str, str]
) -> None:
    """Keeps what the person has said for the next file."""
    if columns and shape:
        words = json.dumps({str(place): key for place, key in sorted(columns.items())})
        _keep(user, ListAnswer.About.COLUMNS, shape, words)
    for key, value in meant.items():
        about, words = key.split(":", 1)
        if about in _REMEMBERED and value:
            _keep(user, about, words, value)


def _keep(user: Any, about: str, words: str, meant: str) -> None:
    ListAnswer.objects.update_or_create(
        user=user, about=about, words=words[:255], defaults={"meant": meant}
    )
