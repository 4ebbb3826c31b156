"""What stands in the rail: the pages that the person may open, by the policy table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from tasks.models import Notice
from units.guards import capabilities
from units.policy import ROLE_LABELS, Capability
from units.querysets import roles_held


@dataclass(frozen=True)
class Item:
    href: str
    label: str
    short: str
    icon: str
    current: bool


@dataclass(frozen=True)
class Navigation:
    """``items`` for the rail, ``quick`` (three at most) for the bottom bar of a telephone;
    ``unread``: how many notices wait, "" for none; ``reminds``: whether the person may remind
    others."""

    office: str = ""
    role: str = ""
    roles: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    quick: tuple[Item, ...] = ()
    search: bool = False
    unread: str = ""
    reminds: bool = False


MOST_UNREAD = 99

# Where a page leads, what it is called in full and in one word, its icon, what it takes.
_PAGES = (
    ("reports:dashboard", "Tổng quan", "Tổng quan", "chart-bar", Capability.VIEW_DASHBOARD),
    ("tasks:my_work", "Việc của đơn vị", "Việc", "checklist", Capability.VIEW_WORK),
    ("plans:register", "Kế hoạch", "Kế hoạch", "file-text", Capability.VIEW_WORK),
    ("reports:submissions", "Báo cáo định kỳ", "Báo cáo", "report", Capability.VIEW_WORK),
    ("reports:calendar", "Lịch", "Lịch", "calendar", Capability.VIEW_WORK),
    ("reports:figures", "Số liệu", "Số liệu", "hash", Capability.VIEW_WORK),
    ("tasks:difficulties", "Vướng mắc", "Vướng mắc", "alert-circle", Capability.VIEW_WORK),
    ("intake:new", "Đưa kế hoạch vào", "Đưa vào", "file-import", Capability.IMPORT_PLANS),
    ("tasks:unit_tree", "Đơn vị", "Đơn vị", "sitemap", Capability.VIEW_UNITS),
    ("units:people", "Người dùng", "Người dùng", "users", Capability.MANAGE_PEOPLE),
    ("units:settings", "Thiết lập", "Thiết lập", "adjustments", Capability.CHANGE_SETTINGS),
    ("admin:index", "Quản trị", "Quản trị", "settings", Capability.ADMINISTER),
    ("guide", "Hướng dẫn", "Hướng dẫn", "help-circle", Capability.USE_PROGRAM),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``nav`` for ``base.html``."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or request.path.startswith("/quan-tri/"):
        return {"nav": Navigation()}
    may = capabilities(request)
    held = [
        (ROLE_LABELS[role], name)
        for (_, role), name in zip(roles_held(user), user.offices, strict=True)
    ]
    items = tuple(_item(request, *page[:4]) for page in _PAGES if page[4] in may)
    return {
        "nav": Navigation(
            office=held[0][1] if held else "",
            role=held[0][0] if held else "Chưa có vai trò",
            roles=tuple(f"{role} – {office}" for role, office in held),
            items=items,
            quick=items[:3],
            search=Capability.VIEW_WORK in may,
            reminds=Capability.REMIND in may,
            unread=_unread(user) if Capability.VIEW_WORK in may else "",
        )
    }


def _unread(user: User) -> str:
    """The bell's figure: what came with the account, unless something was read since."""
    count = user.unread
    if count is None:
        count = Notice.objects.unread_by(user).order_by().count()
    return f"{MOST_UNREAD}+" if count > MOST_UNREAD else str(count or "")


def _item(request: HttpRequest, route: str, label: str, short: str, icon: str) -> Item:
    href = reverse(route)
    return Item(href, label, short, icon, current=request.path == href)
