"""The admin site: who gets in is decided by the policy table, not by flags on the account."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest

from units.guards import capabilities
from units.policy import Capability


class OfficeAdminSite(AdminSite):
    site_header = "Quản trị kế hoạch PCCC và CNCH"
    site_title = "Quản trị"
    index_title = "Quản trị hệ thống"

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and Capability.ADMINISTER in capabilities(request)
