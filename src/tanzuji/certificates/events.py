"""What the certificates room tells the ledger, and whom it tells what."""

from __future__ import annotations

from tanzuji.ledger.services import declare
from tanzuji.notices.services import declare as declare_notice

ISSUED = declare("certificates.certificate.issued", zh="颁发证书", en="Certificate issued")
SUSPENDED = declare("certificates.certificate.suspended", zh="暂停证书", en="Certificate suspended")
RESUMED = declare("certificates.certificate.resumed", zh="恢复证书", en="Certificate resumed")
REVOKED = declare("certificates.certificate.revoked", zh="撤销证书", en="Certificate revoked")
CANCELLED = declare("certificates.certificate.cancelled", zh="注销证书", en="Certificate cancelled")
EXPIRED = declare("certificates.certificate.expired", zh="证书到期", en="Certificate expired")
RENEWED = declare("certificates.certificate.renewed", zh="换发证书", en="Certificate renewed")
CORRECTED = declare("certificates.certificate.corrected", zh="更正证书", en="Certificate corrected")

OF = {
    "issued": ISSUED,
    "suspended": SUSPENDED,
    "resumed": RESUMED,
    "revoked": REVOKED,
    "cancelled": CANCELLED,
    "expired": EXPIRED,
    "renewed": RENEWED,
    "corrected": CORRECTED,
}
"""The event of each step."""

NEWS = declare_notice("certificates.news", zh="证书的变化", en="Changes of certificates")

SUBJECT = "certificate"
"""What events and leaves are about; the number says which."""
