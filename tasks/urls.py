"""Addresses of this app."""

from django.urls import path

from tasks.views import work

app_name = "tasks"
urlpatterns = [
    path("viec/", work.my_work, name="my_work"),
    path("viec/tat-ca/", work.assignments, name="assignments"),
    path("viec/tat-ca.xlsx", work.assignments_export, name="assignments_xlsx"),
    path("viec/<int:pk>/", work.assignment, name="assignment"),
    path("viec/<int:pk>/tien-do/", work.record_progress, name="record_progress"),
    path("viec/<int:pk>/hoan-thanh/", work.report_done, name="report_done"),
    path("viec/<int:pk>/xac-nhan/", work.confirm_done, name="confirm_done"),
    path("viec/<int:pk>/tra-lai/", work.send_back, name="send_back"),
    path("viec/<int:pk>/gia-han/", work.ask_extension, name="ask_extension"),
    path("viec/gia-han/<int:pk>/", work.decide_extension, name="decide_extension"),
    path("viec/minh-chung/<int:pk>/", work.evidence, name="evidence"),
]
