"""The pages of units as finished values; templates compute nothing."""

from units.contexts.imports import ImportPage, build_import_page
from units.contexts.policy import PolicyPage, build_policy
from units.contexts.tree import TreePage, UnitLine, build_tree

__all__ = [
    "ImportPage",
    "PolicyPage",
    "TreePage",
    "UnitLine",
    "build_import_page",
    "build_policy",
    "build_tree",
]
