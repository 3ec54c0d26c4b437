"""Texts quoted in another language than the page's: marked, so that they are read aloud and set as what they are."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from tanzuji.documents.publishers import in_english
from tanzuji.web.language import language

_CHINESE = re.compile(
    "[\u3400-\u9fff\u3008-\u301b\uff08](?:[0-9A-Za-z./ -]*[\u3400-\u9fff\u3001-\u303f\uff01-\uff60])*"
)


def quoted(text: str | None) -> Markup:
    """A citation for the page of the request: on an English one authorities go by their English names, and what is
    left of Chinese is marked with its language. Chinese pages take it as it is."""
    if not text:
        return Markup("")
    if language() == "zh":
        return escape(text)
    told = in_english(str(text))
    parts: list[Markup] = []
    end = 0
    for found in _CHINESE.finditer(told):
        parts += [
            escape(told[end : found.start()]),
            Markup('<span lang="zh-Hans">{}</span>').format(found[0]),
        ]
        end = found.end()
    return Markup("").join([*parts, escape(told[end:])])
