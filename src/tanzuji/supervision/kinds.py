"""What the supervision room calls things, and its terms in days. The terms are defaults of this platform."""

from __future__ import annotations

from typing import Literal

from tanzuji.documents.text import Text

Pool = Literal["certificates", "enterprises", "bodies"]

POOLS: dict[Pool, Text] = {
    "certificates": Text(zh="获证产品", en="Certified products"),
    "enterprises": Text(zh="获证企业", en="Certified enterprises"),
    "bodies": Text(zh="认证机构", en="Certification bodies"),
}
"""What a plan draws from."""

Cause = Literal["drawn", "complaint", "sighting", "other"]

CAUSES: dict[Cause, Text] = {
    "drawn": Text(zh="随机抽查", en="Random draw"),
    "complaint": Text(zh="投诉线索", en="Complaint"),
    "sighting": Text(zh="市场巡查线索", en="Market surveillance"),
    "other": Text(zh="专项检查", en="For cause"),
}

TeamRole = Literal["lead", "member", "expert"]

TEAM_ROLES: dict[TeamRole, Text] = {
    "lead": Text(zh="组长", en="Lead"),
    "member": Text(zh="检查员", en="Inspector"),
    "expert": Text(zh="特邀专家", en="Invited expert"),
}

DECLARATIONS: dict[str, Text] = {
    "asked": Text(zh="待声明", en="To declare"),
    "declared": Text(zh="已声明无利益冲突", en="No conflict declared"),
    "declined": Text(zh="回避", en="Stands aside"),
}

Answer = Literal["yes", "no", "not_applicable"]

ANSWERS: dict[Answer, Text] = {
    "yes": Text(zh="符合", en="Conforms"),
    "no": Text(zh="不符合", en="Does not conform"),
    "not_applicable": Text(zh="不适用", en="Not applicable"),
}

Severity = Literal["minor", "major", "critical"]

SEVERITIES: dict[Severity, Text] = {
    "minor": Text(zh="轻微", en="Minor"),
    "major": Text(zh="一般", en="Major"),
    "critical": Text(zh="严重", en="Critical"),
}

FINDING_STATES: dict[str, Text] = {
    "open": Text(zh="待整改", en="To correct"),
    "answered": Text(zh="已报整改，待复核", en="Corrected, to be reviewed"),
    "accepted": Text(zh="整改通过", en="Accepted"),
}

OUTCOMES: dict[str, Text] = {
    "clean": Text(zh="未发现问题", en="No findings"),
    "corrected": Text(zh="发现问题，已整改", en="Findings, corrected"),
    "escalated": Text(zh="发现问题，已采取处置措施", en="Findings, measures taken"),
    "dropped": Text(zh="取消", en="Dropped"),
}
"""How an inspection ended, as it is published."""

MeasureKind = Literal["rectification", "suspension", "revocation", "blacklist"]

MEASURES: dict[MeasureKind, Text] = {
    "rectification": Text(zh="责令限期整改", en="Ordered to correct"),
    "suspension": Text(zh="责令暂停证书", en="Suspension of a certificate"),
    "revocation": Text(zh="责令撤销证书", en="Revocation of a certificate"),
    "blacklist": Text(zh="列入失信名单", en="Listed for serious breach"),
}
OF_CERTIFICATE: tuple[MeasureKind, ...] = ("suspension", "revocation")
"""Ordered against a certificate, which changes with them."""

ComplaintKind = Literal["misuse", "invalid_in_use", "wrong_value", "forged", "body", "other"]

COMPLAINT_KINDS: dict[ComplaintKind, Text] = {
    "misuse": Text(
        zh="标识用在没有认证的产品或位置上",
        en="The label is on a product or in a place without authorisation",
    ),
    "invalid_in_use": Text(
        zh="标识已暂停、撤销或过期仍在使用", en="A suspended, revoked or expired label is still used"
    ),
    "wrong_value": Text(
        zh="标出的数值、单位或边界与公示不符", en="Value, unit or boundary differ from the register"
    ),
    "forged": Text(zh="编号查不到，疑似伪造", en="The number is not in the register"),
    "body": Text(zh="对认证或核查机构的投诉", en="About a certification body or verifier"),
    "other": Text(zh="其他", en="Something else"),
}

PLACEMENTS: dict[str, Text] = {
    "": Text(zh="没有说明", en="not stated"),
    "product": Text(zh="产品", en="Product"),
    "packaging": Text(zh="包装物", en="Packaging"),
    "advertising": Text(zh="广告", en="Advertising"),
}

Badge = Literal["self", "verified", "certified", "filed"]

BADGES: dict[Badge, Text] = {
    "self": Text(zh="自我声明", en="Self-declared"),
    "verified": Text(zh="已核查", en="Verified"),
    "certified": Text(zh="已认证", en="Certified"),
    "filed": Text(zh="已备案", en="Filed"),
}

TRIAGE_DAYS = 7
"""Days in which a complaint is looked at first."""
ANSWER_DAYS = 60
"""Days in which a complaint is answered."""
RECTIFY_DAYS = 30
"""Days for a rectification where nothing else is said."""
SOON_DAYS = 7
"""Days before a date at which somebody is reminded."""
BLACKLIST_DAYS = 3 * 365
"""How long a listing is published where nothing else is said."""
RAISED_DAYS = 2 * 365
"""How long a confirmed breach puts somebody into the class of raised attention."""
MAX_PICTURE = 5 * 1024 * 1024
MAX_PICTURES = 20
"""Bytes of a picture; pictures of one inspection, complaint or sighting."""
