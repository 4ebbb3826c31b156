"""What is typed about a difficulty."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.change_forms import ChangeForm, RevisionForm
from accounts.widgets import style
from tasks.forms.work import text_field
from tasks.models import Addressee, Assignment, Difficulty


class RaiseForm(RevisionForm):
    """Something that stands in the way, said without progress."""

    text = text_field("Vướng mắc", help_text="Điều đang cản trở và đề nghị tháo gỡ thế nào.")
    addressed_to = forms.ChoiceField(label="Gửi tới", choices=Addressee.choices)

    def __init__(self, *args: Any, work: Assignment, **kwargs: Any) -> None:
        initial = {"revision": work.revision}
        super().__init__(
            *args, **{**kwargs, "label_suffix": "", "initial": initial, "auto_id": "vuong-mac-%s"}
        )
        style(self)


class AnswerForm(RevisionForm):
    answer = text_field("Trả lời")

    def __init__(self, *args: Any, difficulty: Difficulty, **kwargs: Any) -> None:
        initial = {"revision": difficulty.revision}
        super().__init__(*args, **{**kwargs, "label_suffix": "", "initial": initial})
        style(self)


class PassOnForm(ChangeForm):
    addressed_to = forms.ChoiceField(label="Chuyển tới", choices=Addressee.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        style(self)
