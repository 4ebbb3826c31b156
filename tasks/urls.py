"""Addresses of this app."""

from django.urls import path

from tasks import views

app_name = "tasks"
urlpatterns = [
    path("viec/", views.my_work, name="my_work"),
    path("viec/tat-ca/", views.assignments, name="assignments"),
    path("viec/tat-ca.xlsx", views.assignments_export, name="assignments_xlsx"),
    path("viec/<int:pk>/", views.assignment, name="assignment"),
    path("viec/<int:pk>/tien-do/", views.record_progress, name="record_progress"),
    path("viec/<int:pk>/hoan-thanh/", views.report_done, name="report_done"),
    path("viec/<int:pk>/xac-nhan/", views.confirm_done, name="confirm_done"),
    path("viec/<int:pk>/tra-lai/", views.send_back, name="send_back"),
    path("viec/<int:pk>/gia-han/", views.ask_extension, name="ask_extension"),
    path("viec/gia-han/<int:pk>/", views.decide_extension, name="decide_extension"),
    path("viec/minh-chung/<int:pk>/", views.evidence, name="evidence"),
]
