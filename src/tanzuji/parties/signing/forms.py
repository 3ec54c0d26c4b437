"""The forms of allauth that behave otherwise here."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest

from tanzuji.parties.signing import mails


class ResetForm(ResetPasswordForm):  # type: ignore[misc]
    """Asking for a new password. An unknown address is written to as well, so that the answer, and how long it
    takes, tells nobody who has an account."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        if self.users:
            super().save(request, **kwargs)
        else:
            mails.send_notice("account/email/unknown_account", email, {})
        return email
