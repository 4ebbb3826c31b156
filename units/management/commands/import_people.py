"""``manage.py import_people FILE``: a list of people, from the shell."""

from __future__ import annotations

from units.lists.lists import PEOPLE
from units.management.commands._list import ListCommand


class Command(ListCommand):
    help = (
        "Nhập danh sách người dùng và vai trò từ tệp .xlsx, .ods hoặc .csv."
        " Còn dòng sai thì không ghi gì."
    )
    listing = PEOPLE
