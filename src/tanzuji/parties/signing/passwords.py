"""Django's rules for passwords, with what is wrong said in both languages (its Chinese catalogue lacks some)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import password_validation as django
from django.core.exceptions import ValidationError

from tanzuji.web.language import say


class LongEnough(django.MinimumLengthValidator):
    """At least `min_length` characters."""

    def get_error_message(self) -> str:
        return say(
            f"密码不到 {self.min_length} 个字符。",
            f"The password has fewer than {self.min_length} characters.",
        )


class Uncommon(django.CommonPasswordValidator):
    """Not among the twenty thousand most common passwords."""

    def get_error_message(self) -> str:
        return say("这个密码太常见。", "This password is too common.")


class Unlike(django.UserAttributeSimilarityValidator):
    """Not too like the person's name or address."""

    def get_error_message(self) -> str:
        return say("密码与姓名或地址太像。", "The password is too like the name or the address.")


class Unlocal:
    """Not made of the names of this system with little else: what somebody guesses who knows where they are."""

    WORDS = ("tanzuji", "碳足迹", "footprint", "carbon", "certificate", "password", "密码")
    OTHERS = 8
    """So many characters have to be left when these words, and the platform's names, are taken out."""

    def validate(self, password: str, user: object = None) -> None:
        left = password.casefold()
        for word in sorted(self._words(), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < self.OTHERS and left != password.casefold():
            raise ValidationError(self.get_error_message(), code="password_local")

    def get_error_message(self) -> str:
        return say("密码由本系统的名称组成。", "The password is made of the names of this system.")

    def get_help_text(self) -> str:
        return say("不能由本系统的名称组成。", "It cannot be made of the names of this system.")

    def _words(self) -> set[str]:
        names = (
            settings.PLATFORM_NAME_ZH,
            settings.PLATFORM_NAME_EN.replace(" ", ""),
            settings.PLATFORM_NAME_EN,
        )
        return {word.casefold() for word in (*self.WORDS, *names) if word}
