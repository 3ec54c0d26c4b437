"""Bilingual text: what a person reads exists in Chinese and English."""

from __future__ import annotations

from typing import Any

from pydantic import model_validator

from tanzuji.documents.base import Document
from tanzuji.documents.errors import Language, define

EMPTY_TEXT = define(
    "document.empty-text",
    zh="这段文字中英文都没有写。",
    en="The text has neither Chinese nor English.",
    remedy_zh="请写中文（zh）或英文（en），或两者都写。",
    remedy_en="Write Chinese (zh), English (en) or both.",
)


def _is_cjk(text: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in text)


class Text(Document):
    """A text in simplified Chinese (`zh`), English (`en`) or both; at least one is given.

    A plain string is taken for Chinese where it holds a Chinese character, else for English.
    """

    zh: str | None = None
    en: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_string(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"zh": value} if _is_cjk(value) else {"en": value}
        return value

    @model_validator(mode="after")
    def _not_empty(self) -> Text:
        if not (self.zh or self.en):
            raise EMPTY_TEXT.error()
        return self

    def to(self, language: Language) -> str:
        """The text in `language`, or in the other one where it has not been written yet."""
        return (self.zh or self.en or "") if language == "zh" else (self.en or self.zh or "")
