"""A document written to a file by a command: whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.core.management.base import CommandError


def target_of(words: str, endings: Sequence[str]) -> tuple[Path, str]:
    """The file to be written and its ending.  Raises CommandError for what is none."""
    target = Path(words)
    if target.is_dir():
        raise CommandError(
            f"“{target}” là thư mục. Hãy ghi cả tên tệp, ví dụ {target}/bao-cao.pdf."
        )
    if not target.parent.is_dir():
        raise CommandError(f"Không có thư mục “{target.parent}”. Hãy tạo thư mục trước.")
    ending = target.suffix.lower().lstrip(".")
    if ending not in endings:
        offered = f"{', '.join(f'.{one}' for one in endings[:-1])} hoặc .{endings[-1]}"
        raise CommandError(f"“{target}”: tên tệp phải có đuôi {offered}.")
    return target, ending


def write_whole(target: Path, made: bytes) -> None:
    """Puts the whole file in its place at once, so that half a report is never found there."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".bao-cao-", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(made)
            Path(name).chmod(0o644)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CommandError(f"Không ghi được tệp “{target}”: {error.strerror}.") from error
