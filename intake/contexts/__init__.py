"""The shape of the pages on which a document becomes a plan."""

from intake.contexts.confirm import build_confirm
from intake.contexts.drafts import build_drafts
from intake.contexts.review import Review, build_review

__all__ = ["Review", "build_confirm", "build_drafts", "build_review"]
