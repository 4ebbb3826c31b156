"""A paragraph in the tree of a plan, and what stands under it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from reading.clean.lines import Table
from reading.clean.paragraphs import Paragraph
from reading.layout.numbering import Marker
from reading.text import Text
from reading.understand.labels import read_labels


@dataclass
class Node:
    """A paragraph and what stands under it; ``path`` is the path of its numbers."""

    paragraph: Paragraph | None
    marker: Marker | None = None
    depth: int = -1
    path: tuple[str, ...] = ()
    children: list[Node | Table] = field(default_factory=list)
    assigns: bool = False  # "Phân công:" stands above its items: each is someone's work

    @property
    def body(self) -> Text:
        return self.paragraph.body if self.paragraph else Text("")

    @property
    def is_note(self) -> bool:
        return self.paragraph is not None and self.paragraph.is_note

    @property
    def is_bullet(self) -> bool:
        return self.marker is not None and self.marker.is_bullet

    @property
    def is_label(self) -> bool:
        """Whether the paragraph gives a value; ``III. PHÂN CÔNG:`` with none is a heading."""
        labels = read_labels(self.body)
        heads = self.marker is not None and not self.marker.is_bullet
        return bool(labels) and not (heads and not any(label.value for label in labels))

    @property
    def nodes(self) -> list[Node]:
        """The paragraphs under this one, footnotes left out."""
        return [child for child in self.children if isinstance(child, Node) and not child.is_note]

    @property
    def notes(self) -> list[Node]:
        return [child for child in self.children if isinstance(child, Node) and child.is_note]

    @property
    def items(self) -> list[Node]:
        """The marked paragraphs under this one that are no labels."""
        return [node for node in self.nodes if node.marker and not node.is_label]

    @property
    def plain(self) -> list[Node]:
        """The unmarked paragraphs under this one that are no labels."""
        return [node for node in self.nodes if not node.marker and not node.is_label]

    @property
    def labels(self) -> list[Node]:
        return [node for node in self.nodes if node.is_label]

    def walk(self) -> Iterator[Node]:
        yield self
        for node in self.nodes:
            yield from node.walk()
