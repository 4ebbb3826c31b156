"""``manage.py import_units FILE``: a list of units, from the shell."""

from __future__ import annotations

from units.lists.lists import UNITS
from units.management.commands._list import ListCommand


class Command(ListCommand):
    help = "Nhập danh sách đơn vị từ tệp .xlsx, .ods hoặc .csv. Còn dòng sai thì không ghi gì."
    listing = UNITS
