"""Backup and restore: one zip file that holds every row as JSON lines and every library release, for either engine.

The rows are read in one snapshot. Restoring goes into an empty database only, in one transaction, after every
checksum was compared; keys are not part of it. Encrypted fields are in it as they lie in the table, and are read again
with the key folder alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from tanzuji import __version__
from tanzuji.documents.errors import define
from tanzuji.engine.store import home
from tanzuji.ledger.sealed import rows as sealed
from tanzuji.library.services import index_installed

FORMAT = "tanzuji/backup/1"
LEFT_OUT = {"sessions.session", "contenttypes.contenttype", "auth.permission"}
"""Made anew by the installation, or worthless later."""
INDEXED = "library"
"""The room whose tables are an index of the releases, made anew after restoring."""
MAX_FILES = 100_000
BATCH = 500

Tell = Callable[[str, int, int], None]

NOT_A_BACKUP = define(
    "backup.not-a-backup",
    zh="“{file}”不是 tanzuji 的备份文件，或已损坏（{detail}）。",
    en="“{file}” is not a backup of tanzuji, or is damaged ({detail}).",
    remedy_zh="请用 tanzuji backup 写出的完整文件；没有恢复任何东西。",
    remedy_en="Use a complete file written by tanzuji backup; nothing was restored.",
)
NOT_EMPTY = define(
    "backup.not-empty",
    zh="数据库里已有数据（{table} 有 {count} 行）。",
    en="The database holds data already ({table} has {count} rows).",
    remedy_zh="请恢复到空数据库：换一个 TANZUJI_HOME 或 DATABASE_URL。",
    remedy_en="Restore into an empty one: choose another TANZUJI_HOME or DATABASE_URL.",
)
OTHER_TABLES = define(
    "backup.other-version",
    zh="备份来自 tanzuji {version}，它的表与本版本不同（{detail}）。",
    en="The backup is of tanzuji {version}, whose tables differ from this version's ({detail}).",
    remedy_zh="请用写出备份的版本恢复，再升级。",
    remedy_en="Restore it with the version that wrote it, then upgrade.",
)


def write_backup(file: Path, tell: Tell) -> int:
    """Write the backup; how many rows it holds. The file appears whole or not at all."""
    kept = list(_models())
    part = file.with_name(f".{file.name}.part")
    try:
        # everybody's data and second factors: for the operator's eyes only
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            os.fdopen(handle, "w+b") as target,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
            _snapshot(),
        ):
            tables: dict[str, Any] = {}
            for done, model in enumerate(kept):
                tell("backup", done, len(kept))
                tables[model._meta.label_lower] = _write_table(archive, model)
            releases = _write_releases(archive)
            manifest = {
                "format": FORMAT,
                "version": __version__,
                "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "migrations": _migrations(),
                "tables": tables,
                "releases": releases,
            }
            archive.writestr("manifest.json", json.dumps(manifest, indent=1, sort_keys=True))
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    tell("backup", len(kept), len(kept))
    return sum(table["rows"] for table in tables.values())


def restore_backup(file: Path, tell: Tell) -> int:
    """Restore a backup; how many rows. Raises `backup.not-a-backup`, `backup.not-empty`, `backup.other-version`."""
    from django.core.management import call_command

    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(file, archive)
            _compare_checksums(file, archive, manifest)
            call_command("migrate", interactive=False, verbosity=0)
            _refuse_other(manifest)
            _refuse_full()
            _read_releases(file, archive, manifest)
            with transaction.atomic():
                rows = _read_tables(archive, manifest, tell)
                if connection.vendor == "postgresql":
                    _reset_sequences()
            index_installed()
            return rows
    except (zipfile.BadZipFile, KeyError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise NOT_A_BACKUP.error(file=file.name, detail=str(error)[:80]) from error


def _models() -> Iterator[type[models.Model]]:
    """Every table in an order in which what is referred to comes first."""
    ordered = serializers.sort_dependencies(
        [(app, None) for app in apps.get_app_configs() if app.models_module is not None], allow_cycles=True
    )
    return (
        m
        for m in ordered
        if m._meta.managed and m._meta.app_label != INDEXED and m._meta.label_lower not in LEFT_OUT
    )


def _snapshot() -> Any:
    """A transaction that sees one state of the database throughout."""

    class _Reading(transaction.Atomic):
        def __enter__(self) -> None:
            super().__enter__()
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    return _Reading(None, True, False)


def _write_table(archive: zipfile.ZipFile, model: type[models.Model]) -> dict[str, Any]:
    digest, rows = hashlib.sha256(), 0
    with archive.open(f"tables/{model._meta.label_lower}.jsonl", "w", force_zip64=True) as target:
        # encrypted fields go into it as they lie in the table: it is no safer than what it holds
        for instance in sealed.as_stored(model).order_by("pk").iterator(BATCH):
            sealed.show_stored(instance)
            (row,) = serializers.serialize("python", [instance])
            line = (json.dumps(row, default=_exact, ensure_ascii=False) + "\n").encode()
            digest.update(line)
            target.write(line)
            rows += 1
    return {"rows": rows, "sha256": digest.hexdigest()}


def _exact(value: Any) -> str:
    """A value JSON has no word for; times keep their microseconds, which Django's own encoder drops."""
    return value.isoformat() if isinstance(value, date) else str(value)


def _write_releases(archive: zipfile.ZipFile) -> dict[str, str]:
    folder = home() / "releases"
    written = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in name.split("/")):
            continue  # what a stopped import left behind
        archive.write(path, f"releases/{name}")
        written[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return written


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _manifest(file: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    if len(archive.namelist()) > MAX_FILES:
        raise NOT_A_BACKUP.error(file=file.name, detail="entries")
    manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    if manifest.get("format") != FORMAT:
        raise NOT_A_BACKUP.error(file=file.name, detail=str(manifest.get("format"))[:40])
    return manifest


def _refuse_other(manifest: dict[str, Any]) -> None:
    different = sorted(set(manifest["migrations"]) ^ set(_migrations()))
    if different:
        raise OTHER_TABLES.error(version=manifest["version"], detail=", ".join(different[:4]))


def _refuse_full() -> None:
    for model in _models():
        count = model._default_manager.count()
        if count:
            raise NOT_EMPTY.error(table=model._meta.label_lower, count=count)


def _compare_checksums(file: Path, archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    expected = {f"tables/{label}.jsonl": table["sha256"] for label, table in manifest["tables"].items()}
    expected |= {f"releases/{name}": digest for name, digest in manifest["releases"].items()}
    for name, digest in expected.items():
        found = hashlib.sha256()
        with archive.open(name) as source:
            while chunk := source.read(1 << 20):
                found.update(chunk)
        if found.hexdigest() != digest:
            raise NOT_A_BACKUP.error(file=file.name, detail=name)


def _read_tables(archive: zipfile.ZipFile, manifest: dict[str, Any], tell: Tell) -> int:
    kept = [m for m in _models() if m._meta.label_lower in manifest["tables"]]
    rows = 0
    with connection.constraint_checks_disabled():
        for done, model in enumerate(kept):
            tell("restore", done, len(kept))
            with archive.open(f"tables/{model._meta.label_lower}.jsonl") as source:
                for line in source:
                    for found in serializers.deserialize("python", [json.loads(line)]):
                        sealed.take_as_stored(found.object)
                        found.save(force_insert=True)
                        rows += 1
    connection.check_constraints()
    tell("restore", len(kept), len(kept))
    return rows


def _reset_sequences() -> None:
    statements = connection.ops.sequence_reset_sql(no_style(), list(_models()))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _read_releases(file: Path, archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    """The releases before the rows that stand on them: what fails here leaves the database empty, to be tried again."""
    folder = (home() / "releases").resolve()
    for name, digest in manifest["releases"].items():
        target = (folder / name).resolve()
        if folder not in target.parents:
            raise NOT_A_BACKUP.error(file=file.name, detail=name[:60])
        if target.is_file() and hashlib.sha256(target.read_bytes()).hexdigest() == digest:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        part.write_bytes(archive.read(f"releases/{name}"))
        part.replace(target)
