"""Pictures that people send: what they are is read from their first bytes, never from what their sender says."""

from __future__ import annotations

import hashlib
from typing import Any

from tanzuji.supervision import messages
from tanzuji.supervision.kinds import MAX_PICTURE, MAX_PICTURES
from tanzuji.supervision.models import Picture

TYPES: dict[str, str] = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}


def kind_of(data: bytes) -> str:
    """`png`, `jpeg` or `webp`. Raises `supervision.not-a-picture`, `supervision.picture-too-large`."""
    if len(data) > MAX_PICTURE:
        size, limit = f"{len(data) / 2**20:.1f}", MAX_PICTURE // 2**20
        raise messages.PICTURE_TOO_LARGE.error("picture", size=size, limit=limit)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    raise messages.NOT_A_PICTURE.error("picture")


def keep(data: bytes, *, by: Any = None, item: str = "", **of: Any) -> Picture:
    """The picture stored; `of` names the row it belongs to. Raises `supervision.too-many-pictures` as well."""
    kind = kind_of(data)
    if Picture.objects.filter(**of).count() >= MAX_PICTURES:
        raise messages.TOO_MANY_PICTURES.error("picture", limit=MAX_PICTURES)
    digest = hashlib.sha256(data).hexdigest()
    return Picture.objects.create(
        kind=kind, digest=digest, size=len(data), content=data, by=by, item=item, **of
    )
