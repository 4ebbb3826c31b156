"""The pages of the directory: the tree of units, and who may do what."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from units.contexts import build_policy, build_tree
from units.guards import capabilities, requires
from units.policy import Capability


@require_GET
@requires(Capability.VIEW_UNITS)
def tree(request: HttpRequest) -> HttpResponse:
    """The units that the person may see."""
    top = request.GET.get("goc", "")
    page = build_tree(
        request.user,
        words=request.GET.get("q", "").strip(),
        top=int(top) if top.isdecimal() else None,
        page=request.GET.get("page", ""),
    )
    manages = Capability.MANAGE_UNITS in capabilities(request)
    return render(request, "units/tree.html", {"tree": page, "manages": manages})


@require_GET
@requires(Capability.USE_PROGRAM)
def policy(request: HttpRequest) -> HttpResponse:
    """Who may do what."""
    return render(request, "units/policy.html", {"policy": build_policy()})
