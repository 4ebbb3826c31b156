"""The shape of the pages on which a document becomes a plan."""

from intake.contexts.confirm import build_confirm
from intake.contexts.drafts import draft_rows
from intake.contexts.review import Review, build_review

__all__ = ["Review", "build_confirm", "build_review", "draft_rows"]
