"""The two tenants, made once a module and rolled back after it; what a test changes is taken back with it.

Rooms are imported inside the fixtures: this file is read before Django is set up.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.db import transaction

from tanzuji.engine.store import home

if TYPE_CHECKING:
    from tenants import World


@pytest.fixture(scope="module")
def _world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    from tenants import world

    before = _kept()
    with django_db_blocker.unblock(), transaction.atomic():
        yield world()
        transaction.set_rollback(True)
    for folder in _kept() - before:
        shutil.rmtree(folder, ignore_errors=True)


def _kept() -> set[Path]:
    """Folders of releases and of files that were brought in: what no transaction takes back."""
    return {folder for place in ("releases", "imports") for folder in (home() / place).glob("*")}


@pytest.fixture
def _django_db_helper(_world: World) -> Iterator[None]:
    """In the place of pytest-django's own, whose end closes the connection and with it the transaction of the world."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture
def tenants(_world: World, db: None) -> World:
    """The world; whatever the test writes is rolled back."""
    return _world
