"""The language of a request: its URL prefix, then the user, then the cookie, then the browser; Chinese first."""

from __future__ import annotations

from django.urls import LocalePrefixPattern, URLPattern, URLResolver
from django.utils import translation

from tanzuji.documents.errors import Language

PREFIXES: dict[str, str] = {"zh-hans": "zh", "en": "en"}
"""Django's language code → the prefix of our URLs."""


def language() -> Language:
    """The language people are answered in now: `zh` or `en`."""
    return "en" if (translation.get_language() or "").startswith("en") else "zh"


def say(zh: str, en: str) -> str:
    """The text in the language of the request."""
    return zh if language() == "zh" else en


def code_of(chosen: Language) -> str:
    """Django's code of a language: `zh-hans`, `en`."""
    return "zh-hans" if chosen == "zh" else "en"


class PrefixPattern(LocalePrefixPattern):
    """`/zh/…` and `/en/…` instead of Django's `/zh-hans/…`."""

    @property
    def language_prefix(self) -> str:
        code = translation.get_language() or "zh-hans"
        return PREFIXES.get(code, "zh") + "/"


def both_languages(*urls: URLPattern | URLResolver) -> list[URLResolver]:
    """The patterns once a language, under its prefix."""
    return [URLResolver(PrefixPattern(), list(urls))]
