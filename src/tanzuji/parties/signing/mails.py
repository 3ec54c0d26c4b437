"""Mails to people, in their language; to an address whose reader's language is unknown, in both."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation

from tanzuji.documents.errors import Language
from tanzuji.parties.models import Invitation, Person
from tanzuji.web.language import code_of

_log = structlog.get_logger("tanzuji.parties")


def send_invitation(invitation: Invitation, link: str) -> bool:
    """Send the link to the invited address; whether the mail server took it."""
    return _send(
        "parties/mails/invitation",
        invitation.email,
        {"invitation": invitation, "link": link},
        known=Person.objects.filter(email=invitation.email).first(),
    )


def send_notice(template_prefix: str, email: str, context: dict[str, Any]) -> bool:
    """Send one of allauth's mails from our template of that name; whether the mail server took it."""
    known = context.get("user") or Person.objects.filter(email=email.lower()).first()
    return _send(template_prefix, email, {"timestamp": timezone.now(), **context}, known=known)


def _send(prefix: str, email: str, context: dict[str, Any], *, known: Person | None) -> bool:
    chosen = known.language if known else ""
    languages: tuple[Language, ...] = (
        ("en",) if chosen == "en" else ("zh",) if chosen == "zh" else ("zh", "en")
    )
    subjects, bodies = [], []
    for each in languages:
        with translation.override(code_of(each)):
            filled = {**context, "email": email, "platform": _platform(each), "known": known}
            subjects.append(" ".join(render_to_string(f"{prefix}_subject.txt", filled).split()))
            bodies.append(render_to_string(f"{prefix}_message.txt", filled).strip())
    message = EmailMessage(
        " / ".join(subjects), "\n\n———\n\n".join(bodies) + "\n", settings.DEFAULT_FROM_EMAIL, [email]
    )
    try:
        message.send()
    except (SMTPException, OSError) as error:  # what was done stands, whether or not the mail went out
        _log.warning("mail not sent", template=prefix, error=str(error))
        return False
    return True


def _platform(language: Language) -> str:
    if language == "zh":
        return settings.PLATFORM_NAME_ZH or "碳足迹"
    return settings.PLATFORM_NAME_EN or "tanzuji"
