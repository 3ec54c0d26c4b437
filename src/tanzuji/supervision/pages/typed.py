"""What forms send, read with the room's own refusals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest

from tanzuji.documents.text import Text
from tanzuji.supervision import messages
from tanzuji.supervision.kinds import MAX_PICTURE
from tanzuji.web.typed import clean


def day(post: Mapping[str, Any], name: str) -> date | None:
    """The date in a field; None where it is empty. Raises `supervision.bad-date`."""
    text = str(post.get(name, "")).strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise messages.BAD_DATE.error(name, value=text[:40]) from None


def both(zh: str, en: str) -> Text | None:
    """A text in the languages in which something was written; None where nothing was."""
    chinese, english = clean(zh), clean(en)
    return Text(zh=chinese or None, en=english or None) if chinese or english else None


def whole(post: Mapping[str, Any], name: str) -> int:
    """A whole number; -1 where it is none, which no field takes."""
    text = str(post.get(name, "")).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else -1


def picture(request: HttpRequest) -> bytes:
    """The bytes of the file `picture`; none where nothing was sent. One that is too long is read only so far that it
    is refused."""
    sent = request.FILES.get("picture")
    return sent.read(MAX_PICTURE + 1) if sent is not None else b""
