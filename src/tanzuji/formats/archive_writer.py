"""Writing packages: a ZIP archive that is whole or not there, with the same bytes for the same content."""

from __future__ import annotations

import contextlib
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every member: the oldest a ZIP archive can say, so that the clock changes nothing."""


def write_archive(path: Path, members: Iterable[tuple[str, bytes]]) -> None:
    """Write members, in the order they come, to a ZIP archive at `path`; one that stands there is replaced.

    Raises OSError where the folder cannot be written, and whatever `members` raises; nothing is left then.
    """
    with whole_file(path) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place to write a file that takes the place of `path` when all went well, and vanishes otherwise."""
    part = path.with_name(f".writing-{uuid.uuid4().hex}{path.suffix}")
    try:
        yield part
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
