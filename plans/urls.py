"""Addresses of this app."""

from django.urls import path

from plans.views import changes, register

app_name = "plans"
urlpatterns = [
    path("ke-hoach/", register.register, name="register"),
    path("ke-hoach/hang-loat/", register.many_plans, name="many_plans"),
    path("ke-hoach/tep/<int:pk>/", register.file, name="file"),
    path("ke-hoach/<int:plan_pk>/sua/", changes.details, name="details"),
    path("ke-hoach/<int:plan_pk>/cap-tren/", changes.superior, name="superior"),
    path("ke-hoach/<int:plan_pk>/cap-tren/bo/", changes.no_superior, name="no_superior"),
    path("ke-hoach/<int:plan_pk>/thay-the/", changes.supersede, name="supersede"),
    path("ke-hoach/<int:plan_pk>/lich-su/", changes.story, name="story"),
    path("van-ban-vien-dan/", register.citations, name="citations"),
    path("van-ban-vien-dan/<int:pk>/", register.citation, name="citation"),
]
