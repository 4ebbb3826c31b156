"""Naming one row in a form: a few words are typed, and where several rows fit one is picked.

A province has thousands of units, people and plans, so there is no drop-down with all of them.
With scripts the rows that fit are offered while one types; without, after the form was sent.  Where
there are only a few to choose from at all, they are offered at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.urls import reverse_lazy

from vietnamese.text import fold

MOST_OFFERED = 20
FEW = 12  # of a drop-down
LONGEST_KEY = 18  # digits
_SUFFIX = "_words"


def is_key(words: str) -> bool:
    """Whether words are the key of a row; longer numbers would not fit the database's own."""
    return words.isascii() and words.isdecimal() and len(words) <= LONGEST_KEY


class KeyField(forms.IntegerField):
    """The key of a row that a page puts into its own address or form, unseen."""

    widget = forms.HiddenInput

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(required=required, min_value=1, max_value=10**LONGEST_KEY - 1)


@dataclass(frozen=True)
class Offer:
    """A row to pick; ``more`` tells it from others of its name."""

    pk: int
    name: str
    more: str = ""


class Picker(forms.Widget):
    """A line to type in, and below it the rows that fit, to choose one from.

    Its value is a pair: the words typed and the key chosen, "" for what is missing.
    """

    template_name = "components/picker.html"
    found: tuple[Offer, ...] = ()
    few: tuple[Offer, ...] = ()  # all there are
    picked: Offer | None = None  # named by its key alone, as in an address
    empty = ""

    def __init__(self, search: str, placeholder: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.search, self.placeholder = search, placeholder
        self.narrowed = ""  # what the search has to know besides, as part of an address

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
        offer = value if isinstance(value, Offer) else self.picked if not words else None
        if offer is not None:
            words, key = offer.name, str(offer.pk)
        context["widget"] |= {
            "words": words,
            "words_name": name + _SUFFIX,
            "placeholder": self.placeholder,
            "search": f"{reverse_lazy(self.search)}?field={name}{self.narrowed}",
        }
        return context | {
            "field": name,
            "chosen": key,
            "found": self.found,
            "few": self.few,
            "empty": self.empty,
        }


class PickField(forms.Field):
    """One row of ``queryset`` (``accounts.change_forms.offer`` sets it, for the person who fills
    the form in).  A kind of row says how its rows are found and called."""

    noun = "dòng"
    search = ""  # the route that offers rows while one types
    placeholder = ""
    empty = "Chưa chọn"
    queryset: QuerySet[Any]
    default_error_messages = {
        "none": "Không tìm thấy %(noun)s “%(words)s”. Hãy ghi ít từ hơn; gõ không dấu cũng được.",
        "gone": "Lựa chọn này không còn dùng được. Hãy chọn lại.",
        "several": "Có %(count)d %(noun)s khớp. Hãy chọn một %(noun)s dưới đây.",
        "many": "Có hơn %(count)d %(noun)s khớp. Hãy ghi thêm từ trong tên.",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Picker(self.search, self.placeholder))
        super().__init__(**kwargs)

    # --- what a kind of row says -------------------------------------------------------------
    @staticmethod
    def fitting(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        """Those of ``rows`` that hold every word, in order."""
        raise NotImplementedError

    @staticmethod
    def offer_of(row: Any) -> Offer:
        raise NotImplementedError

    def exactly(self, words: str) -> Any:
        """The row that is called just so, by a code; None where there is none."""
        return None

    # -----------------------------------------------------------------------------------------
    def prepare_value(self, value: Any) -> Any:
        return self.offer_of(value) if isinstance(value, Model) else value

    def offer_few(self) -> None:
        """Offers the rows at once where there are only a few."""
        found = list(self.fitting(self.queryset, "")[: FEW + 1])
        if len(found) <= FEW:
            self.widget.few = tuple(self.offer_of(row) for row in found)
            self.widget.empty = self.empty

    def clean(self, value: Any) -> Any:
        """The row that was meant; raises ValidationError where none or several fit."""
        if not value:
            super().validate(None)
            return None
        words, key = value
        if isinstance(key, str) and is_key(key):
            picked = self.fitting(self.queryset, words).filter(pk=int(key)).first()
            if picked is not None:
                self.widget.picked = self.offer_of(picked)
                return picked
        if not words:
            raise forms.ValidationError(self.error_messages["gone"], code="gone")
        return self._only(words)

    def _only(self, words: str) -> Any:
        exact = self.exactly(words)
        if exact is not None:
            return exact
        found = list(self.fitting(self.queryset, words)[: MOST_OFFERED + 1])
        offers = [self.offer_of(row) for row in found]
        same = [
            row for row, one in zip(found, offers, strict=True) if fold(one.name) == fold(words)
        ]
        if len(found) == 1 or len(same) == 1:
            return (same or found)[0]
        self.widget.found = tuple(offers[:MOST_OFFERED])
        code = "none" if not found else "many" if len(found) > MOST_OFFERED else "several"
        told = {"words": words, "noun": self.noun, "count": min(len(found), MOST_OFFERED)}
        raise forms.ValidationError(self.error_messages[code], code=code, params=told)


def offers_for(
    kind: type[PickField], rows: QuerySet[Any], asked: Mapping[str, str]
) -> dict[str, Any]:
    """What the part of a form shows while somebody types: the rows that fit the words in the
    address."""
    field = asked.get("field", "")
    field = field if field.isidentifier() else "unit"
    words = asked.get(f"{field}{_SUFFIX}", "").strip()
    found = list(kind.fitting(rows, words)[: MOST_OFFERED + 1]) if words else []
    return {
        "field": field,
        "found": [kind.offer_of(row) for row in found[:MOST_OFFERED]],
        "more": len(found) > MOST_OFFERED,
        "nothing": words and not found,
        "noun": kind.noun,
    }
