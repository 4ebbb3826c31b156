"""Changes of assignments.

Every action locks the assignment, checks, changes it, and writes the line of its story, all in one
transaction.  ``by`` is who does it, ``on`` the day on which it is done.  ``revision`` is the number
that the person saw; when somebody else was quicker, StaleRevision is raised and nothing changes.
"""

from tasks.actions.assigning import (
    assign_unit,
    assign_units,
    give_lead,
    give_usual_lead,
    give_work,
)
from tasks.actions.figures import correct_figure, record_figures
from tasks.actions.handing_over import hand_over
from tasks.actions.leaving import close_account_for_all, close_account_with_work, leave_unit
from tasks.actions.officers import assign_officer
from tasks.actions.opening import note_opening
from tasks.actions.progress import (
    ask_extension,
    confirm_done,
    decide_extension,
    record_progress,
    report_done,
    send_back,
    settle_before,
)
from tasks.actions.suspension import cancel, resume, suspend
from tasks.actions.taking_back import take_back, withdraw_evidence
from tasks.actions.tracking import switch_tracking

__all__ = [
    "ask_extension",
    "assign_officer",
    "assign_unit",
    "assign_units",
    "cancel",
    "close_account_for_all",
    "close_account_with_work",
    "confirm_done",
    "correct_figure",
    "decide_extension",
    "give_lead",
    "give_usual_lead",
    "give_work",
    "hand_over",
    "leave_unit",
    "note_opening",
    "record_figures",
    "record_progress",
    "report_done",
    "resume",
    "send_back",
    "settle_before",
    "suspend",
    "switch_tracking",
    "take_back",
    "withdraw_evidence",
]
