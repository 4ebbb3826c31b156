"""Small steps in XML trees, by local names: Word writes the same elements in two namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element


def name_of(node: Element) -> str:
    """The element's name without its namespace."""
    return node.tag.rpartition("}")[2]


def attribute(node: Element, name: str) -> str:
    """The value of an attribute, in whatever namespace; empty where it is not given."""
    for key, value in node.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""


def children(node: Element, name: str) -> Iterator[Element]:
    return (child for child in node if name_of(child) == name)


def find(node: Element | None, *names: str) -> Element | None:
    """The first element down the path of ``names``; None where there is none."""
    for name in names:
        node = next(children(node, name), None) if node is not None else None
    return node


def is_on(node: Element | None) -> bool:
    """Whether a property such as ``w:b`` is set: present, and not switched off."""
    return node is not None and attribute(node, "val").lower() not in {"0", "false", "off", "none"}
