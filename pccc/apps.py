"""The roof as an app, for its commands; and the stock admin, opened to administrators only."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class RoofConfig(AppConfig):
    name = "pccc"
    verbose_name = "Chương trình"


class OfficeAdminConfig(AdminConfig):
    default_site = "pccc.admin.OfficeAdminSite"
