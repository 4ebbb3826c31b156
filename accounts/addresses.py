"""The addresses of the pages of single things, made for the rows of a list without resolving the
route anew for each."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse

_KEY = 9_999_999_999_999_999  # stands where the key goes; no row has it


def address(route: str, *keys: int) -> str:
    """The page of a route whose arguments are keys of rows; as ``reverse`` gives it."""
    pieces = _pieces(route, len(keys), get_script_prefix(), get_urlconf())
    path = pieces[0]
    for key, piece in zip(keys, pieces[1:], strict=True):
        path += f"{key}{piece}"
    return path


@lru_cache(maxsize=512)
def _pieces(route: str, keys: int, *_where: str | None) -> tuple[str, ...]:
    """What stands around the keys; for one place of the program and one table of addresses."""
    return tuple(reverse(route, args=[_KEY] * keys).split(str(_KEY)))
