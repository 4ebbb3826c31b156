"""Accounts in the admin.  Roles are held in units, so ``units.admin`` adds them to this page."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group

from accounts.models import User


class PersonChangeForm(UserChangeForm[User]):
    class Meta:
        model = User
        fields = "__all__"
        labels = {"email": "Thư điện tử"}


class PersonCreationForm(AdminUserCreationForm[User]):
    class Meta:
        model = User
        fields = ("username", "full_name", "position", "email", "phone")
        labels = {"email": "Thư điện tử"}


class PersonAdmin(UserAdmin[User]):
    """What the policy table decides (staff, superuser, permissions) has no switch here."""

    form = PersonChangeForm
    add_form = PersonCreationForm
    list_display_links = ("username", "full_name")
    search_fields = ("username", "full_name", "email", "position")
    ordering = ("full_name", "pk")
    list_per_page = 50
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Thông tin liên hệ", {"fields": ("full_name", "position", "email", "phone")}),
        ("Tài khoản", {"fields": ("is_active", "last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "username",
                    "full_name",
                    "position",
                    "email",
                    "phone",
                    "usable_password",
                    "password1",
                    "password2",
                ),
            },
        ),
    )


admin.site.register(User, PersonAdmin)
# Who may do what is told by units.policy alone; Django's groups would be a second table.
admin.site.unregister(Group)
