"""Addresses of this app."""

from django.urls import path, re_path

from units.views import directory, imports

app_name = "units"
_KEPT = r"^don-vi/nhap/(?P<sha256>[0-9a-f]{64})/"
urlpatterns = [
    path("don-vi/", directory.tree, name="tree"),
    path("don-vi/phan-quyen/", directory.policy, name="policy"),
    path("don-vi/nhap/", imports.import_units, name="import_units"),
    path("don-vi/nhap/tep-mau/", imports.import_template, name="import_template"),
    re_path(rf"{_KEPT}$", imports.import_preview, name="import_preview"),
    re_path(rf"{_KEPT}ghi/$", imports.import_write, name="import_write"),
    re_path(rf"{_KEPT}ly-do/$", imports.import_reasons, name="import_reasons"),
    path("don-vi/xuat/", imports.export, name="export"),
]
