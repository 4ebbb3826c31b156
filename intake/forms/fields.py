"""Controls shared by the forms of the review page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join

from vietnamese.text import one_line

UNIT_LIST = "danh-sach-don-vi"  # the id of the page's <datalist>
BLANKS = 2
MOST_NAMES = 60


def search_attributes(search: str) -> dict[str, str]:
    """What an input needs to offer units while one types: the page's list, and, in a large agency,
    the address that fills it."""
    offered = {"list": UNIT_LIST}
    if not search:
        return offered
    return {
        **offered,
        "hx-get": search,
        "hx-trigger": "input changed delay:250ms",
        "hx-target": f"#{UNIT_LIST}",
        "hx-swap": "innerHTML",
    }


class NamesInput(forms.Widget):
    """One line for each name, and two to add; the directory's names are offered while typing."""

    def __init__(self, said: str) -> None:
        super().__init__(attrs={"class": "form-control", "list": UNIT_LIST})
        self.said = said

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name, [])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def id_for_label(self, id_: str) -> str:
        return id_

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        attrs = self.build_attrs(self.attrs, attrs)
        first_id = attrs.pop("id", "")
        rows = []
        for number, text in enumerate([*filter(str.strip, value or []), *[""] * BLANKS]):
            own = {"id": f"{first_id}-{number}" if number else first_id}
            if number:
                own["aria-label"] = f"{self.said}, tên thứ {number + 1}"
            rows.append((name, text, flatatt({**attrs, **own})))
        lines = format_html_join(
            "", '<input type="text" name="{}" value="{}" maxlength="255"{}>', rows
        )
        return format_html('<div class="names-input">{}</div>', lines)


class NamesField(forms.Field):
    """Names of units as written, one a line; cleans to a tuple, each once."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label=label, required=False, widget=NamesInput(label), **kwargs)

    def clean(self, value: Any) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(filter(None, map(one_line, value or []))))
        if len(names) > MOST_NAMES or any(len(name) > 255 for name in names):
            raise forms.ValidationError("Có quá nhiều tên hoặc tên quá dài (tối đa 255 ký tự).")
        return names

    def has_changed(self, initial: Any, data: Any) -> bool:
        return tuple(initial or ()) != self.clean(data)


def text_field(label: str, most: int, *, rows: int = 0, help_text: str = "", **kw: Any) -> Any:
    """A text on one line, or a box of so many rows."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label,
        max_length=most,
        required=kw.pop("required", False),
        help_text=help_text,
        widget=widget,
        error_messages={"required": f"Hãy ghi {label.lower()}."},
        **kw,
    )
