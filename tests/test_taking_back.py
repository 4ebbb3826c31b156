"""How each act of a person is taken back: the table of all verbs.

A new verb without a row fails.  What stands in a row is one of: the verb that undoes it; the verb
itself, where doing it again puts it right; ``take_back``, where a line of the story is undone by
who told it; or, after a dash, why nothing is taken back.
"""

import importlib
import pkgutil

import pytest

import intake
import plans
import reports
import tasks
import units
from tasks.models import EntryKind
from tasks.taking_back import TAKE_BACK_LABELS

OF_THE_PROGRAM = "– no act of a person: a job or the program itself"
NOTHING_SAID = "– changes nothing that anybody relies on"

WAYS = {
    # --- work --------------------------------------------------------------------------------
    "record_progress": "take_back",
    "report_done": "take_back",
    "confirm_done": "take_back",
    "send_back": "take_back",
    "ask_extension": "take_back",
    "decide_extension": "take_back",
    "cancel": "take_back",
    "settle_before": "take_back",
    "withdraw_evidence": "take_back",
    "raise_difficulty": "take_back",
    "take_back": "– what was taken back is done anew",
    "suspend": "resume",
    "resume": "suspend",
    "hand_over": "hand_over",
    "hand_over_all": "hand_over",
    "assign_officer": "assign_officer",
    "answer_difficulty": "answer_difficulty",
    "pass_difficulty_on": "pass_difficulty_on",
    "close_difficulty": "reopen_difficulty",
    "reopen_difficulty": "close_difficulty",
    "record_figures": "correct_figure",
    "correct_figure": "correct_figure",
    "note_opening": NOTHING_SAID,
    # --- tasks -------------------------------------------------------------------------------
    "give_work": "cancel",
    "give_lead": "cancel",
    "give_usual_lead": "cancel",
    "assign_unit": "cancel",
    "assign_units": "cancel",
    "apply_group": "cancel",
    "add_task": "withdraw_task",
    "change_task": "change_task",
    "withdraw_task": "restore_task",
    "restore_task": "withdraw_task",
    "switch_tracking": "switch_tracking",
    "change_owing": "change_owing",
    "read_due_days_again": "read_due_days_again",
    "confirm_coverage": "remove_coverage",
    "waive_coverage": "remove_coverage",
    "remove_coverage": "confirm_coverage",
    "add_indicator": "end_indicator",
    "change_indicator": "change_indicator",
    "end_indicator": "reopen_indicator",
    "reopen_indicator": "end_indicator",
    "take_ready_set": "end_indicator",
    "set_task_indicators": "set_task_indicators",
    "open_periods": OF_THE_PROGRAM,
    "run_on": OF_THE_PROGRAM,
    # --- plans -------------------------------------------------------------------------------
    "confirm": "revoke_plan",
    "release_plan": "revoke_plan",
    "close_plan": "reopen_plan",
    "reopen_plan": "close_plan",
    "supersede_plan": "reopen_plan",
    "revoke_plan": "reopen_plan",
    "update_plan_number": "update_plan_number",
    "update_plan_details": "update_plan_details",
    "set_superior": "set_superior",
    "add_plan_file": "– what an office received is kept; another file is added",
    "fill_holidays": OF_THE_PROGRAM,
    # --- drafts of plans ---------------------------------------------------------------------
    "keep_intake": "drop_intake",
    "start_by_hand": "drop_intake",
    "start_copy": "drop_intake",
    "save_draft": "save_draft",
    "create_unit_here": "close_unit",
    "drop_intake": "– asked twice; the document is uploaded anew",
    "take_over": "take_over",
    "release_intake": "take_over",
    "end_old_holds": OF_THE_PROGRAM,
    "ask_again": "– reading begins anew",
    "read_pictures": "– reading begins anew; losing what was corrected is asked for",
    "finish_scan": OF_THE_PROGRAM,
    "fail_scan": OF_THE_PROGRAM,
    "keep_page": OF_THE_PROGRAM,
    "take_up": OF_THE_PROGRAM,
    # --- reports of units ------------------------------------------------------------------------
    "submit": "withdraw",
    "withdraw": "submit",
    "accept": "take_decision_back",
    "send_back_submission": "take_decision_back",
    "take_decision_back": "accept",
    "add_file": "remove_file",
    "remove_file": "add_file",
    "decide_figure": "decide_figure",
    "set_outline": "set_outline",
    "join_figures": "join_figures",
    "nest_duty": "nest_duty",
    "add_request": "drop_request",
    "drop_request": "– the letter is put in anew",
    # --- reports of an agency --------------------------------------------------------------------
    "start_report": "drop_report",
    "choose_annexes": "choose_annexes",
    "write_section": "write_section",
    "make_section_anew": "take_section_back",
    "take_section_back": "make_section_anew",
    "drop_report": "– asked twice; its figures are made anew, its text was never issued",
    "set_document_form": "set_document_form",
    "set_report_text": "set_report_text",
    "issue_report": "correct_report",
    "correct_report": "drop_report",
    "attach_signed": "– a signed copy is evidence; a correction is another report",
    "ask_for_file": "stop",
    "stop": "ask_again",
    "give_sign": OF_THE_PROGRAM,
    "keep_file": OF_THE_PROGRAM,
    "end_without_file": OF_THE_PROGRAM,
    "fail": OF_THE_PROGRAM,
    "end_lost_jobs": OF_THE_PROGRAM,
    "forget_old_files": OF_THE_PROGRAM,
    # --- telling people --------------------------------------------------------------------------
    "remind": "– what was sent has been read; the preview stands before it",
    "say_what_is_due": OF_THE_PROGRAM,
    "forget_old_notices": OF_THE_PROGRAM,
    "read_notice": NOTHING_SAID,
    "read_notices": NOTHING_SAID,
    "renew_feed": "renew_feed",
    "drop_feed": "renew_feed",
    # --- units and people ------------------------------------------------------------------------
    "change_settings": "change_settings",
    "remember_alias": "remove_alias",
    "add_alias": "remove_alias",
    "remove_alias": "add_alias",
    "drop_alias": "add_alias",
    "keep_former_name": "remove_alias",
    "save_group": "save_group",
    "delete_group": "save_group",
    "edit_unit": "edit_unit",
    "rename_unit": "rename_unit",
    "close_unit": "reopen_unit",
    "close_unit_with_work": "reopen_unit",
    "reopen_unit": "close_unit",
    "merge_units": "reopen_unit",
    "merge_with_work": "reopen_unit",
    "create_unit": "close_unit",
    "save_unit": "edit_unit",
    "move_unit": "move_unit",
    "create_administrator": OF_THE_PROGRAM,
    "create_person": "close_account",
    "invite": "invite",  # a later invitation takes the place of an earlier one
    "give_first_password": "give_first_password",
    "give_role": "end_role",
    "end_role": "give_role",
    "leave_unit": "give_role",
    "close_account": "reopen_account",
    "close_account_with_work": "reopen_account",
    "close_account_for_all": "reopen_account",
    "reopen_account": "close_account",
}
# The lines of a story that ``take_back`` does not undo, and the verb that does.
LINES = {
    EntryKind.SUSPENDED: "resume",
    EntryKind.RESUMED: "suspend",
    EntryKind.HANDED_OVER: "hand_over",
    EntryKind.OFFICER: "assign_officer",
    EntryKind.REMINDED: WAYS["remind"],
    EntryKind.FIGURE: "correct_figure",
    EntryKind.TAKEN_BACK: WAYS["take_back"],
    EntryKind.RESCHEDULED: "change_task",
    EntryKind.DIFFICULTY_ANSWERED: "answer_difficulty",
    EntryKind.DIFFICULTY_CLOSED: "reopen_difficulty",
    EntryKind.DIFFICULTY_REOPENED: "close_difficulty",
}


def verbs() -> set[str]:
    """Every public verb of the apps, by the mark that ``@verb`` leaves."""
    found = set()
    for app in (intake, plans, reports, tasks, units):
        for module in pkgutil.walk_packages(app.__path__, f"{app.__name__}."):
            if ".migrations" in module.name or ".management" in module.name:
                continue
            for name, thing in vars(importlib.import_module(module.name)).items():
                marked = getattr(getattr(thing, "__code__", None), "co_qualname", "")
                is_verb = hasattr(thing, "__wrapped__") and marked.startswith("verb.")
                if is_verb and not name.startswith("_"):
                    found.add(thing.__name__)
    return found


def test_every_verb_has_its_way_back_or_says_why_there_is_none():
    assert verbs() == set(WAYS)


@pytest.mark.parametrize("name", sorted(WAYS))
def test_the_way_back_is_a_verb(name):
    assert WAYS[name].startswith("– ") or WAYS[name] in WAYS


def test_every_line_of_a_story_has_its_way_back():
    assert {*map(EntryKind, TAKE_BACK_LABELS), *LINES} == set(EntryKind)
    assert not set(TAKE_BACK_LABELS) & {kind.value for kind in LINES}
    assert all(way.startswith("– ") or way in WAYS for way in LINES.values())
