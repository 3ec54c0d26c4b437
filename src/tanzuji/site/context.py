"""What the frame of every page shows: the platform's name, who is signed in, the same page in the other language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url

from tanzuji import __version__
from tanzuji.notices.queries import unread
from tanzuji.parties.queries import acting_of, person_of
from tanzuji.site import demonstration, navigation
from tanzuji.web.language import language


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every page."""
    other = "en" if language() == "zh" else "zh-hans"
    ready = hasattr(request, "user") and hasattr(request, "session")  # not where a middleware refused early
    acting = acting_of(request) if ready else None
    person = person_of(request) if ready else None
    return {
        "platform_name": settings.PLATFORM_NAME_ZH if language() == "zh" else settings.PLATFORM_NAME_EN,
        "acting": acting,
        "navigation": navigation.groups(signed_in=acting is not None, office=person.office if person else ""),
        "unread_notices": lambda: unread(acting).count() if acting else 0,
        "person": person,
        "other_language_url": translate_url(request.get_full_path(), other),
        "demo": settings.DEMO,
        "demo_accounts": lambda: demonstration.accounts() if demonstration.offered(request) else [],
        "tanzuji_version": __version__,
    }
