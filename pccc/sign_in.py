"""Who a request comes from, told in one query: the person, the roles held, what waits unread."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from tasks.models import Notice
from units.policy import Role
from units.querysets import Post, remember_posts


class PeopleBackend(ModelBackend):
    """Signs in by name and password like Django's own; and what every page asks of the person who
    opens it (roles, offices, the bell's figure) comes with the account."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session; None for an account that is closed or gone."""
        rows = list(_with_posts(user_id))
        if not rows or not self.user_can_authenticate(rows[0]):
            return None
        user: User = rows[0]
        told = [vars(row) for row in rows]
        user.unread = told[0]["waiting"]
        remember_posts(
            user,
            [
                Post(one["post_unit"], Role(one["post_role"]), one["post_office"])
                for one in told
                if one["post_unit"]
            ],
        )
        return user


def _with_posts(user_id: int) -> Any:
    """The account once for each role that it holds, at least once."""
    waiting = Notice.objects.unread_by(OuterRef("pk")).order_by().values("person")
    return (
        User.objects.filter(pk=user_id)
        .annotate(
            post=FilteredRelation("memberships", condition=Q(memberships__ended_on__isnull=True)),
            post_unit=F("post__unit"),
            post_role=F("post__role"),
            post_office=F("post__unit__name"),
            waiting=Coalesce(Subquery(waiting.annotate(n=Count("pk")).values("n")), 0),
        )
        .order_by("post__pk")
    )
