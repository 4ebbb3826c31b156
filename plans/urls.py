"""Addresses of this app."""

from django.urls import path

from plans import views

app_name = "plans"
urlpatterns = [
    path("ke-hoach/", views.register, name="register"),
    path("ke-hoach/tep/<int:pk>/", views.file, name="file"),
]
