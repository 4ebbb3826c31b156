"""Addresses of this app."""

from django.urls import path

from intake import views

app_name = "intake"
urlpatterns = [
    path("doc-ke-hoach/", views.new, name="new"),
    path("doc-ke-hoach/<int:pk>/", views.review, name="review"),
    path("doc-ke-hoach/<int:pk>/phan/<slug:name>/", views.section, name="section"),
    path("doc-ke-hoach/<int:pk>/ten/", views.choose_units, name="choose_units"),
    path("doc-ke-hoach/<int:pk>/diem/", views.settle, name="settle"),
    path("doc-ke-hoach/<int:pk>/nhiem-vu/<int:key>/chuyen/", views.move_task, name="move_task"),
    path(
        "doc-ke-hoach/<int:pk>/nhiem-vu/<int:key>/bo/",
        views.drop_item,
        {"kind": "nv"},
        name="drop_task",
    ),
    path(
        "doc-ke-hoach/<int:pk>/bao-cao/<int:key>/bo/",
        views.drop_item,
        {"kind": "bc"},
        name="drop_duty",
    ),
    path("doc-ke-hoach/<int:pk>/tao/", views.confirm, name="confirm"),
    path("doc-ke-hoach/<int:pk>/bo/", views.drop, name="drop"),
]
