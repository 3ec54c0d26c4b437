"""Issuing: request, certificate, event, leaf, notices – all of it in one transaction, or none.

The same key with the same facts gives the certificate it gave before, however often and from however many sides it is
asked for; a crash at any point leaves nothing, or all. Locks are taken in one order – version, certificate, key, serial,
log.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tanzuji.certificates import checking, messages, numbering, policy, queries
from tanzuji.certificates.facts import CertificateFacts, CertificateView, plain, public
from tanzuji.certificates.models import Certificate, Counter, Request, Standing
from tanzuji.certificates.services import recording
from tanzuji.certificates.services.recording import Step
from tanzuji.documents.canonical import canonical_json, digest
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.verification import services as verification
from tanzuji.web.typed import clean
from tanzuji.web.verdicts import Refused

KEY = 120
STATUS_SERIES = "status list"


def issue(
    acting: Acting,
    facts: CertificateFacts,
    *,
    key: str,
    decided_by: UUID,
    evaluated_by: UUID,
    today: date | None = None,
) -> CertificateView:
    """A certificate of these facts, decided on by one person of the body after another evaluated.

    Raises the policy's reason, what is wrong with the facts (`certificates.bad-fact` …), `certificates.not-verified`
    and what else differs from the verification statement, `certificates.other-facts` for a key that was used before.
    """
    asked = digest({"act": "issue", "facts": plain(facts)})
    with transaction.atomic():
        known = repeated(acting, key, asked)
        if known is None:
            may_issue(acting, facts, decided_by, evaluated_by)
            checking.check(facts)
            steady(facts.version_id)
            checking.check_against(facts, queries.statement_for(facts.version_id, facts.statement))
            known = make(
                acting, facts, key, asked, decided_by=decided_by, evaluated_by=evaluated_by, today=today
            )
    return queries.view(queries.certificate(known), today=today)


def steady(version_id: int | None) -> None:
    """No statement on this version is withdrawn between the look at it and the end of the transaction."""
    if version_id is not None:
        verification.steady(version_id)


def may_issue(acting: Acting, facts: CertificateFacts, decided_by: UUID, evaluated_by: UUID) -> None:
    """Raises Refused unless both persons are the body's, are not the same, and whoever acts did not evaluate."""
    policy.may_issue(acting, evaluated_by).enforce()
    if facts.body != acting.organisation_id:
        raise Refused([policy.NOT_BODY.problem("body")])
    if decided_by == evaluated_by:
        raise Refused([policy.EVALUATED.problem("decided_by")])
    if parties.acting_as(str(evaluated_by), facts.body) is None:
        raise Refused([policy.NOT_OF_BODY.problem("evaluated_by", what=policy.EVALUATES)])
    decider = acting if decided_by == acting.person.id else parties.acting_as(str(decided_by), facts.body)
    if decider is None or not decider.has("reviewer"):
        raise Refused([policy.NOT_OF_BODY.problem("decided_by", what=policy.DECIDES)])


def repeated(acting: Acting, key: str, asked: str) -> str | None:
    """The number that this key gave before. Raises `certificates.bad-key`, `certificates.other-facts`."""
    if not 1 <= len(clean(key)) <= KEY:
        raise messages.BAD_KEY.error("key", limit=KEY)
    found = Request.objects.filter(body_id=acting.organisation_id, key=clean(key)).first()
    return _number_of(found, asked) if found else None


def _number_of(request: Request, asked: str) -> str:
    number = request.certificate.number
    if request.digest != asked:
        raise messages.OTHER_FACTS.error("key", number=number)
    return number


def make(
    acting: Acting,
    facts: CertificateFacts,
    key: str,
    asked: str,
    *,
    decided_by: UUID,
    evaluated_by: UUID,
    replaces: Certificate | None = None,
    relation: str = "",
    expires_on: date | None = None,
    today: date | None = None,
) -> str:
    """The number of the new certificate, or of the one that the same key made meanwhile. In the caller's transaction."""
    try:
        with transaction.atomic():
            request = Request.objects.create(body=acting.organisation, key=clean(key), digest=asked)
    except IntegrityError:  # another process asked at the same moment, and was first
        return _number_of(Request.objects.get(body=acting.organisation, key=clean(key)), asked)
    at = recording.now()
    day = today or timezone.localdate(at)
    row = _frozen(
        acting.organisation, facts, day, expires_on or last_day(day, facts.months), replaces, relation
    )
    row.request, row.issued_by, row.at = request, acting.person, at
    row.evaluated_by_id, row.decided_by_id = evaluated_by, decided_by
    row.save(force_insert=True)
    row.standing = Standing(certificate=row, since=at, sequence=0, ends=row.expires_on)
    reason = queries.SYSTEM_REASONS["issued"]
    recording.keep(acting, row, Step(kind="issued", status="valid", cause="body", reason=reason), at)
    return row.number


def _frozen(
    body: Any,
    facts: CertificateFacts,
    day: date,
    expires_on: date,
    replaces: Certificate | None,
    relation: str,
) -> Certificate:
    """The row but for who and when: number, public document, digest, words."""
    series = numbering.series(facts.number_pattern, day)
    holder = parties.organisation(facts.holder)
    serial = _next(series)
    number, index = numbering.number(series, serial), _next(STATUS_SERIES) - 1
    document = public(
        facts, number=number, issued_on=day, expires_on=expires_on, status_index=index,
        replaces=replaces.number if replaces else "", relation=relation,
        **_named("holder", holder), **_named("body", body),
    )  # fmt: skip
    return Certificate(
        number=number, series=series, serial=serial, status_index=index,
        body=body, holder=holder, version_id=facts.version_id, statement=facts.statement,
        scheme=facts.scheme, family=facts.family, gtin=facts.gtin,
        facts=canonical_json(plain(facts)).decode(), document=canonical_json(document).decode(),
        digest=digest(document), words=_words(facts, number, holder),
        issued_on=day, expires_on=expires_on, replaces=replaces, relation=relation,
    )  # fmt: skip


def _named(role: str, organisation: Any) -> dict[str, Any]:
    return {f"{role}_name": organisation.name, f"{role}_code": organisation.code}


def _words(facts: CertificateFacts, number: str, holder: Any) -> str:
    texts = (facts.product, facts.maker, holder.name)
    said = [
        number,
        facts.gtin,
        *facts.models,
        *(word for text in texts for word in (text.zh, text.en) if word),
    ]
    return " ".join(filter(None, said)).lower()


def _next(series: str) -> int:
    """The next number of a series: its row is locked until the transaction ends, so that none is skipped."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [series])
        found: int = cursor.fetchone()[0]
    return found


_NEXT = f"""
INSERT INTO {Counter._meta.db_table} AS known (series, last) VALUES (%s, 1)
ON CONFLICT (series) DO UPDATE SET last = known.last + 1 RETURNING last
"""


def last_day(issued_on: date, months: int) -> date:
    """The last day of validity: the same day so many months later, or that month's last (Civil Code, art. 201, 202)."""
    whole = issued_on.year * 12 + issued_on.month - 1 + months
    year, month = divmod(whole, 12)
    return date(year, month + 1, min(issued_on.day, monthrange(year, month + 1)[1]))
