"""Where words for the next page wait: in a signed cookie, named as the other cookies are; long ones in the session."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class Cookie(CookieStorage):
    """In a cookie of this host."""

    cookie_name = "__Host-messages" if settings.HTTPS else "messages"


class Flash(FallbackStorage):
    """In the cookie, and what it has no room for in the session."""

    storage_classes = (Cookie, SessionStorage)
