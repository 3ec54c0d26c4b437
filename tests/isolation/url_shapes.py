"""What a row of the isolation matrix says of an address, and the bodies that rows send."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tenants import Ids, World

Body = Callable[[World, Ids], Any]
"""What is sent: a dict for a form, bytes for JSON. The ids are those the address is filled with."""


@dataclass(frozen=True)
class Row:
    """An address by its name. `sends` by method; `headers` go with them. `worker` is the role that may do it to
    what is its own, and `answers` what it is answered with then where that is no success."""

    given: dict[str, Any] = field(default_factory=dict)
    sends: dict[str, Body] = field(default_factory=dict)
    headers: Callable[[World], dict[str, str]] = lambda world: {}
    queries: tuple[str, ...] = ()
    asks: str = ""
    """A query without which there is no answer."""
    worker: str = "editor"
    answers: dict[str, int] = field(default_factory=dict)
    adds: bool = False
    """Whether a stranger's attempt is noted among the owner's rows: a failed sign-in is, and allauth copies the address
    of whose password a link is to reset."""
    looks_up: bool = False
    """Whether the database is asked for what belongs to the one who is named, though nothing of it is answered."""


def as_json(**body: Any) -> Body:
    return lambda world, ids: json.dumps(body).encode()


def as_form(**body: Any) -> Body:
    return lambda world, ids: dict(body)


def nothing(world: World, ids: Ids) -> Any:
    return {}


LISTS = ("limit=1", "limit=200&offset=1", "limit=0", "offset=-1", "limit=1e9")
PAGES = ("page=2", "page=0", "page=x", "page=999999")
