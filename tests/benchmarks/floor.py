"""The barest page that a program on Django can serve to somebody signed in: 50 rows, some 40 kB,
four queries (session, user, a count, the rows) and a template that is given finished values."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path

from pccc.urls import urlpatterns as pages
from tasks.models import Assignment

ROWS = 50
_PAGE = """<!doctype html><html lang="vi"><head><title>Sàn</title></head><body>
<p>{{ count }}</p><table>{% for row in rows %}<tr>
<td><a href="/viec/{{ row.0 }}/">{{ row.1 }}</a></td><td>{{ row.2 }}</td><td>{{ row.3 }}</td>
<td>{{ row.4 }}</td><td>{{ filling }}</td></tr>{% endfor %}</table></body></html>"""
# What brings a page of 50 rows to the size of a real one.
FILLING = "Nội dung của một dòng như trên trang thật, " * 12
_TEMPLATE = Template(_PAGE)


def floor(request: HttpRequest) -> HttpResponse:
    """The page; signed in like any other, by the program's own middleware."""
    mine = Assignment.objects.filter(
        unit__ancestor_links__ancestor__memberships__user=request.user.pk,
        confirmed_on__isnull=True,
        cancelled_on__isnull=True,
    )
    rows = mine.order_by("due_on", "pk").values_list(
        "pk", "task__title", "unit__name", "due_on", "percent"
    )[:ROWS]
    context = {"count": mine.count(), "rows": list(rows), "filling": FILLING}
    return HttpResponse(_TEMPLATE.render(Context(context)))


floor.capability = None  # type: ignore[attr-defined]  # no lock: it is served in the benchmark only
urlpatterns = [path("san/", floor), *pages]
