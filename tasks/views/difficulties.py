"""The pages of difficulties: raised, answered, settled, opened again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.change_forms import REFUSED, run
from accounts.listing import remember_list
from accounts.requests import Request
from tasks.actions import difficulties as actions
from tasks.contexts.difficulties import (
    DIFFICULTIES,
    DifficultyFilter,
    build_difficulty,
    difficulty_lines,
    with_work,
)
from tasks.forms.work import AnswerForm, PassOnForm, RaiseForm
from tasks.models import Assignment, Difficulty
from tasks.views._shared import who
from tasks.views.bulk import DIFFICULTIES_LIST as LIST
from tasks.views.bulk import MANY_DIFFICULTIES
from units.guards import requires
from units.policy import Capability


@requires(Capability.VIEW_WORK)
@require_safe
def difficulties(request: Request) -> HttpResponse:
    """What stands in the way of the work that the person sees."""
    form = DifficultyFilter(request.user, request.GET)
    found = with_work(form.found())
    if file := DIFFICULTIES.file(found, request.GET, on=timezone.localdate()):
        return file
    page = DIFFICULTIES.page(found, form, request.GET)
    context = {
        "list": page,
        "rows": difficulty_lines(page.rows),
        "acts": MANY_DIFFICULTIES.acts_for(request),
    }
    answer = render(request, "tasks/difficulties/list.html", context)
    remember_list(answer, request, LIST)
    return answer


@requires(Capability.VIEW_WORK)
@require_safe
def difficulty(request: Request, pk: int) -> HttpResponse:
    """One difficulty, and what may be done about it."""
    return _page(request, _seen(request, pk))


@requires(Capability.ANSWER_DIFFICULTIES)
@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """What those asked say to it."""
    row = get_object_or_404(Difficulty.objects.decidable_by(request.user), pk=pk)
    form = AnswerForm(request.POST, difficulty=row)
    if form.act(actions.answer_difficulty, difficulty=row, **who(request)):
        messages.success(request, "Đã trả lời vướng mắc.")
        return redirect("tasks:difficulty", row.pk)
    return _page(request, row, form)


@requires(Capability.ANSWER_DIFFICULTIES)
@require_POST
def pass_on(request: Request, pk: int) -> HttpResponse:
    """Somebody else is asked."""
    row = get_object_or_404(Difficulty.objects.decidable_by(request.user), pk=pk)
    form = PassOnForm(request.POST)
    to = form.cleaned_data["addressed_to"] if form.is_valid() else row.addressed_to
    said, verb = "Đã chuyển vướng mắc.", actions.pass_difficulty_on
    run(request, said, verb, difficulty=row, addressed_to=to, **who(request))
    return redirect("tasks:difficulty", row.pk)


@requires(Capability.VIEW_WORK)
@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """It is settled."""
    return _turn(request, pk, actions.close_difficulty, "Đã ghi là gỡ xong.")


@requires(Capability.VIEW_WORK)
@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    """It stands in the way again."""
    return _turn(request, pk, actions.reopen_difficulty, "Đã mở lại vướng mắc.")


@requires(Capability.RECORD_PROGRESS)
@require_http_methods(["GET", "HEAD", "POST"])
def raise_one(request: Request, pk: int) -> HttpResponse:
    """Says what stands in the way, without progress."""
    work = get_object_or_404(Assignment.objects.editable_by(request.user), pk=pk)
    form = RaiseForm(request.POST or None, work=work)
    if request.method == "POST" and form.act(
        actions.raise_difficulty, assignment=work, **who(request)
    ):
        messages.success(request, "Đã gửi vướng mắc.")
        return redirect("tasks:difficulty", form.result.pk)
    context = {"form": form, "work": work}
    status = REFUSED if form.errors else 200
    return render(request, "tasks/difficulties/raise.html", context, status=status)


def _turn(request: Request, pk: int, verb: Any, said: str) -> HttpResponse:
    row = get_object_or_404(Difficulty.objects.editable_by(request.user), pk=pk)
    run(request, said, verb, difficulty=row, **who(request))
    return redirect("tasks:difficulty", row.pk)


def _seen(request: Request, pk: int) -> Difficulty:
    return get_object_or_404(Difficulty.objects.visible_to(request.user), pk=pk)


def _page(request: Request, row: Difficulty, refused: AnswerForm | None = None) -> HttpResponse:
    context = {
        "page": build_difficulty(row, request.user),
        "form": refused or AnswerForm(difficulty=row),
        "pass_form": PassOnForm(initial={"addressed_to": row.addressed_to}),
    }
    status = REFUSED if refused else 200
    return render(request, "tasks/difficulties/difficulty.html", context, status=status)
