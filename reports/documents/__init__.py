"""Documents in the official form, and the files that come of them.

Reading digital signatures takes a library of 24 MB that one page needs: it is loaded when somebody
enters there, not with the program.
"""

from __future__ import annotations

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


def _opened_late(name: str) -> ModuleType:
    """A module of this room that is executed when something of it is first asked for."""
    if name in sys.modules:
        return sys.modules[name]
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(name)
    spec.loader = LazyLoader(spec.loader)
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


if TYPE_CHECKING:
    from reports.documents import signatures as signatures
else:
    signatures = _opened_late("reports.documents.signatures")
