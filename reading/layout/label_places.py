"""What each label line is about: the paragraph before it, or the whole list that it closes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, takewhile

from reading.clean.lines import Table
from reading.layout.node import Node
from reading.understand.labels import Field, read_labels
from reading.understand.names import read_row

_ROLE_ALONE = re.compile(r"(?:don vi |co quan )?(?:chu tri|phoi hop|thuc hien|tham gia)(?: chinh)?")


def _open_assignment(node: Node) -> None:
    """``Phân công:`` with nothing after it: the items below are the work that it gives out."""
    for at, child in enumerate(node.children):
        if not isinstance(child, Node) or not _is_open_label(child):
            continue
        below = child.items or _items_after(node.children[at + 1 :])
        if len(below) > 1 and all(_gives_work(item) for item in below):
            node.children[at : at + 1] = child.children
            node.assigns = True
            return


def _is_open_label(node: Node) -> bool:
    labels = read_labels(node.body)
    return len(labels) == 1 and labels[0].field is Field.LEAD and not labels[0].value


def _items_after(children: Sequence[Node | Table]) -> list[Node]:
    """The bullets right below a label, up to whatever else follows."""
    bullets = (isinstance(child, Node) and child.is_bullet for child in children)
    return [
        child
        for child, _ in zip(children, takewhile(bool, bullets), strict=False)
        if isinstance(child, Node)
    ]


def _gives_work(item: Node) -> bool:
    """``Văn phòng Sở: kiểm tra …``: a unit and what it does, more than that it leads."""
    row = read_row(item.body.words)
    rest = item.body.flat[row.end :].strip(" .:;,") if row else ""
    return bool(rest) and not _ROLE_ALONE.fullmatch(rest)


def settle_labels(node: Node) -> None:
    """Gives each label to what it is about.

    Labels after the last of several bullets, of which no other has any, are about the whole list;
    labels that recur between bullets are each about the bullet before them.
    """
    _open_assignment(node)
    bullets = [child for child in node.items if child.is_bullet]
    if bullets:
        _lift_labels(node, bullets)
        _lower_labels(node)


def _lift_labels(node: Node, bullets: list[Node]) -> None:
    last = bullets[-1]
    alone = len(bullets) == 1 and not _is_detail(last)
    if alone or not last.labels or any(bullet.labels for bullet in bullets[:-1]):
        return
    node.children += last.labels
    last.children = [
        child for child in last.children if not (isinstance(child, Node) and child.is_label)
    ]


def _is_detail(node: Node) -> bool:
    """``Nội dung: …``: a bullet that only says more of its heading."""
    head = node.body.words.partition(":")
    return bool(head[1]) and len(head[0].split()) <= 4


def _runs_of_labels(node: Node) -> int:
    """How many times labels begin anew after a bullet."""
    kinds = [child.is_label for child in node.nodes if child.is_label or child.is_bullet]
    return sum(1 for is_label, _ in groupby(kinds) if is_label)


def _lower_labels(node: Node) -> None:
    fields = [label.field for child in node.labels for label in read_labels(child.body)[:1]]
    if len(fields) == len(set(fields)) or _runs_of_labels(node) < 2:
        return
    kept: list[Node | Table] = []
    bullet: Node | None = None
    for child in node.children:
        if isinstance(child, Node) and child.is_label and bullet is not None:
            bullet.children.append(child)
            continue
        if isinstance(child, Node) and child.is_bullet and not child.is_label:
            bullet = child
        kept.append(child)
    node.children = kept
