"""Backup and restore: what was there is there again, on either engine; what is damaged or not empty is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

FILL = """
import django; django.setup()
from tanzuji.documents.editing import Set
from tanzuji.footprints import services
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.starter import starter_release
from tanzuji.parties import services as parties
from tanzuji.parties.acting import Acting
from tanzuji.site.operations import migrate, ready_django

ready_django()
migrate()
works = parties.found("enterprise", zh="澜石水泥有限公司", en="Lanshi Cement")
people = [parties.register(email=f"{n}@example.org", name=n, password="a long enough one") for n in ("lin", "zhou")]
for person in people:
    parties.join(person, works, ("editor", "reviewer"))
lin, zhou = (Acting(person, works, frozenset({"editor", "reviewer"})) for person in people)
study = services.create(lin, demo_models()["cement_po425"], [starter_release()])
services.edit(lin, study.id, [Set(place="product.model", value="P·O 42.5 R", was="P·O 42.5")], key="one")
version = services.make_version(lin, study.id, note="首个版本")
services.comment(zhou, study.id, "煤的热值请附证明。", place="parameters[coal_ncv].value")
services.make_version(lin, study.id)
"""

LOOK = """
import django; django.setup()
import json
from tanzuji.footprints.models import Comment, Edit, Study, Version
from tanzuji.ledger.models import Event
from tanzuji.parties.models import Person
from tanzuji.library import queries as library
from django.db import connection
found = {
    "studies": list(Study.objects.order_by("id").values_list("document", "digest", "revision", "total", "state")),
    "edits": list(Edit.objects.order_by("id").values_list("operations", "inverse", "key")),
    "versions": list(Version.objects.order_by("id").values_list("number", "footprint", "checked", "digest", "made_at")),
    "comments": list(Comment.objects.order_by("id").values_list("place", "text", "at")),
    "events": list(Event.objects.order_by("id").values_list("id", "kind", "at", "actor_name", "detail")),
    "people": list(Person.objects.order_by("email").values_list("email", "password")),
}
print(json.dumps(found, default=str, ensure_ascii=False, sort_keys=True))
"""

COUNT = """
import django; django.setup()
from django.db import connection
from tanzuji.parties.models import Person
print(Person.objects.count() if "parties_person" in connection.introspection.table_names() else 0)
"""

NEXT = """
import django; django.setup()
from tanzuji.ledger.models import Event
from tanzuji.ledger.services import record
from tanzuji.footprints import events
before = Event.objects.order_by("-id").first().id
print(record(events.CREATED, None, "study", "x").id > before)
"""


def _run(environment: dict[str, str], *arguments: str, code: int = 0) -> str:
    answer = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        encoding="utf-8",
    )
    assert answer.returncode == code, answer.stderr
    return answer.stdout + answer.stderr


@pytest.fixture(scope="module")
def backup(
    installations: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, str], Path]]:
    """An installation with something in it, and its backup. Tests change neither."""
    folder = tmp_path_factory.mktemp("backup")
    with installations(folder) as environment:
        environment = {**environment, "PYTHONUTF8": "1"}
        _run(environment, "-c", FILL)
        file = folder / "backup of today.zip"
        _run(environment, "-m", "tanzuji", "backup", str(file))
        yield environment, file


def test_what_is_restored_is_what_was_backed_up_and_life_goes_on(
    backup: tuple[dict[str, str], Path], tmp_path: Path
) -> None:
    """Into SQLite from whichever engine the tests run on: backups know no engine. New rows get new numbers, and a
    database that holds data already is not overwritten."""
    environment, file = backup
    fresh = {**environment, "TANZUJI_HOME": str(tmp_path / "fresh")}
    fresh.pop("DATABASE_URL", None)
    _keys(environment, fresh)
    _run(fresh, "-m", "tanzuji", "restore", str(file))
    before, after = (_run(each, "-c", LOOK) for each in (environment, fresh))
    assert json.loads(before)["versions"] and before == after
    assert _run(fresh, "-c", NEXT).strip() == "True"
    assert "✗" not in _run(fresh, "-m", "tanzuji", "check")
    assert "backup.not-empty" in _run(environment, "-m", "tanzuji", "restore", str(file), code=3)
    assert _run(environment, "-c", LOOK) == before


def test_a_backup_restores_into_the_engine_it_came_from(
    backup: tuple[dict[str, str], Path], tmp_path: Path
) -> None:
    """Emptied, then restored: the same rows, and numbers that go on."""
    environment, file = backup
    before = _run(environment, "-c", LOOK)
    _keys(environment, {"TANZUJI_HOME": str(tmp_path / "again")})
    environment = {**environment, "TANZUJI_HOME": str(tmp_path / "again")}
    url = environment.get("DATABASE_URL", "")
    if not url:
        _restored(environment, file, before)
        return
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create database again")
    try:
        _restored(
            {**environment, "DATABASE_URL": urlsplit(url)._replace(path="/again").geturl()}, file, before
        )
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("drop database again with (force)")


def _keys(source: dict[str, str], target: dict[str, str]) -> None:
    """The keys of the public log, which are in no backup: the operator keeps them elsewhere and brings them."""
    shutil.copytree(Path(source["TANZUJI_HOME"]) / "keys", Path(target["TANZUJI_HOME"]) / "keys")


def _restored(environment: dict[str, str], file: Path, before: str) -> None:
    _run(environment, "-m", "tanzuji", "restore", str(file))
    assert _run(environment, "-c", LOOK) == before
    assert _run(environment, "-c", NEXT).strip() == "True"


def _changed(source: Path, target: Path, name: str, change: Any) -> Path:
    """A copy of a backup with one member changed (or left out where `change` gives None)."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            content = change(content) if member == name else content
            if content is not None:
                new.writestr(member, content)
    return target


DAMAGES: list[tuple[str, Any, str]] = [
    ("tables/footprints.version.jsonl", lambda text: text.replace(b"794", b"700"), "backup.not-a-backup"),
    ("tables/ledger.event.jsonl", lambda text: b"".join(text.splitlines(True)[:-1]), "backup.not-a-backup"),
    ("tables/parties.person.jsonl", lambda text: None, "backup.not-a-backup"),
    ("manifest.json", lambda text: text.replace(b"backup/1", b"backup/9"), "backup.not-a-backup"),
    ("manifest.json", lambda text: b"{", "backup.not-a-backup"),
    ("manifest.json", lambda text: text.replace(b"0001_initial", b"0009_later"), "backup.other-version"),
]


def test_a_damaged_or_foreign_backup_restores_nothing(
    backup: tuple[dict[str, str], Path], tmp_path: Path
) -> None:
    environment, file = backup
    fresh = {**environment, "TANZUJI_HOME": str(tmp_path / "fresh")}
    fresh.pop("DATABASE_URL", None)
    for name, change, told in DAMAGES:
        damaged = _changed(file, tmp_path / "damaged.zip", name, change)
        assert told in _run(fresh, "-m", "tanzuji", "restore", str(damaged), code=3), (name, told)
    assert int(_run(fresh, "-c", COUNT)) == 0


def test_a_file_that_is_no_zip_is_refused(installation: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    file.write_bytes(b"PK\x03\x04 but no more")
    assert "backup.not-a-backup" in _run(installation, "-m", "tanzuji", "restore", str(file), code=3)


def test_a_backup_and_the_database_are_for_their_owner_only(backup: tuple[dict[str, str], Path]) -> None:
    environment, file = backup
    assert file.stat().st_mode & 0o077 == 0
    database = Path(environment["TANZUJI_HOME"], "tanzuji.sqlite3")
    if "DATABASE_URL" not in environment:
        assert database.stat().st_mode & 0o077 == 0
