"""Who may do what with a certificate, and if not, why not (DOMAIN A.11, row “certificate”; C.1, CERT-10)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tanzuji.documents.errors import define
from tanzuji.documents.text import Text
from tanzuji.parties import rights
from tanzuji.parties.acting import Acting
from tanzuji.web.verdicts import ALLOWED, Verdict, first

NOT_BODY = define(
    "certificates.not-body",
    zh="证书由认证机构颁发。",
    en="Certification bodies issue certificates.",
    remedy_zh="请向有资质的认证机构申请。",
    remedy_en="Apply to a qualified certification body.",
)
NOT_YOURS = define(
    "certificates.not-yours",
    zh="这份证书由{body}颁发，由它决定。",
    en="{body} issued this certificate; it decides on it.",
    remedy_zh="请与它联系。",
    remedy_en="Get in touch with them.",
)
NOT_AUTHORITY = define(
    "certificates.not-authority",
    zh="责令暂停、解除和撤销由主管部门作出。",
    en="The competent authority orders suspensions and revocations, and lifts them.",
    remedy_zh="请主管部门来做。",
    remedy_en="Ask the authority.",
)
EVALUATED = define(
    "certificates.evaluator-decides",
    zh="做过评价的人不能作认证决定，也不能颁发证书。",
    en="Whoever evaluated can neither decide nor issue.",
    remedy_zh="请本机构的另一人来做。",
    remedy_en="Ask another person of the body.",
)
NOT_OF_BODY = define(
    "certificates.not-of-body",
    zh="{what}的人不在这家认证机构，或没有评审员角色。",
    en="Whoever {what} does not belong to this body, or holds no reviewer’s role there.",
    remedy_zh="评价和决定由本机构人员作出，决定人须有评审员角色。",
    remedy_en="People of the body evaluate and decide; whoever decides is a reviewer.",
)
ORDERED = define(
    "certificates.ordered-by-authority",
    zh="{who}责令暂停，由它解除。",
    en="{who} ordered this suspension; they lift it.",
    remedy_zh="整改完成后请向它申请解除。",
    remedy_en="Ask them to lift it once matters are put right.",
)
OTHER_ORDER = define(
    "certificates.other-authoritys-order",
    zh="责令暂停的是{who}，由它或其上级主管部门解除。",
    en="{who} ordered this suspension; they lift it, or the authority above them.",
    remedy_zh="请与它联系；上下级关系由平台运营者用 tanzuji mandate --superior 登记。",
    remedy_en="Get in touch with them; which authority stands above which the operator says with `tanzuji mandate --superior`.",
)
STATEMENT_GONE = define(
    "certificates.statement-withdrawn",
    zh="核查声明已撤回，这一版没有有效的核查声明，不能恢复。",
    en="The verification statement was withdrawn, and there is no other about this version; it cannot be resumed.",
    remedy_zh="请重新核查这一版，或撤销证书。",
    remedy_en="Have the version verified again, or revoke the certificate.",
)
NOT_ORDERED = define(
    "certificates.not-ordered",
    zh="这份证书不是主管部门责令暂停的。",
    en="The authority did not order this suspension.",
    remedy_zh="由颁发机构决定是否恢复。",
    remedy_en="The body that issued it decides whether to resume it.",
)

NOBODY = Text(zh="–", en="–")
EVALUATES = Text(zh="评价", en="evaluated")
DECIDES = Text(zh="作决定", en="decides")


@dataclass(frozen=True, slots=True)
class Case:
    """What an action on a certificate rests on."""

    acting: Acting
    body: UUID
    body_name: Text
    evaluator: UUID
    orders: frozenset[UUID] = frozenset()
    """The authorities whose orders hold it suspended."""
    liftable: frozenset[UUID] = frozenset()
    """Those whose order whoever acts may lift: their own, and that of an authority they stand above."""
    ordered_by: Text = NOBODY
    """The authorities of `orders` by name."""
    verified: bool = True
    """Whether a valid statement about its version is there, or its family needs none."""


_RIGHTS = rights.of_room("certificates")
holds, may_write = _RIGHTS.holds, _RIGHTS.may_write


def may_issue(acting: Acting, evaluator: UUID) -> Verdict:
    """A reviewer of a certification body who did not evaluate, with a second factor shown a short while ago."""
    body = acting.organisation.kind == "certification_body"
    return first(
        may_write(acting),
        ALLOWED if body else Verdict(NOT_BODY.problem()),
        holds(acting, "reviewer"),
        Verdict(EVALUATED.problem()) if acting.person.id == evaluator else ALLOWED,
        rights.may_sign(acting),
    )


def may_decide(case: Case) -> Verdict:
    """A reviewer of the body that issued it."""
    own = case.acting.organisation_id == case.body
    return first(
        may_write(case.acting),
        ALLOWED if own else Verdict(NOT_YOURS.problem(body=case.body_name)),
        holds(case.acting, "reviewer"),
        rights.may_sign(case.acting),
    )


def may_replace(case: Case) -> Verdict:
    """A reviewer of the body that issued it, who did not evaluate it."""
    own = case.acting.person.id == case.evaluator
    return first(may_decide(case), Verdict(EVALUATED.problem()) if own else ALLOWED)


def may_resume(case: Case) -> Verdict:
    """The body, where neither the authority nor a missing verification holds the certificate suspended."""
    return first(
        may_decide(case),
        Verdict(ORDERED.problem(who=case.ordered_by)) if case.orders else ALLOWED,
        ALLOWED if case.verified else Verdict(STATEMENT_GONE.problem()),
    )


def may_order(case: Case) -> Verdict:
    """A reviewer of the authority, by an order."""
    acting = case.acting
    return first(
        may_write(acting),
        ALLOWED if acting.mandated("authority") else Verdict(NOT_AUTHORITY.problem()),
        holds(acting, "reviewer"),
        rights.may_sign(acting),
    )


def may_lift(case: Case) -> Verdict:
    """The authority lifts what it ordered; one that stands above it may as well."""
    other = Verdict(OTHER_ORDER.problem(who=case.ordered_by))
    return first(
        may_order(case),
        ALLOWED if case.orders else Verdict(NOT_ORDERED.problem()),
        ALLOWED if case.liftable else other,
    )
