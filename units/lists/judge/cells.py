"""Cells of a list ↔ values, as widgets and fields of django-import-export."""

from __future__ import annotations

import datetime
import re
from typing import Any

from import_export.fields import Field
from import_export.widgets import Widget

from units.lists.resolve.rows import DASHES, split_names
from vietnamese.text import fold

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class TextWidget(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return str(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(value or "")


class PhoneWidget(TextWidget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        # Stored as a number, 0912345678 has lost its zero; no number in the country has nine.
        return f"0{value}" if re.fullmatch(r"\d{9}", str(value)) else str(value)


class DayWidget(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> datetime.date:
        parts = _DAY.fullmatch(str(value))
        iso = _ISO_DAY.fullmatch(str(value))
        try:
            if parts:
                day, month, year = map(int, parts.groups())
                return datetime.date(year, month, day)
            if iso:
                return datetime.date(*map(int, iso.groups()))
        except ValueError:
            pass
        raise ValueError(f"“{value}” không phải ngày có thật. Hãy ghi dạng 01/07/2025.")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return f"{value:%d/%m/%Y}" if value else ""


class AliasWidget(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> tuple[str, ...]:
        return split_names(str(value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "; ".join(value or ())


class CellField(Field):
    """A blank cell leaves what is stored; a dash takes it away."""

    empty: Any = ""

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        written = row.get(self.column_name) or ""
        if written:
            gone = written in DASHES
            value = self.empty if gone else self.widget.clean(written, row)
            setattr(instance, self.attribute, value)


class LinkField(CellField):
    empty = None


class AliasField(CellField):
    """Other names are only ever added: the reader of plans has learnt some by itself."""

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        written = self.widget.clean(row.get(self.column_name) or "")
        if not written:
            return
        known = {fold(name) for name in (*instance.alias_names, instance.name)}
        fresh = {fold(name): name for name in written if fold(name) not in known}
        instance.alias_names = (*instance.alias_names, *fresh.values())
