"""When a serving process looks for garbage: not while somebody waits.

A result of a thousand rows is a hundred thousand objects, and it is kept for a while. The interpreter would look through
all of them every few edits, which took 200 ms of one edit in ten. Here what an answer left behind is set aside
(`gc.freeze`, which costs nothing) once the answer is sent, so that the next search finds little; every few minutes all of
it is searched. Objects outside of cycles are freed at once as ever.
"""

from __future__ import annotations

import gc
import time
from threading import Thread
from typing import Any

from django.core.signals import request_finished

EVERY = 300.0
"""Seconds between two searches of everything."""
YOUNG = 20_000
"""Objects made, and not freed, until the young ones are searched; a search takes 6 ms."""


def begin() -> None:
    """Set everything loaded aside, and go on so for as long as the process serves."""
    search()
    gc.set_threshold(YOUNG, 20, 20)
    request_finished.connect(_set_aside, dispatch_uid="memory")
    Thread(target=_now_and_then, name="search for garbage", daemon=True).start()


def search() -> int:
    """Look through everything, set aside or not; how many objects were freed."""
    gc.unfreeze()
    freed = gc.collect()
    gc.freeze()
    return freed


def _set_aside(**_: Any) -> None:
    gc.freeze()


def _now_and_then() -> None:
    while True:
        time.sleep(EVERY)
        search()
