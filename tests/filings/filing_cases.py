"""What tests of filings begin with: an enterprise, two people of the authority, a certificate issued elsewhere."""

from __future__ import annotations

from typing import Any

from tanzuji.filings.facts import FiledCertificate
from tanzuji.filings.services import Upload
from tanzuji.parties import queries as parties
from tanzuji.parties import services as founding
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Kind, Role
from tanzuji.parties.models import Organisation

PDF = b"%PDF-1.7\n% a certificate\n"
CERTIFICATE = Upload("certificate", "证书 certificate.pdf", PDF)
NOTICE = Upload("notice", "notice.png", b"\x89PNG\r\n\x1a\n a notice")


def house(kind: Kind, name: str, *mandates: str) -> Organisation:
    """An organisation, charged with what is named."""
    made = founding.found(kind, zh=name, en=name)
    if mandates:
        founding.charge(made, list(mandates))  # type: ignore[arg-type]
        made.refresh_from_db()
    return made


def person(of: Organisation, name: str, *roles: Role) -> Acting:
    """Somebody who acts for it."""
    made = founding.register(email=f"{name}@filings.example", name=name, password=None)
    founding.join(made, of, roles)
    return parties.required_for(made, of.id)


def elsewhere(**other: Any) -> FiledCertificate:
    """A certificate that a body outside of this platform issued; `other` in the place of what it says."""
    plain: dict[str, Any] = {
        "number": "CQC-CFP-2026-000123",
        "scheme": {"zh": "产品碳足迹标识认证", "en": "Product carbon footprint label"},
        "body": {"zh": "外部认证中心", "en": "Outer Certification Centre"},
        "holder": {"zh": "柏桥钢铁有限公司", "en": "Baiqiao Iron and Steel"},
        "maker": {"zh": "柏桥钢铁有限公司", "en": "Baiqiao Iron and Steel"},
        "product": {"zh": "热轧钢筋 HRB400", "en": "Hot-rolled rebar HRB400"},
        "models": ["HRB400 12 mm", "HRB400 16 mm"],
        "gtin": "6901234567892",
        "value": "1850",
        "unit": "kgCO2e/t",
        "unit_words": {"zh": "每吨钢筋", "en": "per tonne of rebar"},
        "boundary": "cradle_to_gate",
        "standard": "GB/T 24067-2024",
        "issued_on": "2026-03-01",
        "valid_until": "2028-02-29",
        **other,
    }
    return FiledCertificate.parse(plain)
