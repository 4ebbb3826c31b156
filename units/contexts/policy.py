"""The permission table in words."""

from __future__ import annotations

from dataclasses import dataclass

from units.policy import CAPABILITY_LABELS, GRANTS, REACH_LABELS, ROLE_LABELS, Reach


@dataclass(frozen=True)
class PolicyCell:
    """How far one role may do one thing; ``reach`` is empty where it may not."""

    role: str
    reach: str


@dataclass(frozen=True)
class PolicyRow:
    label: str
    cells: tuple[PolicyCell, ...]


@dataclass(frozen=True)
class PolicyPage:
    roles: tuple[str, ...]
    rows: tuple[PolicyRow, ...]
    reaches: tuple[str, ...]


def build_policy() -> PolicyPage:
    """The permission table itself, in words."""
    rows = tuple(
        PolicyRow(
            CAPABILITY_LABELS[capability],
            tuple(
                PolicyCell(label, REACH_LABELS[grants[role]] if role in grants else "")
                for role, label in ROLE_LABELS.items()
            ),
        )
        for capability, grants in GRANTS.items()
    )
    return PolicyPage(
        tuple(ROLE_LABELS.values()), rows, tuple(REACH_LABELS[reach] for reach in Reach)
    )
