"""Saying which unit a name means, or making it where the directory does not have it yet."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from accounts.change_forms import ChangeForm
from intake.forms.fields import search_attributes, text_field
from units.lists.words import guess_kind
from units.matching import OUTSIDE, Match, Matcher, Target
from units.models import Unit, UnitKind
from units.querysets import UnitQuerySet
from vietnamese.text import fold, one_line

# A longer list of units is not put into a page for every name: its units are found by typing.
MOST_OPTIONS = 60
_KEEP = (OUTSIDE, "Đơn vị ngoài – giữ nguyên tên")
_UNKNOWN = "Không có đơn vị nào tên “{}”.{} Hãy gõ lại tên hoặc chọn trong danh sách gợi ý."

Options = list[tuple[str, Any]]


def field_name(words: str) -> str:
    """The name of the control for a name as written; the same however the page is built."""
    return "ten-" + hashlib.sha256(fold(words).encode()).hexdigest()[:12]


def typed_name(name: str) -> str:
    """The name of the control in which a unit is typed instead of chosen."""
    return f"{name}-go"


def is_large(matcher: Matcher) -> bool:
    """Whether the agency has too many units to list them for every name."""
    return len(matcher.unit_targets()) > MOST_OPTIONS


def options_for(
    match: Match, matcher: Matcher, choice: str = "", *, with_units: bool = True
) -> Options:
    """The choices for a name: what it is like, outside, the groups, the units of the agency.

    ``choice`` is the key chosen before, which stays among them.
    """
    likely = [(one.target.key, f"{one.target.label} – giống {one.score} %")
              for one in match.candidates if one.target.units]  # fmt: skip
    known = (matcher.target(choice), match.target)
    taken = [_option(target) for target in known if target and target.units]
    suggested = list(dict([*reversed(taken), *likely]).items())
    offered: Options = [("", "– Chưa chọn –")]
    if suggested:
        offered.append(("Gợi ý", suggested))
    offered.append(("Ngoài danh mục", [_KEEP]))
    shown = {key for key, _ in suggested}
    groups = [_option(target) for target in matcher.group_targets() if target.key not in shown]
    if groups:
        offered.append(("Nhóm đơn vị", groups))
    if with_units:
        units = map(_option, matcher.unit_targets())
        rest = [option for option in units if option[0] not in shown]
        if rest:
            offered.append(("Đơn vị", rest))
    return offered


def _option(target: Target) -> tuple[str, str]:
    many = f" ({len(target.units)} đơn vị)" if len(target.units) > 1 else ""
    return target.key, f"{target.label}{many}"


class UnitChoices:
    """The controls for names in a form: a list for each and, in a large agency, a place to type."""

    def __init__(
        self,
        form: forms.BaseForm,
        matches: Iterable[Match],
        matcher: Matcher,
        choices: Mapping[str, str],
        search: str = "",
    ) -> None:
        self._form, self._matcher, self._choices = form, matcher, dict(choices)
        self.words = {field_name(match.words): match.words for match in matches}
        large = bool(self.words) and is_large(matcher)
        for name, words in self.words.items():
            match = matcher.unaided(words)
            form.fields[name] = _choice_field(match, matcher, self._choices, with_units=not large)
            if large:
                form.fields[typed_name(name)] = _typing_field(words, search)

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField | None]]:
        """For each name its list and, where there is one, the place to type."""
        form, typed = self._form, map(typed_name, self.words)
        return [
            (form[name], form[other] if other in form.fields else None)
            for name, other in zip(self.words, typed, strict=True)
        ]

    def clean(self, cleaned: dict[str, Any]) -> None:
        """Puts what was typed in the place of what was chosen, or says that it is nobody's name."""
        for name in self.words:
            text = one_line(cleaned.get(typed_name(name)) or "")
            if not text:
                continue
            target, like = found(text, self._matcher)
            if target:
                cleaned[name] = target.key
            else:
                said = f" Có phải {', '.join(f'“{one}”' for one in like)}?" if like else ""
                self._form.add_error(typed_name(name), _UNKNOWN.format(text, said))

    def chosen(self, cleaned: Mapping[str, Any]) -> dict[str, str]:
        """All choices, those of this form put in; an empty one takes the earlier choice back."""
        result = dict(self._choices)
        for name, words in self.words.items():
            key = cleaned.get(name)
            if key:
                result[fold(words)] = key
            else:
                result.pop(fold(words), None)
        return result


class ChoicesForm(ChangeForm):
    """One control for each of the names given; ``chosen`` gives folded name → key."""

    def __init__(
        self,
        *args: Any,
        matches: Iterable[Match],
        matcher: Matcher,
        choices: dict[str, str],
        search: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **{"auto_id": "chon-%s", **kwargs})
        self.units = UnitChoices(self, matches, matcher, choices, search)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.units.clean(cleaned)
        return cleaned

    def chosen(self) -> dict[str, str]:
        return self.units.chosen(self.cleaned_data)


def _choice_field(
    match: Match, matcher: Matcher, choices: Mapping[str, str], *, with_units: bool
) -> forms.ChoiceField:
    """A control for one name, what is taken now chosen in it; ``match`` is the unaided one."""
    taken = match.target.key if match.target and match.target.units else ""
    if not taken and not match.candidates:
        taken = OUTSIDE  # like nothing in the directory: most likely no part of the agency
    choice = choices.get(fold(match.words), "")
    return forms.ChoiceField(
        label=f"“{match.words}” là",
        required=False,
        choices=options_for(match, matcher, choice, with_units=with_units),
        initial=choice or taken,
        error_messages={"invalid_choice": "Hãy chọn một đơn vị trong danh sách."},
    )


def _typing_field(words: str, search: str) -> forms.CharField:
    widget = forms.TextInput(
        attrs={
            **search_attributes(search),
            "placeholder": "hoặc gõ tên đơn vị khác",
            "aria-label": f"Tên đơn vị mà “{words}” là",
        }
    )
    label = "Hoặc gõ tên đơn vị"
    return forms.CharField(label=label, required=False, max_length=255, widget=widget)


def found(text: str, matcher: Matcher) -> tuple[Target | None, list[str]]:
    """The unit or group of the agency that a person has typed, else names like it."""
    targets = (*matcher.unit_targets(), *matcher.group_targets())
    named = [one for one in targets if fold(one.label) == fold(text)]
    if len(named) == 1:
        return named[0], []
    match = matcher.unaided(text)
    if match.target and match.target.units and not named:
        return match.target, []
    like = [one.target.label for one in match.candidates if one.target.units]
    return None, like[:3]


# --- a unit that a plan names and the directory does not have yet ---------------------------------
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
        super().__init__(data, **{"initial": initial, **kwargs})
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
