"""Who does what by when: tasks as the plan lays them down, and each unit's part in them.

``Task`` is the definition, ``Assignment`` one unit's part for one period.  Nothing here says
"late" or "done": those are judged from the stored days (``tasks.status``).
"""

from tasks.models.definition import (
    HEADINGS_BETWEEN,
    Category,
    GroupAssignment,
    OutsideParty,
    Part,
    Task,
    TaskCoverage,
)
from tasks.models.difficulties import Addressee, Difficulty
from tasks.models.figures import Figure, Indicator, TaskIndicator
from tasks.models.notices import DailyRun, Letter, Notice, Reminder, WorkOpening
from tasks.models.work import (
    Assignment,
    EntryKind,
    Evidence,
    Extension,
    PlanUnit,
    ProgressEntry,
    evidence_path,
)

__all__ = [
    "HEADINGS_BETWEEN",
    "Addressee",
    "Assignment",
    "Category",
    "DailyRun",
    "Difficulty",
    "EntryKind",
    "Evidence",
    "Extension",
    "Figure",
    "GroupAssignment",
    "Indicator",
    "Letter",
    "Notice",
    "OutsideParty",
    "Part",
    "PlanUnit",
    "ProgressEntry",
    "Reminder",
    "Task",
    "TaskCoverage",
    "TaskIndicator",
    "WorkOpening",
    "evidence_path",
]
