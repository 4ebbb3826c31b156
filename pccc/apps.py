"""The stock admin, opened to administrators only."""

from django.contrib.admin.apps import AdminConfig


class OfficeAdminConfig(AdminConfig):
    default_site = "pccc.admin.OfficeAdminSite"
