"""A draft ↔ JSON-safe data, without loss and without trust.

What comes back from a store is checked against the draft's own type annotations: a value of the
wrong type, a field missing or unknown, is a ``ValueError`` and never a half-built draft.
"""

from __future__ import annotations

import types
import typing
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

_PLAIN = (str, int, bool)
_Kind = TypeVar("_Kind")


def to_state(value: Any) -> Any:
    """``value``, a dataclass of the draft, as lists, dicts, text and numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: to_state(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple | list):
        return [to_state(one) for one in value]
    if isinstance(value, dict):
        return {key: to_state(one) for key, one in value.items()}
    return value


def from_state(kind: type[_Kind], state: Any) -> _Kind:
    """The dataclass ``kind`` that ``state`` describes.  Raises ``ValueError`` on nonsense."""
    made: _Kind = _built(kind, state, kind.__name__)
    return made


def _built(kind: Any, state: Any, place: str) -> Any:
    if not isinstance(state, dict):
        raise ValueError(f"{place}: an object is expected")  # noqa: TRY004 - nonsense is a ValueError
    known = _fields(kind)
    if unknown := set(state) - set(known):
        raise ValueError(f"{place}: unknown fields {sorted(map(str, unknown))}")
    values = {}
    for name, (one, wanted) in known.items():
        if name in state:
            values[name] = _value(wanted, state[name], f"{place}.{name}")
        elif one.default is MISSING and one.default_factory is MISSING:
            raise ValueError(f"{place}.{name}: missing")
    return kind(**values)


@cache
def _fields(kind: Any) -> dict[str, tuple[Field[Any], Any]]:
    hints = typing.get_type_hints(kind)
    return {one.name: (one, hints[one.name]) for one in fields(kind)}


def _value(wanted: Any, state: Any, place: str) -> Any:
    origin = typing.get_origin(wanted)
    if origin is types.UnionType or origin is typing.Union:
        return _optional(wanted, state, place)
    if origin is tuple:
        return _tuple(wanted, state, place)
    if origin is dict:
        return _dict(wanted, state, place)
    if is_dataclass(wanted):
        return _built(wanted, state, place)
    return _plain(wanted, state, place)


def _optional(wanted: Any, state: Any, place: str) -> Any:
    if state is None:
        return None
    inner = next(kind for kind in typing.get_args(wanted) if kind is not type(None))
    return _value(inner, state, place)


def _tuple(wanted: Any, state: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(state, list):
        raise ValueError(f"{place}: a list is expected")  # noqa: TRY004 - nonsense is a ValueError
    inner = typing.get_args(wanted)[0]
    return tuple(_value(inner, one, f"{place}[{at}]") for at, one in enumerate(state))


def _dict(wanted: Any, state: Any, place: str) -> dict[str, Any]:
    if not isinstance(state, dict) or not all(isinstance(key, str) for key in state):
        raise ValueError(f"{place}: an object is expected")
    inner = typing.get_args(wanted)[1]
    return {key: _value(inner, one, f"{place}.{key}") for key, one in state.items()}


def _plain(wanted: Any, state: Any, place: str) -> Any:
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        if isinstance(state, str):
            return wanted(state)  # raises ValueError where there is no such member
        raise ValueError(f"{place}: a word is expected")
    if wanted in _PLAIN and type(state) is wanted:
        return state
    raise ValueError(f"{place}: {getattr(wanted, '__name__', wanted)} is expected")
