"""Django's own permission questions (asked by the admin), answered by the policy table."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from accounts.models import User
from units.models import Membership
from units.policy import Capability, capabilities_of


class PolicyBackend(BaseBackend):
    """Grants every model permission to administrators and none to anybody else."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return user_obj.is_active and self._administers(user_obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return user_obj.is_active and self._administers(user_obj)

    def _administers(self, user: User) -> bool:
        # Asked dozens of times for one page of the admin, of one user object.
        known: bool | None = getattr(user, "_administers", None)
        if known is None:
            roles = Membership.objects.roles_of(user)
            known = Capability.ADMINISTER in capabilities_of(roles)
            vars(user)["_administers"] = known
        return known
