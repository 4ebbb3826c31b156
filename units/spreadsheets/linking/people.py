"""Rows of a list of people → the same rows with accounts, units and roles found.  PURE.

A person stands in one row for each unit in which a role is held.  Lists without accounts know a
person by the address, else by the name together with the unit; where that may be two people, the
row is wrong: a role is never given on a guess.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sheets.tables import TableRow
from units.policy import ROLE_LABELS, Role
from units.spreadsheets.linking.rows import (
    BETWEEN,
    DASHES,
    KnownUnit,
    LinkedRow,
    find_unit,
    index_of,
    split_names,
)
from units.spreadsheets.roles import find_role
from vietnamese.text import fold

_FACTS = {
    "full_name": "họ và tên",
    "email": "thư điện tử",
    "phone": "điện thoại",
    "position": "chức vụ",
}
_NO_ACCOUNT = re.compile(r"[^a-z0-9]+")
_MEND_UNIT = "Hãy sửa tên hoặc nhập đơn vị này trước."
_ADD_ACCOUNTS = "Hãy thêm cột “Tên đăng nhập” và ghi tên của từng người."


@dataclass(frozen=True)
class KnownPerson:
    """An account, as far as rows can name it; ``roles`` are those held now, by unit code."""

    username: str
    full_name: str
    email: str = ""
    roles: Mapping[str, tuple[Role, ...]] | None = None
    is_active: bool = True


def link_people(
    rows: Sequence[TableRow], people: Iterable[KnownPerson], units: Iterable[KnownUnit]
) -> tuple[LinkedRow, ...]:
    """The rows with their people, units and roles found, each with what is wrong in it."""
    return _Linking(rows, people, units).run()


class _Linking:
    def __init__(
        self,
        rows: Sequence[TableRow],
        people: Iterable[KnownPerson],
        units: Iterable[KnownUnit],
    ) -> None:
        self.rows = [LinkedRow(row.number, dict(row.values)) for row in rows]
        self.units = {unit.code: unit for unit in units}
        self.unit_names = {code: unit.name for code, unit in self.units.items()}
        self.index = index_of(self.units.values())
        self.known = {person.username: person for person in people}
        self.accounts = {name.casefold(): name for name in self.known}
        self.by_email: dict[str, list[str]] = defaultdict(list)
        self.by_name: dict[str, list[str]] = defaultdict(list)
        for person in self.known.values():
            self.by_name[person.full_name.casefold()].append(person.username)
            if person.email:
                self.by_email[person.email.casefold()].append(person.username)

    def run(self) -> tuple[LinkedRow, ...]:
        for row in self.rows:
            self._find_unit(row)
        self._name_people()
        self._share_facts()
        for row in self.rows:
            row.is_new = row.key not in self.known
            self._fill(row)
            self._find_roles(row)
        return tuple(self.rows)

    def _find_unit(self, row: LinkedRow) -> None:
        written = row.values.get("unit", "")
        if not written:
            return
        code = find_unit(
            row,
            "unit",
            written,
            self.index,
            what="đơn vị",
            names=self.unit_names,
            mend=_MEND_UNIT,
        )
        row.values["unit"] = code
        if code and self.units[code].has_ended:
            row.wrong(
                "unit",
                f"đơn vị “{self.unit_names[code]}” đã kết thúc hoạt động."
                " Hãy ghi đơn vị đang hoạt động.",
            )

    # --- who a row is about -------------------------------------------------------------------

    def _name_people(self) -> None:
        taken = set(self.accounts)
        in_file: dict[tuple[str, str], tuple[str, str]] = {}
        for row in self.rows:
            if "username" in row.values:
                written = row.values["username"]
                row.key = self.accounts.setdefault(written.casefold(), written)
            else:
                row.key = self._known(row) or self._fresh(row, taken, in_file)
            row.values["username"] = row.key

    def _known(self, row: LinkedRow) -> str:
        """The account of the one person whom the row can mean; "" where there is none."""
        email, name = (row.values.get(key, "").casefold() for key in ("email", "full_name"))
        if email and email not in DASHES:
            found = self.by_email.get(email, [])
            if len(found) > 1:
                row.wrong("email", f"có {len(found)} người dùng thư này. {_ADD_ACCOUNTS}")
            return found[0] if found else ""
        namesakes = self.by_name.get(name, [])
        here = [one for one in namesakes if row.values.get("unit") in (self.known[one].roles or {})]
        if len(here) == 1:
            return here[0]
        if namesakes:
            row.wrong(
                "full_name",
                f"đã có người tên này (tài khoản {', '.join(sorted(namesakes)[:5])})."
                f" {_ADD_ACCOUNTS}",
            )
        return ""

    def _fresh(
        self,
        row: LinkedRow,
        taken: set[str],
        in_file: dict[tuple[str, str], tuple[str, str]],
    ) -> str:
        """A new account; the one given above where the file has had this person already."""
        name, email, unit = (row.values.get(key, "") for key in ("full_name", "email", "unit"))
        same = (name.casefold(), email.casefold())
        if same in in_file:
            account, where = in_file[same]
            if not email and where != unit:
                row.wrong("full_name", f"có nhiều dòng cùng tên này. {_ADD_ACCOUNTS}")
            return account
        account = fresh_account(name, taken)
        taken.add(account)
        in_file[same] = (account, unit)
        return account

    # --- what a row says ----------------------------------------------------------------------

    def _share_facts(self) -> None:
        """What one row of a person says counts for all; two rows must not contradict."""
        facts: dict[str, dict[str, tuple[str, int]]] = defaultdict(dict)
        for row in self.rows:
            for key, label in _FACTS.items():
                written = row.values.get(key, "")
                first, number = facts[row.key].setdefault(key, (written, row.number))
                if written and not first:
                    facts[row.key][key] = (written, row.number)
                elif written and first != written and row.key:
                    row.wrong(
                        key,
                        f"{label} của “{row.key}” khác với dòng {number} (“{first}”)."
                        " Hãy sửa cho giống nhau, hoặc ghi tên đăng nhập khác nếu là người khác.",
                    )
        for row in self.rows:
            if row.key not in self.known:
                shared = {key: facts[row.key][key][0] for key in _FACTS if facts[row.key][key][0]}
                row.values |= {key: row.values.get(key) or value for key, value in shared.items()}

    def _fill(self, row: LinkedRow) -> None:
        if not row.key:
            row.wrong("username", "thiếu tên đăng nhập. Hãy ghi vào cột “Tên đăng nhập”.")
        if row.is_new and not row.values.get("full_name"):
            row.wrong("full_name", "thiếu họ và tên. Hãy ghi vào cột “Họ và tên”.")
        person = self.known.get(row.key)
        if person and not person.is_active:
            row.wrong(
                "username",
                f"tài khoản “{row.key}” đã ngừng sử dụng."
                " Hãy mở lại tài khoản này trước, hoặc bỏ dòng này khỏi tệp.",
            )

    def _find_roles(self, row: LinkedRow) -> None:
        written = row.values.get("roles", "")
        names = [] if written in DASHES else split_names(written.replace("\n", ";"))
        unit = row.values.get("unit", "")
        if names and "unit" not in {problem.key for problem in row.problems} and not unit:
            row.wrong("unit", "có vai trò mà thiếu đơn vị. Hãy ghi đơn vị giữ vai trò này.")
        person = self.known.get(row.key)
        if unit and not names and unit not in ((person and person.roles) or {}):
            row.wrong(
                "roles", f"thiếu vai trò ở đơn vị “{self.unit_names[unit]}”. {_roles_to_choose()}"
            )
        row.values["roles"] = BETWEEN.join(filter(None, (self._role(row, one) for one in names)))

    def _role(self, row: LinkedRow, words: str) -> str:
        role = find_role(words)
        if role is None:
            row.wrong("roles", f"không có vai trò “{words}”. {_roles_to_choose()}")
        return role or ""


def _roles_to_choose() -> str:
    return f"Hãy chọn trong: {'; '.join(ROLE_LABELS.values())}."


def fresh_account(name: str, taken: Iterable[str]) -> str:
    """A name to log in with made of a person's name, with a number where it is taken.

    >>> fresh_account("Nguyễn Văn Ái", {"nguyen.van.ai"})
    'nguyen.van.ai2'
    """
    words = _NO_ACCOUNT.sub(".", fold(name)).strip(".")[:100] or "nguoi.dung"
    number, account = 1, words
    while account in taken:
        number += 1
        account = f"{words}{number}"
    return account
