"""Rows of a list of units → the same rows with every unit they name found.  PURE.

A unit may be named before its own row, by its code, name or another name; a row may move a unit
below one that only the file knows.  So all rows are read before any is judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sheets.columns import bare
from sheets.tables import TableRow
from units.spreadsheets.kinds import guess_kind
from units.spreadsheets.linking.rows import (
    DASHES,
    KnownUnit,
    LinkedRow,
    find_unit,
    index_of,
    said,
    split_names,
)
from units.spreadsheets.names import circles, fresh_code
from vietnamese.text import fold

_LINKS = {"parent": "đơn vị cấp trên", "successor": "đơn vị kế thừa"}


def link_rows(rows: Sequence[TableRow], known: Sequence[KnownUnit]) -> tuple[LinkedRow, ...]:
    """The rows with their units found, each with what is wrong in it."""
    return _Linking(rows, known).run()


class _Linking:
    def __init__(self, rows: Sequence[TableRow], known: Sequence[KnownUnit]) -> None:
        self.known = {unit.code: unit for unit in known}
        self.rows = [LinkedRow(row.number, dict(row.values)) for row in rows]
        self.names = {unit.code: unit.name for unit in known}
        self.index = index_of(known)

    def run(self) -> tuple[LinkedRow, ...]:
        self._give_codes()
        self._refuse_doubles()
        for row in self.rows:
            name = row.values.get("name", "")
            row.is_new = row.key not in self.known
            self.names[row.key] = name or self.names.get(row.key, "")
            self.index.add(row.key, name, _other_names(row.values))
        for row in self.rows:
            self._fill(row)
            self._link(row, "parent", row.values.pop("parent_code", ""))
            self._link(row, "successor")
        self._refuse_circles()
        self._refuse_shared_identifiers()
        return tuple(self.rows)

    # --- which unit a row is about ------------------------------------------------------------

    def _give_codes(self) -> None:
        taken = set(self.known)
        by_name: dict[tuple[str, str], str] = {}
        for row in self.rows:
            if "code" in row.values:
                written = row.values["code"]
                row.key = row.values["code"] = self.index.code(written) or written
                continue
            same = (bare(row.values["name"]), bare(row.values.get("parent", "")))
            code = by_name.get(same) or self._code_by_name(row, taken)
            row.key = row.values["code"] = by_name[same] = code
            taken.add(code)

    def _code_by_name(self, row: LinkedRow, taken: set[str]) -> str:
        """The code of the one unit with the row's name, below the row's parent; else a new code."""
        found = self.index.named(row.values["name"])
        parent = row.values.get("parent", "")
        if parent and len(found) > 0:
            found = {code for code in found if self._is_below(code, parent)}
        if len(found) == 1:
            return found.pop()
        if len(found) > 1:
            codes = ", ".join(sorted(found))
            row.wrong(
                "name",
                f"có {len(found)} đơn vị cùng tên này (mã {codes})."
                " Hãy thêm cột “Mã đơn vị” và ghi mã.",
            )
        return fresh_code(row.values["name"], taken)

    def _is_below(self, code: str, parent: str) -> bool:
        above = self.known[self.known[code].parent or ""] if self.known[code].parent else None
        return above is not None and bare(parent) in {
            bare(words) for words in (above.code, above.name, *above.others)
        }

    def _refuse_doubles(self) -> None:
        numbers: dict[str, list[int]] = defaultdict(list)
        folded = [fold(row.key) for row in self.rows]
        for row, code in zip(self.rows, folded, strict=True):
            if code:
                numbers[code].append(row.number)
        for row, code in zip(self.rows, folded, strict=True):
            others = [str(one) for one in numbers.get(code, ()) if one != row.number]
            if others:
                row.wrong(
                    "code",
                    f"mã “{row.key}” đã có ở dòng {', '.join(others)}."
                    " Hãy sửa để mỗi đơn vị có một mã riêng.",
                )

    # --- what a row says ----------------------------------------------------------------------

    def _fill(self, row: LinkedRow) -> None:
        if not row.key:
            row.wrong("code", "thiếu mã đơn vị. Hãy ghi mã vào cột “Mã đơn vị”.")
        if not row.values.get("name"):
            row.wrong("name", "thiếu tên đơn vị. Hãy ghi tên vào cột “Tên đơn vị”.")
        if row.is_new and not row.values.get("kind"):
            row.values["kind"] = guess_kind(row.values.get("name", "")) or ""
            if not row.values["kind"]:
                row.wrong("kind", "chưa rõ loại đơn vị. Hãy ghi loại vào cột “Loại”.")

    def _link(self, row: LinkedRow, key: str, instead: str = "") -> None:
        written = instead or row.values.get(key, "")
        if not written or written in DASHES:
            return
        row.values[key] = find_unit(
            row, key, written, self.index, what=_LINKS[key], names=self.names
        )
        if row.values[key] and row.values[key] == row.key:
            row.wrong(key, f"đơn vị không thể là {_LINKS[key]} của chính mình. Hãy sửa cột này.")

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


def _other_names(values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        name
        for name in (values.get("short_name", ""), *split_names(values.get("aliases", "")))
        if name
    )
