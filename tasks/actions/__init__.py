"""Changes of assignments.

Every action locks the assignment, checks, changes it, and writes the line of its story, all in one
transaction.  ``by`` is who does it, ``on`` the day on which it is done.  ``revision`` is the number
that the person saw; when somebody else was quicker, StaleRevision is raised and nothing changes.
"""

from tasks.actions.doing import confirm_done, record_progress, report_done, send_back
from tasks.actions.extension import ask_extension, decide_extension
from tasks.actions.frame import StaleRevision
from tasks.actions.giving import assign_unit, assign_units
from tasks.actions.standing import cancel, resume, suspend

__all__ = [
    "StaleRevision",
    "ask_extension",
    "assign_unit",
    "assign_units",
    "cancel",
    "confirm_done",
    "decide_extension",
    "record_progress",
    "report_done",
    "resume",
    "send_back",
    "suspend",
]
