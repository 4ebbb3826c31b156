"""A change and its form: what a person types, the verb that is run with it, and what stood in its
way."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.changes import StaleRevision
from accounts.models import SentForm
from accounts.widgets import DayInput, StyledField

REFUSED = 422  # the page again, with what was typed and what is wrong
DAY_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


class DayField(forms.DateField):
    """A day, typed as dd/mm/yyyy; the browser's calendar stands beside it."""

    widget = DayInput

    def __init__(self, label: str = "", help_text: str = "", **kwargs: Any) -> None:
        words = {
            "required": f"Hãy ghi {label.lower()}." if label else "Hãy ghi ngày.",
            "invalid": "Ngày này không có trong lịch. Hãy viết như 21/11/2026.",
        }
        kwargs["error_messages"] = {**words, **kwargs.get("error_messages", {})}
        kwargs.setdefault("input_formats", DAY_FORMATS)
        super().__init__(label=label, help_text=help_text, **kwargs)


def typed_day(words: str) -> datetime.date | None:
    """The day that somebody typed, in any way that a field takes; None where it is none."""
    try:
        found: datetime.date | None = DayField().clean(words)
    except ValidationError:
        return None
    return found


class WordsField(forms.CharField):
    """Words on several lines; ``missing`` is said where none were written and some must be."""

    def __init__(
        self, label: str, most: int = 5000, *, rows: int = 3, missing: str = "", **kwargs: Any
    ) -> None:
        kwargs["error_messages"] = {"required": missing or f"Hãy ghi {label.lower()}."}
        widget = forms.Textarea({"rows": rows})
        super().__init__(label=label, max_length=most, widget=widget, **kwargs)


def offer(form: forms.BaseForm, **offered: Any) -> None:
    """Says what fields of a form offer: rows of a QuerySet, or pairs of a value and its words."""
    for name, choices in offered.items():
        field: Any = form.fields[name]
        if isinstance(choices, QuerySet):
            field.queryset = choices
        else:
            field.choices = choices


class RunsVerb:
    """What a form adds that runs a verb.  The names of its fields are the verb's arguments; what
    the verb refuses becomes an error beside the field.  ``result`` is what the verb returned."""

    result: Any = None

    def act(self: Any, verb: Callable[..., Any], **more: Any) -> bool:
        """Checks the form and runs the verb with what was typed; False where it was refused."""
        return bool(self.is_valid() and self.run(verb, **more, **self.arguments()))

    def arguments(self: Any) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        typed: dict[str, Any] = self.cleaned_data
        return typed

    def run(self, verb: Callable[..., Any], **arguments: Any) -> bool:
        """Runs a verb for a form that is valid; False where it was refused."""
        try:
            self.result = verb(**arguments)
        except ValidationError as error:
            self.refuse(error)
            return False
        return True

    def refuse(self: Any, error: ValidationError) -> None:
        """Puts a refusal where the person looks for it: beside its field, named by a dictionary of
        errors or by the error's code, else on top."""
        if isinstance(error, StaleRevision) and "revision" in self.fields:
            self.data = self.data.copy()
            self.data[self.add_prefix("revision")] = str(error.revision)
        if hasattr(error, "error_dict"):
            for field, errors in error.error_dict.items():
                self.add_error(field if field in self.fields else None, errors)
            return
        for one in error.error_list:
            self.add_error(one.code if one.code in self.fields else None, one)


class Change(RunsVerb):
    """A change without a form; ``problem`` is what stood in its way, "" where nothing did."""

    problem = ""

    def refuse(self, error: ValidationError) -> None:
        self.problem = " ".join(error.messages)


class ChangeForm(RunsVerb, forms.Form):
    """A form that runs a verb."""

    bound_field_class = StyledField


class RevisionForm(ChangeForm):
    """A form that runs a verb on what the person saw."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput())


class OnceForm(ChangeForm):
    """A form that is saved once: sent again it writes nothing, and ``was_sent`` says so.

    ``run`` takes ``by``, who sends it.
    """

    token = forms.UUIDField(required=False, widget=forms.HiddenInput())
    was_sent = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4

    def arguments(self) -> dict[str, Any]:
        typed = super().arguments()
        return {name: value for name, value in typed.items() if name != "token"}

    def run(self, verb: Callable[..., Any], **arguments: Any) -> bool:
        token = self.cleaned_data.get("token")
        try:
            with transaction.atomic():
                if token is not None:
                    SentForm.objects.create(token=token, by=arguments["by"])
                done = super().run(verb, **arguments)
                # What was refused has not been sent: the same form comes again, mended.
                transaction.set_rollback(not done)
        except IntegrityError:
            if token is None or not SentForm.objects.filter(token=token).exists():
                raise
            self.was_sent = done = True
        return done


def run(request: HttpRequest, said: str, verb: Callable[..., Any], **arguments: Any) -> bool:
    """Runs a verb for a button without a form; ``said``, or what stood in its way, is the message
    on the next page."""
    change = Change()
    if change.run(verb, **arguments):
        messages.success(request, said)
        return True
    messages.error(request, change.problem)
    return False
