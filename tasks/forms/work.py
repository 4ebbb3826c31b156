"""What a person may type on the page of an assignment, and of a difficulty in it.

The names of the fields are the arguments of the actions.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from accounts.change_forms import ChangeForm, DayField, OnceForm, RevisionForm, WordsField, offer
from accounts.models import User
from tasks.evidence import ACCEPTED, ENDINGS, MAX_FILES
from tasks.forms.figures import AsksFigures
from tasks.models import Addressee, Assignment, Difficulty, Indicator
from units.models import Unit
from units.people.scopes import officers_of
from units.policy import Capability
from units.querysets import capabilities_at
from units.unit_field import PersonField, UnitField


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one control; cleans to a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one]


def files_field() -> Any:
    return FilesField(
        label="Tệp minh chứng",
        required=False,
        allow_empty_file=True,  # the action says of an empty file what is wrong with it
        help_text=f"{ACCEPTED}. Mỗi tệp tối đa 20 MB, nhiều nhất {MAX_FILES} tệp.",
        widget=ManyFilesInput(attrs={"accept": ",".join(ENDINGS)}),
    )


class WorkForm(OnceForm):
    """A form about one assignment, saved once.

    One page has several of them: ``key`` is its name in the template, ``anchor`` its place on the
    page, from which the ids of its controls are made, ``group`` the part of the page it stands in.
    """

    key = anchor = group = ""

    def __init__(
        self, *args: Any, work: Assignment, today: datetime.date, user: User, **kwargs: Any
    ) -> None:
        kwargs |= {"auto_id": f"{self.anchor}-%s"}
        super().__init__(*args, **kwargs)
        self.work, self.user = work, user
        if "revision" in self.fields:
            self.fields["revision"].initial = work.revision
        self.suit(work, today)

    def suit(self, work: Assignment, today: datetime.date) -> None:
        """Fits the fields to the assignment."""


class FiguresForm(AsksFigures, RevisionForm, WorkForm):
    """A form about work that also asks for what is counted."""

    def suit(self, work: Assignment, today: datetime.date) -> None:
        # The forms of one page ask alike.
        if "_asked" not in vars(work):
            vars(work)["_asked"] = list(Indicator.objects.asked_of(work.task).used_on(today))
        self.ask(vars(work)["_asked"])


class ProgressForm(FiguresForm):
    key, anchor, group = "progress_form", "tien-do", "record"

    percent = forms.IntegerField(
        label="Tiến độ (%)",
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(
            attrs={"inputmode": "numeric", "step": "5", "min": "0", "max": "100"}
        ),
        error_messages={
            "required": "Hãy ghi tiến độ từ 0 đến 100.",
            "invalid": "Tiến độ là số từ 0 đến 100.",
            "min_value": "Tiến độ là số từ 0 đến 100.",
            "max_value": "Tiến độ là số từ 0 đến 100.",
        },
    )
    note = WordsField(
        "Nội dung đã làm",
        required=False,
        help_text="Có thể để trống khi chỉ gửi ảnh, tệp hoặc thay đổi tiến độ.",
    )
    files = files_field()
    difficulty = WordsField(
        "Vướng mắc",
        required=False,
        rows=2,
        help_text="Điều đang cản trở, cần cấp trên tháo gỡ. Để trống nếu không có.",
    )
    addressed_to = forms.ChoiceField(
        label="Vướng mắc gửi tới",
        required=False,
        choices=Addressee.choices,
        initial=Addressee.COORDINATOR,
    )

    def clean_addressed_to(self) -> str:
        return self.cleaned_data["addressed_to"] or Addressee.COORDINATOR.value

    def suit(self, work: Assignment, today: datetime.date) -> None:
        super().suit(work, today)
        self.fields["percent"].initial = work.percent
        if work.due_on is None:
            # Work that goes on and on has no share that is done: what was done must be told.
            del self.fields["percent"]
            self.fields["note"].help_text = "Có thể để trống khi chỉ gửi ảnh, tệp."

    def clean(self) -> dict[str, Any]:
        cleaned = {**(super().clean() or {})}
        if self.work.due_on is None:
            cleaned["percent"] = self.work.percent
        return cleaned


class DoneForm(FiguresForm):
    key, anchor, group = "done_form", "hoan-thanh", "record"

    finished_on = DayField(
        "Ngày hoàn thành", "Ngày đơn vị làm xong; đúng hạn hay quá hạn tính theo ngày này."
    )
    note = WordsField("Kết quả thực hiện", help_text="Đã làm được gì, số liệu chính, sản phẩm.")
    reason = WordsField(
        "Lý do xong sau hạn hoặc báo lùi ngày",
        required=False,
        rows=2,
        help_text="Bắt buộc khi việc xong sau hạn, hoặc nay mới báo một ngày đã qua trước hạn."
        " Lý do này được đưa vào báo cáo.",
    )
    files = files_field()

    def suit(self, work: Assignment, today: datetime.date) -> None:
        super().suit(work, today)
        self.fields["finished_on"].initial = today
        if work.due_on is None or today <= work.due_on:
            del self.fields["reason"]


class ConfirmForm(RevisionForm, WorkForm):
    key, anchor, group = "confirm_form", "xac-nhan", "confirm"

    note = WordsField("Ý kiến", required=False, rows=2)


class SendBackForm(RevisionForm, WorkForm):
    key, anchor, group = "send_back_form", "tra-lai", "confirm"

    reason = WordsField("Lý do trả lại", rows=2)


class ExtensionForm(WorkForm):
    key, anchor, group = "extension_form", "gia-han", "record"

    due_asked = DayField("Hạn mới đề nghị")
    reason = WordsField("Lý do", rows=2)
    insists = forms.BooleanField(
        label="Vẫn đề nghị, kể cả khi muộn hơn một năm sau khi kế hoạch kết thúc", required=False
    )

    def suit(self, work: Assignment, today: datetime.date) -> None:
        ends_on = work.task.plan.ends_on
        self.fields[
            "due_asked"
        ].help_text = (
            f"Kế hoạch kết thúc ngày {ends_on:%d/%m/%Y}; chỉ xin hạn sau ngày này khi thật cần."
        )
        if Capability.DECIDE_EXTENSION not in capabilities_at(self.user, work.unit_id):
            del self.fields["insists"]


class WithdrawForm(OnceForm):
    """Why a file is evidence no longer."""

    reason = WordsField("Lý do rút", rows=2)


class DecisionForm(WorkForm):
    key, anchor, group = "decision_form", "quyet-dinh", "decide"

    granted = forms.TypedChoiceField(
        label="Quyết định",
        choices=[("yes", "Đồng ý gia hạn"), ("no", "Không đồng ý")],
        coerce=lambda value: value == "yes",
        # Drawn as two buttons.
        widget=forms.HiddenInput,
        error_messages={"required": "Hãy chọn đồng ý hoặc không đồng ý."},
    )
    answer = WordsField("Ý kiến", required=False, rows=2, help_text="Bắt buộc khi không đồng ý.")


class OfficerForm(RevisionForm, WorkForm):
    key, anchor, group = "officer_form", "phu-trach", "officer"

    officer = PersonField(
        label="Người phụ trách",
        required=False,
        error_messages={
            "none": "Không có ai tên “%(words)s” làm việc ở đơn vị. Hãy chọn lại.",
            "gone": "Người này không làm việc ở đơn vị. Hãy chọn lại.",
        },
    )
    note = WordsField("Ghi chú", required=False, rows=2)

    def suit(self, work: Assignment, today: datetime.date) -> None:
        people: Any = self.fields["officer"]
        people.queryset = officers_of(work.unit_id)
        people.widget.narrowed = f"&unit={work.unit_id}"
        people.offer_few()
        people.initial = work.officer


class ReasonForm(RevisionForm, WorkForm):
    """What is out of the ordinary is done with a reason."""

    group = "direct"

    reason = WordsField("Lý do", rows=2)


class SuspendForm(ReasonForm):
    key, anchor = "suspend_form", "tam-dung"


class ResumeForm(ReasonForm):
    key, anchor = "resume_form", "tiep-tuc"


class CancelForm(ReasonForm):
    key, anchor = "cancel_form", "huy"


class HandOverForm(ReasonForm):
    key, anchor = "hand_over_form", "chuyen-giao"

    to_unit = UnitField(label="Chuyển cho đơn vị")
    field_order = ("revision", "to_unit", "reason")

    def suit(self, work: Assignment, today: datetime.date) -> None:
        reached = Unit.objects.reached_by(self.user, Capability.ASSIGN_WORK)
        offer(self, to_unit=reached.active_on(today).exclude(pk=work.unit_id))


FORMS: Sequence[type[WorkForm]] = (
    ProgressForm,
    DoneForm,
    ConfirmForm,
    SendBackForm,
    ExtensionForm,
    DecisionForm,
    OfficerForm,
    SuspendForm,
    ResumeForm,
    CancelForm,
    HandOverForm,
)


# --- difficulties ---------------------------------------------------------------------------------
class RaiseForm(RevisionForm):
    """Something that stands in the way, said without progress."""

    text = WordsField("Vướng mắc", help_text="Điều đang cản trở và đề nghị tháo gỡ thế nào.")
    addressed_to = forms.ChoiceField(label="Gửi tới", choices=Addressee.choices)

    def __init__(self, *args: Any, work: Assignment, **kwargs: Any) -> None:
        initial = {"revision": work.revision}
        super().__init__(*args, **{**kwargs, "initial": initial, "auto_id": "vuong-mac-%s"})


class AnswerForm(RevisionForm):
    answer = WordsField("Trả lời")

    def __init__(self, *args: Any, difficulty: Difficulty, **kwargs: Any) -> None:
        initial = {"revision": difficulty.revision}
        super().__init__(*args, **{**kwargs, "initial": initial})


class PassOnForm(ChangeForm):
    addressed_to = forms.ChoiceField(label="Chuyển tới", choices=Addressee.choices)
