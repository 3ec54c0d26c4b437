"""Garbage that was set aside is still found."""

from __future__ import annotations

import gc
import weakref

from tanzuji.site import memory


class _Knot:
    """An object that refers to itself, which only a search can free."""

    def __init__(self) -> None:
        self.itself = self


def test_a_cycle_that_was_set_aside_is_freed_by_the_next_search() -> None:
    try:
        knot = _Knot()
        known = weakref.ref(knot)
        gc.freeze()
        del knot
        gc.collect()
        assert known() is not None  # set aside: an ordinary search passes it over
        assert memory.search() >= 1
        assert known() is None
    finally:
        gc.unfreeze()
