"""Form controls of our own."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day typed as dd/mm/yyyy, with the browser's calendar behind a button beside it.

    Not ``autocomplete="off"``, here or in another control of a form: a browser that goes back
    leaves such a control as it was before anything was typed.
    """

    template_name = "components/day_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        defaults = {
            "class": "form-control",
            "placeholder": "ngày/tháng/năm",
            "inputmode": "numeric",
        }
        super().__init__(attrs={**defaults, **(attrs or {})}, format="%d/%m/%Y")


class Radios(forms.RadioSelect):
    """A few choices, each on a line of its own."""

    template_name = "components/radios.html"
    option_template_name = "django/forms/widgets/input.html"


class Checks(forms.CheckboxSelectMultiple):
    """Boxes to tick, each on a line of its own."""

    template_name = "components/radios.html"
    option_template_name = "django/forms/widgets/input.html"


def style(form: forms.BaseForm) -> None:
    """Gives every control of a form the classes of the style sheet."""
    for field in form.fields.values():
        widget = field.widget
        if isinstance(
            widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple
        ):
            widget.attrs.setdefault("class", "form-check-input")
        elif isinstance(widget, forms.Select):
            widget.attrs.setdefault("class", "form-select")
        elif not isinstance(widget, forms.HiddenInput):
            widget.attrs.setdefault("class", "form-control")
