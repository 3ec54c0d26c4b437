"""A certificate of this platform as it is filed."""

from __future__ import annotations

from django.utils import timezone

from tanzuji.certificates.facts import CertificateView
from tanzuji.filings.facts import FiledCertificate


def facts_of(view: CertificateView) -> FiledCertificate:
    """What is filed of a certificate: what its public page shows, by the certificate itself."""
    return FiledCertificate.parse(
        {
            "number": view.number,
            "scheme": view.scheme_name,
            "body": view.body_name,
            "body_code": view.body_code,
            "holder": view.holder_name,
            "maker": view.maker,
            "product": view.product,
            "models": view.models,
            "gtin": view.gtin,
            "value": f"{view.value:f}",
            "unit": view.unit,
            "unit_words": view.unit_words,
            "boundary": view.boundary,
            "stages": [{"name": stage.name, "value": f"{stage.value:f}"} for stage in view.stages],
            "standard": view.standard,
            "rule": view.rule,
            "reference_year": view.reference_year,
            "verifier": view.verifier,
            "level": view.level or "unknown",
            "issued_on": view.issued_on,
            "valid_until": view.expires_on,
            "status": view.status,
            "status_since": timezone.localdate(view.status_since),
            "status_reason": None if view.status == "valid" else view.status_reason,
        }
    )
