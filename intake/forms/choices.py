"""Saying which unit a name means."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.widgets import style
from units.matching import OUTSIDE, Match, Matcher, Target
from vietnamese.text import fold

MOST_OPTIONS = 200
_KEEP = (OUTSIDE, "Đơn vị ngoài – giữ nguyên tên")

Options = list[tuple[str, Any]]


def field_name(words: str) -> str:
    """The name of the control for a name as written; the same however the page is built."""
    return "ten-" + hashlib.sha256(fold(words).encode()).hexdigest()[:12]


def options_for(match: Match, matcher: Matcher) -> Options:
    """The choices for a name: what it is like, outside, the groups, the units of the agency."""
    likely = [(one.target.key, f"{one.target.label} – giống {one.score} %")
              for one in match.candidates if one.target.units]  # fmt: skip
    taken = [_option(match.target)] if match.target and match.target.units else []
    suggested = list(dict([*reversed(taken), *likely]).items())
    units = [_option(target) for target in matcher.unit_targets()]
    offered: Options = [("", "– Chưa chọn –")]
    if suggested:
        offered.append(("Gợi ý", suggested))
    offered.append(("Ngoài danh mục", [_KEEP]))
    shown = {key for key, _ in suggested}
    groups = [_option(target) for target in matcher.group_targets() if target.key not in shown]
    if groups:
        offered.append(("Nhóm đơn vị", groups))
    # A province's list would make the page heavy; its units are reached by writing their name.
    rest = [option for option in units if option[0] not in shown]
    if rest and len(rest) <= MOST_OPTIONS:
        offered.append(("Đơn vị", rest))
    return offered


def _option(target: Target) -> tuple[str, str]:
    many = f" ({len(target.units)} đơn vị)" if len(target.units) > 1 else ""
    return target.key, f"{target.label}{many}"


class ChoicesForm(forms.Form):
    """One control for each of the names given; cleans to ``choices``: folded name → key."""

    def __init__(
        self,
        *args: Any,
        matches: Iterable[Match],
        matcher: Matcher,
        choices: dict[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "chon-%s", **kwargs})
        self._words = {field_name(match.words): match.words for match in matches}
        self._choices = choices
        for match in matches:
            field = choice_field(match, matcher, choices)
            self.fields[field_name(match.words)] = field
        style(self)

    def chosen(self) -> dict[str, str]:
        """All choices, those of this form put in; an empty one takes the earlier choice back."""
        return merged(self._choices, self._words, self.cleaned_data)


def choice_field(match: Match, matcher: Matcher, choices: dict[str, str]) -> forms.ChoiceField:
    """A control for one name, what is taken now chosen in it."""
    unaided = matcher.unaided(match.words)
    taken = unaided.target.key if unaided.target and unaided.target.units else ""
    if not taken and not unaided.candidates:
        taken = OUTSIDE  # like nothing in the directory: most likely no part of the agency
    return forms.ChoiceField(
        label=f"“{match.words}” là",
        required=False,
        choices=options_for(unaided, matcher),
        initial=choices.get(fold(match.words), taken),
        error_messages={"invalid_choice": "Hãy chọn một đơn vị trong danh sách."},
    )


def merged(
    choices: dict[str, str], words: dict[str, str], cleaned: dict[str, Any]
) -> dict[str, str]:
    """The choices with those in ``cleaned`` (control → key) put in."""
    found = dict(choices)
    for name, said in words.items():
        key = cleaned.get(name)
        if key:
            found[fold(said)] = key
        else:
            found.pop(fold(said), None)
    return found
