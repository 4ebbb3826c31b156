"""Addresses of this app."""

from django.urls import path

from intake.views import review, sources

app_name = "intake"
urlpatterns = [
    path("doc-ke-hoach/", sources.new, name="new"),
    path("doc-ke-hoach/<int:pk>/", review.review, name="review"),
    path("doc-ke-hoach/<int:pk>/phan/<slug:name>/", review.section, name="section"),
    path("doc-ke-hoach/<int:pk>/ten/", review.choose_units, name="choose_units"),
    path("doc-ke-hoach/<int:pk>/diem/", review.settle, name="settle"),
    path("doc-ke-hoach/<int:pk>/nhiem-vu/<int:key>/chuyen/", review.move_task, name="move_task"),
    path(
        "doc-ke-hoach/<int:pk>/nhiem-vu/<int:key>/bo/",
        review.drop_item,
        {"kind": "nv"},
        name="drop_task",
    ),
    path(
        "doc-ke-hoach/<int:pk>/bao-cao/<int:key>/bo/",
        review.drop_item,
        {"kind": "bc"},
        name="drop_duty",
    ),
    path("doc-ke-hoach/<int:pk>/tao/", review.confirm, name="confirm"),
    path("doc-ke-hoach/<int:pk>/bo/", review.drop, name="drop"),
]
