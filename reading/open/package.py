"""The parts of a .docx package, opened with limits: a hostile file is refused and not unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from reading.open.refusal import Refusal, UnreadableFile

_MOST_PARTS = 5_000
_MOST_BYTES = 24 * 1024 * 1024  # of one part, unpacked
_DEEPEST = 400  # elements inside one another; a table inside a table takes four
_MOST_ELEMENTS = 600_000
_CHUNK = 64 * 1024
_MAIN = "word/document.xml"
_NO_TEXTS = ("xl/", "ppt/", "visio/")


class Package:
    """A .docx: ``part`` gives the XML of one of its parts."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as broken:
            raise UnreadableFile(Refusal.DAMAGED) from broken
        self.names = set(self._zip.namelist())
        if len(self.names) > _MOST_PARTS:
            raise UnreadableFile(Refusal.DAMAGED)

    @property
    def is_word(self) -> bool:
        return self._main is not None

    def main(self) -> Element:
        """The document itself."""
        root = self.part(self._main) if self._main else None
        if root is None:
            raise UnreadableFile(Refusal.DAMAGED)
        return root

    def related(self, kind: str, relation: str = "") -> Element | None:
        """A part that the document refers to: its ``styles``, or the one of a ``relation``'s id."""
        folder, _, name = (self._main or "").rpartition("/")
        root = self.part(f"{folder}/_rels/{name}.rels".lstrip("/"))
        for node in root if root is not None else ():
            if attribute(node, "Type").endswith(f"/{kind}") and relation in {
                "",
                attribute(node, "Id"),
            }:
                target = attribute(node, "Target")
                path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
                return self.part(path.lstrip("/"))
        return None if relation else self.part(f"{folder}/{kind}.xml")

    def part(self, name: str) -> Element | None:
        """The root of a part's XML; None where the package has no such part."""
        if name not in self.names:
            return None
        return _parsed(self._chunks(name))

    @cached_property
    def _main(self) -> str | None:
        """The name of the main part, wherever the package keeps it."""
        if _MAIN in self.names:
            return _MAIN
        root = self.part("_rels/.rels")
        for node in root if root is not None else ():
            if attribute(node, "Type").endswith("/officeDocument"):
                target = attribute(node, "Target").lstrip("/")
                return target if target in self.names and not target.startswith(_NO_TEXTS) else None
        return None

    def _chunks(self, name: str) -> Iterator[bytes]:
        """The part's bytes, unpacked no further than the limit, whatever its header promises."""
        size = 0
        try:
            with self._zip.open(name) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    if size > _MOST_BYTES:
                        raise UnreadableFile(Refusal.DAMAGED)
                    yield chunk
        except RuntimeError as locked:  # how zipfile says that a part needs a password
            raise UnreadableFile(Refusal.ENCRYPTED) from locked
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as broken:
            raise UnreadableFile(Refusal.DAMAGED) from broken


class _Bounded:
    """Builds a tree and gives up where it grows too deep or too large."""

    def __init__(self) -> None:
        self._builder = TreeBuilder()
        self._depth = self._count = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > _DEEPEST or self._count > _MOST_ELEMENTS:
            raise UnreadableFile(Refusal.DAMAGED)
        return self._builder.start(tag, attrs)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return self._builder.end(tag)

    def data(self, text: str) -> None:
        self._builder.data(text)

    def close(self) -> Element:
        return self._builder.close()


def _parsed(chunks: Iterator[bytes]) -> Element:
    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)
    try:
        for chunk in chunks:
            parser.feed(chunk)
        root: Element = parser.close()
    except (ParseError, DefusedXmlException, AssertionError, ValueError, LookupError) as broken:
        raise UnreadableFile(Refusal.DAMAGED) from broken
    return root


# Small steps in XML trees, by local names: Word writes the same elements in two namespaces.
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
