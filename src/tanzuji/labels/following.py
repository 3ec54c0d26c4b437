"""Uses follow their certificate: frozen while it is suspended, back when it is resumed, void when it ends."""

from __future__ import annotations

import json

from django.db import transaction

from tanzuji.certificates import queries as certificates
from tanzuji.certificates.facts import CertificateView
from tanzuji.certificates.services import hold
from tanzuji.certificates.states import STATES as CERTIFICATE_STATES
from tanzuji.documents.text import Text
from tanzuji.labels.kinds import OPEN, USABLE
from tanzuji.labels.models import Authorisation
from tanzuji.labels.recording import step
from tanzuji.ledger.services import News

FOLLOWED = ("suspended", "resumed", "revoked", "cancelled", "expired", "renewed", "corrected")


def follow(event: News) -> None:
    """Bring the uses of a certificate to where it stands, in the transaction that changed it."""
    number = json.loads(event.detail).get("number", event.subject_id)
    _follow(str(number))


def follow_all() -> int:
    """The same for every certificate with open uses, for those whose term ran out; how many uses changed."""
    numbers = Authorisation.objects.filter(state__in=OPEN).values_list("certificate_number", flat=True)
    return sum(_follow(number) for number in sorted(set(numbers)))


def _follow(number: str) -> int:
    changed = 0
    with transaction.atomic():
        hold(number)
        view = certificates.by_number(number)
        if view is None:
            return 0
        rows = Authorisation.objects.select_for_update().filter(
            certificate_number=view.number, state__in=OPEN
        )
        for of in rows.order_by("sequence"):
            changed += _brought(of, view)
    return changed


def _brought(of: Authorisation, view: CertificateView) -> bool:
    why = _why(view)
    if view.status == "valid" and of.state == "frozen":
        step(None, of, "thaw", to=of.frozen_from, reason=why, frozen_from="")
    elif view.status == "suspended" and of.state in USABLE:
        step(None, of, "freeze", reason=why, frozen_from=of.state)
    elif view.status not in ("valid", "suspended"):
        step(None, of, "end", reason=why)
    else:
        return False
    return True


def _why(view: CertificateView) -> Text:
    """How the certificate stands and why; what took its place, where something did."""
    now = CERTIFICATE_STATES[view.status]
    after_zh = f"由 {view.replaced_by} 代替，请改用新标识。" if view.replaced_by else ""
    after_en = f" {view.replaced_by} takes its place; use its label." if view.replaced_by else ""
    return Text(
        zh=f"证书 {view.number}：{now.to('zh')}。{view.status_reason.to('zh')}。{after_zh}".replace(
            "。。", "。"
        ),
        en=f"Certificate {view.number}: {now.to('en').lower()}. {view.status_reason.to('en')}.{after_en}".replace(
            "..", "."
        ),
    )
