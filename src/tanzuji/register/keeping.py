"""Pages kept in the process that made them, keyed by number, language and stamp.

The stamp is read from the database at most `FRESH` seconds before an answer, so that what was revoked shows within a
second in every process; nothing has to be told to any cache. A page is made anew after `KEPT` seconds in any case: the
checkpoint that it names grows older.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from tanzuji.register import queries
from tanzuji.register.queries import Standing

FRESH = 0.5
KEPT = 60.0
MOST = 1000
"""Pages a process keeps; at 30 kB each that is 30 MB."""

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Page:
    """An answer's body and what it is."""

    body: bytes
    content_type: str
    etag: str
    status: int = 200


def page(body: bytes | str, content_type: str, status: int = 200) -> Page:
    """A page with a strong ETag of its bytes."""
    raw = body.encode() if isinstance(body, str) else body
    return Page(raw, content_type, f'"{hashlib.sha256(raw).hexdigest()[:32]}"', status)


class Store(Generic[Kept]):
    """The latest values of a process, each for some seconds; the ones used least lately go first."""

    def __init__(self, seconds: float, most: int) -> None:
        self._seconds, self._most = seconds, most
        self._held: OrderedDict[Hashable, tuple[float, Kept]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What is kept under the key, made where there is none or it is too old."""
        now = time.monotonic()
        with self._lock:
            found = self._held.get(key)
            if found is not None and now - found[0] < self._seconds:
                self._held.move_to_end(key)
                return found[1]
        value = (
            make()
        )  # outside of the lock: others are served meanwhile; the time counts from before it was read
        with self._lock:
            self._held[key] = (now, value)
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return value

    def clear(self) -> None:
        with self._lock:
            self._held.clear()


_STANDINGS: Store[Standing | None] = Store(FRESH, 20_000)
_PAGES: Store[Page] = Store(KEPT, MOST)


def standing(number: str) -> Standing | None:
    """How a number stands, at most half a second old."""
    return _STANDINGS.get(number, lambda: queries.standing(number))


def kept(of: Standing, what: Hashable, make: Callable[[], Page]) -> Page:
    """A page of this standing: `what` names it, in which language."""
    return _PAGES.get((of.number, of.stamp, what), make)


def forget() -> None:
    """Everything kept is made anew; for tests, which go back in time."""
    _STANDINGS.clear()
    _PAGES.clear()
