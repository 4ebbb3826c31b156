"""The pages of work as finished values; templates compute nothing."""

from tasks.contexts.assignment import AssignmentPage, build_assignment_page
from tasks.contexts.listing import AssignmentList, build_assignment_list
from tasks.contexts.my_work import MyWork, build_my_work
from tasks.contexts.rows import WorkRow, work_row

__all__ = [
    "AssignmentList",
    "AssignmentPage",
    "MyWork",
    "WorkRow",
    "build_assignment_list",
    "build_assignment_page",
    "build_my_work",
    "work_row",
]
