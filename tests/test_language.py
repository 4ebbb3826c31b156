"""Vietnamese throughout: what the libraries leave in English has our words."""

import pytest
from django.utils.translation import gettext, ngettext


@pytest.mark.parametrize(
    ("source", "vietnamese"),
    [
        ("Confirm import", "Xác nhận nhập"),  # django-import-export
        ("Change history: %s", "Lịch sử thay đổi: %s"),  # django-simple-history
        ("access attempts", "lần đăng nhập sai"),  # django-axes
        ("Skip to main content", "Đến nội dung chính"),  # the admin
        ("Reset password", "Đặt lại mật khẩu"),  # accounts of Django
    ],
)
def test_words_of_the_libraries_are_vietnamese(source, vietnamese):
    assert gettext(source) == vietnamese


def test_plurals_have_one_form():
    assert ngettext("%(num)d day", "%(num)d days", 3) % {"num": 3} == "3 ngày"
