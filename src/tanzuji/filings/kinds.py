"""The words of the filings room: what is filed, which papers belong to it, what a certificate may have come to."""

from __future__ import annotations

from tanzuji.documents.names import BOUNDARIES as _BOUNDARIES
from tanzuji.documents.text import Text


def _names(**names: tuple[str, str]) -> dict[str, Text]:
    return {key: Text(zh=zh, en=en) for key, (zh, en) in names.items()}


ORIGINS = _names(
    own=("本平台签发的证书", "Certificate issued here"),
    external=("其他机构签发的证书", "Certificate issued elsewhere"),
)

PAPERS = _names(
    certificate=("证书", "Certificate"),
    report=("碳足迹报告", "Footprint report"),
    verification=("核查报告或声明", "Verification report or statement"),
    notice=("发证机构的通知（变更、暂停、撤销）", "Notice of the certification body (change, suspension, revocation)"),
    other=("其他", "Other"),
)  # fmt: skip

STATUSES = _names(
    valid=("有效", "valid"),
    suspended=("暂停", "suspended"),
    revoked=("撤销", "revoked"),
    cancelled=("注销", "cancelled"),
    expired=("到期", "expired"),
    superseded=("已换证", "superseded"),
)
"""What a certificate may have come to; an external one is superseded by no certificate of this platform."""

ENDED = ("revoked", "cancelled", "expired", "superseded")
"""From these no certificate comes back."""

LEVELS = _names(
    limited=("有限保证", "limited assurance"),
    reasonable=("合理保证", "reasonable assurance"),
    unknown=("未说明", "not stated"),
)

BOUNDARIES: dict[str, Text] = {key: Text(zh=zh, en=en.lower()) for key, (zh, en) in _BOUNDARIES.items()}

CAUSES = _names(
    issued=("首次备案", "first filing"),
    value=("数值或单位更正", "value or unit corrected"),
    product=("产品、型号或生产者变更", "product, models or maker changed"),
    validity=("有效期变更", "validity changed"),
    status=("证书状态变更", "status of the certificate changed"),
    other=("其他变更", "another change"),
)
"""What a change of a filing is about."""
