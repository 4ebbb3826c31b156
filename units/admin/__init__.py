"""Units, groups, roles, people with their roles, and the door of the program, in the admin.

Importing the modules registers their lists.
"""

from units.admin import groups, people, units
from units.admin import login_log as doors

__all__ = ["doors", "groups", "people", "units"]
