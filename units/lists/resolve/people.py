"""Rows of a list of people → the same rows with accounts, units and roles found.  PURE.

A person stands in one row for each unit in which a role is held.  Lists without accounts know a
person by the address, else by the name together with the unit.  Nobody is renamed, given a role or
taken for somebody else by a coincidence: where that could be, the row is wrong until it is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sheets.columns import bare
from sheets.tables import TableRow
from units.lists.layouts.people import PEOPLE
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
    repeated,
    same_name,
)
from units.lists.words import find_role, roles_written
from units.policy import ROLE_LABELS, Role
from vietnamese.text import fold

_FACTS = {"phone": "điện thoại", "position": "chức vụ"}
_NO_ACCOUNT = re.compile(r"[^a-z0-9]+")
_MEND_UNIT = "Hãy sửa tên hoặc nhập đơn vị này trước."
SAME, NEW = "same:", "new"
_ROLE_OPTIONS = tuple(Option(role.value, ROLE_LABELS[role]) for role in Role)
_ROLES_TO_CHOOSE = f"Hãy chọn trong: {'; '.join(ROLE_LABELS.values())}."


@dataclass(frozen=True)
class KnownPerson:
    """An account, as far as rows can name it; ``roles`` are those held now, by unit code."""

    username: str
    full_name: str
    email: str = ""
    roles: Mapping[str, tuple[Role, ...]] | None = None
    is_active: bool = True


def resolve_people(
    rows: Sequence[TableRow],
    people: Iterable[KnownPerson],
    units: Iterable[KnownUnit],
    answers: Mapping[str, str] | None = None,
) -> tuple[ResolvedRow, ...]:
    """The rows with their people, units and roles found, each with what is wrong in it."""
    return _Resolving(rows, people, units, answers or {}).run()


class _Resolving:
    def __init__(
        self,
        rows: Sequence[TableRow],
        people: Iterable[KnownPerson],
        units: Iterable[KnownUnit],
        answers: Mapping[str, str],
    ) -> None:
        self.rows = [opened(row, PEOPLE.headings) for row in rows]
        self.index = UnitNames.of(units)
        self.finder, self.answers = Finder(self.index, answers), answers
        self.role_words = {
            bare(key.removeprefix("role:")): Role(value)
            for key, value in answers.items()
            if key.startswith("role:") and value in set(Role)
        }
        self.known = {person.username: person for person in people}
        self.accounts = {name.casefold(): name for name in self.known}
        self.by_email: dict[str, list[str]] = defaultdict(list)
        self.by_name: dict[str, list[str]] = defaultdict(list)
        for person in self.known.values():
            self.by_name[bare(person.full_name)].append(person.username)
            if person.email:
                self.by_email[person.email.casefold()].append(person.username)

    def run(self) -> tuple[ResolvedRow, ...]:
        repeated(self.rows, ("unit", "above", "roles"))
        for row in self.rows:
            family = row.values.pop("family_name", "")
            if family and row.values.get("full_name"):
                row.values["full_name"] = f"{family} {row.values['full_name']}"
            self._find_unit(row)
        self._name_people()
        self._compare_rows()
        for row in self.rows:
            row.is_new = row.key not in self.known
            self._fill(row)
            self._find_roles(row)
        return tuple(self.rows)

    def _find_unit(self, row: ResolvedRow) -> None:
        above, written = row.values.pop("above", ""), row.values.get("unit", "")
        if above and written and bare(above) != bare(written) and not self.index.code(written):
            path = f"{above} / {written}"
            written = path if self._is_one(path) else written
        written = written or above
        if not written or written in DASHES:
            row.values["unit"] = ""
            return
        code = row.values["unit"] = self.finder.find(
            row, "unit", written, what="đơn vị", mend=_MEND_UNIT
        )
        if code in self.index.ended:
            row.wrong(
                "unit",
                f"đơn vị “{self.index.label(code)}” đã kết thúc hoạt động."
                " Hãy ghi đơn vị đang hoạt động.",
            )

    def _is_one(self, path: str) -> bool:
        try:
            return bool(self.index.find(path))
        except LookupError:
            return False

    # --- who a row is about -------------------------------------------------------------------

    def _name_people(self) -> None:
        taken = set(self.accounts)
        in_file: dict[tuple[str, str], str] = {}
        for row in self.rows:
            written = row.values.get("username", "")
            if written or row.is_wrong_in("username"):
                row.key = self.accounts.setdefault(written.casefold(), written)
                row.by = "tên đăng nhập"
                self._ask_whether_same(row)
            elif self._can_be_found(row):
                row.key = self._known(row) or self._fresh(row, taken, in_file)
            row.values["username"] = row.key

    def _can_be_found(self, row: ResolvedRow) -> bool:
        """A list with a column of accounts leaves none blank, but of people who are there."""
        if "username" not in row.values:
            return True
        email = row.values.get("email", "").casefold()
        return len(self.by_email.get(email, ())) == 1

    def _known(self, row: ResolvedRow) -> str:
        """The account of the one person whom the row can mean; "" where there is none."""
        email, name = row.values.get("email", "").casefold(), row.values.get("full_name", "")
        answer = self.answers.get(self._question(row), "")
        if answer.startswith(SAME) and answer.removeprefix(SAME) in self.known:
            account, row.by = answer.removeprefix(SAME), "lựa chọn của bạn"
            stored = self.known[account].full_name
            words = f", “{stored}” nay tên là “{name}”" if not same_name(stored, name) else ""
            row.note(f"Theo lựa chọn của bạn, đây là người đã có trong chương trình{words}.")
            return account
        if email and email not in DASHES and (found := self._by_email(row, email)):
            return found
        namesakes = self.by_name.get(bare(name), []) if bare(name) else []
        here = [one for one in namesakes if row.values.get("unit") in (self.known[one].roles or {})]
        if answer == NEW:
            return ""
        if len(here) == 1 and self._is_surely(row, here[0], email):
            row.by = "họ tên và đơn vị"
            return here[0]
        doubtful = here or ([] if email else namesakes)
        if doubtful:
            self._ask_who(row, doubtful)
        elif namesakes:
            others = ", ".join(sorted(namesakes)[:3])
            row.note(f"Đã có người cùng tên (tài khoản {others}), khác thư điện tử và đơn vị.")
        return ""

    def _is_surely(self, row: ResolvedRow, account: str, email: str) -> bool:
        """Whether a namesake in the unit can be taken for the row's person: no other address, and
        nothing that a mistake would give away."""
        person, unit = self.known[account], row.values.get("unit", "")
        stored = person.email.casefold()
        if email and stored and email not in DASHES and email != stored:
            return False
        written = roles_written(row.values.get("roles", ""), self.role_words)
        roles = {find_role(one, self.role_words) for one in written}
        return roles <= {*(person.roles or {}).get(unit, ()), None}

    def _by_email(self, row: ResolvedRow, email: str) -> str:
        found = self.by_email.get(email, [])
        if len(found) > 1:
            some = ", ".join(f"{self.known[one].full_name} ({one})" for one in sorted(found)[:4])
            row.wrong(
                "email", f"có {len(found)} người dùng thư này: {some}. Hãy ghi tên đăng nhập."
            )
            return found[0]
        if not found:
            return ""
        row.key, row.by = found[0], "thư điện tử"
        self._ask_whether_same(row)
        return found[0]

    def _question(self, row: ResolvedRow) -> str:
        return answer_key("person", self._words(row))

    def _words(self, row: ResolvedRow) -> str:
        said = [row.values.get(key, "") for key in ("full_name", "username", "email", "unit")]
        return " · ".join(filter(None, said))

    def _ask_whether_same(self, row: ResolvedRow) -> None:
        """An account stands for one person: another name beside it may be another person."""
        person, name = self.known.get(row.key), row.values.get("full_name", "")
        if not person or not bare(name) or same_name(person.full_name, name):
            return
        if self.answers.get(self._question(row)) == f"{SAME}{row.key}":
            row.note(f"Theo lựa chọn của bạn, “{person.full_name}” nay tên là “{name}”.")
            return
        row.wrong(
            "full_name",
            f"{row.by} này đang là của “{person.full_name}” (tài khoản {row.key}), không phải"
            f" “{name}”. Nếu vẫn là một người đã đổi tên, hãy xác nhận ở câu hỏi bên trên;"
            " nếu là người khác, hãy ghi thư điện tử hoặc tên đăng nhập riêng.",
        )
        same = Option(
            f"{SAME}{row.key}", f"Cùng một người: “{person.full_name}” nay tên là “{name}”"
        )
        row.ask(Question("person", self._words(row), (same,)))

    def _ask_who(self, row: ResolvedRow, accounts: Iterable[str]) -> None:
        some = sorted(accounts)[:5]
        row.wrong(
            "full_name",
            f"đã có người tên này (tài khoản {', '.join(some)}). Hãy chọn đây là ai ở câu hỏi bên"
            " trên, hoặc ghi tên đăng nhập.",
        )
        options = [
            Option(f"{SAME}{one}", f"Là {self.known[one].full_name} ({self._where(one)})")
            for one in some
        ]
        fresh = Option(NEW, "Là người khác, chưa có trong chương trình")
        row.ask(Question("person", self._words(row), (*options, fresh)))

    def _where(self, account: str) -> str:
        units = ", ".join(
            self.index.names.get(code, code) for code in (self.known[account].roles or {})
        )
        return ", ".join(filter(None, (account, self.known[account].email, units)))

    def _fresh(self, row: ResolvedRow, taken: set[str], in_file: dict[tuple[str, str], str]) -> str:
        """A new account; the one given above where the file has had this person already."""
        name, email = row.values.get("full_name", ""), row.values.get("email", "").casefold()
        unit = row.values.get("unit", "")
        signs = [("email", email)] if email and email not in DASHES else []
        signs.append(("name", f"{bare(name)}{BETWEEN}{unit}"))
        for sign in signs:
            if sign in in_file:
                account = in_file[sign]
                in_file |= dict.fromkeys(signs, account)
                return account
        elsewhere = ("anywhere", bare(name))
        if not email and elsewhere in in_file and not row.is_wrong_in("full_name"):
            row.wrong(
                "full_name",
                "có nhiều dòng cùng tên này ở các đơn vị khác nhau. Hãy thêm thư điện tử hoặc tên"
                " đăng nhập để biết là một người hay nhiều người.",
            )
        account = fresh_account(name, taken)
        taken.add(account)
        in_file |= dict.fromkeys((*signs, elsewhere), account)
        return account

    # --- what the rows of one person say ------------------------------------------------------

    def _compare_rows(self) -> None:
        """Rows of one account must be of one name and one address; other facts are taken from the
        first row that has them, and the difference is said."""
        by_account: dict[str, list[ResolvedRow]] = defaultdict(list)
        for row in self.rows:
            if row.key:
                by_account[row.key].append(row)
        for account, rows in by_account.items():
            if len(rows) > 1:
                self._agree(account, rows)

    def _agree(self, account: str, rows: list[ResolvedRow]) -> None:
        self._refuse_two(account, rows, "full_name", "họ và tên", bare)
        self._refuse_two(account, rows, "email", "thư điện tử", str.casefold)
        for key, label in _FACTS.items():
            _take_first(rows, key, label)
        for key in ("full_name", "email"):
            sound = (row for row in rows if row.values.get(key) and not row.is_wrong_in(key))
            told = next((row.values[key] for row in sound), "")
            for row in rows:
                if key in row.values and told and not row.is_wrong_in(key):
                    row.values[key] = told
        if all(not row.problems for row in rows):
            for row in rows[1:]:
                row.note(f"Cùng một người với dòng {rows[0].number}.")

    def _refuse_two(
        self, account: str, rows: list[ResolvedRow], key: str, label: str, plain: object
    ) -> None:
        same = plain if callable(plain) else str
        sound = [row for row in rows if row.values.get(key) and not row.is_wrong_in(key)]
        said = {same(row.values[key]): row for row in sound}
        if len(said) < 2:
            return
        for row in sound:
            written = row.values[key]
            if len(said) > 1:
                other = next(o for o in said.values() if same(o.values[key]) != same(written))
                row.wrong(
                    key,
                    f"{label} của “{account}” khác với dòng {other.number}"
                    f" (“{other.values[key]}”). Hãy sửa cho giống nhau, hoặc ghi tên đăng nhập,"
                    " thư điện tử khác nếu là người khác.",
                )

    # --- what a row says ----------------------------------------------------------------------

    def _fill(self, row: ResolvedRow) -> None:
        if not row.key and not row.is_wrong_in("username"):
            row.wrong("username", "thiếu tên đăng nhập. Hãy ghi vào cột “Tên đăng nhập”.")
        nameless = row.is_new and not bare(row.values.get("full_name", ""))
        if nameless and not row.is_wrong_in("full_name"):
            row.wrong("full_name", "thiếu họ và tên. Hãy ghi vào cột “Họ và tên”.")
        person = self.known.get(row.key)
        if person and not person.is_active:
            row.wrong(
                "username",
                f"tài khoản “{row.key}” đã ngừng sử dụng."
                " Hãy mở lại tài khoản này trước, hoặc bỏ dòng này khỏi tệp.",
            )

    def _find_roles(self, row: ResolvedRow) -> None:
        written = row.values.get("roles", "")
        names = () if written in DASHES else roles_written(written, self.role_words)
        unit = row.values.get("unit", "")
        if names and not row.is_wrong_in("unit") and not unit:
            row.wrong("unit", "có vai trò mà thiếu đơn vị. Hãy ghi đơn vị giữ vai trò này.")
        roles = [self._role(row, one) for one in names]
        person = self.known.get(row.key)
        if unit and not names and unit not in ((person and person.roles) or {}):
            roles = [self._role_of_position(row, unit)]
        row.values["roles"] = BETWEEN.join(dict.fromkeys(filter(None, roles)))

    def _role(self, row: ResolvedRow, words: str) -> str:
        role = find_role(words, self.role_words)
        if role is None:
            row.wrong("roles", f"không có vai trò “{words}”. {_ROLES_TO_CHOOSE}")
            row.ask(Question("role", words, _ROLE_OPTIONS))
        return role or ""

    def _role_of_position(self, row: ResolvedRow, unit: str) -> str:
        """A role is never told by a position; a person may say that it is, for all who have it."""
        if row.is_wrong_in("roles"):
            return ""
        position = row.values.get("position", "") or "(không ghi chức vụ)"
        answered = self.answers.get(answer_key("role-of", position), "")
        if answered in set(Role):
            row.note(f"Vai trò theo chức vụ “{position}”, như bạn đã chọn.")
            return answered
        name = self.index.label(unit)
        row.wrong("roles", f"thiếu vai trò ở đơn vị “{name}”. {_ROLES_TO_CHOOSE}")
        row.ask(Question("role-of", position, _ROLE_OPTIONS))
        return ""


def _take_first(rows: Sequence[ResolvedRow], key: str, label: str) -> None:
    """Of a fact that the rows of one person say differently the first is taken, and said so."""
    first = next((row for row in rows if row.values.get(key)), None)
    if first is None:
        return
    for row in rows:
        written, kept = row.values.get(key, ""), first.values[key]
        if written and written != kept:
            row.note(
                f"{label.capitalize()} “{written}” khác dòng {first.number} (“{kept}”);"
                f" lấy theo dòng {first.number}."
            )
        row.values[key] = kept


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
