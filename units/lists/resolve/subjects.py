"""Which unit each row of a list of units is about.  PURE.

By code, identifier, name under its parent, other and former name, abbreviation, in this order; what
is none of them is a new unit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sheets.columns import bare
from sheets.tables import TableRow
from units.lists.layouts.units import UNITS
from units.lists.names import By, KnownUnit, UnitNames
from units.lists.resolve.rows import DASHES, Finder, ResolvedRow, opened, same_name, split_names
from units.lists.spelling import fresh_code
from units.lists.words import guess_kind
from vietnamese.text import fold

_DAYS = ("active_from", "active_to")
_IDENTIFIER = re.compile(r"[A-Z]\d{2}(?:\.\d{1,4})*")
# So many words of a name tell it apart wherever the unit goes ("Văn phòng" does not).
_TELLING_WORDS, _COMMON_WORDS = 3, 6
_COMMON = re.compile(
    r"hanh chinh|van phong|van thu|to chuc|ke toan|tong hop|giam doc|bao ve|ke hoach|tai vu"
    r"|tai chinh|nghiep vu|chuyen mon|thanh tra|\b\d+\b|\bso \w+$"
)


class Subjects:
    """The rows with the units that they are about; ``index`` also knows what only rows name."""

    def __init__(
        self,
        rows: Sequence[TableRow],
        known: Sequence[KnownUnit],
        kinds: Mapping[str, str],
        answers: Mapping[str, str],
    ) -> None:
        self.known = {unit.code: unit for unit in known}
        self.rows = [opened(row, UNITS.headings, _DAYS) for row in rows]
        self.index = UnitNames.of(known)
        self.stored = UnitNames.of(known)
        self.finder = Finder(self.index, answers)
        self.kinds, self.answers = kinds, answers
        self.taken = {fold(code) for code in self.known}
        self.numbers: dict[str, int] = {}
        self.namesakes: dict[str, int] = defaultdict(int)

    def find_subjects(self) -> None:
        by_name: dict[tuple[str, str], str] = {}
        for row in self.rows:
            written = row.values.get("code", "")
            if self._by_code(row, written):
                continue
            found = self._by_name(row) if row.values.get("name") else ""
            if found:
                row.key = found
            elif written:
                row.key = written
            elif "code" not in row.values or row.is_wrong_in("code"):
                row.key = self._fresh(row, by_name)
            self._keep_code(row, written)

    def _by_code(self, row: ResolvedRow, written: str) -> bool:
        identifier = row.values.get("identifier", "")
        for code, by in (
            (self.stored.code(written), By.CODE),
            (self.stored.identified(written), By.IDENTIFIER),
            (self.stored.identified(identifier), By.IDENTIFIER),
        ):
            # Another code and another name beside an identifier: somebody's slip.
            if code and (by is By.CODE or not written or self._is_named(row, code)):
                row.key, row.by = code, by
                if by is By.IDENTIFIER:
                    self._keep_code(row, written)
                row.values["code"] = code
                return True
        return False

    def _is_named(self, row: ResolvedRow, code: str) -> bool:
        name = row.values.get("name", "")
        codes = self.stored.named(name).union(*(some for some, _ in self.stored.also_named(name)))
        return not bare(name) or code in codes

    def _keep_code(self, row: ResolvedRow, written: str) -> None:
        """Rows may go on calling the unit by the file's own code."""
        row.values["code"] = row.key
        if written and written != row.key:
            self.index.add(row.key, "", written_code=written)
            stored = self.known.get(row.key)
            is_blank = stored and not stored.identifier and not row.values.get("identifier")
            if is_blank and _IDENTIFIER.fullmatch(written):
                row.values["identifier"] = written
                row.note(f"Mã “{written}” được ghi làm mã định danh.")
                return
            row.note(
                f"Mã “{written}” trong tệp khác mã đang có “{row.key}”; mã đang có được giữ nguyên."
            )

    def _by_name(self, row: ResolvedRow) -> str:
        """The code of the one stored unit that the row's name means below the row's parent."""
        name = row.values["name"]
        stages = (
            (self.stored.named(name), By.NAME),
            *self.stored.also_named(name),
            (self.stored.shortened(name), By.SHORT),
        )
        for codes, by in stages:
            found = self._below_parent(row, codes, by)
            if found:
                row.by = by
                if by is not By.NAME:
                    row.note(f"“{name}” là {by} của “{self.stored.names[found]}”; tên được giữ.")
                    row.values["name"] = ""
                return found
        return ""

    def _below_parent(self, row: ResolvedRow, codes: set[str], by: By) -> str:
        written = row.values.get("parent", "") or row.values.get("parent_code", "")
        if row.is_wrong_in("parent"):
            return next(iter(codes)) if len(codes) == 1 else ""
        if not codes:
            return ""
        if written and written not in DASHES:
            below = {code for code in codes if self._is_below(code, written)}
            return self._only(row, below) or self._moved(row, codes, by)
        if {"parent", "parent_code"} & row.values.keys():
            tops = {code for code in codes if self.known[code].parent is None}
            codes = tops or codes
        return self._only(row, codes)

    def _only(self, row: ResolvedRow, codes: set[str]) -> str:
        going_on = {code for code in codes if not self.known[code].has_ended} or codes
        if len(going_on) > 1:
            some = "; ".join(f"{self.stored.label(c)} (mã {c})" for c in sorted(going_on)[:4])
            row.wrong(
                "name",
                f"có {len(going_on)} đơn vị cùng tên này: {some}."
                " Hãy ghi mã đơn vị hoặc đơn vị cấp trên.",
            )
        return next(iter(going_on)) if len(going_on) == 1 else ""

    def _is_below(self, code: str, written: str) -> bool:
        above = self.known[code].parent
        return above is not None and self.stored.is_called(above, written)

    def _moved(self, row: ResolvedRow, codes: set[str], by: By) -> str:
        """A unit that stood elsewhere in the same agency, where its name is like no other's."""
        name = row.values["name"]
        if len(codes) != 1 or by is not By.NAME:
            return ""
        (code,) = codes
        above = self.known[code].parent
        if self.known[code].has_ended or above is None:
            return ""
        where = self.stored.names[above]
        alone = self.namesakes[bare(name)] == 1 and _tells_apart(name)
        if alone and self._in_one_agency(above, row.values.get("parent", "")):
            row.note(f"Nhận theo tên: đơn vị này đang trực thuộc “{where}”.")
            return code
        row.note(f"Đã có đơn vị cùng tên thuộc “{where}”; dòng này được coi là đơn vị khác.")
        return ""

    def _in_one_agency(self, above: str, written: str) -> bool:
        """Whether the unit named and the one that stands above now belong to one agency: they meet
        below the province."""
        try:
            meant = self.stored.find(written).code
        except LookupError:
            return False
        here, there = self.stored.chain(above), self.stored.chain(meant)
        meeting = next((code for code in here if code in there), None)
        if meeting is None:
            return False
        return meeting in {above, meant} or guess_kind(self.stored.names[meeting]) != "ubnd-tinh"

    def _fresh(self, row: ResolvedRow, by_name: dict[tuple[str, str], str]) -> str:
        """A new code; that given above where the file has had this unit already."""
        name = row.values.get("name", "")
        same = (bare(name), bare(row.values.get("parent", "")))
        if name and same in by_name:
            return by_name[same]
        code = fresh_code(name, self.taken, self.numbers)
        self.taken.add(fold(code))
        by_name[same] = code
        return code

    def refuse_doubles(self) -> None:
        numbers: dict[str, list[int]] = defaultdict(list)
        for row in self.rows:
            if row.key:
                numbers[fold(row.key)].append(row.number)
        for row in self.rows:
            others = [str(one) for one in numbers.get(fold(row.key), ()) if one != row.number]
            if others:
                row.wrong(
                    "code",
                    f"đơn vị này (mã “{row.key}”) đã có ở dòng {', '.join(others[:5])}."
                    " Hãy sửa để mỗi đơn vị có một dòng, một mã riêng.",
                )

    def enter(self, row: ResolvedRow) -> None:
        """The row's unit can be named by other rows from now on."""
        name = row.values.get("name", "")
        stored = self.known.get(row.key)
        former = [stored.name] if stored and name and not same_name(stored.name, name) else []
        identifier = row.values.get("identifier", "")
        self.index.add(
            row.key,
            name or self.index.names.get(row.key, ""),
            _other_names(row.values),
            former,
            identifier if identifier not in DASHES else "",
        )
        self.index.names.setdefault(row.key, name)


def _tells_apart(name: str) -> bool:
    """Whether a name is one unit's wherever it goes ("Phòng Hành chính" is many units')."""
    words = bare(name).split()
    least = _COMMON_WORDS if _COMMON.search(bare(name)) else _TELLING_WORDS
    return len(words) >= least


def _other_names(values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        name
        for name in (values.get("short_name", ""), *split_names(values.get("aliases", "")))
        if bare(name)
    )
