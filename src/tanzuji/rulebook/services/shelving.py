"""The rules that hold, put where studies find them: as files beside the library releases."""

from __future__ import annotations

from django.db import transaction

from tanzuji.rulebook.models import RuleVersion
from tanzuji.rules import shelf


def shelve() -> int:
    """Write the rules that hold as files; how many there are. May be done again at any time."""
    rows = RuleVersion.objects.filter(state="active").values_list("rule", "version", "text")
    active = {rule: (version, text) for rule, version, text in rows}
    if active or shelf.texts():
        shelf.put(active)
    return len(active)


def shelve_later() -> None:
    """The same once the change is stored."""
    transaction.on_commit(shelve)
