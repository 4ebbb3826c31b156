"""Changes of units, of the tree they form, of groups, and the first person in it.

``by`` is who does it, ``on`` the day on which it is done.  ``revision`` is the number that the
person saw; when somebody else was quicker, StaleRevision is raised and nothing changes.
"""

from units.actions.agency_settings import change_settings
from units.actions.aliases import add_alias, remember_alias, remove_alias
from units.actions.groups import delete_group, group_of, save_group, stored_rule
from units.actions.life import close_unit, edit_unit, merge_units, rename_unit, reopen_unit
from units.actions.tree import (
    CycleOfParents,
    check_parent,
    create_administrator,
    create_unit,
    ensure_standard_kinds,
    lock_tree,
    move_unit,
    rebuild_tree,
    save_unit,
)

__all__ = [
    "CycleOfParents",
    "add_alias",
    "change_settings",
    "check_parent",
    "close_unit",
    "create_administrator",
    "create_unit",
    "delete_group",
    "edit_unit",
    "ensure_standard_kinds",
    "group_of",
    "lock_tree",
    "merge_units",
    "move_unit",
    "rebuild_tree",
    "remember_alias",
    "remove_alias",
    "rename_unit",
    "reopen_unit",
    "save_group",
    "save_unit",
    "stored_rule",
]
