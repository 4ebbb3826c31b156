"""The admin site: who gets in is decided by the policy table, not by flags on the account."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.core.cache import cache
from django.http import HttpRequest

from pccc.middleware import UNDECLARED_PROXY
from units.guards import capabilities
from units.policy import Capability

# What an administrator does, in the order in which it is done: models by their labels.
_WORK = (
    ("Người dùng và vai trò", ("accounts.User", "units.Membership")),
    ("Đơn vị và nhóm", ("units.Unit", "units.UnitGroup", "units.UnitAlias", "units.UnitKind")),
    (
        "Kế hoạch và công việc",
        (
            "plans.Plan",
            "plans.ReportDuty",
            "intake.Intake",
            "tasks.Task",
            "tasks.GroupAssignment",
            "tasks.TaskCoverage",
            "tasks.Assignment",
            "tasks.ProgressEntry",
            "tasks.Evidence",
            "tasks.Extension",
            "tasks.Difficulty",
        ),
    ),
    ("Số liệu", ("tasks.Indicator", "tasks.Figure")),
    ("Đôn đốc và lịch", ("tasks.Reminder", "tasks.Notice", "tasks.Letter", "reports.CalendarFeed")),
    ("Báo cáo", ("reports.Submission",)),
)
_REST = "Hệ thống"


class OfficeAdminSite(AdminSite):
    site_header = "Quản trị kế hoạch PCCC và CNCH"
    site_title = "Quản trị"
    index_title = "Quản trị hệ thống"
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and Capability.ADMINISTER in capabilities(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The first page, with what is wrong with the installation on top."""
        has_proxy = bool(cache.get(UNDECLARED_PROXY))
        return super().index(request, {"undeclared_proxy": has_proxy, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The first page by what an administrator does; an app's own page as it is."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        models = {_label(model): model for app in apps for model in app["models"]}
        address = {label: app["app_url"] for app in apps for label in map(_label, app["models"])}
        groups = [
            _group(name, [models.pop(label) for label in labels if label in models], address)
            for name, labels in _WORK
        ]
        return [group for group in (*groups, _group(_REST, [*models.values()], address)) if group]


def _label(model: dict[str, Any]) -> str:
    return str(model["model"]._meta.label)


def _group(
    name: str, models: list[dict[str, Any]], address: dict[str, str]
) -> dict[str, Any] | None:
    if not models:
        return None
    first = _label(models[0])
    return {
        "name": name,
        "app_label": first.split(".")[0],
        "app_url": address[first],
        "has_module_perms": True,
        "models": models,
    }
