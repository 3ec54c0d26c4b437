"""Texts quoted in another language than the page's: marked, so that they are read aloud and set as what they are."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from tanzuji.documents.publishers import in_english
from tanzuji.documents.text import Text
from tanzuji.web.language import language

_CHINESE = re.compile(
    "[\u3400-\u9fff\u3008-\u301b\uff08](?:[0-9A-Za-z./ -]*[\u3400-\u9fff\u3001-\u303f\uff01-\uff60])*"
)


_ENGLISH = re.compile(r"[A-Za-z]{2,}[,;]? [A-Za-z]{2,}")


def said(value: Text | str | None) -> Markup:
    """What somebody typed, as they typed it. On an English page Chinese in it is marked with its language; on a Chinese
    page a text that is English sentences throughout is."""
    text = value.to(language()) if isinstance(value, Text) else str(value or "")
    if language() == "en":
        return _marked(text)
    if _CHINESE.search(text) is None and _ENGLISH.search(text):
        return Markup('<span lang="en">{}</span>').format(text)
    return escape(text)


def quoted(text: str | None) -> Markup:
    """A citation for the page of the request: on an English one authorities go by their English names, and what is
    left of Chinese is marked with its language. Chinese pages take it as it is."""
    if not text:
        return Markup("")
    if language() == "zh":
        return escape(text)
    return _marked(in_english(str(text)))


def _marked(text: str) -> Markup:
    """The text with every stretch of Chinese in it marked."""
    parts: list[Markup] = []
    end = 0
    for found in _CHINESE.finditer(text):
        parts += [
            escape(text[end : found.start()]),
            Markup('<span lang="zh-Hans">{}</span>').format(found[0]),
        ]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])
