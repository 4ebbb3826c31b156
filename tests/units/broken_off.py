"""``python -m tests.units.broken_off FILE``: an import that stops where all rows are written and
nothing is committed yet, says so, and waits to be killed."""

import os
import sys
import time
from pathlib import Path

import tests.environment  # noqa: F401 (before Django reads its settings)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pccc.settings")

import django

django.setup()

from tests.units.taking import read_unit_table, take_units  # noqa: E402
from units.lists.judge import units  # noqa: E402
from units.models import Unit  # noqa: E402


def wait(**_units):
    sys.stdout.write(f"written {Unit.objects.count()}\n")
    sys.stdout.flush()
    time.sleep(600)


if __name__ == "__main__":
    setattr(units, "hang_branches", wait)  # noqa: B010 (the real one has types)
    take_units(read_unit_table(Path(sys.argv[1]).read_bytes()))
