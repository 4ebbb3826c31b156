"""What reading is unsure of, for a person to look at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from plans.deadlines import DATED, DeadlineKind
from reading.draft import (
    DeadlineDraft,
    Doubt,
    DoubtKind,
    DutyDraft,
    NameDraft,
    PlanDraft,
    TaskDraft,
)
from reading.gather.refused_days import unexplained
from reading.gather.tasks import Found
from reading.layout.issuer import is_another
from reading.layout.node import Node
from reading.layout.numbering import Level, roman_value
from reading.letters import flat, low
from reading.text import Text
from reading.understand.citations import Citation, key

_PASSED_OVER = 200  # characters of a task that are quoted


def find(
    draft: PlanDraft,
    found: Found,
    cited: Sequence[Citation],
    trees: Sequence[Node],
    named: Sequence[Text] = (),
) -> Iterator[Doubt]:
    """The doubts about a draft, the gravest first; ``named`` are the agencies that the text below
    the head names as the issuer."""
    if not draft.tasks:
        yield Doubt(DoubtKind.NO_TASKS, "")
    yield from _missing_header(draft)
    yield from _issuer(draft, named)
    yield from _left(found, cited)
    for tree in trees:
        yield from _gaps(tree)
    yield from _gaps_of_tables(found)
    yield from _refs_twice(draft)
    yield from _conflicts(cited)
    for task in draft.tasks:
        yield from _about_task(task, draft)
    own = {(task.ref, task.deadline.spans) for task in draft.tasks}
    for duty in draft.report_duties:
        if (duty.ref, duty.deadline.spans) not in own:
            yield from _about_days(duty.deadline, duty.ref, draft)
        yield from _about_duty(duty, draft)
    yield from unexplained(draft, found)


def about_pictures(pages: Sequence[int]) -> Iterator[Doubt]:
    """Pages, numbered from 1, that are pictures among pages with text."""
    for page in pages:
        yield Doubt(DoubtKind.PICTURE, f"Trang {page}")


def _left(found: Found, cited: Sequence[Citation]) -> Iterator[Doubt]:
    """Paragraphs that were left, and days that no calendar has."""
    for text in found.unread:
        yield Doubt(DoubtKind.UNREAD, text.words, None, text.spans())
    for ref, text in found.impossible:
        yield Doubt(DoubtKind.BAD_DAY, text.words, ref, text.spans())
    for citation in cited:
        if citation.impossible:
            yield Doubt(DoubtKind.BAD_DAY, citation.draft.number, None, citation.draft.spans)


# --- the head -------------------------------------------------------------------------------------
def _missing_header(draft: PlanDraft) -> Iterator[Doubt]:
    fields = {
        "number": draft.number,
        "symbol": draft.symbol,
        "issuer": draft.issuer,
        "issued_on": draft.issued_on if draft.issued_on and len(draft.issued_on) == 10 else None,
        "title": draft.title,
        "signatory": draft.signatory.name,
    }
    for name, value in fields.items():
        if not value:
            yield Doubt(DoubtKind.NO_HEADER, name, None, draft.places.get(name, ()))
    if not draft.starts_on and not draft.issued_on:
        yield Doubt(DoubtKind.NO_TIME, "")


# What the head of an agency is called, by how the agency's name begins.
_HEADS = (
    (r"uy ban nhan dan|ubnd", r"chu tich|uy ban nhan dan|ubnd"),
    (
        (
            r"so |trung tam|benh vien|cong ty|doanh nghiep|vien |kho bac|chi nhanh|nha may"
            r"|dien luc|bao hiem|ban quan ly"
        ),
        r"giam doc|so |vien truong|quan doc|thu truong|truong ban",
    ),
    (r"truong |hoc vien|dai hoc", r"hieu truong|giam doc|hieu pho"),
    (r"cong an", r"truong cong an|giam doc|truong phong"),
    (
        r"phong |ban |chi cuc|cuc |tong cuc|van phong|doi |hat |tram |khoa |to ",
        r"truong|chanh|giam doc",
    ),
    (r"bo ", r"bo truong|thu truong"),
    (r"hoi |doan |lien doan|mat tran", r"chu tich|bi thu|ban thuong vu"),
    (r"dang uy|tinh uy|huyen uy|thanh uy|chi bo|dang bo", r"bi thu|ban thuong vu"),
)


def _issuer(draft: PlanDraft, named: Sequence[Text]) -> Iterator[Doubt]:
    """An issuer that neither the symbol nor the signature agrees with, or the text below."""
    name, signed = flat(draft.issuer or ""), draft.signatory
    for other in named:
        if is_another(other.words, draft.issuer or ""):
            yield Doubt(DoubtKind.ISSUER, other.words, None, other.spans())
            return
    post = flat(f"{signed.authority or ''} {signed.position or ''}").strip()
    if not name or not (draft.symbol or post):
        return
    if draft.symbol and _agrees(draft.issuer or "", draft.symbol) and _is_there(name, draft):
        return
    if _acts(name, draft):
        return
    heads = [head for kind, head in _HEADS if re.match(kind, name)]
    bears = not heads or any(re.search(head, post) for head in heads)
    # Many agencies have a head of that title: it agrees only where no symbol speaks against it.
    if bears and (not draft.symbol or "-ub" in flat(draft.symbol)):
        return  # the superior's symbol is a slip of the form that was copied
    if draft.symbol and not post and not heads:
        return
    spans = draft.places.get("issuer", ())
    yield Doubt(DoubtKind.ISSUER, draft.issuer or "", None, spans)


_ACTS = (
    r"(?: \w+){0,6},? (?:xay dung|ban hanh|lap|trien khai|to chuc|de ra|yeu cau|thong bao|giao)\b"
)


def _acts(name: str, draft: PlanDraft) -> bool:
    """Whether the text itself says that the issuer issues: "Sở Tư pháp xây dựng Kế hoạch …"."""
    short = name.replace("uy ban nhan dan", "ubnd")
    head = {span.line for span in draft.places.get("issuer", ())}
    pattern = re.compile(rf"(?:{re.escape(name)}|{re.escape(short)}){_ACTS}")
    return any(
        pattern.search(flat(words))
        for number, words in enumerate(draft.lines)
        if number not in head
    )


def _is_there(name: str, draft: PlanDraft) -> bool:
    """Whether a People's Committee, whose symbol is that of all of them, dates its plan at home."""
    if not re.match(r"(?:uy ban nhan dan|ubnd) (?:xa|phuong|tinh|thanh pho|dac khu) \w", name):
        return True
    return not draft.place or flat(draft.place) in name


def _agrees(name: str, symbol: str) -> bool:
    """Whether the letters of a symbol are those that the words of the agency's name begin with.

    Three in four are enough ("PCST", Công ty Điện lực Sông Tiền); "STP" is not Sở Tài chính.
    """
    parts = re.split(r"[-/ ]", flat(symbol))[1:]
    if any(part.startswith("ub") for part in parts):
        return bool(re.search(r"uy ban nhan dan|ubnd", flat(name)))
    initials = "".join(
        word if word.isupper() and len(word) > 1 else word[0] for word in re.findall(r"\w+", name)
    )
    codes = [re.sub(r"[^a-z0-9]", "", part) for part in [*parts, "".join(parts)]]
    return any(_spells(code, flat(initials), flat(name)) for code in codes if code)


def _spells(code: str, initials: str, name: str) -> bool:
    if code.startswith("dtn"):  # the Youth Union, whatever the name of its committee
        return "doan" in name
    if re.fullmatch(r"p?[a-z]\d\d", code):  # the divisions of the police bear numbers
        return bool(re.search(r"cong an|canh sat", name))
    return _in_common(code, initials) * 4 >= len(code) * 3


def _in_common(code: str, initials: str) -> int:
    """How many letters the two have in common in the same order."""
    rows = [0] * (len(initials) + 1)
    for letter in code:
        before = 0
        for at, other in enumerate(initials, start=1):
            kept = rows[at]
            rows[at] = before + 1 if letter == other else max(rows[at], rows[at - 1])
            before = kept
    return rows[-1]


# --- numbers --------------------------------------------------------------------------------------
_LETTERS = "abcdđefghijklmnopqrstuvwxyz"
_SELDOM = frozenset("đfjwz")  # lists leave them out as often as not


def _gaps_of_tables(found: Found) -> Iterator[Doubt]:
    for table in found.tables:
        for words, text in table.gaps:
            yield Doubt(DoubtKind.NUMBER_GAP, words, None, text.spans())


def _follows(before: Node, item: Node) -> bool:
    """Whether an item's number or letter is the next one after another's."""
    if item.marker is not None and item.marker.level in {Level.LETTER, Level.UPPER}:
        first, last = (_LETTERS.find(node.path[-1].lower()[:1]) for node in (before, item))
        between = _LETTERS[first + 1 : max(last, 0)]
        return first < 0 or last < 0 or (last > first and _SELDOM.issuperset(between))
    return _value(item) == _value(before) + 1


def _gaps(root: Node) -> Iterator[Doubt]:
    for node in root.walk():
        before: Node | None = None
        for item in node.items:
            if item.is_bullet or item.marker is None or not item.path:
                continue
            beside = before is not None and before.depth == item.depth
            if before is not None and beside and not _follows(before, item):
                words = f"{before.path[-1]} → {item.path[-1]}"
                yield Doubt(DoubtKind.NUMBER_GAP, words, ".".join(item.path), item.body.spans())
            before = item


def _value(node: Node) -> int:
    number = node.path[-1] if node.path else "0"
    return int(number) if number.isdigit() else roman_value(number)


def _refs_twice(draft: PlanDraft) -> Iterator[Doubt]:
    counts = Counter(task.ref for task in draft.tasks)
    met: set[str] = set()
    for task in draft.tasks:
        if counts[task.ref] > 1 and task.ref in met:
            yield Doubt(DoubtKind.REF_TWICE, task.text[:_PASSED_OVER], task.ref, task.spans)
        met.add(task.ref)


def _conflicts(cited: Sequence[Citation]) -> Iterator[Doubt]:
    """One document cited with two days."""
    first: dict[tuple[str, str], Citation] = {}
    told: set[tuple[str, str]] = set()
    for citation in cited:
        if citation.draft.issued_on is None:
            continue
        held = first.setdefault(key(citation.draft), citation)
        if held.draft.issued_on != citation.draft.issued_on and key(citation.draft) not in told:
            told.add(key(citation.draft))
            days = f"{held.draft.issued_on}, {citation.draft.issued_on}"
            words = f"{citation.draft.kind} {citation.draft.number}: {days}"
            yield Doubt(
                DoubtKind.CONFLICTING_CITATION,
                words,
                None,
                (*held.draft.spans, *citation.draft.spans),
            )


# --- tasks ----------------------------------------------------------------------------------------
def _about_task(task: TaskDraft, draft: PlanDraft) -> Iterator[Doubt]:
    if not task.lead:
        yield Doubt(DoubtKind.NO_LEAD, task.text[:_PASSED_OVER], task.ref, task.spans)
    words = _EQUIPMENT.sub("", low(task.text))
    if _VERBS.isdisjoint(re.findall(r"[^\W\d_]+", words)):
        yield Doubt(DoubtKind.NO_VERB, task.text[:_PASSED_OVER], task.ref, task.spans)
    for name in (*task.lead, *task.cooperating):
        if _is_cut(name, draft.lines):
            yield Doubt(DoubtKind.NAME_CUT, name.words, task.ref, name.spans)
    yield from _about_days(task.deadline, task.ref, draft)
    time = task.deadline
    if (
        time.kind is DeadlineKind.NONE
        and time.reckoning is None
        and _UNCLEAR.search(flat(time.words))
    ):
        yield Doubt(DoubtKind.TIME_UNCLEAR, time.words, task.ref, time.spans)


# Syllables that verbs begin with.  A piece of work without any of them is likely a heading, or the
# rest of a sentence that was cut.
_VERBS = frozenset(
    re.findall(
        r"\w+",
        """
        kiểm rà tổ tuyên huấn tập bồi diễn thực thi xây soạn ban tham phối chỉ hướng đôn theo giám
        tổng sơ báo bảo đảm triển bố bổ trang mua lập cấp duy sửa thay lắp thống thông phân ký cam
        tiếp xử giải nghiên đề quản quán vận trực thường cung củng gửi phát đưa làm mở đăng viết
        biên in treo vệ cắt dọn chuẩn kiện thành giao phổ học đẩy tăng nâng chủ khắc yêu cử chịu
        quyết dự đánh thu nộp trình nhận hoàn cập công đo đặt khảo tự xác lưu ghi nhập phê phòng
        chữa cứu ứng sẵn quan đầu cải di tháo niêm nhắc liên hỗ khen kỷ biểu long giảm ngăn hạn
        loại xóa chuyển cảnh thảo họp lấy sử khai dạy nhân kết trao điều cân ngắt tắt khóa tuần
        canh chốt gọi rút hưởng phúc trả thanh đón gia gắn đóng cho dùng bốc chia vẽ giữ tạo kêu
        hỏi sắp quét trồng điểm chạy quay thuyết hiển chấm nghiệm xem gộp góp bàn ra đi dán tìm
        xin định rửa trám che chống chặt tẩy bơm nạp thử sơn ốp bịt rào cấm dừng mời bình chọn bầu
        tôn vinh tặng thưởng phạt phản ánh giáo dục nắm bám đối tương lồng tính lắng nghe cảm vượt
        sáng khánh khởi mang chở vứt thả hàn đốt hút nêu nhất thế bán tuân chấp chăm đáp lãnh
        """,
    )
)
# "Bình chữa cháy loại 8 kg" does nothing.
_EQUIPMENT = re.compile(
    r"\b(?:bình|xe|máy bơm|phương tiện|thiết bị|hệ thống|vòi|trụ|dụng cụ|nước)"
    r" (?:phòng cháy|chữa cháy)"
)
# "02 lần/năm", "đầu tháng 9", "5 ngày kể từ khi nhận" are clear and name no day.
_UNCLEAR = re.compile(r"hoc ky|^(?!.*\b(?:lan|dau|giua|tet|mua|dip|ke tu|tinh tu|khi|sau)\b).*\d")
_WEAK_END = re.compile(
    r"(?:\b(?:các|và|của|cấp|(?<!trực )thuộc|(?<=các )khu|về|với|cho|hoặc|tại|những)|[-–,(/&])$"
)
# A noun that names nobody before its own name follows.
_BARE_HEAD = re.compile(
    r"(?:Các|Những|các) (?:Tổ|Ban|Đội|Phòng|Khoa|Sở|Trung tâm|Công ty|Trường|Chi cục|Hội)"
    r"|(?:Tổ|Ban|Phòng|Khoa|Sở|Trung tâm|Trường|Chi cục|Cục|Hội|Phó|Giám đốc khu)"
    r"|(?:Ban|Phòng|Trung tâm|Khoa|Chi cục|Cục) [Qq]uản lý(?: các)?(?: khu)?"
    r"|(?:Phòng|Ban|Tổ|Khoa|Đội|Trạm|Trung tâm|Phân xưởng), [A-ZĐ].*"
)


# Words before a further name that no name has inside it.
_HOLDS_ANOTHER = re.compile(
    r" (?:dự có|mời|với|gồm|nhờ|cùng(?: với)?|tham dự|có) (?:các [a-zđ]|[A-ZĐ]\w*[^\W\d]* [\wÀ-ỹ])"
)


def _is_cut(name: NameDraft, lines: Sequence[str]) -> bool:
    """Whether a name seems to end before its end: at a word that nothing ends with, at a bracket
    that stays open, at a line's end in the middle of a row, or as a bare noun."""
    words = name.words
    if _WEAK_END.search(low(words)) or _BARE_HEAD.fullmatch(words) or _HOLDS_ANOTHER.search(words):
        return True
    if words.count("(") != words.count(")") or not name.spans:
        return bool(name.spans)
    last = name.spans[-1]
    if lines[last.line][last.end :].strip() or last.line + 1 >= len(lines):
        return False
    following = lines[last.line + 1].split(maxsplit=1)[:1]
    return bool(following) and following[0] in _GOES_ON


# Words that begin a line only where the one before was cut within a row of names.
_GOES_ON = frozenset({"và", "&", "thuộc"})


# --- days -----------------------------------------------------------------------------------------
_LATER = re.compile(r"nam (?:sau|toi|tiep theo|ke tiep|lien)")


def _about_days(deadline: DeadlineDraft, ref: str, draft: PlanDraft) -> Iterator[Doubt]:
    """A day before the plan was signed or after its time, a stretch that ends before it begins."""
    if deadline.kind not in DATED:
        return
    last = max(deadline.days, default="")
    place = (deadline.words, ref, deadline.spans)
    if deadline.starts_on and last and deadline.starts_on > last:
        yield Doubt(DoubtKind.BACKWARDS, *place)
        return
    issued = draft.issued_on or ""
    if deadline.starts_on and deadline.starts_on[:4] < min(
        issued[:4], (draft.starts_on or issued)[:4]
    ):
        yield Doubt(DoubtKind.DAY_BEFORE, *place)
        return
    if deadline.days and min(deadline.days) < issued[:10] and len(issued) >= 7:
        yield Doubt(DoubtKind.DAY_BEFORE, *place)
    # Without a time of its own a plan may reach into the year after that of its issue.
    ends_on = draft.ends_on or (f"{int(issued[:4]) + 1}-12-31" if issued else "")
    if ends_on and last > ends_on and not _LATER.search(flat(deadline.words)):
        yield Doubt(DoubtKind.DAY_AFTER, *place)


def _about_duty(duty: DutyDraft, draft: PlanDraft) -> Iterator[Doubt]:
    """A report of which it is not said who makes it."""
    if not duty.reporter and any(task.ref == duty.ref and task.lead for task in draft.tasks):
        yield Doubt(DoubtKind.NO_REPORTER, draft.quote(duty.spans), duty.ref, duty.spans)
