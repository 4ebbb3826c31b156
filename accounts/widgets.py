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


class StyledField(forms.BoundField):
    """A field on a page: its control has the class of the style sheet, where it has none of its
    own.  What a form takes as ``bound_field_class``."""

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> dict[str, Any]:
        made: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if css := _class_of(widget):
            made.setdefault("class", widget.attrs.get("class", css))
        return made


def _class_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "" if isinstance(widget, forms.HiddenInput) else "form-control"
