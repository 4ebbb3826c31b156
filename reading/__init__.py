"""A plan document → its draft.  PURE: no Django, no clock, no database."""

from __future__ import annotations

from collections.abc import Iterable

from reading.draft import PlanDraft
from reading.gather.plan import read_plan
from reading.open.files import raw_items
from reading.open.plain import raw_items as plain_items
from reading.open.refusal import MAX_BYTES, Refusal, UnreadableFile
from vietnamese.encodings import mended

__all__ = ["MAX_BYTES", "PlanDraft", "Refusal", "UnreadableFile", "read", "read_text"]


def read(data: bytes, filename: str, names: Iterable[str] = ()) -> PlanDraft:
    """The draft of the plan in a file's bytes.  Raises ``UnreadableFile`` and nothing else.

    ``names`` are those of the office's directory: they settle where a name in the document ends.
    """
    return read_plan(raw_items(data, filename), names)


def read_text(text: str, names: Iterable[str] = ()) -> PlanDraft:
    """The draft of a plan pasted as text; ``names`` as in ``read``.  Never raises."""
    return read_plan(plain_items(mended(text)), names)
