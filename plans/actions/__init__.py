"""Changes of plans.  Each takes who does it (and the day, where that is kept), and leaves a row in
the history."""

from plans.actions.details import (
    DETAILS,
    add_plan_file,
    set_superior,
    update_plan_details,
    update_plan_number,
)
from plans.actions.duties import Owing, change_owing
from plans.actions.status import (
    close_plan,
    release_plan,
    reopen_plan,
    revoke_plan,
    run_on,
    supersede_plan,
)

__all__ = [
    "DETAILS",
    "Owing",
    "add_plan_file",
    "change_owing",
    "close_plan",
    "release_plan",
    "reopen_plan",
    "revoke_plan",
    "run_on",
    "set_superior",
    "supersede_plan",
    "update_plan_details",
    "update_plan_number",
]
