"""The ``icon`` tag: an outline icon of the Tabler set, hidden from screen readers."""

import re
from functools import lru_cache

from django import template
from django.utils.safestring import mark_safe
from tablericons.templatetags import tablericons

register = template.Library()
# How all icons are drawn is said once, by the class ``icon`` (static/css/tokens.css).
_DRAWN = re.compile(
    r' fill="none" stroke="currentColor" stroke-width="[\d.]+" stroke-linecap="round"'
    r' stroke-linejoin="round"'
)


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: int | None = None) -> str:
    """The icon as inline SVG of ``size`` pixels; the word beside it carries the meaning."""
    made = tablericons.icon(f"outline/{name}", size=size, aria_hidden="true", focusable="false")
    short = re.sub(r"\s*\n\s*", "", _DRAWN.sub(' class="icon"', made)).replace(" />", "/>")
    # The drawing is the package's; its name and size stand in our templates.
    return mark_safe(short)  # nosec B308, B703
