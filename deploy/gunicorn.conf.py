"""How gunicorn serves the program: ``gunicorn pccc.wsgi --config deploy/gunicorn.conf.py``.

The program is loaded once, before the workers are made, so that they share what it takes; each
makes its own application (``pccc.wsgi``), which starts threads, and threads survive no fork.
Because of it a reload (HUP) serves the code that was loaded: restart after an upgrade.
"""

from __future__ import annotations

import gc
import os
from importlib import import_module
from typing import Any

import django

bind = "127.0.0.1:8000"
workers = 3
max_requests = 2000
max_requests_jitter = 200


def on_starting(_server: Any) -> None:
    """Loads the program; what was loaded is no garbage, and is looked at no more: that would copy
    it into every worker."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pccc.settings")
    django.setup()
    import_module("pccc.urls")
    gc.collect()
    gc.freeze()


def post_fork(_server: Any, _worker: Any) -> None:
    """A request makes tens of thousands of objects that die with it: looking for circles among them
    after every 700 took a tenth of its time."""
    gc.set_threshold(20_000, 20, 50)
