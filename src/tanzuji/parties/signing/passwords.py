"""Django's rules for passwords, with what is wrong said in both languages (its Chinese catalogue lacks some)."""

from __future__ import annotations

from django.contrib.auth import password_validation as django

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
