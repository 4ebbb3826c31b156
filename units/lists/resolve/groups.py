"""Rows of a list of groups → the same rows with agencies, units and kinds found.  PURE.

Rows know only the units in reach of the person who brings the list: what lies outside is not found
and not suggested, as if it were not there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sheets.columns import bare
from sheets.tables import TableRow
from units.lists.layouts.groups import ANY_DEPTH, BY_RULE, FIXED, GROUPS
from units.lists.names import KnownUnit, UnitNames
from units.lists.resolve.rows import (
    BETWEEN,
    DASHES,
    Finder,
    Option,
    Question,
    ResolvedRow,
    answer_key,
    opened,
    some_of,
    split_names,
)
from units.lists.words import find_kind
from vietnamese.text import fold

_RULE_ONLY = {"kinds": "loại đơn vị", "under": "đơn vị nằm trên", "depth": "số cấp"}
_WAYS = {
    **dict.fromkeys((bare(BY_RULE), "quy tac", "tu dong"), BY_RULE),
    **dict.fromkeys((bare(FIXED), "danh sach", "danh sach co dinh"), FIXED),
}
_ANY = {bare(ANY_DEPTH), "tat ca", "tat ca cac cap", "khong gioi han"}


@dataclass(frozen=True)
class KnownGroup:
    agency: str
    name: str
    by_rule: bool
    has_members: bool = False

    @property
    def key(self) -> str:
        return key_of(self.agency, self.name)


def key_of(agency: str, name: str) -> str:
    """What tells a group from others: its agency and its name, accents and case apart."""
    return f"{agency}{BETWEEN}{fold(name)}"


def resolve_groups(
    rows: Sequence[TableRow],
    groups: Iterable[KnownGroup],
    units: Iterable[KnownUnit],
    kinds: Mapping[str, str],
    home: str = "",
    answers: Mapping[str, str] | None = None,
) -> tuple[ResolvedRow, ...]:
    """The rows with what they name found, each with what is wrong in it.

    ``kinds`` are the names of the kinds by code; ``home`` is the agency meant where none is named.
    """
    return _Resolving(rows, groups, units, kinds, home, answers or {}).run()


class _Resolving:
    def __init__(
        self,
        rows: Sequence[TableRow],
        groups: Iterable[KnownGroup],
        units: Iterable[KnownUnit],
        kinds: Mapping[str, str],
        home: str,
        answers: Mapping[str, str],
    ) -> None:
        self.rows = [opened(row, GROUPS.headings) for row in rows]
        self.units = {unit.code: unit for unit in units}
        self.names = {code: unit.name for code, unit in self.units.items()}
        self.finder, self.answers = Finder(UnitNames.of(self.units.values()), answers), answers
        self.known = {group.key: group for group in groups}
        self.kinds, self.home = kinds, home
        self.agencies: dict[str, set[str]] = defaultdict(set)
        for group in self.known.values():
            self.agencies[fold(group.name)].add(group.agency)

    def run(self) -> tuple[ResolvedRow, ...]:
        for row in self.rows:
            self._find_agency(row)
            row.key = key_of(row.values["agency"], row.values.get("name", ""))
            row.is_new = row.key not in self.known
            if not row.is_new:
                row.values["name"] = self.known[row.key].name
            self._read_rule(row)
            self._read_members(row)
        self._gather()
        for row in self.rows:
            self._find_way(row)
        return tuple(self.rows)

    # --- which group --------------------------------------------------------------------------

    def _find_agency(self, row: ResolvedRow) -> None:
        name, written = row.values.get("name", ""), row.values.get("agency", "")
        if not name:
            row.wrong("name", "thiếu tên nhóm. Hãy ghi vào cột “Tên nhóm”.")
        if written:
            row.values["agency"] = self._find(row, "agency", written, "cơ quan")
            return
        bearing = self.agencies.get(fold(name), set())
        row.values["agency"] = next(iter(bearing)) if len(bearing) == 1 else self.home
        if not row.values["agency"]:
            row.wrong("agency", "thiếu cơ quan của nhóm. Hãy ghi vào cột “Cơ quan”.")

    def _find(self, row: ResolvedRow, key: str, written: str, what: str) -> str:
        return self.finder.find(
            row,
            key,
            written,
            what=what,
            mend="Hãy ghi mã hoặc tên của đơn vị thuộc cơ quan bạn phụ trách.",
        )

    def _inside(self, row: ResolvedRow, key: str, code: str) -> str:
        """The unit's code, where it stands in the group's agency; else "", said in the row."""
        agency = row.values["agency"]
        above: str | None = code
        while above is not None and above in self.units and above != agency:
            above = self.units[above].parent
        if code and agency and above != agency:
            row.wrong(
                key,
                f"“{self.names[code]}” không thuộc “{self.names[agency]}”."
                " Nhóm chỉ gồm các đơn vị thuộc cơ quan của nhóm.",
            )
            return ""
        return code

    # --- what is in it ------------------------------------------------------------------------

    def _read_rule(self, row: ResolvedRow) -> None:
        under = row.values.get("under", "")
        if under and under not in DASHES:
            row.values["under"] = self._inside(
                row, "under", self._find(row, "under", under, "đơn vị")
            )
        kinds = row.values.get("kinds", "")
        if kinds and kinds not in DASHES:
            found = (self._kind(row, words) for words in split_names(kinds))
            row.values["kinds"] = BETWEEN.join(filter(None, found))
        depth = row.values.get("depth", "")
        if bare(depth) in _ANY or depth in DASHES:
            row.values["depth"] = ANY_DEPTH
        elif depth and not (depth.isdecimal() and 1 <= int(depth) <= 50):
            row.wrong("depth", f"“{depth}” không phải số cấp. Hãy ghi 1, 2, … hoặc “{ANY_DEPTH}”.")

    def _kind(self, row: ResolvedRow, words: str) -> str:
        answered = self.answers.get(answer_key("kind", words), "")
        code = answered if answered in self.kinds else find_kind(words, self.kinds)
        if code is None:
            row.wrong("kinds", f"không có loại đơn vị “{words}”. {some_of(self.kinds.values())}")
            options = tuple(Option(code, name) for code, name in self.kinds.items())
            row.ask(Question("kind", words, options))
        return code or ""

    def _read_members(self, row: ResolvedRow) -> None:
        written = row.values.get("members", "")
        if not written or written in DASHES:
            return
        codes = (self._find(row, "members", words, "đơn vị") for words in split_names(written))
        inside = dict.fromkeys(self._inside(row, "members", code) for code in codes if code)
        row.values["members"] = BETWEEN.join(filter(None, inside))

    def _gather(self) -> None:
        """A long list of members may go on in further rows; else a group has one row."""
        by_group: dict[str, list[ResolvedRow]] = defaultdict(list)
        for row in self.rows:
            by_group[row.key].append(row)
        for rows in by_group.values():
            parts = [row.values.get("members", "") for row in rows]
            for row in rows if len(rows) > 1 else ():
                row.values["members"] = BETWEEN.join(dict.fromkeys(filter(None, parts)))
                if not all(parts) and row.values.get("name"):
                    others = ", ".join(str(one.number) for one in rows if one is not row)
                    row.wrong("name", f"nhóm này đã có ở dòng {others}. Hãy bỏ bớt một dòng.")

    def _find_way(self, row: ResolvedRow) -> None:
        written, members = row.values.get("way", ""), row.values.get("members", "")
        stored = self.known.get(row.key)
        way = _WAYS.get(bare(written)) if written else None
        if written and way is None:
            row.wrong("way", f"không có cách lập “{written}”. Hãy ghi “{BY_RULE}” hoặc “{FIXED}”.")
        if way is None and stored is None:
            way = FIXED if members else BY_RULE
        row.values["way"] = way or ""
        fixed = way == FIXED if way else bool(stored and not stored.by_rule)
        if fixed:
            self._refuse_rule(row, stored)
        elif members and members not in DASHES:
            row.wrong(
                "members",
                "nhóm theo quy tắc không ghi từng đơn vị. Hãy bỏ trống cột “Các đơn vị”,"
                f" hoặc ghi “{FIXED}” ở cột “Cách lập”.",
            )

    def _refuse_rule(self, row: ResolvedRow, stored: KnownGroup | None) -> None:
        for key, label in _RULE_ONLY.items():
            if row.values.get(key, "") not in {"", *DASHES}:
                row.wrong(key, f"nhóm cố định không có {label}. Hãy bỏ trống ô này.")
        members = row.values.get("members", "")
        has_some = members not in {"", *DASHES} or (
            not members and bool(stored and stored.has_members)
        )
        if not has_some and not any(problem.key == "members" for problem in row.problems):
            row.wrong("members", "nhóm cố định cần ít nhất một đơn vị. Hãy ghi mã hoặc tên.")
