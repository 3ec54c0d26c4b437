"""An installation whose fields are encrypted: nothing of a recipe lies in its database or in a backup of it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

CANARY = f"CANARY{uuid4().hex}"
AMOUNT = 7919.104729
"""Made of two primes: no other number of an installation is written so."""

FILL = f"""
import django; django.setup()
from tanzuji.documents.editing import Set
from tanzuji.footprints import services
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.starter import starter_release
from tanzuji.jobs import services as jobs
from tanzuji.documents.text import Text
from tanzuji.parties import services as parties
from tanzuji.parties.acting import Acting
from tanzuji.site.operations import migrate, ready_django

ready_django()
migrate()
works = parties.found("enterprise", zh="澜石水泥有限公司", en="Lanshi Cement")
lin = parties.register(email="lin@example.org", name="林", password="a long enough one")
parties.join(lin, works, ("editor", "reviewer"))
lin = Acting(lin, works, frozenset(("editor", "reviewer")))
study = services.create(lin, demo_models()["cement_po425"], [starter_release()])
services.edit(lin, study.id, [Set(place="product.model", value="{CANARY}", was="P·O 42.5"),
    Set(place="parameters[coal_ncv].value", value={AMOUNT}, was=21.477)], key="one")
version = services.make_version(lin, study.id, note="{CANARY}")
services.comment(lin, study.id, "{CANARY}", place="parameters[coal_ncv].value")
services.edit(lin, study.id, [Set(place="product.model", value="P·O 42.5", was="{CANARY}")], key="two")
services.comment(lin, study.id, "second", place="product.model")
job = jobs.start(lin, next(iter(jobs._WORK)), {{"note": "{CANARY}"}}, title=Text(zh="报告", en="report"), language="zh",
    upload=b"{CANARY} " * 3000)
"""

LOOK = """
import django; django.setup()
from tanzuji.footprints.models import Comment, Version
from tanzuji.jobs.models import Job
print(Comment.objects.order_by("at")[0].text, Version.objects.get().note, Job.objects.get().upload[:38].decode(), Version.objects.get().digest)
"""

OVERTAKEN = """
import threading
import django; django.setup()
from django.db import connection, transaction
from tanzuji.footprints.models import Comment, Study
from tanzuji.ledger.sealed import keys, rewriting, rows

first, written, go = keys.newest().id, threading.Event(), threading.Event()

def writes():
    with transaction.atomic():
        said = Comment.objects.order_by("at")[0]
        said.pk, said.text, said._state.adding = __import__("uuid").uuid4(), "meanwhile", True
        said.save(force_insert=True)
        written.set()
        go.wait(30)
    connection.close()

slow = threading.Thread(target=writes)
slow.start()
written.wait(30)
keys.provider().add_sealing_key("aes-256-gcm")
threading.Timer(2, go.set).start()
gone, used = rewriting.forget()
slow.join()
print(gone, used == [first], sorted(set(Comment.objects.values_list("text", flat=True)))[-1])
"""


def run(environment: dict[str, str], *arguments: str, code: int = 0) -> str:
    answer = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, timeout=180, encoding="utf-8"
    )  # fmt: skip
    assert answer.returncode == code, answer.stdout + answer.stderr
    return answer.stdout + answer.stderr


def lying(environment: dict[str, str]) -> bytes:
    """Everything the database holds: the bytes of its files, or every row of every table as a text."""
    url = environment.get("DATABASE_URL")
    if not url:
        return b"".join(
            path.read_bytes() for path in Path(environment["TANZUJI_HOME"]).glob("tanzuji.sqlite3*")
        )
    found = []
    with psycopg.connect(url) as connection:
        connection.execute("SELECT set_config('tanzuji.tenant', '*', false)")
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            found += [row[0] for row in connection.execute(f'SELECT t::text FROM "{table}" t').fetchall()]
    return "\n".join(found).encode()


def unpacked(backup: Path) -> bytes:
    with zipfile.ZipFile(backup) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def secrets() -> list[bytes]:
    """The canary as text, as the hexadecimal and base64 that bytes are written in, and the amount."""
    return [CANARY.encode(), CANARY.encode().hex().encode(), str(AMOUNT).encode(), b"Q0FOQVJZ"]


@pytest.fixture
def filled(installation: dict[str, str]) -> dict[str, str]:
    environment = {**installation, "PYTHONUTF8": "1", "TANZUJI_FIELD_ENCRYPTION": "aes-256-gcm"}
    run(environment, "-c", FILL)
    return environment


def test_no_word_or_amount_of_a_recipe_lies_in_the_database_or_in_a_backup(
    filled: dict[str, str], tmp_path: Path
) -> None:
    """And a backup is read again with the key folder alone: without it, it says which key is missing."""
    file = tmp_path / "backup.zip"
    run(filled, "-m", "tanzuji", "backup", str(file))
    for held in (lying(filled), unpacked(file)):
        assert b"sealed:1:" in held
        assert [secret for secret in secrets() if secret in held] == []
    before = run(filled, "-c", LOOK)
    assert before.count(CANARY) == 3
    fresh = {**filled, "TANZUJI_HOME": str(tmp_path / "fresh")}
    fresh.pop("DATABASE_URL", None)
    assert "log.key-missing" in run(fresh, "-m", "tanzuji", "restore", str(file), code=1)
    told = run(fresh, "-m", "tanzuji", "encryption", "status", "--lang", "en", code=1)
    assert "unreadable  0" not in told and "plain  0" in told
    shutil.rmtree(Path(fresh["TANZUJI_HOME"]) / "keys", ignore_errors=True)
    shutil.copytree(Path(filled["TANZUJI_HOME"]) / "keys", Path(fresh["TANZUJI_HOME"]) / "keys")
    assert run(fresh, "-c", LOOK) == before


def test_a_key_is_not_destroyed_while_somebody_is_writing_with_it(filled: dict[str, str]) -> None:
    """A row that is not committed yet is seen by nobody: whoever destroys keys waits for it."""
    assert run(filled, "-c", OVERTAKEN).splitlines()[-1] == "[] True second"


def test_it_is_turned_on_rotated_and_turned_off_by_commands(installation: dict[str, str]) -> None:
    plain = {**installation, "PYTHONUTF8": "1", "TANZUJI_FIELD_ENCRYPTION": "off"}
    run(plain, "-c", FILL)
    before = run(plain, "-c", LOOK)
    assert CANARY.encode() in lying(plain)
    on = {**plain, "TANZUJI_FIELD_ENCRYPTION": "aes-256-gcm"}
    assert "tanzuji encryption rewrite" in run(on, "-m", "tanzuji", "check")
    run(on, "-m", "tanzuji", "encryption", "rewrite")
    if "DATABASE_URL" not in on:  # the space of rows as they were before, as the page on production says
        with closing(sqlite3.connect(Path(on["TANZUJI_HOME"]) / "tanzuji.sqlite3")) as connection:
            connection.execute("VACUUM")
    assert [secret for secret in secrets() if secret in lying(on)] == []
    told = run(on, "-m", "tanzuji", "encryption", "status", "--lang", "en")
    assert "plain  0" in told and "unreadable  0" in told
    run({**on, "TANZUJI_FIELD_ENCRYPTION": "sm4-gcm"}, "-m", "tanzuji", "encryption", "rotate")
    assert run(on, "-c", LOOK) == before
    on["TANZUJI_FIELD_ENCRYPTION"] = "sm4-gcm"
    assert "destroyed" in run(on, "-m", "tanzuji", "encryption", "forget", "--lang", "en")
    assert "older keys  0" in run(on, "-m", "tanzuji", "encryption", "status", "--lang", "en")
    run(plain, "-m", "tanzuji", "encryption", "rewrite")
    assert run(plain, "-c", LOOK) == before
    assert "plain  0" not in run(plain, "-m", "tanzuji", "encryption", "status", "--lang", "en")
    assert "settings.bad-value" in run(
        {**plain, "TANZUJI_FIELD_ENCRYPTION": "rot13"}, "-m", "tanzuji", "check", code=3
    )
