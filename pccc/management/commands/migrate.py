"""Django's own ``migrate``, and the search indexes that it may have taken away made anew."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from accounts.search_index import drop_triggers, ensure_indexes


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        looks_only = options["plan"] or options["check_unapplied"]
        connection = connections[options["database"]]
        if options["migration_name"] and not looks_only:  # perhaps back
            drop_triggers(connection)
        super().handle(*args, **options)
        if looks_only:
            return
        made = ensure_indexes(connection)
        if made and options["verbosity"] > 0:
            self.stdout.write(f"Chỉ mục tìm kiếm: {', '.join(made)}")
