"""How the index follows certificates, filings and measures: in the transaction of whatever changes them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from tanzuji.certificates import events as of_certificates
from tanzuji.certificates import queries as certificates
from tanzuji.certificates.facts import CertificateView
from tanzuji.documents.text import Text
from tanzuji.documents.trade_items import padded
from tanzuji.filings import events as of_filings
from tanzuji.filings import queries as filings
from tanzuji.filings.queries import FilingView
from tanzuji.ledger.services import News, listen
from tanzuji.register.models import Entry
from tanzuji.supervision import events as of_supervision
from tanzuji.supervision import queries as supervision


def begin() -> None:
    """Hear of whatever changes a public page."""
    for kind in of_certificates.OF.values():
        listen(kind, _certificate)
    for kind in (of_filings.FILED, of_filings.UPDATED, of_filings.WITHDRAWN):
        listen(kind, _filing)
    for kind in (of_supervision.ORDERED, of_supervision.LIFTED):
        listen(kind, _measure)


def _certificate(event: News) -> None:
    view = certificates.by_number(str(json.loads(event.detail).get("number", "")))
    if view is None:
        return
    keep(view)
    for other in filter(None, (view.replaces, view.replaced_by)):  # their pages name this one
        Entry.objects.filter(number=other).update(stamp=F("stamp") + 1, changed_at=timezone.now())


def _filing(event: News) -> None:
    detail = json.loads(event.detail)
    number = str(detail.get("certificate", ""))
    if detail.get("origin") == "external":
        found = filings.external(str(detail.get("number", "")))
        if found is not None:
            keep_external(found)
        return
    view = certificates.by_number(number)
    if view is not None:
        keep(view)


def _measure(event: News) -> None:
    """A measure against a certificate, or against a holder, changes what their pages say."""
    number = str(json.loads(event.detail).get("certificate", ""))
    subjects = supervision.measures().filter(id=event.subject_id).values_list("subject_id", flat=True)
    touched = Entry.objects.filter(Q(number=number) | Q(holder__in=list(subjects)))
    touched.update(stamp=F("stamp") + 1, changed_at=timezone.now())


def keep(view: CertificateView) -> None:
    """The row of a certificate issued here as it is now."""
    _keep(
        view.number, origin="own", alias=tidy(view.number), holder=view.holder, holder_name=view.holder_name,
        product=view.product, body=view.body_name, value=f"{view.value:f}", unit=view.unit, gtin=view.gtin,
        status=view.status, ends=view.expires_on, issued=view.issued_on, filed=filings.filed(view.number),
        words=(view.number, view.maker, view.scheme_name, *view.models, view.holder_code),
    )  # fmt: skip


def keep_external(view: FilingView) -> None:
    """The row of a certificate issued elsewhere as it is filed now."""
    facts = view.facts
    _keep(
        view.number, origin="external", alias=tidy(facts.number), holder=None, holder_name=facts.holder,
        product=facts.product, body=facts.body, value=facts.value, unit=facts.unit, gtin=facts.gtin,
        status=facts.status if view.stands else "withdrawn", ends=facts.valid_until, issued=facts.issued_on,
        filed=view.stands, words=(view.number, facts.number, facts.maker, facts.scheme, *facts.models),
    )  # fmt: skip


def _keep(
    number: str, *, holder: UUID | None, holder_name: Text, product: Text, body: Text, gtin: str,
    words: Iterable[str | Text], **plain: Any,
) -> None:  # fmt: skip
    said = _words((*words, gtin, holder_name, product, body))
    values = plain | {
        "holder": holder, "holder_zh": (holder_name.zh or "")[:300], "holder_en": (holder_name.en or "")[:300],
        "product_zh": (product.zh or "")[:300], "product_en": (product.en or "")[:300],
        "body_zh": (body.zh or "")[:300], "body_en": (body.en or "")[:300], "gtin": padded(gtin) if gtin else "",
        "words": said, "changed_at": timezone.now(),
    }  # fmt: skip
    if not Entry.objects.filter(number=number).update(stamp=F("stamp") + 1, **values):
        Entry.objects.create(number=number, **values)


def _words(parts: Iterable[str | Text]) -> str:
    said = [
        word for part in parts for word in ([part] if isinstance(part, str) else [part.zh, part.en]) if word
    ]
    return unicodedata.normalize("NFKC", " ".join(said)).lower()


def tidy(typed: str) -> str:
    """A number as people type it: full-width and small letters, long dashes and blanks count for nothing."""
    folded = unicodedata.normalize("NFKC", typed[:200]).upper()
    return "".join(
        "-" if "\u2010" <= c <= "\u2015" or c == "\u2212" else c for c in folded if not c.isspace()
    )


def rebuild() -> int:
    """The whole index made again from certificates and filings; how many rows it has."""
    for row in certificates.rows().iterator(chunk_size=500):
        keep(certificates.view(row))
    for view in filings.all_external():
        keep_external(view)
    return Entry.objects.count()
