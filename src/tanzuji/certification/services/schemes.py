"""Writing schemes: drafts in YAML, versions that never change, and bringing them into force by four eyes."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from tanzuji.certification import events, messages, policy, queries, schemes
from tanzuji.certification.models import SchemeDraft, SchemeEdition, SchemeStep
from tanzuji.certification.states import EDITION
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.formats import safe_yaml
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.rules.schemes import diagnose, read_scheme, shipped
from tanzuji.rules.schemes.loading import MAX_BYTES
from tanzuji.rules.schemes.messages import TOO_LARGE
from tanzuji.web.typed import clean
from tanzuji.web.verdicts import Stale


def begin_scheme(acting: Acting, text: str) -> SchemeDraft:
    """A draft with this text. Raises `certification.not-scheme-owner`, `.empty-scheme`, `schemes.text-too-large`."""
    policy.may_write_schemes(acting).enforce()
    made = SchemeDraft(
        organisation=acting.organisation,
        created_by=acting.person,
        changed_by=acting.person,
        text=_accepted(text),
    )
    _describe(made)
    with transaction.atomic():
        made.save()
        record(events.SCHEME_DRAFTED, acting, "scheme-draft", made.id, scheme=made.code)
    return made


def save_scheme(acting: Acting, draft_id: UUID | str, text: str, *, revision: int) -> SchemeDraft:
    """Keep the text, sound or not. Raises `certification.scheme-changed` where somebody saved in between."""
    policy.may_write_schemes(acting).enforce()
    written = _accepted(text)
    with transaction.atomic():
        one = _locked(acting, draft_id)
        if one.text == written:
            return one
        if one.revision != revision:
            who = one.changed_by.name
            raise Stale([messages.SCHEME_CHANGED.problem("text", who=who, now=one.revision, began=revision)])
        one.text, one.revision, one.changed_by = written, one.revision + 1, acting.person
        _describe(one)
        one.save()
        record(events.SCHEME_SAVED, acting, "scheme-draft", one.id, scheme=one.code, revision=one.revision)
    return one


def remove_scheme(acting: Acting, draft_id: UUID | str) -> None:
    """Take a draft out of the list."""
    policy.may_write_schemes(acting).enforce()
    with transaction.atomic():
        one = _locked(acting, draft_id)
        SchemeDraft.objects.filter(id=one.id).update(removed_at=timezone.now())
        record(events.SCHEME_REMOVED, acting, "scheme-draft", one.id, scheme=one.code)


def fix_scheme(acting: Acting, draft_id: UUID | str, *, changes: str = "") -> SchemeEdition:
    """The version of a draft as it was saved last. Raises the linter's problems, `certification.version-taken`, `.code-taken`."""
    policy.may_write_schemes(acting).enforce()
    one = queries.draft(acting, draft_id)
    scheme = read_scheme(one.text)
    _own_code(acting, scheme.code)
    try:
        with transaction.atomic():
            made = SchemeEdition.objects.create(
                organisation=acting.organisation, code=scheme.code, version=scheme.version, text=one.text,
                digest="sha256:" + hashlib.sha256(one.text.encode()).hexdigest(), family=scheme.family,
                name_zh=(scheme.name.zh or "")[:300], name_en=(scheme.name.en or "")[:300],
                changes=clean(changes, 4000), made_by=acting.person,
            )  # fmt: skip
            SchemeStep.objects.create(edition=made, action="made", person=acting.person)
            record(events.SCHEME_FIXED, acting, "scheme", made.id, scheme=scheme.id, digest=made.digest)
    except IntegrityError:
        raise messages.VERSION_TAKEN.error("version", scheme=scheme.code, version=scheme.version) from None
    return made


def decide_scheme(acting: Acting, edition_id: UUID | str, action: str, *, reason: str = "") -> SchemeEdition:
    """Bring a version into force in place of the one before, or withdraw it. Applications keep the text they began with."""
    known = queries.edition(acting, edition_id)
    if action not in EDITION.actions:
        raise messages.UNKNOWN_CHOICE.error("action", value=action[:60], known=", ".join(EDITION.actions))
    said = clean(reason, 4000)
    with transaction.atomic():
        row = SchemeEdition.objects.select_for_update().get(id=known.id)
        EDITION.verdict(row.state, action, queries.scheme_standing(acting, row)).enforce()
        if action == "withdraw" and not said:
            raise messages.REASON_NEEDED.error("reason", action=EDITION.actions[action])
        if action == "activate":
            _own_code(acting, row.code)
            for former in SchemeEdition.objects.filter(code=row.code, state="active"):
                SchemeEdition.objects.filter(id=former.id).update(state="superseded")
                SchemeStep.objects.create(edition=former, action="superseded", person=acting.person)
        found = EDITION.find(row.state, action)
        assert found is not None  # the verdict would have refused
        try:
            SchemeEdition.objects.filter(id=row.id).update(state=found.to)
        except IntegrityError:
            raise messages.VERSION_TAKEN.error("version", scheme=row.code, version=row.version) from None
        SchemeStep.objects.create(edition=row, action=action, person=acting.person, reason=said)
        kind = events.SCHEME_ACTIVATED if action == "activate" else events.SCHEME_WITHDRAWN
        record(
            kind, acting, "scheme", row.id, reason=said, scheme=f"{row.code}@{row.version}", digest=row.digest
        )
    return queries.edition(acting, row.id)


def _own_code(acting: Acting, code: str) -> None:
    """A code belongs to whoever held it first; what ships may be replaced by an authority alone."""
    held = SchemeEdition.objects.filter(code=code, state__in=schemes.HELD)
    foreign = held.exclude(organisation_id=acting.organisation_id).exists()
    if foreign or (code in shipped() and not acting.mandated("authority")):
        raise messages.CODE_TAKEN.error("code", code=code)


def _locked(acting: Acting, draft_id: UUID | str) -> SchemeDraft:
    known = queries.draft(acting, draft_id)
    return SchemeDraft.objects.select_for_update().get(id=known.id)


def _accepted(text: str) -> str:
    written = text.replace("\r\n", "\n").replace("\r", "\n")
    if not written.strip():
        raise messages.EMPTY_SCHEME.error("text")
    if len(written.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise TOO_LARGE.error("text", limit=MAX_BYTES)
    safe_yaml.refuse_control(written, "YAML")
    return written if written.endswith("\n") else written + "\n"


def _describe(one: SchemeDraft) -> None:
    """What lists show of a draft, as far as its text can be read."""
    found = diagnose(one.text)
    one.problems = len(found.remarks)
    try:
        plain = safe_yaml.load(one.text)
    except CodedError:
        return  # what it was called before it broke
    if isinstance(plain, dict):
        one.code = str(plain.get("code") or "")[:80]
        try:
            name = Text.parse(plain.get("name"))
        except CodedError:
            return
        one.name_zh, one.name_en = (name.zh or "")[:300], (name.en or "")[:300]
