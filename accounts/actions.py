"""What people change of their own accounts."""

from __future__ import annotations

from accounts.changes import locked, sign, verb
from accounts.models import User


@verb
def sign_out(*, person: User) -> User:
    """Ends every session of the account; the one that asked for it is to be renewed."""
    row = locked(person)
    row.end_sessions()
    sign(row, row, "Đăng xuất khỏi mọi máy khác").save(update_fields=["sessions_ended"])
    return row
