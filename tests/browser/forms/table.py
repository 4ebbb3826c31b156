"""The one table of forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.browser.forms.case import Case
from tests.browser.forms.intake import INTAKE
from tests.browser.forms.office import OFFICE, PEOPLE
from tests.browser.forms.reports import DOCUMENTS, SUBMISSIONS
from tests.browser.forms.work import MANY, TASKS, WORK

PARTS: Mapping[str, Sequence[Case]] = {
    "work": WORK,
    "many": MANY,
    "tasks": TASKS,
    "office": OFFICE,
    "people": PEOPLE,
    "submissions": SUBMISSIONS,
    "documents": DOCUMENTS,
    "intake": INTAKE,
}

# A button: nothing is typed, and what it does is asked for again by pressing it again.
BUTTONS = frozenset(
    {
        "accounts:appearance",
        "accounts:sign_out_elsewhere",
        "accounts:logout",
        "intake:drop",
        "intake:drop_duty",
        "intake:drop_task",
        "intake:hold",
        "intake:leave",
        "intake:read_again",
        "intake:read_pictures",
        "intake:settle",
        "intake:take",
        "intake:take_back",
        "intake:undo",
        "plans:no_superior",
        "reports:accept_submission",
        "reports:compliance_file",
        "reports:correct_report",
        "reports:decide_figure",
        "reports:drop_report",
        "reports:file_job_again",
        "reports:notice_file",
        "reports:plan_close",
        "reports:plan_release",
        "reports:read_notices",
        "reports:remove_submission_file",
        "reports:renew_feed",
        "reports:report_annexes",
        "reports:report_document",
        "reports:stop_feed",
        "reports:stop_file_job",
        "reports:take_decision_back",
        "reports:withdraw_report",
        "tasks:assign_now",
        "tasks:close_difficulty",
        "tasks:coverage_remove",
        "tasks:end_indicator",
        "tasks:read_again",
        "tasks:reopen_difficulty",
        "tasks:reopen_indicator",
        "tasks:restore_task",
        "tasks:take_back",
        "tasks:take_ready",
        "units:delete_group",
        "units:first_password",
        "units:import_people_invite",
        "units:import_units_write",
        "units:invite_person",
        "units:remove_alias",
        "units:remove_group_alias",
        "units:reopen_account",
        "units:reopen_unit",
    }
)

# No session to lose: anybody may open these.
OPEN = frozenset(
    {
        "accounts:forgotten",
        "accounts:login",
        "accounts:new_password",
        "accounts:single_sign_on",
        "reports:verify",
    }
)

# What is typed is a password, which nothing keeps.
SECRET = frozenset({"accounts:password"})

# The same view and page as another route.
ALIKE: Mapping[str, str] = {
    f"units:import_{which}{step}": f"units:import_units{step}"
    for which in ("people", "groups")
    for step in ("", "_preview", "_unnamed", "_write")
}
