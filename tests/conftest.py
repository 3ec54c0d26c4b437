"""Fixtures every floor may use; Django, set up once a process, with a folder and a database of the tests' own."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import settings as hypothesis_settings

# The same examples every run, so that a change is to blame for a failure; HYPOTHESIS_PROFILE=search looks for new ones.
hypothesis_settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis_settings.register_profile("search", derandomize=False, deadline=None, max_examples=1000)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

ROOT = Path(__file__).resolve().parent.parent


# What tests make (releases, keys, databases) goes to a folder of this process, never to the user's. Chosen before the
# conftest of any folder below is read, since one of them may load the settings.
HOME = Path(tempfile.mkdtemp(prefix="tanzuji-tests-"))
os.environ["TANZUJI_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "tanzuji.site.settings"
os.environ["TANZUJI_SECOND_FACTOR"] = "0"  # tests of signing turn it on


def pytest_configure(config: pytest.Config) -> None:
    """Settings for tests; pytest-django sets Django up after this hook."""
    config.add_cleanup(lambda: shutil.rmtree(HOME, ignore_errors=True))
    from django.conf import settings

    # Argon2 is slow by design, and no test depends on how a password is kept.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A worker of xdist reads the settings before this file, with the folder of whoever started it.
    settings.CACHES["default"]["LOCATION"] = HOME / "cache"
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # A file, as in use: a database in memory knows neither WAL nor a second connection. It need not survive a power cut.
        database.setdefault("TEST", {})["NAME"] = HOME / "test.sqlite3"
        database["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database, which is run on every engine unless it says otherwise, and what needs a browser."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        touches = item.get_closest_marker("django_db") or {"db", "installation", "installations"} & fixtures
        if touches and item.get_closest_marker("one_engine") is None:
            item.add_marker("database")
        if ROOT / "tests" / "browser" in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(autouse=True)
def _no_language_left_behind() -> Iterator[None]:
    """A request leaves its language active in its thread; the next test begins with the site's own."""
    yield
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(autouse=True)
def _each_test_has_keys_of_its_own() -> Iterator[None]:
    """A test's database is rolled back, so the keys it made and what its log remembers beside them go as well.

    Keys of a fixture that serves a whole module stay as long as the module: its rows are signed with them.
    """
    folder = HOME / "keys"
    before = set(folder.glob("*"))
    yield
    for path in set(folder.glob("*")) - before | {folder / "log.state"}:
        path.unlink(missing_ok=True)


@pytest.fixture(scope="module", autouse=True)
def _each_module_has_keys_of_its_own() -> Iterator[None]:
    """What the modules before it left of keys is gone: an entry about a key counts in a test of the log."""
    yield
    shutil.rmtree(HOME / "keys", ignore_errors=True)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared real-world material beside the checkout; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("TANZUJI_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip("the shared databases are not on this machine")
    return folder


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of an installation of its own (`an_installation`)."""
    with an_installation(tmp_path) as environment:
        yield environment


@contextmanager
def an_installation(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of an installation of its own, for processes that a test starts: data folder and empty database.

    Its database is on the engine the tests run on, committed to for real, and gone afterwards.
    """
    environment = {**os.environ, "TANZUJI_HOME": str(folder)}
    server = environment.pop("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield environment
        return
    import psycopg

    name = f"installation_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    yield environment | {"DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()}
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture(scope="module")
def installations() -> Callable[[Path], AbstractContextManager[dict[str, str]]]:
    """`an_installation`, for a fixture that serves a whole module."""
    return an_installation
