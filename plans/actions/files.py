"""Files that come to a plan after it was read: the signed copy, an annex."""

from __future__ import annotations

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.changes import locked, verb
from accounts.models import User
from plans.models import Plan, PlanFile


@verb
def add_plan_file(*, plan: Plan, by: User, name: str, content: bytes) -> PlanFile:
    """Keeps a file beside the plan, byte for byte; its content was judged by the form.

    Raises ValidationError where the plan has this very file already.  A file whose row cannot be
    written does not stay in the store.
    """
    row = PlanFile(
        plan=plan,
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        added_by=by,
    )
    try:
        _refuse_second(locked(plan), row)
        row.file.save(name, ContentFile(content), save=False)
        row.full_clean(exclude=["plan", "added_by"])
        row.save()
    except BaseException:
        if row.file:
            default_storage.delete(str(row.file.name))
        raise
    return row


def _refuse_second(plan: Plan, row: PlanFile) -> None:
    same = plan.files.filter(sha256=row.sha256).first()
    if same is not None:
        raise ValidationError(
            {"file": f"Tệp này đã có trong kế hoạch với tên “{same.name}”. Không cần tải lên nữa."}
        )
