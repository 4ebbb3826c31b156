"""The ``kept`` filter: a text of a document with what must stay on one line held together."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.documents.wording import pieces

register = template.Library()


@register.filter
def kept(text: str) -> SafeString:
    """ "93/KH-SKHCN" and the like in a span of their own, all else escaped as ever."""
    found = (
        (format_html('<span class="kept">{}</span>', one) if whole else one,)
        for one, whole in pieces(text)
    )
    return format_html_join("", "{}", found)
