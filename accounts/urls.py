"""Addresses of this app."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.login, name="login"),
    path("dang-nhap/da-nhap/", views.typed, name="typed"),
    path("dang-nhap/co-quan/", views.single_sign_on, name="single_sign_on"),
    path("dang-nhap/co-quan/xong/", views.signed_on, name="signed_on"),
    path("dang-xuat/", LogoutView.as_view(), name="logout"),
    path("tai-khoan/", views.profile, name="profile"),
    path("tai-khoan/mat-khau/", views.password, name="password"),
    path("tai-khoan/noi-khac/", views.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("tai-khoan/giao-dien/", views.appearance, name="appearance"),
    path("quen-mat-khau/", views.forgotten, name="forgotten"),
    path("quen-mat-khau/da-gui/", views.letter_sent, name="letter_sent"),
    path("quen-mat-khau/<uidb64>/<token>/", views.new_password, name="new_password"),
]
