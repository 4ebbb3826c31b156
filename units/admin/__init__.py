"""Units, groups, roles, people with their roles, and the door of the program, in the admin.

Importing the modules registers their lists.
"""

from units.admin import doors, groups, people, units

__all__ = ["doors", "groups", "people", "units"]
