"""The ``icon`` tag: an outline icon of the Tabler set, hidden from screen readers."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django import template
from django.template import Context
from django.utils.safestring import mark_safe

register = template.Library()
SIZE = 18


@cache
def _drawings() -> ZipFile:
    """The package's archive, opened once: its own tag reads the list of 6,000 icons for each anew,
    two seconds of the first pages that a process answers."""
    return ZipFile(BytesIO((files("tablericons") / "tablericons.zip").read_bytes()))


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: int | None = None) -> str:
    """The icon as inline SVG of ``size`` pixels; the word beside it carries the meaning."""
    drawn = _drawings().read(f"outline/{name}.svg").decode()
    lines = re.sub(r"\s*\n\s*", "", drawn.partition(">")[2]).replace(" />", "/>")
    wide = size or SIZE
    # How all icons are drawn is said once, by the class ``icon`` (static/css/tokens.css).
    made = (
        f'<svg width="{wide}" height="{wide}" viewBox="0 0 24 24" class="icon" aria-hidden="true"'
        f' focusable="false">{lines}'
    )
    # The drawing is the package's; its name and size stand in our templates.
    return mark_safe(made)  # nosec B308, B703


@register.simple_tag(takes_context=True)
def icon_again(context: Context, name: str, size: int | None = None) -> str:
    """As ``icon``, for one that a page shows dozens of times: drawn the first time, referred to
    from then on.  Only where no part of the page is replaced."""
    page: Any = context.render_context
    drawn = page.setdefault("drawn", set())
    whole = icon(name, size)
    opening, inside = whole.split(">", 1)
    if name in drawn:
        again = f'{opening}><use href="#icon-{name}"/></svg>'
    else:
        drawn.add(name)
        again = f'{opening}><g id="icon-{name}">{inside.removesuffix("</svg>")}</g></svg>'
    return mark_safe(again)  # nosec B308, B703
