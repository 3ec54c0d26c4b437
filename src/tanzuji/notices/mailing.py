"""Mails about notices: one a person, in their language, with the address it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from smtplib import SMTPException
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from tanzuji.documents.errors import Language
from tanzuji.notices.models import Mailing, Notice
from tanzuji.parties import queries as parties

_log = structlog.get_logger("tanzuji.notices")


def send(ids: Sequence[UUID]) -> int:
    """Mail these notices to whom they are for and who did not mute them; how many mails went out.

    What was told stands in the system, whether or not a mail gets through.
    """
    muted = set(Mailing.objects.values_list("person_id", flat=True))
    mails = [mail for notice in Notice.objects.filter(id__in=ids) for mail in _mails(notice, muted)]
    if not mails:
        return 0
    try:
        return int(get_connection().send_messages(mails) or 0)
    except (SMTPException, OSError) as error:
        _log.warning("mail not sent", notices=len(ids), error=str(error))
        return 0


def _mails(notice: Notice, muted: set[UUID]) -> Iterable[EmailMessage]:
    wanted = set(notice.roles.split(",")) - {""}
    for member in parties.people(notice.organisation_id):
        person = member.person
        if notice.person_id not in (None, person.id) or person.id in muted or not person.is_active:
            continue
        if notice.person_id is None and wanted and wanted.isdisjoint(member.role_set):
            continue
        language: Language = "en" if person.language == "en" else "zh"
        lines = [notice.text.to(language)] if notice.text else []
        lines += [_link(notice.page, language)] if notice.page else []
        yield EmailMessage(
            " ".join(notice.title.to(language).split()),
            "\n\n".join(lines) + "\n",
            settings.DEFAULT_FROM_EMAIL,
            [person.email],
        )


def _link(page: str, language: Language) -> str:
    return f"{settings.ADDRESS}/{language}{page}"
