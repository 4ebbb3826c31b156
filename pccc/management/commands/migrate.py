"""Django's own ``migrate``, and the search indexes that it may have taken away made anew."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from accounts.search_index import ensure_indexes


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"]:
            return
        made = ensure_indexes(connections[options["database"]])
        if made and options["verbosity"] > 0:
            self.stdout.write(f"Chỉ mục tìm kiếm: {', '.join(made)}")
