"""Who may do what with the use of a label, and if not, why not (DOMAIN A.7.4, SH-302)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tanzuji.certificates.states import STATES as CERTIFICATE_STATES
from tanzuji.documents.errors import define
from tanzuji.documents.text import Text
from tanzuji.labels import messages
from tanzuji.parties import rights
from tanzuji.parties.acting import Acting
from tanzuji.web.verdicts import ALLOWED, Verdict, first

NOT_HOLDER = define(
    "labels.not-holder",
    zh="标识由证书持有人申请使用。",
    en="The holder of the certificate asks for the use of its label.",
    remedy_zh="请联系{holder}。",
    remedy_en="Get in touch with {holder}.",
)
NOT_BODY = define(
    "labels.not-body",
    zh="使用授权由颁发证书的{body}决定。",
    en="{body}, which issued the certificate, decides on the use of its label.",
    remedy_zh="请等它决定，或与它联系。",
    remedy_en="Wait for the decision, or get in touch with them.",
)
FOLLOWS = define(
    "labels.follows-certificate",
    zh="冻结、恢复和终止随证书的状态，不能单独操作。",
    en="Freezing, resuming and ending follow the certificate; they cannot be done by themselves.",
    remedy_zh="由认证机构在证书页处理。",
    remedy_en="The certification body acts on the certificate.",
)


@dataclass(frozen=True, slots=True)
class Case:
    """What an action on a use rests on; without `acting` the certificate itself is what acts."""

    acting: Acting | None
    holder: UUID
    holder_name: Text
    body: UUID
    body_name: Text
    certificate: str
    """Number of the certificate."""
    status: str
    """How the certificate stands today."""


_RIGHTS = rights.of_room("labels")
holds, may_write = _RIGHTS.holds, _RIGHTS.may_write


def may_hold(case: Case) -> Verdict:
    """Whether they act for the holder: its editors and administrators."""
    if case.acting is None:
        return Verdict(NOT_HOLDER.problem(holder=case.holder_name))
    own = case.acting.organisation_id == case.holder
    return first(
        may_write(case.acting),
        ALLOWED if own else Verdict(NOT_HOLDER.problem(holder=case.holder_name)),
        holds(case.acting, "editor", "admin"),
    )


def may_request(case: Case) -> Verdict:
    """Whether the holder may ask for a use: of a certificate in force."""
    return first(may_hold(case), _in_force(case))


may_use = may_request
"""Whether the holder may say that the label is in use, and show how."""


def may_decide(case: Case) -> Verdict:
    """Whether they may decline or withdraw a use: reviewers of the body, with a fresh second factor."""
    if case.acting is None:
        return Verdict(NOT_BODY.problem(body=case.body_name))
    own = case.acting.organisation_id == case.body
    return first(
        may_write(case.acting),
        ALLOWED if own else Verdict(NOT_BODY.problem(body=case.body_name)),
        holds(case.acting, "reviewer"),
        rights.may_sign(case.acting),
    )


def may_authorise(case: Case) -> Verdict:
    """Whether they may authorise a use: as `may_decide`, of a certificate in force."""
    return first(may_decide(case), _in_force(case))


def follows(case: Case) -> Verdict:
    """Nobody freezes, resumes or ends a use by himself: the certificate does."""
    return ALLOWED if case.acting is None else Verdict(FOLLOWS.problem())


def _in_force(case: Case) -> Verdict:
    if case.status == "valid":
        return ALLOWED
    return Verdict(
        messages.NOT_IN_FORCE.problem(
            "number", number=case.certificate, status=CERTIFICATE_STATES[case.status]
        )
    )
