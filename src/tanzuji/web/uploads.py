"""Uploads are held in memory and bounded; nothing is written to disk before it was read and found sound."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload

MAX_UPLOAD = 32 * 1024 * 1024


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
