"""Citations: kind, number with its symbol, day and issuer, as one place of the text gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reading.draft import CitationDraft
from reading.letters import flat
from reading.text import Text
from reading.understand import names
from reading.understand.dates import Unit, moments

_KINDS = (
    "bộ luật|luật|pháp lệnh|lệnh|nghị quyết liên tịch|nghị quyết|nghị định|thông tư liên tịch"
    "|thông tư"
    "|quyết định|chỉ thị|công điện|công văn|kế hoạch|kết luận|thông báo|báo cáo"
    "|chương trình hành động"
    "|chương trình phối hợp|chương trình|đề án|hướng dẫn|tờ trình|quy định|quy chế phối hợp|quy chế"
    "|văn bản"
    "|thông tri|phương án|quy chuẩn|tiêu chuẩn|điều lệ|giấy mời|hướng dẫn liên ngành"
    "|kế hoạch liên ngành"
)
_BY_FLAT = {flat(kind): kind for kind in _KINDS.split("|")}
_KIND = "|".join(sorted(_BY_FLAT, key=len, reverse=True))
# The symbol: letters with strokes and hyphens, which a wrap or a slip may have parted by a space.
_SYMBOL = r"[a-z][a-z0-9&]*(?:\s?[-/.]\s?[a-z][a-z0-9&]*){0,4}"
_NUMBER = (
    r"(?P<number>\d{1,6}[a-z]?\s?(?:/\s?\d{4}\s?)?(?:"
    rf"/\s?{_SYMBOL}|-\s?[a-z]{{2,6}}\s?/\s?{_SYMBOL}|\s[a-z]{{2,3}}/{_SYMBOL}))"
)
_CITED = re.compile(
    rf"\b(?P<kind>{_KIND})\b(?P<between>[^;:.]{{0,200}}?)\s?\(?\bso:?\s?{_NUMBER}(?![\w/])"
)
_BARE = re.compile(rf"\b(?P<kind>{_KIND})\s{_NUMBER}(?![\w/])")
_AGAIN = re.compile(rf"(?:,|;| va|,? va)\s(?:so\s)?{_NUMBER}(?![\w/])")
_DAY_LINK = re.compile(r"\)?,? ?(?:ban hanh )?(?=ngay \d)|,? (?=\d{1,2}/\d{1,2}/\d{4})")
_OF = re.compile(r"\)?,? ?(?:do|cua) ")
_LISTED = re.compile(r"^\)?(?:,|;|,? va| cung)? ?(?:cac )?(?:so )?$")
_NEAR = 260
_LAWS = frozenset({"luat", "bo luat", "phap lenh"})
_LAW_AFTER = re.compile(r"\)?,? ?(?:cua quoc hoi )?(?:ve |luat |\(luat )(?=[a-z])")
# Where words go on to say what a document is about, and where they end.
_ABOUT = re.compile(
    r"\)?,? ?(?P<about>(?:ve(?: viec)?|v/v|quy dinh|ban hanh|phe duyet|huong dan|sua doi|bo sung"
    r"|bai bo|cong bo|trien khai|tang cuong|tiep tuc|day manh|tong ket|so ket) )"
)
_NAME_ENDS = re.compile(
    rf"[;)]|\.(?=\s|$)|,? (?:va|cung) (?:cac )?(?:{_KIND}) so|, (?:{_KIND}) so"
    r"|, (?:ubnd|uy ban|so |phong |cong an|ban |hoan thanh|xong|thoi han|dong thoi|bao cao"
    r"|kip thoi)"
    r"|,? (?:truoc|cham nhat|den het)(?: ngay)? (?=\d)"
)
_LONGEST_NAME_OF = 400
_OF_PARLIAMENT = frozenset({"Luật", "Bộ luật", "Pháp lệnh"})


@dataclass(frozen=True)
class Citation:
    """A citation and the stretch of the text that it covers."""

    draft: CitationDraft
    start: int
    end: int
    impossible: bool = False


def read_citations(text: Text) -> list[Citation]:
    """The documents that ``text`` cites by number, in order; each place on its own."""
    found = list(_places(text))
    for at in range(len(found) - 2, -1, -1):
        here, after = found[at], found[at + 1]
        if here.draft.kind in _OF_PARLIAMENT and after.draft.kind not in _OF_PARLIAMENT:
            continue  # the National Assembly's, whoever issued what stands behind it
        if here.draft.issuer is None and _LISTED.match(text.flat[here.end : after.start]):
            found[at] = replace(here, draft=replace(here.draft, issuer=after.draft.issuer))
    return found


def _places(text: Text) -> Iterable[Citation]:
    at = 0
    seek = _Seeker(text.flat)
    while found := seek.after(at):
        citation = _citation(text, found, found.group("kind"), found.start())
        yield citation
        at = citation.end
        while again := _AGAIN.match(text.flat, at):
            citation = _citation(text, again, found.group("kind"), again.start("number"))
            yield citation
            at = citation.end


class _Seeker:
    """Finds citations one after the other, each pattern going over the words only once."""

    def __init__(self, words: str) -> None:
        self.words = words
        self._next = {pattern: pattern.search(words) for pattern in (_CITED, _BARE)}

    def after(self, at: int) -> re.Match[str] | None:
        """The next citation from ``at`` on."""
        for pattern, hit in self._next.items():
            if hit is not None and hit.start() < at:
                self._next[pattern] = pattern.search(self.words, at)
        found = [hit for hit in self._next.values() if hit is not None]
        if not found:
            return None
        return _nearest(self.words, min(found, key=lambda hit: hit.start("number")), at)


def _nearest(words: str, first: re.Match[str], at: int) -> re.Match[str]:
    """The citation by the kind nearest to its number: "Nghị quyết … Quyết định số 1"."""
    start = first.start("number")
    inner = None
    for hit in re.finditer(rf"\b(?:{_KIND})\b", words[max(at, first.start() + 1) : start]):
        inner = hit
    if inner is None or first.re is _BARE or first.group("kind") in {"luat", "bo luat"}:
        return first
    return first.re.match(words, max(at, first.start() + 1) + inner.start()) or first


def _citation(text: Text, found: re.Match[str], kind: str, start: int) -> Citation:
    number = re.sub(r"\s", "", text.words[found.start("number") : found.end("number")])
    end = found.end("number")
    issued_on, end, impossible = _day(text.flat, end)
    issuer, end = _issuer(text, end)
    written = _BY_FLAT[kind]
    name = _name(text, found, kind, end)
    draft = CitationDraft(
        kind=written[0].upper() + written[1:],
        number=number,
        issued_on=issued_on,
        issuer=issuer,
        spans=text.spans(start, end),
        name=name.words,
        name_spans=name.spans(),
    )
    return Citation(draft, start, end, impossible)


def _name(text: Text, found: re.Match[str], kind: str, end: int) -> Text:
    """What a law is called, before its number or after its day; what another document is about."""
    if kind in _LAWS:
        between = found.groupdict().get("between") or ""
        if len(between.split()) > 1:
            return text.part(found.start("between"), found.end("between")).stripped(" ,(")
        after = _LAW_AFTER.match(text.flat, end)
        begin = after.end() if after else len(text.words)
    else:
        about = _ABOUT.match(text.flat, end)
        begin = about.start("about") if about else len(text.words)
    stop = _NAME_ENDS.search(text.flat, begin)
    until = stop.start() if stop else len(text.words)
    if until - begin > _LONGEST_NAME_OF:
        return text.part(0, 0)
    return text.part(begin, until).stripped(" ,)")


def _day(words: str, end: int) -> tuple[str | None, int, bool]:
    link = _DAY_LINK.match(words, end)
    if link is None:
        return None, end, False
    found = moments(words, link.end(), link.end() + 40)
    if not found or found[0].start != link.end() or found[0].unit is not Unit.DAY:
        return None, end, False
    day = found[0]
    return (day.last_day(None), day.end, day.year is not None and not day.exists)


def _issuer(text: Text, end: int) -> tuple[str | None, int]:
    of = _OF.match(text.flat, end)
    if of is None:
        return None, end
    near = text.words[of.end() : of.end() + _NEAR]
    row = names.read_row(near, one=True)
    if not row:
        return None, end
    name = row.names[0]
    return near[name.start : name.end], of.end() + name.end


def key(draft: CitationDraft) -> tuple[str, str]:
    """What makes two places cite one document: kind and number, marks and case apart."""
    return flat(draft.kind), re.sub(r"[\W_]", "", flat(draft.number))


def each_once(
    citations: Iterable[Citation], not_these: Sequence[CitationDraft] = ()
) -> list[CitationDraft]:
    """Each document once, as its first place gives it, without those in ``not_these``."""
    seen = {key(draft) for draft in not_these}
    drafts = []
    for citation in citations:
        if key(citation.draft) not in seen:
            seen.add(key(citation.draft))
            drafts.append(citation.draft)
    return drafts
