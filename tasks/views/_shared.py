"""What the views of one assignment share: its forms, who acts, the page with a refused form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.change_forms import REFUSED
from accounts.listing import last_list
from accounts.requests import Request
from tasks.contexts.assignment import build_assignment_page
from tasks.forms.work import FORMS, WorkForm
from tasks.models import Assignment

LIST = "danh-sach"  # the cookie with the list of work as it was narrowed


def who(request: Request) -> dict[str, Any]:
    """Who acts and on which day, as the actions want it."""
    return {"by": request.user, "on": timezone.localdate()}


def work_form(kind: type[WorkForm], request: Request, work: Assignment) -> WorkForm:
    """The form as it was sent."""
    today = timezone.localdate()
    return kind(request.POST, request.FILES, work=work, today=today, user=request.user)


def show_work(request: Request, work: Assignment, refused: WorkForm | None = None) -> HttpResponse:
    """The page of an assignment; a refused form stands on it as it was filled in."""
    today = timezone.localdate()
    page = build_assignment_page(work, request.user, today=today, page=request.GET.get("page"))
    groups = page.groups | ({refused.group} if refused is not None else set())
    forms = {
        kind.key: kind(work=page.work, today=today, user=request.user)
        for kind in FORMS
        if kind.group in groups
    }
    if refused is not None:
        forms[refused.key] = refused
    context = {"page": page, "refused": refused, "list_href": _list_href(request), **forms}
    return render(request, "tasks/assignment.html", context, status=REFUSED if refused else 200)


def say_saved(request: Request, form: WorkForm, said: str) -> None:
    """What was done; of a form that came a second time, that nothing was written twice."""
    if form.was_sent:
        messages.info(request, "Nội dung này đã được lưu rồi, không ghi thêm lần nữa.")
    else:
        messages.success(request, said)


def act_on_work(
    request: Request,
    work: Assignment,
    kind: type[WorkForm],
    action: Callable[..., Any],
    said: str,
) -> HttpResponse:
    """What the form asks is done and ``said``, or the page shows what stands in the way."""
    form = work_form(kind, request, work)
    if form.act(action, assignment=work, **who(request)):
        say_saved(request, form, said)
        return redirect("tasks:assignment", work.pk)
    return show_work(request, work, form)


def _list_href(request: Request) -> str:
    """The list that the person came from, as it was narrowed; "" for nobody who has seen it."""
    return last_list(request, LIST, reverse("tasks:assignments")) if LIST in request.COOKIES else ""
