"""Closing an account ends its sessions for good."""

from django.urls import reverse

from tests.factories import UnitFactory, UserFactory, person
from units.people.actions import close_account, reopen_account
from units.policy import Role


def test_a_closed_accounts_old_sessions_stay_dead_when_it_is_opened_again(db, client):
    user = person(Role.STAFF, UnitFactory())
    client.force_login(user)
    page = reverse("tasks:my_work")
    assert client.get(page).status_code == 200
    close_account(user=user, by=UserFactory())
    assert client.get(page).status_code == 302
    user.refresh_from_db()
    reopen_account(user=user)
    assert client.get(page).status_code == 302
    client.force_login(user)
    assert client.get(page).status_code == 200
