"""The applicant's side: an application begun, described, its papers handed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from tanzuji.activity import queries as activity
from tanzuji.activity import services as vault
from tanzuji.certificates import queries as certificates
from tanzuji.certificates.queries import CertificateView
from tanzuji.certification import bodies, events, messages, policy, queries, schemes
from tanzuji.certification.models import Application, Paper, Surveillance
from tanzuji.certification.services.keeping import LONGEST, day, locked
from tanzuji.certification.states import EDITABLE, WORKING
from tanzuji.documents.errors import CodedError, Message, Problem
from tanzuji.documents.text import Text
from tanzuji.footprints import queries as footprints
from tanzuji.footprints import verifying
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.rules.schemes import TAGS, VARIANTS
from tanzuji.web.typed import clean

FIELDS = {
    "item": 80,
    "analogy": LONGEST,
    "product_zh": 300,
    "product_en": 300,
    "family": 200,
    "models_text": LONGEST,
    "gtin": 14,
    "licences": 300,
    "target_name": 200,
    "target_unit": 40,
}
"""Texts of an application and how long they may be."""


def begin(
    acting: Acting, *, body: UUID | str, scheme: str, study: UUID | str, key: str, renews: str = ""
) -> Application:
    """An application as a draft; the same key again gives the same one.

    Raises `certification.not-applicant`, `.not-a-body`, `.no-scheme`, `.other-bodys-scheme`, `.no-study`,
    `.not-renewable`, `.key-reused`.
    """
    policy.may_begin(acting).enforce()
    chosen = _body(body)
    of_scheme = _scheme(scheme, chosen)
    of_study = _study(acting, study)
    former = renewable(acting, renews, scheme) if renews else None
    written = clean(key, 80) or f"{of_study.id}:{scheme}"
    with transaction.atomic():
        found = Application.objects.filter(organisation_id=acting.organisation_id, key=written).first()
        if found is not None:
            if (found.body_id, found.scheme, found.study_id) != (chosen.id, scheme, of_study.id):
                raise messages.KEY_TAKEN.error("key")
            return found
        made = _new(acting, chosen, of_scheme, of_study, written, former)
        record(
            events.BEGUN,
            acting,
            "certification-application",
            made.id,
            number=made.number,
            scheme=of_scheme.id,
        )
    return made


def _new(
    acting: Acting,
    body: Any,
    of: schemes.SchemeVersion,
    study: Any,
    key: str,
    former: CertificateView | None,
) -> Application:
    newest = footprints.newest(study)
    model = (
        footprints.footprint(footprints.version(study, newest.number)).model if newest is not None else None
    )
    item = of.scope.item_for(tuple(model.rules)) if model is not None else None
    open_ = of.pattern.variants(item.id if item is not None else "", timezone.localdate())
    for _ in range(3):  # another application may take the same number at the same moment
        last = Application.objects.aggregate(last=Max("sequence"))["last"] or 0
        made = Application(
            sequence=last + 1, key=key, organisation=acting.organisation, body=body, scheme=of.code,
            scheme_version=of.version, scheme_text=of.text, renews=former.number if former else "", study=study,
            item=item.id if item is not None else "",
            product_zh=study.name_zh, product_en=study.name_en,
            models_text="\n".join(former.models) if former else (model.product.model if model is not None else ""),
            gtin=former.gtin if former else (model.product.codes.get("GTIN", "")[:14] if model is not None else ""),
            variant=former.variant if former else (open_[0] if open_ else "numeric"),
            jurisdiction=of.scope.jurisdiction, created_by=acting.person, since=timezone.now(),
        )  # fmt: skip
        try:
            with transaction.atomic():
                made.save(force_insert=True)
            return made
        except IntegrityError:
            if Application.objects.filter(organisation_id=acting.organisation_id, key=key).exists():
                raise
    raise messages.KEY_TAKEN.error("key")


def renewable(acting: Acting, number: str, scheme: str, *, today: date | None = None) -> CertificateView:
    """A certificate of one's own that may be renewed now. Raises `certification.not-renewable`, `.other-certificate`."""
    today = today or timezone.localdate()
    found = certificates.by_number(number)
    if found is None or found.holder != acting.organisation_id or found.scheme != scheme:
        raise messages.OTHER_CERTIFICATE.error("renews")
    window = schemes.scheme(scheme).management.renewal_days
    if found.status != "valid" or (found.expires_on - today).days > window:
        raise messages.NOT_RENEWABLE.error("renews", number=found.number, days=window)
    return found


def describe(acting: Acting, application_id: UUID | str, given: Mapping[str, Any]) -> Application:
    """What the form holds is kept, complete or not. Raises `certification.not-editable`, and what cannot be read."""
    with transaction.atomic():
        of = locked(acting, application_id)
        policy.may_prepare(queries.standing(acting, of)).enforce()
        if of.state not in EDITABLE:
            raise messages.NOT_EDITABLE.error()
        _describe(of, given)
        of.save()
        record(events.DESCRIBED, acting, "certification-application", of.id, number=of.number)
    return of


def _describe(of: Application, given: Mapping[str, Any]) -> None:
    """The fields that are in `given`; the others stay. Raises one problem a field."""
    problems: list[Problem] = []

    def read(name: str, reader: Any) -> None:
        if name not in given:
            return
        try:
            setattr(of, name, reader(name, given[name]))
        except CodedError as error:
            problems.extend(error.problems)

    for name, longest in FIELDS.items():
        read(name, lambda _, value, longest=longest: clean(str(value or "").replace("\r\n", "\n"), longest))
    for name in ("target_base_year", "target_year"):
        read(name, _year)
    for name in ("target_base", "target_value"):
        read(name, _decimal)
    read("management_since", day)
    read("variant", lambda path, value: _one_of(path, value, VARIANTS))
    read("legal_person", lambda _, value: value in (True, "on", "yes", "true", "1"))
    read("tags", _tags)
    if "study" in given:
        problems += _other_study(of, given["study"])
    if problems:
        raise CodedError(problems)


def _other_study(of: Application, value: object) -> list[Problem]:
    try:
        found = verifying.names([UUID(str(value))]).get(UUID(str(value)))
    except ValueError:
        found = None
    if found is None or found.organisation_id != of.organisation_id:
        return [messages.NO_STUDY.problem("study")]
    of.study = found
    return []


def attach(
    acting: Acting,
    application_id: UUID | str,
    item: str,
    *,
    evidence: UUID | str | None = None,
    data: bytes = b"",
    file: str = "",
    note: str = "",
    surveillance: Surveillance | None = None,
) -> Paper:
    """A paper of the file: one of the vault, or an upload that is kept there. The body may read it from then on.

    Raises `certification.unknown-choice`, `.no-file`, `.not-editable`, `activity.*`.
    """
    known = queries.application(acting, application_id)
    policy.may_prepare(queries.standing(acting, known)).enforce()
    item_rule = next((one for one in queries.document(known).process.file if one.id == item), None)
    if item_rule is None:
        names = ", ".join(one.id for one in queries.document(known).process.file)
        raise messages.UNKNOWN_CHOICE.error("item", value=item[:80], known=names)
    if surveillance is None and known.state not in (*EDITABLE, *WORKING):
        raise messages.NOT_EDITABLE.error()
    kept = _evidence(acting, evidence, data, file, item_rule.name)
    with transaction.atomic():
        of = locked(acting, known.id)
        Paper.objects.filter(application=of, item=item, surveillance=surveillance, replaced_at=None).update(
            replaced_at=timezone.now()
        )
        made = Paper.objects.create(
            application=of, surveillance=surveillance, item=item, evidence=kept, note=clean(note, LONGEST),
            by=acting.person,
        )  # fmt: skip
        if of.state not in EDITABLE or surveillance is not None:
            give(acting, of, kept)
        record(events.PAPER, acting, "certification-application", of.id, item=item, digest=kept.digest)
    return made


def give(acting: Acting, of: Application, kept: Any) -> None:
    """The body may read a paper, once however often it is asked."""
    if not kept.grants.filter(grantee_id=of.body_id, withdrawn_at=None, until=None).exists():
        vault.grant(acting, kept.id, of.body_id, reason=of.number)


def give_all(acting: Acting, of: Application) -> None:
    """The body may read every paper of the file."""
    for paper in queries.papers(of):
        give(acting, of, paper.evidence)


def _evidence(acting: Acting, evidence: UUID | str | None, data: bytes, file: str, name: Text) -> Any:
    if data:
        return vault.keep_evidence(
            acting, data=data, name=clean(file, 200) or "paper", kind="other", title=name.to("zh")
        )
    if evidence:
        return activity.own_evidence(acting, evidence)
    raise messages.NO_FILE.error("file")


def _body(value: UUID | str) -> Any:
    try:
        return bodies.body(value)
    except CodedError:
        raise messages.NOT_A_BODY.error("body") from None


def _scheme(code: str, body: Any) -> schemes.SchemeVersion:
    try:
        found = schemes.scheme(code)
    except CodedError:
        raise messages.NO_SCHEME.error("scheme") from None
    if found.bodys_own and found.owner_id != body.id and found.row is not None:
        raise messages.OTHER_BODYS_SCHEME.error(
            "scheme", scheme=found.name, owner=found.row.organisation.name
        )
    return found


def _study(acting: Acting, value: UUID | str) -> Any:
    try:
        return footprints.study(acting, UUID(str(value)))
    except (CodedError, ValueError):
        raise messages.NO_STUDY.error("study") from None


def _year(path: str, value: Any) -> int | None:
    text = clean(str(value if value is not None else ""), 10)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 2200):
        raise messages.BAD_NUMBER.error(path, value=text)
    return int(text)


def _decimal(path: str, value: Any) -> Decimal | None:
    text = clean(str(value if value is not None else ""), 40)
    if not text:
        return None
    return decimal_of(path, text, messages.BAD_NUMBER)


def decimal_of(path: str, text: str, message: Message) -> Decimal:
    """A number from 0 to below 10¹⁴ with at most nine decimals. Raises `message`."""
    try:
        found = Decimal(text) if text.isascii() else Decimal("NaN")
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found < Decimal("1e14") or found != round(found, 6):
        raise message.error(path, value=text[:40])
    return found


def _one_of(path: str, value: Any, known: Mapping[Any, Any]) -> str:
    text = str(value or "")
    if text not in known:
        raise messages.UNKNOWN_CHOICE.error(path, value=text[:60], known=", ".join(known))
    return text


def _tags(path: str, value: Any) -> str:
    given = (
        value if isinstance(value, (list, tuple)) else [part for part in str(value or "").split(",") if part]
    )
    wrong = [tag for tag in given if tag not in TAGS]
    if wrong:
        raise messages.UNKNOWN_CHOICE.error(path, value=str(wrong[0])[:60], known=", ".join(TAGS))
    return ",".join(tag for tag in TAGS if tag in given)
