"""A person's own word in a reminder."""

from django import forms

from accounts.change_forms import ChangeForm
from accounts.widgets import style
from reports.notices.actions import MOST_WORDS


class RemindForm(ChangeForm):
    words = forms.CharField(
        label="Lời nhắn",
        required=False,
        max_length=MOST_WORDS,
        help_text="Được gửi kèm danh sách trên trang này; có thể để trống.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})  # type: ignore[arg-type]
        style(self)
