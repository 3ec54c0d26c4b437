"""Making a version of a draft: sound, tried, and from then on never changed."""

from __future__ import annotations

import hashlib
import json
from uuid import UUID

from django.db import IntegrityError, transaction

from tanzuji.documents.errors import CodedError
from tanzuji.documents.rules import RulePack
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.rulebook import events, messages, policy, queries
from tanzuji.rulebook.models import Draft, RuleVersion, Standing
from tanzuji.rules import parse_pack
from tanzuji.rules.cases import Case, run_all
from tanzuji.rules.diagnosis import diagnose
from tanzuji.rules.load import shipped_texts


def fix(acting: Acting, draft_id: UUID | str, *, changes: str = "") -> RuleVersion:
    """The version of a draft as it stands, with its cases, all of which came out as they should.

    Raises `rulebook.not-sound` with the linter's problems, `.no-trials` (accounting rules need a study that passes and
    one that fails), `.trials-fail`, `.version-taken`.
    """
    policy.may_write(acting).enforce()
    one = queries.draft(acting, draft_id)
    cases = tuple(case for _, case in queries.trials(one))
    pack = _sound(one)
    _tried(pack, cases)
    if _taken(acting, pack):
        raise messages.VERSION_TAKEN.error("version", rule=pack.id, version=pack.version)
    try:
        with transaction.atomic():
            made = RuleVersion.objects.create(
                organisation=acting.organisation,
                rule=pack.id,
                version=pack.version,
                text=one.text,
                digest="sha256:" + hashlib.sha256(one.text.encode()).hexdigest(),
                cases=json.dumps([case.plain() for case in cases], ensure_ascii=False),
                kind=pack.kind,
                layer=pack.layer,
                level=pack.level,
                inherits=pack.inherits or "",
                title_zh=(pack.title.zh or "")[:300],
                title_en=(pack.title.en or "")[:300],
                number=pack.number[:120],
                changes=changes.strip()[:4000],
                made_by=acting.person,
            )
            Standing.objects.create(
                version=made, action="made", person=acting.person, organisation=acting.organisation
            )
            record(
                events.FIXED,
                acting,
                "rule-version",
                made.id,
                rule=made.rule,
                version=made.version,
                digest=made.digest,
            )
    except IntegrityError:  # somebody made it at the same moment
        raise messages.VERSION_TAKEN.error("version", rule=pack.id, version=pack.version) from None
    return made


def _sound(one: Draft) -> RulePack:
    found = diagnose(one.text)
    if found.pack is None or found.remarks:
        head = messages.NOT_SOUND.problem("text", count=len(found.remarks))
        raise CodedError([head, *found.problems])
    return found.pack


def _tried(pack: RulePack, cases: tuple[Case, ...]) -> None:
    if pack.kind == "accounting" and {case.expects for case in cases} != {"pass", "fail"}:
        raise messages.NO_TRIALS.error("cases")
    outcomes = run_all(pack, cases)
    outside = [problem for outcome in outcomes if outcome.outside for problem in outcome.problems]
    failed = [outcome.case for outcome in outcomes if not outcome.met]
    if failed:
        names = ", ".join(case.id for case in failed[:5])
        head = messages.TRIALS_FAIL.problem("cases", count=len(failed), total=len(cases), names=names)
        raise CodedError([head, *outside])
    proving = {outcome.case.expects for outcome in outcomes if not outcome.outside}
    if pack.kind == "accounting" and proving != {"pass", "fail"}:
        raise CodedError([messages.NO_TRIALS.problem("cases"), *outside])


def _taken(acting: Acting, pack: RulePack) -> bool:
    """Whether that version is there: among one's own, among those that held once, or shipped."""
    if (
        RuleVersion.objects.filter(
            organisation=acting.organisation, rule=pack.id, version=pack.version
        ).exists()
        or RuleVersion.objects.filter(rule=pack.id, version=pack.version, state__in=queries.PUBLIC).exists()
    ):
        return True
    shipped = shipped_texts().get(pack.id)
    return shipped is not None and parse_pack(shipped).version == pack.version
