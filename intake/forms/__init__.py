"""What a person may type while a document becomes a plan."""

from intake.forms.choices import ChoicesForm, options_for
from intake.forms.header import CitationsForm, EndingForm, HeaderForm
from intake.forms.upload import DocumentForm
from intake.forms.work import DutyForm, TaskForm

__all__ = [
    "ChoicesForm",
    "CitationsForm",
    "DocumentForm",
    "DutyForm",
    "EndingForm",
    "HeaderForm",
    "TaskForm",
    "options_for",
]
