"""The ``icon`` tag: an outline icon of the Tabler set, hidden from screen readers."""

from functools import lru_cache

from django import template
from tablericons.templatetags import tablericons

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: int | None = None) -> str:
    """The icon as inline SVG of ``size`` pixels; the word beside it carries the meaning."""
    return tablericons.icon(f"outline/{name}", size=size, aria_hidden="true", focusable="false")
