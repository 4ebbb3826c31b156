"""Who leads and who cooperates: from labels and columns, from headings, from prose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reading.draft import NameDraft
from reading.text import Text
from reading.understand import name_lists, names
from reading.understand.names import Row
from reading.understand.one_name import NOBODY, Directory
from reading.understand.stated_roles import CHARGED, GIVE, Who, stated

_CHARGED = re.compile(rf"(?:^|[.;,:] ?)(?:{GIVE}|phan cong|do) ")
# "Hằng năm, Công an tỉnh …", "Trên cơ sở đề nghị của UBND các xã, Công an tỉnh …".
_HELPS_LAST = re.compile(
    r",? (?:cung |se )*(?:ho tro|tham gia|phoi hop)(?P<together> (?:thuc hien|trien khai|to chuc))?"
    r"[ .;]*$"
)
_HELPS_AFTER = re.compile(r",? ?(?:cung |se )*(?:ho tro|tham gia|phoi hop)\b(?! (?:voi|cung|de))")
_ADVERBIAL = re.compile(
    r"(?:hang|moi|dinh ky|can cu|tren co so|tren dia ban|theo|trong|truoc|sau|khi|neu|cham nhat"
    r"|vao|quy|thang|de(?! nghi)|nham|doi voi|cung voi|ngoai|qua|nhan|thuc hien|xet|dot"
    r"|ngay (?:sau|khi|trong|tu|dau)"
    r"|ben canh|song song|dong thoi|cuoi|dau|giua|nhan dip|truong hop|ke tu|tu|tinh den|voi|vi|do"
    r"|tuy|tai)\b"
)
# Who orders is not who acts: "UBND phường giao cho Công an phường …".
_ORDERS = re.compile(
    rf",? ?(?:da |se )?(?:{GIVE}|phan cong(?: cho)?|uy quyen(?: cho)?"
    r"|cu|dieu dong) "
)
# A head may also ask and direct; a unit that does so acts itself.
_HEAD = re.compile(
    r"(?:tong |pho )?giam doc|lanh dao|chu tich|ban (?:tong )?giam doc|ban giam hieu|ban lanh dao"
    r"|hieu truong|thu truong|bo truong|(?:ubnd|uy ban nhan dan)(?! cac)"
)
_ASKS = re.compile(r",? ?(?:da |se )?(?:de nghi|yeu cau|chi dao) ")
_VERB = re.compile(r" [a-z]")
# Who may stand in small letters after the words that say when.
_SMALL = re.compile(r"(?:cac|chu|truong|giao vien|bao ve|nhan vien|nguoi dung dau|nha truong|to) ")
_LEADS = re.compile(r"[,:(]? ?(?:la (?:don vi|co quan|dau moi)[^,;.]{0,30})?chu tri\b")
_COOPERATES = re.compile(
    r"\bvoi su (?:tham gia|phoi hop|ho tro|giup do)(?: chat che| tich cuc)? cua "
    r"|\bphoi hop(?:,? (?:va )?(?:huong dan|chat che|dong bo|tot|thuong xuyen|kip thoi|hieu qua"
    r"|chu dong))*"
    r"(?: voi| cung| cung voi|:)?(?: voi)? ?"
)
# "Kiểm tra chợ do Tổ Bảo vệ đảm nhiệm": who does what others have made or set is named otherwise.
_DOES = (
    r"(?:chu tri|dam nhiem|dam nhan|dam trach|phu trach|chiu trach nhiem|lam dau moi|lam chu tri"
    r"|tham muu"
    r"|(?:truc tiep |to chuc )?(?:thuc hien|trien khai)(?=[ ]?(?:$|[,.;)]|xong|va hoan thanh"
    r"|hoan thanh)))"
)
_AGENT = re.compile(r"\b(?:do|duoc giao cho) (?=[a-z])")
_DOES_AFTER = re.compile(rf",? ?{_DOES}")
# "Việc vệ sinh kho được giao cho X", "… thuộc trách nhiệm của X", "hồ sơ giao X cập nhật".
_ASSIGNED = re.compile(
    r"(?:(?:viec|cong tac|noi dung|nhiem vu|phan viec|hang muc)\b[^.;:]{3,200}?\bgiao cho"
    r"|[^.;:]{3,200}? (?:duoc (?:giao|phan cong|uy quyen)(?: cho)?"
    r"|(?:la|thuoc) (?:trach nhiem|nhiem vu|phan viec)(?: chinh)? cua)) "
)
_HANDED = re.compile(r"[^.;:,]{3,120}?(?<!ngan sach)(?<!kinh phi)(?<!du toan) giao(?: cho)? ")
# "X chủ trì, Y phối hợp": who helps is named after the one who leads.
_LEADS_BEFORE = re.compile(
    r"(?:chu tri|thuc hien|dam nhiem|phu trach|chiu trach nhiem|dau moi),? ?(?:va )?"
)
_HEADING_TAIL = re.compile(
    r"(?:\s?\([^()]{0,80}\))?(?: (?:lam viec|dong|dat tru so) (?:tai|trong) [^.;:,]{2,80})?"
    r",? ?(?:(?:co|chiu)? ?(?:trach nhiem|nhiem vu)|chu tri|thuc hien"
    r"|to chuc)?"
    r"(?: (?:thuc hien|trien khai|tap trung|tot|to chuc|cac|mot so|nhung|noi dung|nhiem vu"
    r"|cong viec|cu the"
    r"|sau|day|nhu|chinh|trong tam|chu yeu))*[ .:;]*$"
)
# "Chế độ báo cáo: các phòng báo cáo …": the subject stands after the title.
_TITLE = re.compile(r"(?:che do|cong tac|ve|viec|nhiem vu) [^:.;,]{2,50}: ")
_NOBODY_AFTER = re.compile(r"\s?(?:$|[.;,)]|thuc hien|to chuc|trien khai)")
_VERB_FOLLOWS = re.compile(r"^(?:,? ?[a-z]|:|\s?\()")
# What stands before a colon and names is no work: who is meant, whom it is for.
_NOT_WORK = re.compile(
    r"(?:thanh phan|doi tuong|noi nhan|kinh gui|pham vi|dia diem|thanh vien|truong|pho|gom"
    r"|bao gom|cac"
    r"|don vi|co quan|nguoi|so luong|hinh thuc)\b"
)
_MOST = 20
_LONGEST_CLAUSE = 600
_LONGEST_ROW = 90


def heading(text: Text, known: Directory = NOBODY) -> Who:
    """The units, where ``text`` is a heading that names them: ``1. Công an tỉnh``; else nobody."""
    given = CHARGED.match(text.flat)
    start = given.end() if given and not text.flat.startswith("do ") else 0
    if not text.words[start : start + 1].isupper() and not given:
        return Who()
    row = names.read_row(text.words, start, known)
    if not row or not _HEADING_TAIL.match(text.flat, row.end):
        return Who()
    return _who(text, row, ())


def labelled(value: Text, known: Directory = NOBODY) -> Who:
    """Who carries out, by the value of a label such as ``Phân công thực hiện`` or of a column."""
    flat = value.flat
    if helped := _helped(value, known):
        return helped
    if "chu tri" not in flat and "phoi hop" not in flat:
        found = name_lists.split_names(value, known)
        return Who(tuple(found), (), value.stripped(" .;,").words)
    if bracketed := stated(value, known):
        return bracketed
    said = prose(value, known)
    if said.lead or said.cooperating:
        return said
    found = name_lists.split_names(value.part(0, _until_role(flat)), known)
    return Who(tuple(found), (), value.words)


def _helped(value: Text, known: Directory) -> Who | None:
    """``Phòng A; Phòng B hỗ trợ``: what stands last helps the first; with no mark but commas, all
    after the first do.  ``A và B phối hợp thực hiện``: both do it."""
    helps = _HELPS_LAST.search(value.flat)
    if helps is None or "chu tri" in value.flat:
        return None
    named = value.part(0, helps.start())
    found = name_lists.split_names(named, known)
    apart = named.words.rfind(";")
    first = len(name_lists.split_names(named.part(0, apart), known)) if apart > 0 else 1
    if helps.group("together") or len(found) < 2:
        first = len(found)
    lead = tuple(found[:first])
    return Who(lead, tuple(found[first:]), "; ".join(name.words for name in lead))


def _until_role(flat: str) -> int:
    return min(at for role in ("chu tri", "phoi hop") if (at := flat.find(role)) >= 0)


def prose(text: Text, known: Directory = NOBODY) -> Who:
    """Who leads and cooperates by what a paragraph says."""
    if bracketed := stated(text, known):
        return bracketed
    row = _leaders(text, known)
    cooperating = _cooperating(text, known)
    if row is None:
        return Who((), cooperating)
    return _who(text, row, cooperating)


def subject(text: Text, known: Directory = NOBODY) -> Who:
    """The units that a paragraph begins with, as the ones it charges; else nobody."""
    if bracketed := stated(text, known):
        return bracketed
    row = _subject(text, known)
    return Who() if row is None else _who(text, row, ())


def _who(text: Text, row: Row, cooperating: tuple[NameDraft, ...]) -> Who:
    lead = tuple(found.draft(text) for found in row.names)
    said = text.words[row.names[0].start : row.names[-1].end]
    return Who(lead, cooperating, said)


def _leaders(text: Text, known: Directory) -> Row | None:
    return (
        _subject(text, known)
        or _charged(text, known)
        or _presiding(text, known)
        or _after_adverbial(text, known)
        or _agent(text, known)
        or _after_colon(text, known)
    )


def _agent(text: Text, known: Directory) -> Row | None:
    """``… do X đảm nhiệm``, ``Việc … được giao cho X``: the one who acts, after the work."""
    for count, found in enumerate(_AGENT.finditer(text.flat)):
        if count >= _MOST:
            break
        row = names.read_row(text.words, found.end(), known)
        if row and _DOES_AFTER.match(text.flat, row.end):
            return row
    if assigned := _ASSIGNED.match(text.flat):
        return names.read_row(text.words, assigned.end(), known) or None
    handed = _HANDED.match(text.flat)
    if handed and text.words[handed.end() : handed.end() + 1].isupper():
        row = names.read_row(text.words, handed.end(), known)
        return row if row and _VERB.match(text.flat, row.end) else None
    return None


def names_agent(text: Text, known: Directory = NOBODY) -> bool:
    """Whether a unit is said to act, whatever its verb: ``Kinh phí do Phòng Tài chính cân đối``."""
    agents = (found.end() for found in _AGENT.finditer(text.flat))
    return any(text.words[at].isupper() and names.read_row(text.words, at, known) for at in agents)


def _after_colon(text: Text, known: Directory) -> Row | None:
    """``Trực lễ, tết: Đội Bảo vệ.``: after the work, nothing but who does it."""
    colon = text.flat.find(":", 0, _LONGEST_CLAUSE)
    begin = len(text.words) - len(text.words[colon + 1 :].lstrip())
    if (
        colon < 0
        or begin >= len(text.words)
        or _NOT_WORK.match(text.flat)
        or text.flat.find(":", colon + 1) >= 0
    ):
        return None
    row = names.read_row(text.words, begin, known)
    whole = row and not text.flat[row.end :].strip(" .;")
    does = row and _DOES_AFTER.match(text.flat, row.end)
    return row if (whole or does) and text.words[begin].isupper() else None


def _after_adverbial(text: Text, known: Directory) -> Row | None:
    """The subject after the words that say when or on what grounds, parted by commas."""
    if not _ADVERBIAL.match(text.flat):
        return None
    clause = re.split(r"[.;:]", text.flat[:_LONGEST_CLAUSE], maxsplit=1)[0]
    for comma in re.finditer(r", ", clause):
        given = CHARGED.match(text.flat, comma.end())
        begin = given.end() if given else comma.end()
        row = names.read_row(text.words, begin, known)
        opens = text.words[begin : begin + 1].isupper() or _SMALL.match(text.flat, begin)
        if row and opens and _VERB.match(text.flat, row.end):
            return _ordered(text, row, known) or row
    return None


def charged_anywhere(text: Text, known: Directory = NOBODY) -> Who:
    """The units that any sentence of a paragraph begins with or charges; else nobody."""
    for found in re.finditer(r"(?:^|[.;] )(?=\S)", text.flat):
        rest = text.part(found.end())
        row = _subject(rest, known)
        if row and not _HELPS_AFTER.match(rest.flat, row.end):
            return subject(rest, known)
    return Who()


def _subject(text: Text, known: Directory) -> Row | None:
    """``Giao X …``, ``Đề nghị X …``, ``X có trách nhiệm …``: units at the start."""
    title = _TITLE.match(text.flat)
    begin = title.end() if title else 0
    given = CHARGED.match(text.flat, begin)
    start = given.end() if given else begin
    if given and given.group().startswith("doi voi") and (row := _after_adverbial(text, known)):
        return row  # "Đối với cơ sở vi phạm, Thanh tra Sở xử phạt"
    opens = given or title or text.words[:1].isupper() or text.words[:1] in '“"'
    if not opens and not _SMALL.match(text.flat):
        return None
    row = names.read_row(text.words, start, known)
    if not row or not (given or _VERB_FOLLOWS.match(text.flat[row.end :].lstrip('”" '))):
        return None
    return _ordered(text, row, known) or row


def _ordered(text: Text, row: Row, known: Directory) -> Row | None:
    """The units that the ones at the start order to act; None where they act themselves."""
    orders = _ORDERS.match(text.flat, row.end)
    if orders is None and _HEAD.match(text.flat, row.names[0].start):
        orders = _ASKS.match(text.flat, row.end)
    if orders is None:
        return None
    acting = names.read_row(text.words, orders.end(), known)
    first = text.words[orders.end() : orders.end() + 1]
    if not acting or not (first.isupper() or text.flat.startswith("cac ", orders.end())):
        return None
    return acting if _VERB_FOLLOWS.match(text.flat[acting.end :]) else None


def _charged(text: Text, known: Directory) -> Row | None:
    """``…; giao X …`` later in the paragraph."""
    for count, found in enumerate(_CHARGED.finditer(text.flat)):
        if count >= _MOST:
            break
        row = names.read_row(text.words, found.end(), known)
        is_agent = found.group().strip(" .;,:") == "do"
        if row and (not is_agent or _LEADS.match(text.flat, row.end)):
            return row
    return None


def _presiding(text: Text, known: Directory) -> Row | None:
    """``… X chủ trì …`` later in the paragraph: the clause before the verb is names."""
    for count, found in enumerate(re.finditer(r"\bchu tri\b", text.flat)):
        if count >= _MOST:
            break
        least = max(0, found.start() - _LONGEST_CLAUSE)
        # The nearest mark may stand inside a name: Phòng Văn hóa - Xã hội chủ trì.
        for start in sorted({least, *_clause_starts(text.flat, least, found.start())})[::-1]:
            row = names.read_row(text.words, start, known)
            if row and _LEADS.match(text.flat, row.end):
                return row
    return None


def _row_before(text: Text, end: int, known: Directory) -> Row:
    """``…; Phòng B, Phòng C phối hợp``: the clause before the verb is names."""
    least = max(0, end - _LONGEST_CLAUSE)
    after_lead = [hit.end() for hit in _LEADS_BEFORE.finditer(text.flat[least:end])]
    starts = [*_clause_starts(text.flat, least, end), *(least + at for at in after_lead[-1:])]
    until = len(text.words[:end].rstrip())
    # The nearest mark may stand inside a name: …; Phòng Văn hóa - Xã hội phối hợp.
    for start in sorted({least, *starts})[::-1]:
        row = names.read_row(text.words, start, known)
        if row and row.end < until and until - start < _LONGEST_ROW:
            whole = name_lists.members(text.words[start:until], known)
            row = Row(tuple(names.Found(start + a, start + b) for a, b in whole), until)
        if row and row.end == until:
            return row
    return Row((), 0)


def _clause_starts(flat: str, least: int, until: int) -> Iterator[int]:
    """Where the clauses before ``until`` begin, going by the marks before them."""
    for mark in (". ", "; ", ": ", "- ", "("):
        at = flat.rfind(mark, least, until)
        if at >= 0:
            yield at + len(mark)


def _cooperating(text: Text, known: Directory) -> tuple[NameDraft, ...]:
    found: dict[str, NameDraft] = {}
    for count, verb in enumerate(_COOPERATES.finditer(text.flat)):
        if count >= _MOST:
            break
        row = names.read_row(text.words, verb.end(), known)
        if not row and _NOBODY_AFTER.match(text.flat, verb.end()):
            row = _row_before(text, verb.start(), known)
        for name in row.names:
            draft = name.draft(text)
            found.setdefault(draft.words, draft)
    return tuple(found.values())
