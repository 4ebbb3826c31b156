"""How a list stands in a spreadsheet.  PURE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sheets.columns import Column, Recogniser


@dataclass(frozen=True)
class Choices:
    """A column whose cells are chosen from a list; ``sheet`` is the sheet that holds it.

    ``several``: a cell may name more than one, set apart by semicolons.
    """

    key: str
    sheet: str
    several: bool = False


@dataclass(frozen=True)
class Layout:
    """The columns of a list, the rows that show how to fill it in, and what its guide says.

    ``named_by`` are the keys by which a row says what it is about, a code before a name;
    ``examples`` are told from real rows by the first of these.  ``foreign`` is a pattern of
    headings that say something about somebody or something else.
    """

    sheet: str
    noun: str
    columns: tuple[Column, ...]
    named_by: tuple[str, ...]
    examples: tuple[Mapping[str, str], ...]
    rules: tuple[str, ...]
    choices: tuple[Choices, ...] = ()
    foreign: str = ""

    @cached_property
    def recogniser(self) -> Recogniser:
        return Recogniser(self.columns, self.foreign)

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """The program's own heading of each column."""
        return {column.key: column.heading for column in self.columns}

    @cached_property
    def exported(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.exported)

    def is_example(self, values: Mapping[str, str]) -> bool:
        """Whether a row is one of those that the template shows."""
        key = self.named_by[0]
        return values.get(key) in {example[key] for example in self.examples}
