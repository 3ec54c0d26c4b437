"""The steps of an application: one function for all, with what each of them has to bring along."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.certificates import services as certificates
from tanzuji.certification import events, facts, messages, policy, queries
from tanzuji.certification.models import Application, Assessment, Quote, Signature
from tanzuji.certification.services import applying
from tanzuji.certification.services.keeping import LONGEST, locked, needed, stepped
from tanzuji.certification.services.surveying import plan_surveillance
from tanzuji.certification.states import APPLICATION, REASONED
from tanzuji.documents.text import Text
from tanzuji.footprints import verifying
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.web.typed import clean

_CONCLUSION = Text(zh="结论", en="The conclusion")


def act(
    acting: Acting,
    application_id: UUID | str,
    action: str,
    form: Mapping[str, Any] | None = None,
    *,
    reason: str = "",
    today: date | None = None,
) -> Application:
    """Do `action` (`states.APPLICATION.actions`), with what the step needs in `form`.

    `accept`: fee lines and terms; `pass_documents`, `pass_onsite`, `pass_footprint`: the conclusion as `text`;
    `pass_footprint` also `statement`; `evaluate`: `text` and `recommends`. `approve` issues the certificate in the
    same transaction. Raises `web.absent`, the machine's or the policy's reason, `certification.reason-needed`.
    """
    given = form or {}
    if action not in APPLICATION.actions:
        known = ", ".join(APPLICATION.actions)
        raise messages.UNKNOWN_CHOICE.error("action", value=action[:60], known=known)
    now = today or timezone.localdate()
    said = clean(reason or str(given.get("reason") or ""), LONGEST)
    with transaction.atomic():
        of = locked(acting, application_id)
        APPLICATION.verdict(of.state, action, queries.standing(acting, of, today=now)).enforce()
        if action in REASONED and not said:
            raise messages.REASON_NEEDED.error("reason", action=APPLICATION.actions[action])
        before = _BEFORE.get(action)
        if before is not None:
            before(acting, of, given, now)
        return stepped(acting, of, action, said, now)


def _apply(acting: Acting, of: Application, given: Mapping[str, Any], now: date) -> None:
    """The version that is handed in is fixed, and the body may read the file."""
    of.version = verifying.submitted_version(acting, of.study_id)
    applying.give_all(acting, of)


def _accept(acting: Acting, of: Application, given: Mapping[str, Any], now: date) -> None:
    offer(acting, of, given.get("lines", ()), terms=str(given.get("terms") or ""))


def offer(acting: Acting, of: Application, lines: Sequence[Mapping[str, Any]], *, terms: str = "") -> Quote:
    """A contract with its fee note; a later one takes the place of one that is not signed. Raises `certification.bad-fees`."""
    policy.may_receive(queries.standing(acting, of)).enforce()
    kept, total = [], Decimal(0)
    for i, line in enumerate(lines):
        name = clean(str(line.get("name") or ""), 200)
        quantity = applying.decimal_of(
            f"lines[{i}].quantity", str(line.get("quantity") or ""), messages.BAD_NUMBER
        )
        price = applying.decimal_of(f"lines[{i}].price", str(line.get("price") or ""), messages.BAD_NUMBER)
        if not name or not quantity or quantity > 100_000 or price > 100_000_000:
            raise messages.BAD_FEES.error(f"lines[{i}]")
        amount = (quantity * price).quantize(Decimal("0.01"))
        kept.append(
            {"name": name, "quantity": f"{quantity:f}", "price": f"{price:f}", "amount": f"{amount:f}"}
        )
        total += amount
    if not kept or len(kept) > 50:
        raise messages.BAD_FEES.error("lines")
    made = Quote.objects.create(
        application=of, number=of.quotes.count() + 1, lines=json.dumps(kept, ensure_ascii=False), total=total,
        terms=clean(terms, LONGEST), offered_by=acting.person,
    )  # fmt: skip
    record(events.QUOTED, acting, "certification-application", of.id, total=f"{total:f}", number=of.number)
    return made


def _sign(acting: Acting, of: Application, given: Mapping[str, Any], now: date) -> None:
    quote = queries.newest_quote(of)
    assert quote is not None  # the guard would have refused
    Signature.objects.create(quote=quote, by=acting.person)


def _assess(step: str) -> Callable[[Acting, Application, Mapping[str, Any], date], None]:
    """A conclusion of a step, with the scheme's checks as they stand."""

    def keep(acting: Acting, of: Application, given: Mapping[str, Any], now: date) -> None:
        text = needed("text", given.get("text"), _CONCLUSION)
        recommends = str(given.get("recommends") or "") in ("True", "yes", "on", "true", "1")
        seen = [
            {
                "code": check.code,
                "met": check.problem is None,
                "note": check.note.plain() if check.note else None,
                "flagged": check.flagged,
            }
            for check in queries.checked(of, today=now)
        ]
        Assessment.objects.create(
            application=of, step=step, text=text, by=acting.person, checks=json.dumps(seen, ensure_ascii=False),
            recommends=recommends if step == "evaluation" else None,
        )  # fmt: skip

    return keep


def _take_statement(acting: Acting, of: Application, given: Mapping[str, Any], now: date) -> None:
    """The statement that was chosen, or the newest; the version it is about is what is certified."""
    found = queries.statements(of)
    asked = str(given.get("statement") or "")
    chosen = next((one for one in found if not asked or str(one.id) == asked), None)
    if chosen is None:
        raise messages.OTHER_STATEMENT.error("statement")
    of.statement, of.version_id = chosen.id, chosen.version_id
    _assess("footprint_check")(acting, of, given, now)


def _approve(acting: Acting, of: Application, given: Mapping[str, Any], now: date) -> None:
    """The certificate is issued in this transaction: the key makes a second attempt give the same one."""
    evaluation = queries.newest_evaluation(of)
    assert evaluation is not None  # the guard would have refused
    certified = facts.facts_of(of, today=now)
    by, evaluator, key = acting.person.id, evaluation.by_id, f"application:{of.id}"
    if of.renews:
        view = certificates.renew(
            acting, of.renews, certified, key=key, decided_by=by, evaluated_by=evaluator, today=now
        )
    else:
        view = certificates.issue(
            acting, certified, key=key, decided_by=by, evaluated_by=evaluator, today=now
        )
    of.certificate = view.number
    plan_surveillance(of, view, now)


_BEFORE: dict[str, Callable[[Acting, Application, Mapping[str, Any], date], None]] = {
    "apply": _apply,
    "accept": _accept,
    "sign": _sign,
    "pass_documents": _assess("document_review"),
    "pass_onsite": _assess("onsite"),
    "pass_footprint": _take_statement,
    "evaluate": _assess("evaluation"),
    "approve": _approve,
}
