"""How allauth behaves here: nobody signs up by themselves, errors are ours, mails are in the reader's language."""

from __future__ import annotations

from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from tanzuji.documents.errors import Message
from tanzuji.parties import messages
from tanzuji.parties.signing import mails
from tanzuji.web.language import language, say

_ERRORS: dict[str, Message] = {
    "email_password_mismatch": messages.WRONG_PASSWORD,
    "incorrect_password": messages.WRONG_CURRENT_PASSWORD,
    "enter_current_password": messages.WRONG_CURRENT_PASSWORD,
    "incorrect_code": messages.WRONG_CODE,
    "too_many_login_attempts": messages.TOO_MANY_ATTEMPTS,
    "rate_limited": messages.TOO_MANY_REQUESTS,
    "invalid_password_reset": messages.BAD_RESET_LINK,
}
"""allauth's name of an error → ours. What is not here cannot arise from the pages that are open."""


def _error(code: str) -> ValidationError | None:
    message = _ERRORS.get(code)
    if message is None:
        return None
    problem = message.problem()
    return ValidationError(f"{problem.text(language())} {problem.remedy(language())}", code=message.code)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's adapter of this system."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Sign-in is done on pages; programs have tokens."""
        return False

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        found: ValidationError = _error(code) or super().validation_error(code, *args)
        return found

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        mails.send_notice(template_prefix, email, context)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("account_inactive"))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("parties:account")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """By password, code of the authenticator, or key; never by a mailed code, which no page here offers."""
        words = {
            "reauthenticate": say("用密码", "Use your password"),
            "mfa_reauthenticate": say("用验证器或备用码", "Use the authenticator or a recovery code"),
            "mfa_reauthenticate:webauthn": say("用安全密钥", "Use a security key"),
        }
        found = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in found if method["id"] in words]


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's adapter of the second factor."""

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        found: ValidationError = _error(code) or super().validation_error(code, *args)
        return found

    def build_totp_svg(self, url: str) -> str:
        """The QR code as one path of unit squares, without style attributes; its quiet zone is the page's."""
        code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
        code.add_data(url)
        rows = code.get_matrix()
        path = "".join(
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
        )
        words = say("供验证器应用扫描的二维码", "QR code for the authenticator app")
        return (
            f'<svg class="qr" viewBox="0 0 {len(rows)} {len(rows)}" role="img" aria-label="{words}" '
            f'shape-rendering="crispEdges"><path d="{path}"/></svg>'
        )

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return say(f"密钥 {number}", f"Key {number}")
