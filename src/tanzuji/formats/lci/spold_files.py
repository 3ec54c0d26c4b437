"""The files of an EcoSpold package, of either version, one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from tanzuji.documents.errors import Message
from tanzuji.formats.archive import Package
from tanzuji.formats.lci.losses import Losses

_ENDINGS = (".xml", ".spold")
_TOLD_EVERY = 200
_CATEGORIES = "}categories"
"""Root of openLCA's list of categories; the datasets name theirs, so nothing is lost with it."""

Stated = TypeVar("Stated")


def read_each(
    package: Package,
    begun: Callable[[bytes, str], tuple[str, Callable[[], Iterable[Stated]]]],
    is_ours: Callable[[str], bool],
    none: Message,
    losses: Losses,
    progress: Callable[[str, int, int], None],
) -> Iterator[Stated]:
    """What every file of the format states.

    `begun` takes the bytes and name of a file and gives its root, `{namespace}local`, and what reads the rest of it;
    files whose root is not of the format (`is_ours`) are told as a loss. Raises `none`, which takes `file`, `found` and
    `found_zh`, where nothing was stated, and what `begun` raises. `progress` is told of files.
    """
    files = [n for n in package.names if n.lower().endswith(_ENDINGS) and "__MACOSX" not in n.split("/")]
    other, found = "", 0
    for done, member in enumerate(files, start=1):
        root, stated = begun(package.read(member), member)
        if is_ours(root):
            for each in stated():
                found += 1
                yield each
                if found % _TOLD_EVERY == 0:  # a file may hold a whole database
                    progress("read", done - 1, len(files))
        else:
            other = root
            if not root.endswith(_CATEGORIES):
                losses.add("other-file", member)
        if done % 100 == 0 or done == len(files):
            progress("read", done, len(files))
    if not found:
        told = {"found": f"; its root is {other[:80]}", "found_zh": f"；根元素是 {other[:80]}"}
        raise none.error(file=package.file, **(told if other else {"found": "", "found_zh": ""}))
