"""``manage.py import_groups FILE``: a list of groups, from the shell."""

from __future__ import annotations

from units.lists.lists import GROUPS
from units.management.commands._list import ListCommand


class Command(ListCommand):
    help = "Nhập danh sách nhóm đơn vị từ tệp .xlsx, .ods hoặc .csv. Còn dòng sai thì không ghi gì."
    listing = GROUPS
