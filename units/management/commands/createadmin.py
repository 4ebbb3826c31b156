"""``manage.py createadmin``: the first person who may do everything."""

from __future__ import annotations

import getpass
import os
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from units.actions import create_administrator

PASSWORD_VARIABLE = "PCCC_ADMIN_PASSWORD"  # nosec B105 (the name of a variable)


class Command(BaseCommand):
    help = (
        "Tạo người quản trị đầu tiên: tài khoản và vai trò Quản trị hệ thống ở một đơn vị cao nhất."
        f" Mật khẩu lấy từ --password, từ biến môi trường {PASSWORD_VARIABLE}, hoặc được hỏi."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", help="tên đăng nhập")
        parser.add_argument("--full-name", help="họ và tên")
        parser.add_argument("--email", default="", help="thư điện tử")
        parser.add_argument("--password", help="mật khẩu (nên dùng biến môi trường hơn)")
        parser.add_argument("--unit", help="mã đơn vị; chưa có thì được tạo làm đơn vị cao nhất")
        parser.add_argument("--unit-name", default="", help="tên đơn vị, khi đơn vị được tạo mới")
        parser.add_argument("--no-input", action="store_true", help="không hỏi gì")

    def handle(self, *args: Any, **options: Any) -> None:
        ask = not options["no_input"]
        try:
            person = create_administrator(
                username=options["username"] or _ask("Tên đăng nhập", "--username", ask),
                full_name=options["full_name"] or _ask("Họ và tên", "--full-name", ask),
                email=options["email"],
                password=_password(options["password"], ask),
                unit_code=options["unit"] or _ask("Mã đơn vị", "--unit", ask),
                unit_name=options["unit_name"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Đã tạo người quản trị {person.full_name} ({person.username}).")


def _ask(what: str, option: str, ask: bool) -> str:
    answer = input(f"{what}: ").strip() if ask else ""
    if not answer:
        raise CommandError(f"Thiếu {what.lower()}. Hãy thêm {option}.")
    return answer


def _password(given: str | None, ask: bool) -> str:
    password = given or os.environ.get(PASSWORD_VARIABLE, "")
    if password or not ask:
        return password
    first = getpass.getpass("Mật khẩu: ")
    if first != getpass.getpass("Gõ lại mật khẩu: "):
        raise CommandError("Hai lần gõ mật khẩu không giống nhau. Chưa tạo gì.")
    return first
