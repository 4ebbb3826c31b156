"""A unit that a plan names and the directory does not have yet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.change_forms import ChangeForm
from accounts.widgets import style
from intake.forms.choices import MOST_OPTIONS
from intake.forms.fields import text_field
from units.lists.words import guess_kind
from units.models import Unit, UnitKind
from units.querysets import UnitQuerySet
from vietnamese.text import fold, one_line


class NewUnitForm(ChangeForm):
    """Code, name, kind and place of a unit below the agency that issues the plan."""

    name = text_field("Tên đơn vị", 255, required=True)
    code = text_field("Mã đơn vị", 40, required=True, help_text="Sửa theo cách đặt mã của cơ quan.")
    kind = forms.ModelChoiceField(
        UnitKind.objects.none(),
        label="Loại đơn vị",
        empty_label="– Chọn loại –",
        error_messages={"required": "Hãy chọn loại đơn vị."},
    )
    parent = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Trực thuộc",
        error_messages={
            "required": "Hãy chọn đơn vị cấp trên.",
            "invalid_choice": "Đơn vị cấp trên phải thuộc cơ quan ban hành kế hoạch.",
        },
    )
    parent_name = text_field("Trực thuộc (gõ tên đơn vị)", 255)

    def __init__(
        self, data: Any = None, *, words: str, issuer: Unit, parents: UnitQuerySet, **kwargs: Any
    ) -> None:
        """``parents``: the units under which this person may add one."""
        kind = guess_kind(words)
        initial = {"name": words, "kind": kind, "parent": issuer.pk, "code": ""}
        super().__init__(data, **{"label_suffix": "", "initial": initial, **kwargs})
        self._parents, self._issuer = parents, issuer
        self.is_large = parents.count() > MOST_OPTIONS
        self._field("kind").queryset = UnitKind.objects.filter(is_external=False, is_past=False)
        self._field("parent").queryset = parents
        if self.is_large:
            self._field("parent").widget = forms.HiddenInput()
            self.fields["parent_name"].help_text = f"Để trống: ngay dưới {issuer}."
        else:
            del self.fields["parent_name"]
        self.initial["code"] = _free_code(words, issuer)
        style(self)

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def clean_code(self) -> str:
        code = one_line(self.cleaned_data["code"])
        if Unit.objects.filter(code=code).exists():
            raise forms.ValidationError(f"Mã “{code}” đã dùng cho đơn vị khác. Hãy đặt mã khác.")
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        typed = one_line(cleaned.pop("parent_name", None) or "")
        if typed:
            named = list(self._parents.matching(typed)[:20])
            exact = [unit for unit in named if fold(unit.name) == fold(typed)] or named
            if len(exact) == 1:
                cleaned["parent"] = exact[0]
            else:
                self.add_error("parent_name", _not_one(typed, exact))
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """What ``create_unit`` takes."""
        values = self.cleaned_data
        return {
            "parent": values["parent"],
            "code": values["code"],
            "name": one_line(values["name"]),
            "kind": values["kind"],
        }


def _not_one(typed: str, found: list[Unit]) -> str:
    if not found:
        return f"Không có đơn vị nào tên “{typed}” trong cơ quan. Hãy gõ lại tên."
    names = "; ".join(unit.name for unit in found[:3])
    return f"Có nhiều đơn vị tên “{typed}” ({names}). Hãy gõ đủ tên."


def suggest_code(words: str, issuer_code: str, taken: Iterable[str]) -> str:
    """A code for a new unit: its initials after the issuer's code, numbered where it is taken.

    >>> suggest_code("Phòng Chuyển đổi số", "SKHCN", [])
    'SKHCN.PCDS'
    """
    letters = "".join(word[0] for word in re.findall(r"[a-z0-9]+", fold(words))).upper()
    base = f"{issuer_code[:25]}.{letters[:10] or 'DV'}"
    used = set(taken)
    numbered = (base, *(f"{base}{number}" for number in range(2, len(used) + 3)))
    return next(code for code in numbered if code not in used)


def _free_code(words: str, issuer: Unit) -> str:
    start = suggest_code(words, issuer.code, [])
    taken = Unit.objects.filter(code__startswith=start).values_list("code", flat=True)
    return suggest_code(words, issuer.code, taken)
