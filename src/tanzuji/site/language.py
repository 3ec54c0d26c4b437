"""Which language a person is answered in."""

from __future__ import annotations

import os
import sys

from tanzuji.documents.errors import Language


def chosen(asked: str | None = None) -> Language:
    """`zh` or `en`: as asked, else `TANZUJI_LANG`, else the terminal's locale; Chinese first."""
    for value in (asked, os.environ.get("TANZUJI_LANG")):
        if value and value.lower()[:2] in ("zh", "en"):
            return "zh" if value.lower().startswith("zh") else "en"
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if locale.lower().startswith("en") else "zh"


def say(language: Language, zh: str, en: str) -> str:
    """The text in that language."""
    return zh if language == "zh" else en


def asked() -> str | None:
    """What the command line asks for with `--lang`, wherever it stands."""
    arguments = sys.argv[1:]
    for i, argument in enumerate(arguments):
        if argument == "--lang" and i + 1 < len(arguments):
            return arguments[i + 1]
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
    return None


def pick(both: str) -> str:
    """One half of `中文 / English`, for help texts, which are built before options are read."""
    zh, _, en = both.partition("/ ")
    return zh.strip() if chosen(asked()) == "zh" or not en else en.strip()
