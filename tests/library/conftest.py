"""The starter library, indexed once for this folder; small libraries in the store; somebody who is signed in.

Rooms are imported inside the fixtures: this file is read before Django is set up.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.plugin import blocking_manager_key

from tanzuji.documents.datasets import Dataset
from tanzuji.documents.text import Text
from tanzuji.engine import Release, write_release
from tanzuji.engine.store import release_folder

if TYPE_CHECKING:
    from django.test import Client

    from tanzuji.parties.acting import Acting


_INDEXED = pytest.StashKey[bool]()


@pytest.fixture
def _starter(pytestconfig: pytest.Config, django_db_setup: None, django_db_blocker: Any) -> None:
    """Indexed outside of any test's transaction, so that one indexing serves all tests of this folder."""
    from tanzuji.library import services
    from tanzuji.library.models import Release as Indexed

    with django_db_blocker.unblock():
        if not Indexed.objects.exists():
            services.index_installed()
    pytestconfig.stash[_INDEXED] = True


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """The index goes when the run leaves this folder; a fixture of wider scope would hold it to the end of the run."""
    staying = nextitem is None or nextitem.path.parent == item.path.parent
    if staying or not item.config.stash.get(_INDEXED, False):
        return
    from tanzuji.library.models import Release as Indexed

    with item.config.stash[blocking_manager_key].unblock():
        Indexed.objects.all().delete()
    item.config.stash[_INDEXED] = False


@pytest.fixture
def starter(_starter: None, db: None) -> None:
    """The starter library is indexed."""


@pytest.fixture
def stored() -> Iterator[Callable[..., Release]]:
    """Writes a release into the store: `stored("mine", "1", dataset(…), …)`; gone after the test."""
    written: list[Path] = []

    def write(name: str, version: str, *datasets: Dataset, licence: str = "") -> Release:
        folder = release_folder(name, version)
        written.append(folder.parent)
        title = Text(zh=f"{name} 库", en=f"library {name}")
        return write_release(
            folder, name=name, version=version, title=title, licence=licence, datasets=datasets
        )

    yield write
    for folder in written:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def somebody(db: None) -> Acting:
    """Somebody who belongs to an organisation."""
    from tanzuji.parties import queries
    from tanzuji.parties.models import Membership, Organisation, Person

    person = Person.objects.create_user(email="reader@example.org", password="a long password", name="Reader")
    organisation = Organisation.objects.create(name_zh="读者厂", name_en="Reader works", kind="enterprise")
    Membership.objects.create(person=person, organisation=organisation, roles="reader")
    return queries.required_for(person, organisation.id)


@pytest.fixture
def member(somebody: Acting) -> Client:
    """A browser of somebody who is signed in and belongs to an organisation."""
    from django.test import Client

    client = Client()
    client.force_login(somebody.person, backend="django.contrib.auth.backends.ModelBackend")
    return client
