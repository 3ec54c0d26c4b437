"""Writing rules: drafts with their text and test cases."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.formats import safe_yaml
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.rulebook import events, messages, policy, queries
from tanzuji.rulebook.models import Draft, Trial
from tanzuji.rules.cases import MAX_CASES, Case
from tanzuji.rules.diagnosis import diagnose
from tanzuji.rules.load import MAX_BYTES
from tanzuji.web.answers import absent
from tanzuji.web.verdicts import Stale


def begin(acting: Acting, text: str, *, cases: tuple[Case, ...] = (), origin: str = "") -> Draft:
    """A draft with this text and these cases. Raises `rulebook.needs-editor`, `.empty-draft`, `.draft-too-large`.

    `origin` tells what it was begun from: the id@version of a rule, or `template`.
    """
    policy.may_write(acting).enforce()
    written = _accepted(text)
    with transaction.atomic():
        made = Draft(
            organisation=acting.organisation, created_by=acting.person, changed_by=acting.person, text=written
        )
        _describe(made)
        made.save()
        Trial.objects.bulk_create(
            [Trial(draft=made, case=_kept(case), added_by=acting.person) for case in cases]
        )
        record(events.DRAFTED, acting, "draft-rule", made.id, rule=made.rule, origin=origin)
    return made


def save(acting: Acting, draft_id: UUID | str, text: str, *, revision: int) -> Draft:
    """Keep the text as it stands, sound or not. Raises `rulebook.draft-changed` where somebody saved in between."""
    policy.may_write(acting).enforce()
    written = _accepted(text)
    with transaction.atomic():
        one = _locked(acting, draft_id)
        if one.revision != revision and one.text != written:
            who = one.changed_by.name
            raise Stale([messages.CHANGED.problem("text", who=who, now=one.revision, began=revision)])
        if one.text == written:
            return one
        one.text = written
        one.revision += 1
        one.changed_by = acting.person
        _describe(one)
        one.save()
        record(
            events.SAVED,
            acting,
            "draft-rule",
            one.id,
            rule=one.rule,
            revision=one.revision,
            problems=one.problems,
        )
    return one


def draft(
    acting: Acting, text: str, *, draft_id: UUID | str | None = None, revision: int | None = None
) -> Draft:
    """A new draft with this text, or another revision of one that is there."""
    if draft_id is None:
        return begin(acting, text)
    known = queries.draft(acting, draft_id)
    return save(acting, draft_id, text, revision=known.revision if revision is None else revision)


def remove(acting: Acting, draft_id: UUID | str) -> None:
    """Take a draft out of the list; its history stays in the ledger."""
    policy.may_write(acting).enforce()
    with transaction.atomic():
        one = _locked(acting, draft_id)
        Draft.objects.filter(id=one.id).update(removed_at=timezone.now())
        record(events.REMOVED, acting, "draft-rule", one.id, rule=one.rule)


def read_case(text: str) -> Case:
    """A case as somebody writes it, in YAML. Raises `yaml.*`, `document.*`, `rules.case-*`."""
    plain = safe_yaml.load(text)
    return Case.parse(plain)


def add_trial(acting: Acting, draft_id: UUID | str, case: Case) -> Trial:
    """Keep a case with a draft; one of the same id takes the other's place. Raises `rulebook.too-many-trials`."""
    policy.may_write(acting).enforce()
    with transaction.atomic():
        one = _locked(acting, draft_id)
        for trial, known in queries.trials(one):
            if known.id == case.id:
                trial.delete()
        if one.trials.count() >= MAX_CASES:
            raise messages.TOO_MANY_TRIALS.error("case", limit=MAX_CASES)
        made = Trial.objects.create(draft=one, case=_kept(case), added_by=acting.person)
        record(events.TRIAL_ADDED, acting, "draft-rule", one.id, case=case.id, expects=case.expects)
    return made


def remove_trial(acting: Acting, draft_id: UUID | str, trial_id: UUID | str) -> None:
    """Take a case away from a draft. Raises `web.absent`."""
    policy.may_write(acting).enforce()
    with transaction.atomic():
        one = _locked(acting, draft_id)
        for trial, case in queries.trials(one):
            if str(trial.id) == str(trial_id):
                trial.delete()
                record(events.TRIAL_REMOVED, acting, "draft-rule", one.id, case=case.id)
                return
        raise absent()


def _locked(acting: Acting, draft_id: UUID | str) -> Draft:
    """The draft, held until the transaction ends. Raises `web.absent`."""
    known = queries.draft(acting, draft_id)
    return Draft.objects.select_for_update().get(id=known.id)


def _accepted(text: str) -> str:
    written = text.replace("\r\n", "\n").replace("\r", "\n")
    if not written.strip():
        raise messages.EMPTY_DRAFT.error("text")
    if len(written.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise messages.DRAFT_TOO_LARGE.error("text", limit=MAX_BYTES)
    safe_yaml.refuse_control(written, "YAML")
    return written if written.endswith("\n") else written + "\n"


def _describe(one: Draft) -> None:
    """What lists show of a draft, as far as its text can be read."""
    found = diagnose(one.text)
    one.problems = len(found.remarks)
    if found.pack is not None:
        one.rule = found.pack.id[:120]
        one.title_zh, one.title_en = (found.pack.title.zh or "")[:300], (found.pack.title.en or "")[:300]
        return
    try:
        plain = safe_yaml.load(one.text)
    except CodedError:
        return  # what it was called before it broke
    if isinstance(plain, dict):
        one.rule = str(plain.get("id") or "")[:120]
        try:
            title = Text.parse(plain.get("title"))
        except CodedError:
            return
        one.title_zh, one.title_en = (title.zh or "")[:300], (title.en or "")[:300]


def _kept(case: Case) -> str:
    return canonical_json(case).decode()
