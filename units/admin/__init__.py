"""Units, groups, roles, people with their roles, and the log of logins, in the admin.

Importing the modules registers their lists.
"""

from units.admin import people, units

__all__ = ["login_log", "people", "units"]
