"""Uploads are bounded. Files are held in memory, those of whole databases in a temporary file that goes with the
request; nothing is kept before it was read and found sound."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import (
    MemoryFileUploadHandler,
    StopFutureHandlers,
    StopUpload,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest

MAX_UPLOAD = 32 * 1024 * 1024
MAX_LARGE = 512 * 1024 * 1024
"""Bytes of all files that come to an address of `LARGE`."""

LARGE: set[str] = set()
"""Names of the addresses to which whole databases are sent; rooms add theirs."""


class BoundedUpload(MemoryFileUploadHandler):
    """Reads a file up to 32 MiB and stops the request beyond that."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.seen += len(raw_data)
        if self.seen > MAX_UPLOAD:
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)


class LargeUpload(TemporaryFileUploadHandler):
    """Takes the files of whole databases, from people who are signed in, at addresses that say they want them."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.seen = 0
        self.wanted = _takes_large(self.request)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if self.wanted:
            super().new_file(*args, **kwargs)
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if not self.wanted:
            return raw_data
        self.seen += len(raw_data)
        if self.seen > MAX_LARGE:
            raise StopUpload(connection_reset=False)
        super().receive_data_chunk(raw_data, start)
        return None

    def file_complete(self, file_size: int) -> Any:
        return super().file_complete(file_size) if self.wanted else None

    def upload_interrupted(self) -> None:
        if self.wanted and hasattr(self, "file"):
            super().upload_interrupted()


def _takes_large(request: HttpRequest | None) -> bool:
    """Whether the address wants large files. Pages are parsed before they know who asks, the API afterwards."""
    match = request.resolver_match if request is not None else None
    if request is None or match is None or match.view_name not in LARGE:
        return False
    return match.view_name.startswith("api:") or request.user.is_authenticated
