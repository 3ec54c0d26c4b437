"""Certificates as verifiable credentials: who certified what, signed by the body, for wallets and partners' systems.

W3C Verifiable Credentials 2.0 in the shape of a UNTP Digital Conformity Credential (0.6), with a data integrity proof
(eddsa-jcs-2022) or as a token (`vc+jwt`). What the certificate says of its own stands under `footprint`, numbers as
text; UNTP's `declaredValue` wants a number and gets a whole one, in kilograms or the next smaller unit of mass.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings

from tanzuji.certificates import identifiers
from tanzuji.certificates.facts import CertificateView
from tanzuji.certificates.services.recording import stamp
from tanzuji.ledger import keys
from tanzuji.proofs import data_integrity, jose, status_list

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://test.uncefact.org/vocabulary/untp/dcc/0.6.0/"]
PURPOSES = ("revocation", "suspension")
MASS = {"tCO2e": "TNE", "kgCO2e": "KGM", "gCO2e": "GRM"}
"""UNECE Recommendation 20 codes of the units certificates are in."""
SMALLER = {"TNE": "KGM", "KGM": "GRM", "GRM": "MGM", "MGM": "MC"}
"""A thousandth of each: tonne, kilogram, gram, milligram, microgram."""
BEIJING = "+08:00"
"""Days of validity are days in China."""


def credential(view: CertificateView) -> dict[str, Any]:
    """The credential of a certificate, signed by the key of its body; the same bytes as long as that key signs."""
    signer = keys.signer(identifiers.issuer_key(view.body))
    method = identifiers.method(identifiers.issuer(view.body), signer)
    return data_integrity.with_proof(unsigned(view), signer, method, stamp(view.history[0].at))


def jwt(view: CertificateView) -> str:
    """The same credential as a token of the media type `application/vc+jwt`."""
    signer = keys.signer(identifiers.issuer_key(view.body))
    return jose.token(unsigned(view), signer, identifiers.method(identifiers.issuer(view.body), signer))


def unsigned(view: CertificateView) -> dict[str, Any]:
    """The credential without its signature."""
    return {
        "@context": [*CONTEXTS, context_address()],
        "type": ["DigitalConformityCredential", "VerifiableCredential"],
        "id": page(view.number),
        "issuer": {
            "type": ["CredentialIssuer"],
            "id": identifiers.issuer(view.body),
            "name": view.body_name.to("zh"),
            "issuerAlsoKnownAs": [_party(view.body, view.body_name.to("zh"), view.body_code)],
        },
        "validFrom": f"{view.issued_on.isoformat()}T00:00:00{BEIJING}",
        "validUntil": f"{view.expires_on.isoformat()}T23:59:59{BEIJING}",
        "credentialStatus": [
            status_list.entry(list_address(purpose, number), purpose, index)
            for purpose in PURPOSES
            for number, index in [divmod(view.status_index, status_list.BITS)]
        ],
        "credentialSubject": _attestation(view),
    }


def page(number: str) -> str:
    """Where anybody reads how a certificate stands now."""
    return f"{settings.ADDRESS}/c/{number}"


def list_address(purpose: str, number: int) -> str:
    """Where one status list is served."""
    return f"{settings.ADDRESS}/status/{purpose}/{number}"


def context_address() -> str:
    """Where the words that are neither W3C's nor UNTP's are explained."""
    return f"{settings.ADDRESS}/credentials/context/v1"


def context() -> dict[str, Any]:
    """The JSON-LD context at that address."""
    here = context_address()
    said = (
        "number", "value", "unit", "unitInWords", "boundary", "standard", "rule", "scheme", "referenceYear",
        "assurance", "digest",
    )  # fmt: skip
    return {
        "@context": {
            "@version": 1.1,
            "@protected": True,
            "footprint": {
                "@id": f"{here}#footprint",
                "@context": {"@protected": True} | {name: f"{here}#{name}" for name in said},
            },
            "checkpoint": {
                "@id": f"{here}#checkpoint",
                "@context": {"@protected": True}
                | {name: f"{here}#{name}" for name in ("origin", "size", "root")},
            },
        }
    }


def _attestation(view: CertificateView) -> dict[str, Any]:
    address, holder = (
        page(view.number),
        _party(view.holder, view.holder_name.to("zh"), view.holder_code),
    )
    return {
        "type": ["ConformityAttestation", "Attestation"],
        "id": f"{address}#attestation",
        "name": f"{view.scheme_name.to('zh')} {view.number}",
        "assessorLevel": "3rdParty",
        "assessmentLevel": "Verified" if view.statement else "Unspecified",
        "attestationType": "certification" if view.gate == "certified" else "verification",
        "issuedToParty": holder,
        "conformityCertificate": {
            "type": ["SecureLink", "Link"],
            "linkURL": f"{address}/certificate.json",
            "linkName": view.number,
            "linkType": "https://test.uncefact.org/vocabulary/linkTypes/dcc",
            "hashDigest": view.facts_digest.removeprefix("sha256:"),
            "hashMethod": "SHA-256",
            "encryptionMethod": "none",
        },
        "assessment": [
            {
                "type": ["ConformityAssessment", "Declaration"],
                "id": f"{address}#assessment",
                "name": f"{view.product.to('zh')} {view.value:f} {view.unit}",
                "description": f"{view.unit_words.to('zh')} · {view.boundary} · {view.standard} · {view.rule}",
                "assessmentDate": view.issued_on.isoformat(),
                "conformance": True,
                "conformityTopic": "environment.emissions",
                "declaredValue": _declared(view),
                "assessedProduct": [
                    {"type": ["ProductVerification"], "product": _product(view), "IDverifiedByCAB": True}
                ],
                "assessedOrganisation": holder,
            }
        ],
        "footprint": {
            "number": view.number,
            "value": f"{view.value:f}",
            "unit": view.unit,
            "unitInWords": view.unit_words.to("zh"),
            "boundary": view.boundary,
            "standard": view.standard,
            "rule": view.rule,
            "scheme": f"{view.scheme}@{view.scheme_version}",
            "referenceYear": view.reference_year,
            "assurance": view.level,
            "digest": view.facts_digest,
        },
    }


def _party(id_: UUID, name: str, code: str) -> dict[str, str]:
    return {"id": f"urn:uuid:{id_}", "name": name} | ({"registeredId": code} if code else {})


def _product(view: CertificateView) -> dict[str, str]:
    """The product by its GTIN as a GS1 Digital Link, or by the certificate."""
    name = view.product.to("zh")
    if view.gtin:
        return {"id": f"https://id.gs1.org/01/{view.gtin.zfill(14)}", "name": name, "registeredId": view.gtin}
    return {"id": f"{page(view.number)}#product", "name": name}


def _declared(view: CertificateView) -> list[dict[str, Any]]:
    """The value as UNTP writes metrics; nothing where its unit is none of mass, or no unit makes it whole."""
    prefix, _, per = view.unit.partition("/")
    found = whole(view.value, MASS.get(prefix, ""))
    if found is None:
        return []
    score = view.grade or (f"{view.score:f}" if view.score is not None else "")
    amount, unit = found
    return [
        {
            "type": ["Metric"],
            "metricName": f"GHG emissions intensity, CO2e per {per}" if per else "GHG emissions, CO2e",
            "metricValue": {"type": ["Measure"], "value": amount, "unit": unit},
            **({"score": score} if score else {}),
        }
    ]


def whole(value: Decimal, unit: str) -> tuple[int, str] | None:
    """The amount as a whole number in the largest unit of mass that allows one: 26.9 kg is 26 900 g."""
    while unit:
        if value == value.to_integral_value():
            return (int(value), unit) if abs(value) < 1 << 53 else None
        value, unit = value.scaleb(3), SMALLER.get(unit, "")
    return None
