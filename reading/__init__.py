"""A plan document → its draft.  PURE: no Django, no clock, no database."""

from __future__ import annotations

from reading.draft import PlanDraft
from reading.gather.plan import read_plan
from reading.open.files import raw_items
from reading.open.plain import raw_items as plain_items
from reading.open.refusal import MAX_BYTES, Refusal, UnreadableFile
from vietnamese.encodings import mended

__all__ = ["MAX_BYTES", "PlanDraft", "Refusal", "UnreadableFile", "read", "read_text"]


def read(data: bytes, filename: str) -> PlanDraft:
    """The draft of the plan in a file's bytes.  Raises ``UnreadableFile`` and nothing else."""
    return read_plan(raw_items(data, filename))


def read_text(text: str) -> PlanDraft:
    """The draft of a plan pasted as text.  Never raises."""
    return read_plan(plain_items(mended(text)))
