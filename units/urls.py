"""Addresses of this app."""

from django.urls import path, re_path

from units import views

app_name = "units"
_KEPT = r"^don-vi/nhap/(?P<sha256>[0-9a-f]{64})/"
urlpatterns = [
    path("don-vi/", views.tree, name="tree"),
    path("don-vi/phan-quyen/", views.policy, name="policy"),
    path("don-vi/nhap/", views.import_units, name="import_units"),
    path("don-vi/nhap/tep-mau/", views.import_template, name="import_template"),
    re_path(rf"{_KEPT}$", views.import_preview, name="import_preview"),
    re_path(rf"{_KEPT}ghi/$", views.import_write, name="import_write"),
    re_path(rf"{_KEPT}ly-do/$", views.import_reasons, name="import_reasons"),
    path("don-vi/xuat/", views.export, name="export"),
]
