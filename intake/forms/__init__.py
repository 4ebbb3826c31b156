"""What a person may type while a document becomes a plan."""

from intake.forms.choices import ChoicesForm, options_for
from intake.forms.header import CitationsForm, EndingForm, HeaderForm
from intake.forms.upload import CopyForm, DocumentForm, HandForm
from intake.forms.work import DutyForm, TaskForm

__all__ = [
    "ChoicesForm",
    "CitationsForm",
    "CopyForm",
    "DocumentForm",
    "DutyForm",
    "EndingForm",
    "HandForm",
    "HeaderForm",
    "TaskForm",
    "options_for",
]
