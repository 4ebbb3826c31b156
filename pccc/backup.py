"""The whole of an installation, rows and files, in a folder, and back, on either database.

A folder holds one file of rows for each table (``rows/app.model.jsonl``: a line of column names,
then a JSON list a row), the uploaded files as they lie (``files/…``), and ``manifest.json``: when
it was made, with which migrations, how many rows and which SHA-256 each file has.  The rows of all
tables are read in one snapshot; uploaded files are never changed once written, so those that the
snapshot names are there for as long as it takes to copy them.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from django.apps import apps
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

FORMAT = 1
BATCH = 1000
MANIFEST, ROWS, FILES = "manifest.json", "rows", "files"
# Who is signed in now is no part of it: a restored installation asks everybody for the password.
LEFT_OUT = frozenset({"sessions.session"})
Say = Callable[[str], None]


class BackupRefused(Exception):
    """What stands in the way, in words for the person at the keyboard."""


@dataclass(frozen=True)
class Told:
    """What was written or read: rows, files, bytes of files, and named files that are not there."""

    rows: int
    files: int
    size: int
    missing: tuple[str, ...] = ()


# --- out ------------------------------------------------------------------------------------------
def back_up(folder: Path, *, at: datetime.datetime, say: Say) -> Told:
    """Writes everything to ``folder``, which is made and must be empty; the manifest comes last, so
    a folder without one is a backup that was cut off.  Raises BackupRefused."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupRefused(f"Thư mục {folder} đã có tệp. Hãy chọn một thư mục trống.")
    (folder / ROWS).mkdir(parents=True, exist_ok=True)
    (folder / FILES).mkdir(exist_ok=True)
    with _snapshot():
        tables = {_label(model): _write_rows(folder, model) for model in _tables()}
        migrations = _migrations()
        names = sorted(set(_file_names()))
    say(f"Đã ghi {sum(one['rows'] for one in tables.values()):,} dòng dữ liệu.")
    files, missing = _write_files(folder, names)
    manifest = {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "database": connection.vendor,
        "migrations": migrations,
        "tables": tables,
        "files": files,
        "missing": missing,
    }
    (folder / MANIFEST).write_text(_json(manifest, indent=1), encoding="utf-8")
    size = sum(one["size"] for one in files.values())
    return Told(sum(one["rows"] for one in tables.values()), len(files), size, tuple(missing))


@contextmanager
def _snapshot() -> Iterator[None]:
    """One state of the database for all that is read, while others go on writing."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _tables() -> list[type[models.Model]]:
    """Every table of the program, those between two models too, in one order everywhere."""
    found = apps.get_models(include_auto_created=True)
    real = {model for model in found if model._meta.managed and not model._meta.proxy}
    return sorted((one for one in real if _label(one) not in LEFT_OUT), key=_label)


def _label(model: type[models.Model]) -> str:
    return model._meta.label_lower


def _write_rows(folder: Path, model: type[models.Model]) -> dict[str, Any]:
    fields = model._meta.concrete_fields
    rows, digest = 0, hashlib.sha256()
    with (folder / ROWS / f"{_label(model)}.jsonl").open("wb") as file:
        for values in _lines(model, fields):
            line = f"{_json(values)}\n".encode()
            file.write(line)
            digest.update(line)
            rows += 1
    return {"rows": rows - 1, "sha256": digest.hexdigest()}


def _lines(model: type[models.Model], fields: Iterable[Any]) -> Iterator[list[Any]]:
    yield [field.attname for field in fields]
    for row in model._base_manager.order_by("pk").iterator(BATCH):
        yield [_kept(field, row) for field in fields]


def _kept(field: Any, row: models.Model) -> Any:
    """A value as JSON holds it without loss: Django's own text of it, or the value where JSON has
    its like."""
    value = getattr(row, field.attname)
    if value is None or isinstance(value, bool | int | str):
        return value
    return field.value_to_string(row)


def _file_names() -> Iterator[str]:
    for model in _tables():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                names = model._base_manager.exclude(**{field.name: ""})
                yield from names.values_list(field.name, flat=True).distinct()


def _write_files(folder: Path, names: Iterable[str]) -> tuple[dict[str, dict[str, Any]], list[str]]:
    written: dict[str, dict[str, Any]] = {}
    missing: list[str] = []
    for name in names:
        target = folder / FILES / PurePosixPath(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with default_storage.open(name) as source:
                written[name] = _copied(source, target)
        except FileNotFoundError:
            missing.append(name)
    return written, missing


def _copied(source: File[bytes], target: Path) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as out:
        for part in source.chunks():
            out.write(part)
            digest.update(part)
            size += len(part)
    return {"size": size, "sha256": digest.hexdigest()}


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=isinstance(value, dict))


# --- in -------------------------------------------------------------------------------------------
def restore(folder: Path, *, say: Say) -> Told:
    """Fills an empty, migrated installation with a backup: files first, then all rows at once.

    Raises BackupRefused where the folder is no whole backup (a hash that differs is named), where
    the program is of another version, or where the installation holds units or people already.
    """
    manifest = _manifest(folder)
    _refuse_another_version(manifest)
    _refuse_filled()
    _refuse_broken(folder, manifest)
    say("Các tệp sao lưu còn nguyên vẹn, bắt đầu khôi phục.")
    size = _restore_files(folder, manifest)
    with transaction.atomic():
        _empty()
        rows = sum(_restore_rows(folder, model) for model in _tables())
        _reset_sequences()
    return Told(rows, len(manifest["files"]), size, tuple(manifest["missing"]))


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackupRefused(
            f"{folder} không phải là một bản sao lưu trọn vẹn: không đọc được {MANIFEST}."
        ) from error
    if found.get("format") != FORMAT:
        raise BackupRefused("Bản sao lưu có định dạng khác với chương trình này.")
    return found


def _refuse_another_version(manifest: dict[str, Any]) -> None:
    there, here = set(manifest["migrations"]), set(_migrations())
    if there == here:
        return
    differing = ", ".join(sorted(there ^ here)[:5])
    raise BackupRefused(
        "Bản sao lưu được tạo bởi phiên bản khác của chương trình"
        f" (khác nhau: {differing}). Hãy cài đúng phiên bản đó, khôi phục, rồi nâng cấp."
    )


def _refuse_filled() -> None:
    for label in ("accounts.user", "units.unit"):
        if apps.get_model(label)._base_manager.exists():
            raise BackupRefused(
                "Cơ sở dữ liệu này đã có dữ liệu. Hãy khôi phục vào một bản cài đặt trống"
                " (vừa chạy manage.py migrate)."
            )


def _refuse_broken(folder: Path, manifest: dict[str, Any]) -> None:
    expected = {
        folder / ROWS / f"{label}.jsonl": one["sha256"] for label, one in manifest["tables"].items()
    }
    expected |= {folder / FILES / name: one["sha256"] for name, one in manifest["files"].items()}
    for path, sha256 in expected.items():
        if not path.is_file() or _sha256(path) != sha256:
            raise BackupRefused(f"Tệp {path} bị thiếu hoặc đã bị thay đổi. Chưa khôi phục gì.")
    if set(manifest["tables"]) != {_label(model) for model in _tables()}:
        raise BackupRefused("Bản sao lưu không có đủ các bảng dữ liệu của chương trình.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _restore_files(folder: Path, manifest: dict[str, Any]) -> int:
    for name in manifest["files"]:
        if default_storage.exists(name):
            default_storage.delete(name)
        with (folder / FILES / name).open("rb") as source:
            kept = default_storage.save(name, File(source))
        if kept != name:
            raise BackupRefused(f"Kho tệp không lưu được {name} đúng tên. Chưa khôi phục dữ liệu.")
    return sum(one["size"] for one in manifest["files"].values())


def _empty() -> None:
    """Takes out what migrations put in; the backup has its own."""
    for model in _tables():
        model._base_manager.all()._raw_delete(connection.alias)


def _restore_rows(folder: Path, model: type[models.Model]) -> int:
    done = 0
    with (
        _as_written(model),
        (folder / ROWS / f"{_label(model)}.jsonl").open(encoding="utf-8") as file,
    ):
        names = json.loads(next(file))
        fields = [model._meta.get_field(name) for name in names]
        while lines := list(islice(file, BATCH)):
            rows = [_row(model, fields, json.loads(line)) for line in lines]
            model._base_manager.bulk_create(rows)
            done += len(rows)
    return done


def _row(model: type[models.Model], fields: list[Any], values: list[Any]) -> models.Model:
    named = zip(fields, values, strict=True)
    return model(**{field.attname: _value(field, value) for field, value in named})


def _value(field: Any, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField | models.FileField):
        return value
    return field.to_python(value)


@contextmanager
def _as_written(model: type[models.Model]) -> Iterator[None]:
    """Lets times that the program sets by itself be what they were."""
    switches = [
        (field, name)
        for field in model._meta.concrete_fields
        for name in ("auto_now_add", "auto_now")
        if getattr(field, name, False)
    ]
    for field, name in switches:
        setattr(field, name, False)
    try:
        yield
    finally:
        for field, name in switches:
            setattr(field, name, True)


def _reset_sequences() -> None:
    with connection.cursor() as cursor:
        for line in connection.ops.sequence_reset_sql(no_style(), _tables()):
            cursor.execute(line)
