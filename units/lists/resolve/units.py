"""Rows of a list of units → the same rows with every unit they name found.  PURE.

A unit may be named before its own row, by its code, name or another name; a row may move a unit
below one that only the file knows.  So all rows are read before any is judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from sheets.columns import bare
from sheets.tables import TableRow
from units.lists.names import By, KnownUnit, steps_in
from units.lists.resolve.rows import (
    DASHES,
    Option,
    Question,
    ResolvedRow,
    answer_key,
    repeated,
    said,
    some_of,
)
from units.lists.resolve.subjects import Subjects
from units.lists.spelling import circles
from units.lists.words import find_kind, guess_kind, is_a_level

_LINKS = {"parent": "đơn vị cấp trên", "successor": "đơn vị kế thừa"}
NEW_KIND = "+"  # the answer that a kind is to be added
_QUITE_OTHER = 50


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


class _Resolving(Subjects):
    def run(self) -> tuple[ResolvedRow, ...]:
        repeated(self.rows, ("parent", "parent_code", "kind"))
        for row in self.rows:
            self.namesakes[bare(row.values.get("name", ""))] += 1
        self.find_subjects()
        self.refuse_doubles()
        for row in self.rows:
            row.is_new = row.key not in self.known
            self.enter(row)
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
