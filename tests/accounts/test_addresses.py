"""Addresses made for rows are those that Django resolves, wherever the program stands."""

from django.test.utils import override_script_prefix
from django.urls import reverse

from accounts.addresses import address


def test_an_address_is_what_django_resolves():
    assert address("tasks:assignment", 12) == reverse("tasks:assignment", args=[12])
    assert address("reports:submission", 3, 45) == reverse("reports:submission", args=[3, 45])
    assert address("tasks:assignments") == reverse("tasks:assignments")


def test_a_program_below_a_prefix_keeps_it():
    assert address("tasks:assignment", 12) == "/viec/12/"
    with override_script_prefix("/pccc/"):
        assert address("tasks:assignment", 12) == "/pccc/viec/12/"
    assert address("tasks:assignment", 12) == "/viec/12/"
