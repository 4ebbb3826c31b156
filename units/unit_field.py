"""Naming one unit in a form: a few words are typed, and where several units fit one is picked.

A province has thousands of units, so there is no drop-down with all of them.  With scripts the
units that fit are offered while one types; without, after the form was sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse_lazy

from units.models import Unit
from units.querysets import UnitQuerySet
from vietnamese.text import fold

MOST_OFFERED = 20
_SUFFIX = "_words"


class UnitPicker(forms.Widget):
    """A line to type in, and below it the units that fit, to choose one from.

    Its value is a pair: the words typed and the key chosen, "" for what is missing.
    """

    template_name = "units/unit_picker.html"
    found: tuple[Unit, ...] = ()
    picked: Unit | None = None  # named by its key alone, as in an address

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> tuple[str, str] | None:
        words, key = data.get(name + _SUFFIX, ""), data.get(name, "")
        return (words.strip(), key.strip()) if words or key else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and name + _SUFFIX not in data

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        words, key = value if isinstance(value, tuple) else ("", "")
        unit = value if isinstance(value, Unit) else self.picked if not words else None
        if unit is not None:
            words, key = unit.name, str(unit.pk)
        context["widget"] |= {
            "words": words,
            "words_name": name + _SUFFIX,
            "search": reverse_lazy("units:find_units"),
        }
        return context | {"field": name, "chosen": key, "found": self.found}


class UnitField(forms.Field):
    """One unit of ``queryset`` (``offer`` sets it, for the person who fills the form in)."""

    widget: Any = UnitPicker
    default_error_messages = {
        "required": "Hãy ghi tên hoặc mã đơn vị.",
        "none": "Không tìm thấy đơn vị “%(words)s”. Hãy ghi mã hoặc tên; gõ không dấu cũng được.",
        "several": "Có %(count)d đơn vị khớp. Hãy chọn một đơn vị dưới đây.",
        "many": "Có hơn %(count)d đơn vị khớp. Hãy ghi thêm từ trong tên, hoặc ghi mã đơn vị.",
    }
    queryset: UnitQuerySet

    def clean(self, value: Any) -> Unit | None:
        """The unit that was meant; raises ValidationError where none or several fit."""
        if not value:
            super().validate(None)
            return None
        words, key = value
        fitting = find_units(self.queryset, words)
        if key.isascii() and key.isdecimal() and len(key) <= 18:
            picked = fitting.filter(pk=int(key)).first()
            if picked is not None:
                self.widget.picked = picked
                return picked
        return self._only(words, fitting)

    def _only(self, words: str, fitting: UnitQuerySet) -> Unit:
        by_code = self.queryset.filter(code__iexact=words).first()
        if by_code is not None:
            return by_code
        found = list(fitting[: MOST_OFFERED + 1])
        same = [unit for unit in found if fold(unit.name) == fold(words)]
        if len(found) == 1 or len(same) == 1:
            return (same or found)[0]
        self.widget.found = tuple(found[:MOST_OFFERED])
        code = "none" if not found else "many" if len(found) > MOST_OFFERED else "several"
        told = {"words": words, "count": min(len(found), MOST_OFFERED)}
        raise forms.ValidationError(self.error_messages[code], code=code, params=told)


def find_units(units: UnitQuerySet, words: str) -> UnitQuerySet:
    """Those of ``units`` whose code or name holds every word, in order, with their parents."""
    found = units.matching(words) if words.strip() else units
    return found.select_related("parent").order_by("sort_name", "pk")
