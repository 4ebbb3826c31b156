"""How the views of the review page open a draft, keep a change of it and answer."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import trigger_client_event

from accounts.change_forms import REFUSED, ChangeForm
from accounts.requests import Request
from intake import actions
from intake.contexts.review import build_review
from intake.draft_lock import holder_of, is_open, take_over
from intake.drafting.draft import WorkingDraft
from intake.drafting.five_clears import Clear
from intake.models import Intake, Reading
from intake.sections import IN_DOUBT, INCOMPLETE, Form, OpenDraft, load_draft
from units.guards import View, capabilities
from units.policy import Capability

STALE = 409  # the page again, over what somebody else has changed meanwhile
_FILTERS = {IN_DOUBT, INCOMPLETE, *Clear}


def on_open_draft(view: View) -> View:
    """Gives a view the draft of a document that is still being checked; where a colleague has
    confirmed or dropped it meanwhile, or where it is still being read, the person is led to what
    has become of it."""

    @wraps(view)
    def opened(request: Request, pk: int, **kwargs: Any) -> HttpResponseBase:
        intake = intake_for(request, pk)
        if is_open(intake) and intake.reading == Reading.DONE:
            return view(request, draft_for(request, intake), **kwargs)
        if intake.plan_id:
            messages.info(request, "Văn bản này vừa được tạo thành kế hoạch.")
        return led(request, reverse("intake:review", args=[pk]))

    return opened


def intake_for(request: Request, pk: int) -> Intake:
    mine = Intake.objects.editable_by(request.user)
    return get_object_or_404(mine.select_related("issuer", "held_by", "copied_from"), pk=pk)


def draft_for(request: Request, intake: Intake) -> OpenDraft:
    """The draft as this person sees it."""
    only = request.GET.get("loc", "")
    return load_draft(
        intake,
        timezone.localdate(),
        holder=holder_of(intake, request.user, timezone.now()),
        may_create=Capability.CREATE_UNITS in capabilities(request),
        only=only if only in _FILTERS else "",
    )


def revision_in(request: Request) -> int:
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1


def save(
    request: Request, opened: OpenDraft, working: WorkingDraft, choices: dict[str, str]
) -> Intake:
    """Keeps a change.  Who asks for it with the change itself takes the draft from its holder."""
    now = timezone.now()
    if "nhan" in request.POST:
        take_over(intake=opened.intake, by=request.user, now=now)
    return actions.save_draft(
        intake=opened.intake,
        draft=working,
        choices=choices,
        revision=revision_in(request),
        by=request.user,
        now=now,
    )


class PressForm(ChangeForm):
    """A button on the draft; what stood in its way is a message, for nothing was typed."""

    def tell(self, request: Request, opened: OpenDraft) -> None:
        for error in self.non_field_errors().as_data():
            words = _NOT_DONE.get(error.code or "", error.messages[0])
            messages.warning(request, words.format(holder=opened.holder))


_NOT_DONE = {
    "held": "{holder} đang kiểm tra bản nháp này nên thao tác chưa thực hiện.",
    "stale": "Bản nháp vừa được sửa ở cửa sổ khác nên thao tác chưa thực hiện. Hãy làm lại.",
}


def changed(request: Request, opened: OpenDraft, working: WorkingDraft, shown: str) -> HttpResponse:
    """After a change in which nothing was typed."""
    form, choices = PressForm(request.POST), opened.choices
    if form.is_valid() and not form.run(
        save, request=request, opened=opened, working=working, choices=choices
    ):
        form.tell(request, opened)
    return to(request, opened, shown)


def status_of(form: Any) -> int:
    """The status of a form that is shown again: 409 where somebody else was quicker."""
    is_set = hasattr(form, "non_form_errors")
    found = form.non_form_errors() if is_set else form.non_field_errors()
    return STALE if {one.code for one in found.as_data()} & {"stale", "held"} else REFUSED


# --- answers --------------------------------------------------------------------------------------
def address(opened: OpenDraft, editing: str, shown: str) -> str:
    """The page at this section, with the tasks shown that were shown before."""
    asked = {"sua": editing, "loc": opened.only}
    query = "&".join(f"{name}={value}" for name, value in asked.items() if value)
    return f"{reverse('intake:review', args=[opened.intake.pk])}{query and '?'}{query}#{shown}"


def to(request: Request, opened: OpenDraft, shown: str) -> HttpResponse:
    """The whole page anew, at this section."""
    found = address(opened, "", shown)
    if request.htmx:
        # The same address would only scroll: the revision makes it another, so that it is fetched.
        mark = "&" if "?" in found else "?"
        found = found.replace("#", f"{mark}v={opened.intake.revision}#", 1)
    return led(request, found)


def led(request: Request, found: str) -> HttpResponse:
    """Leads the whole page to an address, whether htmx asked or the browser."""
    if not request.htmx:
        return redirect(found)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = found
    return answer


def page(request: Request, opened: OpenDraft, *, status: int = 200, **shown: Any) -> HttpResponse:
    review = build_review(opened, **shown)
    return render(request, "intake/review.html", {"review": review}, status=status)


def piece(
    request: Request, opened: OpenDraft, name: str, *, status: int = 200, **shown: Any
) -> HttpResponse:
    review = build_review(opened, **shown)
    found = review.piece(name)
    if found is None:
        raise Http404
    return render(request, found.template, {"review": review, "card": found}, status=status)


def again(request: Request, opened: OpenDraft, name: str, form: Form, status: int) -> HttpResponse:
    """The section as it was typed, with what is wrong."""
    if request.htmx:
        return piece(request, opened, name, bound={name: form}, status=status)
    return page(request, opened, bound={name: form}, status=status)


def saved_piece(request: Request, opened: OpenDraft, name: str) -> HttpResponse:
    """The section as saved, with what else on the page depends on it."""
    if not request.htmx:
        messages.success(request, "Đã lưu.")
        return redirect(address(opened, "", name))
    review = build_review(opened)
    shown = {"review": review, "card": review.piece(name)}
    answer = render(request, "intake/_saved.html", shown)
    return trigger_client_event(answer, "draft-saved", {"revision": review.revision})
