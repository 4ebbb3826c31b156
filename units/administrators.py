"""The rule that somebody must stay who administers the installation."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Q

from units.models import Membership
from units.policy import Capability, Reach, roles_reaching


def check_administrator_stays(leaving: Q) -> None:
    """Raises ValidationError when, without the memberships of ``leaving``, nobody administers."""
    roles = roles_reaching(Capability.ADMINISTER, Reach.ALL)
    held = Membership.objects.held().filter(role__in=roles)
    if held.exists() and not held.exclude(leaving).exists():
        raise ValidationError(
            "Đây là người quản trị cuối cùng."
            " Hãy giao vai trò Quản trị hệ thống cho người khác trước."
        )
