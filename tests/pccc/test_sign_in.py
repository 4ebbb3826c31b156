"""The account of a session comes with its roles and what waits unread, in one query."""

import pytest
from django.utils import timezone

from pccc.sign_in import PeopleBackend
from tests.factories import UnitFactory, person
from units.models import Membership
from units.policy import Role
from units.querysets import posts_of

pytestmark = pytest.mark.django_db


def test_roles_and_offices_come_with_the_account(django_assert_num_queries):
    office, other = UnitFactory(name="Sở A"), UnitFactory(name="Phòng B")
    user = person(Role.HEAD, office)
    Membership.objects.create(user=user, unit=other, role=Role.STAFF)
    Membership.objects.create(
        user=user, unit=other, role=Role.LEADER, ended_on=timezone.localdate()
    )
    with django_assert_num_queries(1):
        found = PeopleBackend().get_user(user.pk)
        assert found is not None
        assert [(post.unit, post.role, post.office) for post in posts_of(found)] == [
            (office.pk, Role.HEAD, "Sở A"),
            (other.pk, Role.STAFF, "Phòng B"),
        ]
        assert found.unread == 0


def test_somebody_without_roles_comes_in_and_a_closed_account_does_not():
    user = person(Role.STAFF, UnitFactory())
    user.memberships.all().delete()
    found = PeopleBackend().get_user(user.pk)
    assert found == user
    assert found.roles_held == ()
    user.is_active = False
    user.save()
    assert PeopleBackend().get_user(user.pk) is None
    assert PeopleBackend().get_user(0) is None
