"""The end of a document: Nơi nhận and the signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reading import text as texts
from reading.clean.lines import Line
from reading.draft import SignatoryDraft, Span
from reading.layout.headings import is_shouted
from reading.letters import flat
from reading.text import Text

_RECIPIENTS = re.compile(r"noi nhan\s?:?")
# "Q. GIÁM ĐỐC" is a post: the head's, held for a time.  The others say for whom one signs.
_AUTHORITY = re.compile(
    r"(?:(?:tm|kt|tl|tuq|t/m|k/t|t/l)(?:\s?[.,]\s?|\s)|thay mat |thua lenh |thua uy quyen )"
    r"(?=[a-z])"
)
_POSITION = re.compile(
    r"(?:q(?:\s?[.,]\s?|\s))?(?:pho |p\s?\.\s?)?"
    r"(?:chu tich|giam doc|tong giam doc|hieu truong|vien truong|cuc truong|chi cuc truong"
    r"|truong phong"
    r"|bi thu|truong ban|chanh van phong|chanh thanh tra|chanh an|truong cong an|bo truong"
    r"|thu truong|truong khoa"
    r"|chi huy truong|hat truong|chu nhiem|to truong|doi truong|tram truong|quyen|vu truong"
    r"|tong cuc truong"
    r"|truong doan|trung doan truong|thu tuong|chanh|truong|dien|ban quan ly|hoi truong|quan doc"
    r"|vien pho)"
)
_NOTE = re.compile(r"^\(.*\)$|^da ky$|^\[.*\]$")
_NAME = re.compile(r"^(?:[^\W\d_][\w.’']*\s+){1,6}[^\W\d_][\w’']*$")
_ANNEX = re.compile(r"^(?:phu luc|bieu mau|mau so|danh muc|danh sach|bieu so|phu bieu|mau bieu)\b")
_BULLET = re.compile(r"^[-–—−+*•●]\s*")
_RANK = re.compile(r"^(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy|uý) ", re.IGNORECASE)
_LONGEST_POSITION = 90
_LONGEST_POST = 6  # words


@dataclass
class Ending:
    """What the end says, and how many lines of the document come before it and belong to it."""

    recipients: list[Text] = field(default_factory=list)
    signatory: SignatoryDraft = field(default_factory=SignatoryDraft)
    start: int = 0
    end: int = 0

    @property
    def places(self) -> dict[str, tuple[Span, ...]]:
        spans = tuple(span for text in self.recipients for span in text.spans())
        return {"recipients": spans} if spans else {}


def is_annex(words: str) -> bool:
    """Whether a line opens an annex."""
    return (
        bool(_ANNEX.match(flat(words).strip(" *")))
        and (is_shouted(words) or flat(words).startswith("phu luc"))
        and len(words) < 160
    )


def read_ending(lines: Sequence[Line], start: int = 0) -> Ending:
    """Reads the end of the document whose body begins at line ``start``."""
    recipients_at = next(
        (at for at in range(start, len(lines)) if _RECIPIENTS.match(lines[at].text.flat)), None
    )
    if recipients_at is None:
        return _signature_alone(lines, start)
    ending = Ending(start=recipients_at)
    signature, rest = _recipients(ending, lines, recipients_at)
    before = _signature_above(lines, start, recipients_at)
    ending.start = recipients_at - len(before)
    ending.end = rest
    ending.signatory = _signatory([*before, *signature])
    return ending


def _recipients(ending: Ending, lines: Sequence[Line], at: int) -> tuple[list[Line], int]:
    """The recipients into ``ending``; the lines of the signature, and the line after all of it."""
    signature: list[Line] = []
    first = lines[at].text
    label = _RECIPIENTS.match(first.flat)
    rest = first.part(label.end()) if label else first
    if rest:
        ending.recipients += _listed(rest)
    place = at + 1
    while place < len(lines) and not is_annex(lines[place].words):
        line = lines[place]
        if _BULLET.match(line.words):
            ending.recipients += _listed(line.text)
        elif _is_signature(line, signature) or (not signature and _is_post(lines, place)):
            signature += _own_lines(line)
        elif ending.recipients and not signature and _continues(ending, line):
            last = ending.recipients.pop()
            ending.recipients.append(texts.joined([last, line.text]))
        elif _is_recipient(line, signature):
            ending.recipients.append(line.text)
        elif signature and _has_name(signature):
            break
        place += 1
    ending.recipients = [
        kept for text in ending.recipients if (kept := text.stripped("-–—−+*•●;.,: "))
    ]
    return signature, place


def _is_post(lines: Sequence[Line], at: int) -> bool:
    """Whether a line that opens no usual signature is a post: the signer's name stands below."""
    line = lines[at]
    named = is_shouted(line.words) or bool(_POSITION.match(line.text.flat))
    below = (other for other in lines[at + 1 : at + 3] if not _NOTE.match(other.text.flat))
    signer = next(below, None)
    if signer is None or _POSITION.match(signer.text.flat):
        return False
    return named and len(line.words.split()) <= _LONGEST_POST and _is_name(signer.words)


def _own_lines(line: Line) -> list[Line]:
    """``KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC`` on one line: for whom one signs, and as what."""
    words = line.text.flat
    deputy = re.search(r"\bpho ", words) if _AUTHORITY.match(words) else None
    if deputy is None or not _POSITION.match(words, deputy.start()):
        return [line]
    first, second = line.text.part(0, deputy.start()), line.text.part(deputy.start())
    return [replace(line, text=first.stripped(" -–")), replace(line, text=second)]


def _listed(text: Text) -> list[Text]:
    """The recipients of one line; several where dashes part them."""
    parts, begin = [], 0
    for mark in re.finditer(r";\s*[-–—]\s+", text.words):
        parts.append(text.part(begin, mark.start()))
        begin = mark.end()
    return [*parts, text.part(begin)]


def _continues(ending: Ending, line: Line) -> bool:
    """Whether a line goes on with the recipient before it, which no mark has ended."""
    open_ended = not ending.recipients[-1].words.endswith((";", "."))
    return open_ended and (
        line.words[:1].islower()
        or line.words[:1] == "("
        or ending.recipients[-1].words.endswith(",")
    )


def _is_recipient(line: Line, signature: Sequence[Line]) -> bool:
    return line.words.endswith((";", ".")) and len(line.words) < 120 and not _has_name(signature)


def _is_signature(line: Line, signature: Sequence[Line]) -> bool:
    words = line.text.flat.strip(" *")
    if len(words) > _LONGEST_POSITION or words.endswith(";"):
        return False
    if is_shouted(line.words) and not _has_name(signature):
        return bool(_AUTHORITY.match(words) or _POSITION.match(words) or signature)
    if _NOTE.match(words):
        return bool(signature)
    return bool(signature) and not _has_name(signature) and _is_name(line.words)


def _is_name(words: str) -> bool:
    words = _RANK.sub("", words)
    if not _NAME.match(words) or len(words) > 60:
        return False
    return all(word[0].isupper() for word in words.replace(".", " ").split())


def _has_name(signature: Sequence[Line]) -> bool:
    return (
        any(
            _is_name(line.words)
            and not _POSITION.match(line.text.flat)
            and not _AUTHORITY.match(line.text.flat)
            for line in signature
        )
        and len(signature) > 1
    )


def _signature_above(lines: Sequence[Line], start: int, end: int) -> list[Line]:
    """A signature that stands before Nơi nhận, where two columns were read right to left."""
    for at in range(max(start, end - 8), end):
        words = lines[at].text.flat
        if is_shouted(lines[at].words) and (_AUTHORITY.match(words) or _POSITION.match(words)):
            block = list(lines[at:end])
            if all(_may_sign(line) for line in block):
                return block
    return []


def _may_sign(line: Line) -> bool:
    """Whether a line may stand in a signature: capitals, a name, or a note that it is signed."""
    return len(line.words) <= _LONGEST_POSITION and (
        is_shouted(line.words) or _is_name(line.words) or bool(_NOTE.match(line.text.flat))
    )


def _signature_alone(lines: Sequence[Line], start: int) -> Ending:
    """The end of a document that names no recipients."""
    first = next((at for at in range(start, len(lines)) if is_annex(lines[at].words)), len(lines))
    for at in range(max(start, first - 12), first):
        words = lines[at].text.flat
        if (
            is_shouted(lines[at].words)
            and len(words) <= _LONGEST_POSITION
            and (_AUTHORITY.match(words) or _POSITION.match(words))
        ):
            block: list[Line] = []
            for line in lines[at:first]:
                if not _is_signature(line, block):
                    break
                block.append(line)
            return Ending(signatory=_signatory(block), start=at, end=at + len(block))
    return Ending(start=first, end=first)


def _signatory(lines: Sequence[Line]) -> SignatoryDraft:
    authority: list[Text] = []
    position: list[Text] = []
    name: Text | None = None
    for line in lines:
        words = line.text.flat.strip(" *")
        if _NOTE.match(words):
            continue
        if _AUTHORITY.match(words):
            authority.append(line.text)
        elif not position or (is_shouted(line.words) and not _is_person(position, line)):
            position.append(line.text)
        elif name is None:
            name = line.text
    spans = tuple(
        s for text in [*authority, *position, *([name] if name else [])] for s in text.spans()
    )
    return SignatoryDraft(
        authority=texts.joined(authority).words or None,
        position=texts.joined(position).words or None,
        name=name.words if name else None,
        spans=spans,
    )


def _is_person(position: Sequence[Text], line: Line) -> bool:
    """Whether capitals after a position are the signer's name and not the position going on."""
    words = line.text.flat
    return (
        bool(position)
        and not _POSITION.match(words)
        and 2 <= len(words.split()) <= 5
        and not re.match(
            r"(?:va|kiem|cong an|phong|tinh|huyen|xa|uy ban|phu trach|thuong truc)\b", words
        )
    )
