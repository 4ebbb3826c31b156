"""Rows of a list of units → the same rows with every unit they name found.  PURE.

A unit may be named before its own row, by its code, name or another name; a row may move a unit
below one that only the file knows.  So all rows are read before any is judged.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from sheets.columns import bare
from sheets.tables import TableRow
from units.lists.layouts.units import UNITS
from units.lists.names import By, KnownUnit, UnitNames, circles, initials, steps_in
from units.lists.resolve.rows import (
    DASHES,
    Finder,
    Option,
    Question,
    ResolvedRow,
    answer_key,
    opened,
    repeated,
    said,
    same_name,
    some_of,
    split_names,
)
from units.lists.words import find_kind, guess_kind, is_a_level
from vietnamese.text import fold

_LINKS = {"parent": "đơn vị cấp trên", "successor": "đơn vị kế thừa"}
_DAYS = ("active_from", "active_to")
NEW_KIND = "+"  # the answer that a kind is to be added
# So many words of a name tell it apart wherever the unit goes ("Văn phòng" does not).
_TELLING_WORDS, _COMMON_WORDS = 3, 6
_COMMON = re.compile(
    r"hanh chinh|van phong|van thu|to chuc|ke toan|tong hop|giam doc|bao ve|ke hoach|tai vu"
    r"|tai chinh|nghiep vu|chuyen mon|thanh tra|\b\d+\b|\bso \w+$"
)
_QUITE_OTHER = 50
_IDENTIFIER = re.compile(r"[A-Z]\d{2}(?:\.\d{1,4})*")


def resolve_units(
    rows: Sequence[TableRow],
    known: Sequence[KnownUnit],
    kinds: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
) -> tuple[ResolvedRow, ...]:
    """The rows with their units found, each with what is wrong in it.

    ``kinds`` are the names of the installation's kinds by code; ``answers`` what words mean.
    """
    return _Resolving(rows, known, kinds or {}, answers or {}).run()


class _Resolving:
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
        self.numbers: dict[str, int] = defaultdict(int)
        self.namesakes: dict[str, int] = defaultdict(int)

    def run(self) -> tuple[ResolvedRow, ...]:
        repeated(self.rows, ("parent", "parent_code", "kind"))
        for row in self.rows:
            self.namesakes[bare(row.values.get("name", ""))] += 1
        self._find_subjects()
        self._refuse_doubles()
        for row in self.rows:
            row.is_new = row.key not in self.known
            self._enter(row)
        for row in self.rows:
            self._fill(row)
        # A path ("Sở A / Phòng B") needs to know what the steps before it stand below.
        for row in sorted(self.rows, key=lambda row: steps_in(row.values.get("parent", ""))):
            self._link(row, "parent", row.values.pop("parent_code", ""))
            if row.values.get("parent") not in {None, "", *DASHES}:
                self.index.parents[row.key] = row.values["parent"]
        for row in self.rows:
            self._link(row, "successor")
        self._refuse_circles()
        self._refuse_shared_identifiers()
        self._say_consequences()
        return tuple(self.rows)

    # --- which unit a row is about ------------------------------------------------------------

    def _find_subjects(self) -> None:
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
        short = initials(name)[:30] or "DV"
        code = short
        while fold(code) in self.taken:
            self.numbers[short] += 1
            code = f"{short}{self.numbers[short] + 1}"
        self.taken.add(fold(code))
        by_name[same] = code
        return code

    def _refuse_doubles(self) -> None:
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

    def _enter(self, row: ResolvedRow) -> None:
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

    # --- what a row says ----------------------------------------------------------------------

    def _fill(self, row: ResolvedRow) -> None:
        if not row.key:
            row.wrong("code", "thiếu mã đơn vị. Hãy ghi mã vào cột “Mã đơn vị”.")
        nameless = not bare(row.values.get("name", "")) and (row.is_new or not row.by)
        stored, name = self.known.get(row.key), row.values.get("name", "")
        if stored and name and fuzz.ratio(bare(stored.name), bare(name)) < _QUITE_OTHER:
            row.note(f"Tên khác hẳn tên đang có (“{stored.name}”): hãy xem lại mã.")
        if nameless and not row.is_wrong_in("name"):
            row.wrong("name", "thiếu tên đơn vị. Hãy ghi tên vào cột “Tên đơn vị”.")
        elif not row.values.get("name") and row.by in {By.CODE, By.IDENTIFIER}:
            self._refuse_blank_name(row)
        self._read_kind(row)

    def _refuse_blank_name(self, row: ResolvedRow) -> None:
        if "name" in row.values and not row.is_wrong_in("name"):
            row.wrong("name", "thiếu tên đơn vị. Hãy ghi tên vào cột “Tên đơn vị”.")

    def _read_kind(self, row: ResolvedRow) -> None:
        written, name = row.values.get("kind", ""), row.values.get("name", "")
        if written and written not in DASHES:
            self._written_kind(row, written)
        elif row.is_new and name and not row.is_wrong_in("kind"):
            answered = self.answers.get(answer_key("kind-of", name), "")
            row.values["kind"] = answered or guess_kind(name) or ""
            if self.kinds and row.values["kind"] not in self.kinds:
                row.values["kind"] = ""
            if not row.values["kind"]:
                row.wrong("kind", "chưa rõ loại đơn vị. Hãy ghi loại vào cột “Loại”.")
                row.ask(Question("kind-of", name, self._kinds()))

    def _written_kind(self, row: ResolvedRow, written: str) -> None:
        answered = self.answers.get(answer_key("kind", written), "")
        code = answered or find_kind(written, self.kinds)
        if code and (code in self.kinds or code.startswith(NEW_KIND)):
            row.values["kind"] = self._rather_by_name(row, written, code)
            if code.startswith(NEW_KIND):
                row.note(f"Loại đơn vị mới “{written}” được thêm cùng danh sách này.")
        elif self.kinds:
            row.values["kind"] = ""
            row.wrong("kind", f"không có loại đơn vị “{written}”. {some_of(self.kinds.values())}")
            fresh = Option(NEW_KIND + written, f"Thêm loại mới “{written}”")
            row.ask(Question("kind", written, (fresh, *self._kinds())))

    def _rather_by_name(self, row: ResolvedRow, written: str, code: str) -> str:
        """A level ("Tỉnh", "Huyện") says nothing of the kind of a hospital or a school."""
        by_name = guess_kind(row.values.get("name", ""))
        if not is_a_level(written) or by_name is None or by_name.startswith("ubnd"):
            return code
        if by_name == code or by_name not in self.kinds:
            return code
        row.note(f"“{written}” là cấp, không phải loại; loại “{self.kinds[by_name]}” theo tên.")
        return by_name

    def _kinds(self) -> tuple[Option, ...]:
        return tuple(Option(code, name) for code, name in self.kinds.items())

    def _link(self, row: ResolvedRow, key: str, instead: str = "") -> None:
        written = self._by_both(row, row.values.get(key, ""), instead)
        if not written or written in DASHES:
            return
        code = row.values[key] = self.finder.find(row, key, written, what=_LINKS[key])
        if not code:
            return
        if code == row.key:
            row.wrong(key, f"đơn vị không thể là {_LINKS[key]} của chính mình. Hãy sửa cột này.")
        stored = self.known.get(row.key)
        if key == "parent" and code in self.index.ended and (not stored or stored.parent != code):
            row.wrong(
                key,
                f"đơn vị cấp trên “{self.index.label(code)}” đã kết thúc hoạt động."
                " Hãy ghi đơn vị đang hoạt động.",
            )

    def _by_both(self, row: ResolvedRow, named: str, coded: str) -> str:
        """What stands above, where a column of codes and one of names say it."""
        if not coded or coded in DASHES or not named or named in DASHES:
            return named or coded
        code = self.index.code(coded) or self.index.identified(coded)
        if code is None:
            row.note(f"Không có mã cấp trên “{coded}”; lấy theo tên “{named}”.")
            return named
        if not self.index.is_called(code, named):
            row.wrong(
                "parent",
                f"mã cấp trên “{coded}” là “{self.index.label(code)}”, khác với tên “{named}”."
                " Hãy sửa một trong hai cột.",
            )
        return coded

    # --- what rows say together ---------------------------------------------------------------

    def _refuse_circles(self) -> None:
        parents = {code: unit.parent for code, unit in self.known.items()}
        for row in self.rows:
            parents[row.key] = said(row.values, "parent", parents.get(row.key))
        by_code = {row.key: row for row in self.rows}
        for circle in circles(parents):
            if len(circle) == 2:
                continue  # said already: a unit below itself
            for code in circle[:-1]:
                if code in by_code:
                    by_code[code].wrong(
                        "parent",
                        f"các đơn vị cấp trên tạo thành vòng lặp ({' → '.join(circle)})."
                        " Hãy sửa cột “Đơn vị cấp trên” của một trong các đơn vị này.",
                    )

    def _refuse_shared_identifiers(self) -> None:
        held: dict[str, set[str]] = defaultdict(set)
        named = {row.key: row for row in self.rows}
        for code, unit in self.known.items():
            if code not in named:
                held[unit.identifier].add(code)
        for code, row in named.items():
            stored = self.known[code].identifier if code in self.known else ""
            held[said(row.values, "identifier", stored) or ""].add(code)
        for identifier, codes in held.items():
            for code in codes if identifier and len(codes) > 1 else ():
                others = ", ".join(sorted(codes - {code}))
                if code in named:
                    named[code].wrong(
                        "identifier",
                        f"mã định danh “{identifier}” trùng với đơn vị {others}."
                        " Hãy sửa để mỗi đơn vị có một mã định danh riêng.",
                    )

    def _say_consequences(self) -> None:
        """A new unit whose row is wrong takes the rows of the units below it along."""
        say_consequences(
            self.rows,
            {row.key: row.values.get("parent", "") for row in self.rows},
            {row.key for row in self.rows if row.is_new},
        )


def _tells_apart(name: str) -> bool:
    """Whether a name is one unit's wherever it goes ("Phòng Hành chính" is many units')."""
    words = bare(name).split()
    least = _COMMON_WORDS if _COMMON.search(bare(name)) else _TELLING_WORDS
    return len(words) >= least


def say_consequences(rows: Sequence[ResolvedRow], above: Mapping[str, str], new: set[str]) -> None:
    """Marks rows that hang on a row that is wrong; of a chain the first one is named as the cause.

    ``above`` is the key each row's own key stands below, ``new`` the keys that only the file knows.
    """
    wrong = {row.key: row.number for row in rows if row.problems and row.key in new}
    causes: dict[str, int] = {}
    for row in rows:
        seen: list[str] = []
        at, first = above.get(row.key, ""), 0
        while at and at not in seen:
            seen.append(at)
            first = wrong.get(at, first)
            at = above.get(at, "")
        if first and first != row.number:
            causes[row.key] = first
    for row in rows:
        if cause := causes.get(row.key):
            row.wrong(
                "parent", f"đơn vị cấp trên ở dòng {cause} còn sai nên dòng này sai theo.", cause
            )


def _other_names(values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        name
        for name in (values.get("short_name", ""), *split_names(values.get("aliases", "")))
        if bare(name)
    )
