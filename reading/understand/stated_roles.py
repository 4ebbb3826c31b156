"""Roles that are stated beside the names, in brackets or before a colon.

``Phòng A (chủ trì), Phòng B (phối hợp): …`` and ``Chủ trì: Phòng A (phối hợp: Phòng B): …``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reading.draft import NameDraft
from reading.text import Text
from reading.understand import names
from reading.understand.one_name import Directory

GIVE = r"giao(?! vien| duc| an| trinh| thong| dich)(?: nhiem vu| trach nhiem| viec)?(?: cho)?"
# "Giao X …", "Đề nghị X …": the words before the name of the one who must act.
CHARGED = re.compile(
    rf"(?:{GIVE}|phan cong|de nghi|yeu cau|trach nhiem(?: cua)?|nhiem vu cua|doi voi|do):? "
)
_ROLE = re.compile(
    r" ?[(\[](?:la )?(?:(?:don vi|co quan|bo phan|dau moi)[ ,]*)?(?:cung )?"
    r"(?:(?P<leads>chu tri|chinh|dau moi|phu trach|ct)|(?P<helps>phoi hop|tham gia|ho tro|ph"
    r"|thuc hien(?<=cung thuc hien)))"
    r"(?: (?:chinh|chung|thuc hien))?[)\]]"
)
_LABEL = re.compile(
    r"(?:(?:don vi|co quan|bo phan|nguoi) )?(?:(?P<leads>chu tri|phu trach|thuc hien)"
    r"|(?:cung )?(?:phoi hop|tham gia|ho tro))(?: thuc hien)?: ?"
)
_NEXT = re.compile(r"\s?[(\[;,.–-]\s?")
_WORK_FOLLOWS = re.compile(r"[)\]]?\s?:\s(?=\w)")
_LONGEST = 600  # characters before the work that are looked at
_MOST = 8  # labels before the work


@dataclass(frozen=True)
class Who:
    """Who leads, who cooperates, and the words that name the leaders together."""

    lead: tuple[NameDraft, ...] = ()
    cooperating: tuple[NameDraft, ...] = ()
    said: str = ""


def stated(text: Text, known: Directory) -> Who | None:
    """Who leads and cooperates where a role is stated with the names; None where none is."""
    return _in_brackets(text, known) or before_work(text, known)


def _in_brackets(text: Text, known: Directory) -> Who | None:
    """``Phòng A (chủ trì), Phòng B, Phòng C (phối hợp)``: a role holds for the names before it.

    Names after the last role cooperate with those that lead.
    """
    if not _ROLE.search(text.flat, 0, _LONGEST):
        return None
    given = CHARGED.match(text.flat)
    row = names.read_row(text.words, given.end() if given else 0, known)
    lead: list[NameDraft] = []
    others: list[NameDraft] = []
    waiting: list[NameDraft] = []
    for found in row.names:
        waiting.append(found.draft(text))
        if role := _ROLE.match(text.flat, found.end):
            (lead if role.group("leads") else others).extend(waiting)
            waiting = []
    if not lead and not others:
        return None
    (others if lead else lead).extend(waiting)
    return _who(lead, others)


def before_work(text: Text, known: Directory) -> Who | None:
    """``Chủ trì: A (phối hợp: B): mua sắm …``: labels and names that work follows in one line.

    None where no label stands there, or where the labels are all that the line says.
    """
    if ":" not in text.flat[:_LONGEST]:
        return None
    lead: list[NameDraft] = []
    others: list[NameDraft] = []
    at = labels = 0
    while labels <= _MOST:
        label = _LABEL.match(text.flat, at)
        if label is None and at:
            return None
        row = names.read_row(text.words, label.end() if label else at, known)
        if not row:
            return None
        labels += label is not None
        leads = label is None or label.group("leads")
        (lead if leads else others).extend(found.draft(text) for found in row.names)
        if labels and (work := _WORK_FOLLOWS.match(text.flat, row.end)):
            named = names.read_row(text.words, work.end(), known)
            ends = named and not text.flat[named.end :].strip(" .;,)")
            return None if ends else _who(lead, others)
        following = _NEXT.match(text.flat, row.end)
        if following is None:
            return None
        at = following.end()
    return None


def _who(lead: list[NameDraft], others: list[NameDraft]) -> Who:
    return Who(tuple(lead), tuple(others), "; ".join(name.words for name in lead))
