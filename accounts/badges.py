"""How a state is shown.  PURE."""

from __future__ import annotations

from typing import NamedTuple


class Badge(NamedTuple):
    """The word, the tone (a class of the style sheet) and the icon (of the icon set)."""

    label: str
    tone: str
    icon: str
