"""Which citations speak of one document.  PURE."""

from __future__ import annotations

import re

from vietnamese.text import fold

_SPACES = re.compile(r"\s+")


def citation_key(kind: str, number: str, issuer: str) -> str:
    """What all citations of one document have in common: its number, folded, without spaces."""
    return _SPACES.sub("", fold(number or f"{kind} {issuer}"))[:160]
