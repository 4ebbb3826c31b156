"""A unit added from the review page, for a name that no unit bears."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake import actions
from intake.draft_lock import StaleDraft, take_over
from intake.forms.unit import NewUnitForm
from intake.sections import Desk
from intake.views._shared import REFUSED, STALE, address, on_open_draft, revision_in
from units.guards import requires
from units.models import Unit
from units.policy import Capability
from vietnamese.text import fold


@requires(Capability.CREATE_UNITS)
@require_http_methods(["GET", "HEAD", "POST"])
@on_open_draft
def new_unit(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A small form for a name of the draft; the unit made is what that name means from then on."""
    words = _words(desk, request.GET.get("ten", ""))
    parents = _parents(request, desk)
    form = NewUnitForm(
        request.POST or None, words=words, issuer=desk.intake.issuer, parents=parents
    )
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            status = _create(request, desk, words, form)
        if status == 200:
            return redirect(address(desk, "", "diem-can-xem"))
    # What was typed stays; the next press is made upon the draft as it stands now.
    page = {"form": form, "words": words, "desk": desk, "revision": desk.intake.revision}
    return render(request, "intake/new_unit.html", page, status=status)


def _words(desk: Desk, asked: str) -> str:
    """The name as the draft writes it; one that the draft does not hold is not found."""
    for match in desk.matches():
        if fold(match.words) == fold(asked):
            return match.words
    raise Http404


def _parents(request: HttpRequest, desk: Desk) -> QuerySet[Unit]:
    """The units of the issuer under which this person may add one."""
    reached = Unit.objects.reached_by(request.user, Capability.CREATE_UNITS)
    issued = reached.subtree_of(desk.intake.issuer)
    return issued.internal().active_on(desk.today).order_by("sort_name", "pk")


def _create(request: HttpRequest, desk: Desk, words: str, form: NewUnitForm) -> int:
    now = timezone.now()
    if "nhan" in request.POST:
        take_over(intake=desk.intake, by=request.user, now=now)
    try:
        actions.create_unit_here(
            intake=desk.intake,
            words=words,
            revision=revision_in(request),
            by=request.user,
            now=now,
            **form.fields_of_unit(),
        )
    except StaleDraft as stale:
        form.add_error(None, stale)
        return STALE
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return REFUSED
    name = form.cleaned_data["name"]
    messages.success(request, f"Đã tạo đơn vị “{name}”; “{words}” là đơn vị này.")
    return 200
