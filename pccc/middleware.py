"""What happens to every request on its way in."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from vietnamese.text import nfc


class ComposedInputMiddleware:
    """Brings all typed text to Unicode's composed form (NFC), once and here.

    Telephones and some keyboards send decomposed Vietnamese; two spellings of one name must never
    reach the forms.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = _composed(request.GET)
        if request.method == "POST":
            request.POST = _composed(request.POST)
        return self.get_response(request)


def _composed(sent: QueryDict) -> Any:
    composed = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        composed.setlist(nfc(name), [nfc(value) for value in values])
    composed._mutable = False
    return composed
