"""What a person reads on a page: its words, apart from code, scripts and what is marked as another language."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_SILENT = {"script", "style", "code", "symbol"}
_SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-label")
_VOID = {"meta", "link", "input", "br", "wbr", "use", "path", "rect", "hr", "img", "line"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        silent = (
            (self.open[-1][1] if self.open else False)
            or tag in _SILENT
            or (tag != "html" and "lang" in found)
        )
        if not silent:
            self.words += [value for name in _SPOKEN if (value := found.get(name))]
        if tag not in _VOID:
            self.open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self.open and self.open[-1][1]):
            self.words.append(" ".join(data.split()))


def words(page: str) -> list[str]:
    """Texts and spoken attributes of a page, in order."""
    reader = _Reader()
    reader.feed(page)
    return reader.words


def untranslated(page: str, language: str) -> list[str]:
    """Texts that are not in the page's language: Chinese characters in English, two English words in Chinese."""
    foreign = (
        re.compile(r"[\u3400-\u9fff，。；：、]")
        if language == "en"
        else re.compile(r"\b[A-Za-z]{2,} [A-Za-z]{2,}")
    )
    return [text for text in words(page) if foreign.search(text)]
