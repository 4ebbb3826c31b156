"""Names known whole: from the office's directory, and from where the document gives them alone.

A name found whole settles where a shorter or a split one ends: "Ban Quản lý các khu công nghiệp
(sau đây gọi là Ban Quản lý)", a line of Nơi nhận, a label's value, a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reading.clean.lines import Table
from reading.clean.paragraphs import Paragraph
from reading.layout.blocks import Piece, names_units
from reading.layout.tables import Column, read_table
from reading.text import Text
from reading.understand import names
from reading.understand.labels import Field, read_labels
from reading.understand.name_lists import members, split_names
from reading.understand.name_tokens import opens_name, tokens
from reading.understand.one_name import Directory

_CALLED = re.compile(
    r" ?\((?:sau day )?(?:duoc |xin )?(?:goi|viet)(?: tat| chung| gon)? (?:la|:):? ?[\"“‘]?"
    r"(?P<name>[^()\"”’]{2,60})[\"”’]?\)"
)
_NOTE = re.compile(r"\s?[(\[].*$")
_LONGEST_DEFINED = 160  # characters
_MOST_WORDS = 14


def known_names(
    pieces: Sequence[Piece], recipients: Iterable[Text], given: Iterable[str] = ()
) -> Directory:
    """The directory of names known whole; ``given`` are those of the office's directory."""
    given = list(given)
    first = Directory(given)
    found = [*given, *_recipients(recipients, first)]
    for piece in pieces:
        if isinstance(piece, Table):
            found += _cells(piece, first)
        else:
            found += [*_labels(piece, first), *_defined(piece.text)]
            if piece.marker and not piece.body.words.endswith((".", ";")):
                found += _heading(piece)
    return Directory(found)


def _recipients(recipients: Iterable[Text], known: Directory) -> Iterator[str]:
    for text in recipients:
        words = _NOTE.sub("", text.words)
        if opens_name(tokens(words)) and len(words.split()) <= _MOST_WORDS:
            yield from (words[start:end] for start, end in members(words, known))


def _labels(piece: Paragraph, known: Directory) -> Iterator[str]:
    for label in read_labels(piece.body):
        if label.field in {Field.LEAD, Field.COOPERATING}:
            yield from _alone(label.value, known)


def _cells(table: Table, known: Directory) -> Iterator[str]:
    made = read_table(table)
    for entry in made.entries if made else ():
        for column in (Column.LEAD, Column.COOPERATING):
            yield from _alone(entry.text(column), known)


def _alone(text: Text, known: Directory) -> Iterator[str]:
    if "chu tri" not in text.flat and "phoi hop" not in text.flat:
        yield from (name.words for name in split_names(text, known))


def _heading(piece: Paragraph) -> Iterator[str]:
    if names_units(piece.body):
        row = names.read_row(piece.body.words)
        yield from (piece.body.words[name.start : name.end] for name in row.names)


def _defined(text: Text) -> Iterator[str]:
    """A name and the shorter one that the document says it uses for it."""
    for found in _CALLED.finditer(text.flat):
        short = text.words[found.start("name") : found.end("name")].strip()
        if opens_name(tokens(short)):
            yield short
        least = max(0, found.start() - _LONGEST_DEFINED)
        for begin in re.finditer(r"(?:^|(?<=\s))(?=[^\W\d_])", text.words[least : found.start()]):
            row = names.read_row(text.words, least + begin.start(), one=True)
            if row and row.end == found.start():
                yield text.words[row.names[0].start : row.end]
                break
