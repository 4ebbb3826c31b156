"""Addresses of this app."""

from django.urls import path

from intake.views import confirm, edit, review, sources

app_name = "intake"
urlpatterns = [
    path("doc-ke-hoach/", sources.new, name="new"),
    path("doc-ke-hoach/hang-loat/", sources.many_drafts, name="many_drafts"),
    path("doc-ke-hoach/nhap-tay/", sources.by_hand, name="by_hand"),
    path("doc-ke-hoach/tep-mau/", sources.template, name="template"),
    path("ke-hoach/<int:plan_pk>/nam-sau/", sources.copy, name="copy"),
    path("doc-ke-hoach/<int:pk>/", review.review, name="review"),
    path("doc-ke-hoach/<int:pk>/bang/", sources.table, name="table"),
    path("doc-ke-hoach/<int:pk>/dang-doc/", sources.reading, name="reading"),
    path("doc-ke-hoach/<int:pk>/dang-doc/lai/", sources.read_again, name="read_again"),
    path("doc-ke-hoach/<int:pk>/trang-anh/", sources.read_pictures, name="read_pictures"),
    path("doc-ke-hoach/<int:pk>/ban-goc/", sources.original, name="original"),
    path("doc-ke-hoach/<int:pk>/phan/<slug:name>/", review.section, name="section"),
    path("doc-ke-hoach/<int:pk>/ten/", review.choose_units, name="choose_units"),
    path("doc-ke-hoach/<int:pk>/diem/", review.settle, name="settle"),
    path("doc-ke-hoach/<int:pk>/tim-don-vi/", review.find_units, name="find_units"),
    path("doc-ke-hoach/<int:pk>/don-vi-moi/", review.new_unit, name="new_unit"),
    path("doc-ke-hoach/<int:pk>/nhiem-vu/<int:key>/", edit.arrange, name="arrange"),
    path(
        "doc-ke-hoach/<int:pk>/nhiem-vu/<int:key>/bo/",
        edit.drop_item,
        {"kind": "nv"},
        name="drop_task",
    ),
    path(
        "doc-ke-hoach/<int:pk>/bao-cao/<int:key>/bo/",
        edit.drop_item,
        {"kind": "bc"},
        name="drop_duty",
    ),
    path("doc-ke-hoach/<int:pk>/da-bo/<int:key>/", edit.take_back, name="take_back"),
    path("doc-ke-hoach/<int:pk>/hoan-tac/", edit.undo, name="undo"),
    path("doc-ke-hoach/<int:pk>/giu/", confirm.hold, name="hold"),
    path("doc-ke-hoach/<int:pk>/nhan/", confirm.take, name="take"),
    path("doc-ke-hoach/<int:pk>/de-lai/", confirm.leave, name="leave"),
    path("doc-ke-hoach/<int:pk>/tao/", confirm.confirm, name="confirm"),
    path("doc-ke-hoach/<int:pk>/bo/", confirm.drop, name="drop"),
]
