"""Changes of what units report: asked for, written, handed in, decided on."""

from reports.submissions.actions.asking import (
    add_request,
    drop_request,
    join_figures,
    nest_duty,
    set_outline,
)
from reports.submissions.actions.deciding import (
    accept,
    decide_figure,
    send_back_submission,
    take_decision_back,
    why_decision_stays,
)
from reports.submissions.actions.writing import add_file, remove_file, save_draft, submit, withdraw

__all__ = [
    "accept",
    "add_file",
    "add_request",
    "decide_figure",
    "drop_request",
    "join_figures",
    "nest_duty",
    "remove_file",
    "save_draft",
    "send_back_submission",
    "set_outline",
    "submit",
    "take_decision_back",
    "why_decision_stays",
    "withdraw",
]
