"""Accounts in the admin.  Roles are held in units, so ``units.admin`` adds them to this page."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    UserChangeForm,
)
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from accounts.models import User

# Django's own words are partly English and cannot be translated; its script looks for the id.
_USABLE = format_html(
    '<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
    "Chọn “Không” thì mật khẩu hiện tại bị xóa và không đăng nhập bằng mật khẩu được nữa.",
)


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

    def save(self, commit: bool = True) -> User:
        """A password that somebody else has chosen is changed on entering."""
        self.instance.must_change_password = bool(self.cleaned_data["set_usable_password"])
        return super().save(commit)


class PersonPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]  # generic in its types only
    usable_password_help_text = _USABLE

    def save(self, commit: bool = True) -> User:
        """A password that somebody else has chosen is changed on entering."""
        self.user.must_change_password = bool(self.cleaned_data["set_usable_password"])
        saved: User = super().save(commit)
        return saved


class PersonAdmin(UserAdmin[User]):
    """What the policy table decides (staff, superuser, permissions) has no switch here."""

    form = PersonChangeForm
    add_form = PersonCreationForm
    change_password_form = PersonPasswordForm
    list_display_links = ("username", "full_name")
    search_fields = ("search_text", "position")
    search_help_text = "Tìm theo họ tên, tên đăng nhập, thư điện tử; gõ không dấu cũng được"
    ordering = ("sort_name", "pk")
    list_per_page = 50
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined", "invited_at")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Thông tin liên hệ", {"fields": ("full_name", "position", "email", "phone")}),
        (
            "Tài khoản",
            {
                "fields": (
                    "is_active",
                    "must_change_password",
                    "invited_at",
                    "last_login",
                    "date_joined",
                )
            },
        ),
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

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 (Django's name)
        form_url: str = "",
    ) -> HttpResponse:
        """Who sets the own password here has chosen it already."""
        answer = super().user_change_password(request, id, form_url)
        if request.method == "POST" and str(request.user.pk) == id:
            User.objects.filter(pk=int(id)).update(must_change_password=False)
        return answer


admin.site.register(User, PersonAdmin)
# Who may do what is told by units.policy alone; Django's groups would be a second table.
admin.site.unregister(Group)
