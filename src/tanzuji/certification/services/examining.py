"""What a body does between contract and evaluation: team, plan, visit with its checklist, nonconformities."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tanzuji.activity import queries as activity
from tanzuji.activity import services as vault
from tanzuji.certification import bodies, events, messages, policy, queries
from tanzuji.certification.kinds import SEVERITIES, TASKS, VERDICTS
from tanzuji.certification.models import (
    Answer,
    Application,
    Inspection,
    Member,
    Nonconformity,
    Plan,
    Surveillance,
)
from tanzuji.certification.services.applying import give
from tanzuji.certification.services.keeping import LONGEST, locked, needed, needed_day, news
from tanzuji.certification.states import WORKING
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.web.typed import clean


def call(acting: Acting, application_id: UUID | str, staff_id: UUID | str, task: str) -> Member:
    """Somebody of the confirmed staff called into the team.

    Raises `certification.not-staff`, `.no-account`, `.in-team-already`, `.not-now`.
    """
    with transaction.atomic():
        of = locked(acting, application_id)
        policy.may_call(queries.standing(acting, of)).enforce()
        _working(of)
        if task not in TASKS:
            raise messages.UNKNOWN_CHOICE.error("task", value=task[:60], known=", ".join(TASKS))
        row = bodies.own_staff(acting, staff_id)
        if row.id not in {one.id for one in bodies.competent_staff(of.body_id, queries.subject(of).fields)}:
            raise messages.NOT_STAFF.error("staff", name=row.name)
        if row.person is None or parties.acting_as(str(row.person_id), of.body_id) is None:
            raise messages.NO_ACCOUNT.error("staff", name=row.name)
        if queries.members(of).filter(person=row.person).exists():
            raise messages.IN_TEAM_ALREADY.error("staff", name=row.name)
        made = Member.objects.create(application=of, staff=row, person=row.person, task=task)
        record(
            events.CALLED, acting, "certification-application", of.id, person=str(row.person_id), task=task
        )
    return made


def dismiss(acting: Acting, member_id: UUID | str) -> None:
    """Somebody leaves the team; what they did stays theirs."""
    known = queries.member(acting, member_id)
    with transaction.atomic():
        of = locked(acting, known.application_id)
        policy.may_call(queries.standing(acting, of)).enforce()
        Member.objects.filter(id=known.id, left_at=None).update(left_at=timezone.now())
        record(events.LEFT, acting, "certification-application", of.id, person=str(known.person_id))


def declare_impartial(acting: Acting, application_id: UUID | str) -> Member:
    """One's own declaration: no interest in the applicant, no advice given to it in the last two years."""
    with transaction.atomic():
        of = locked(acting, application_id)
        found = queries.members(of).filter(person=acting.person).first()
        if found is None or of.body_id != acting.organisation_id:
            raise messages.NOT_IN_TEAM.error()
        policy.may_write(acting).enforce()
        if found.declared_at is None:
            found.declared_at = timezone.now()
            found.save(update_fields=["declared_at"])
            record(events.IMPARTIAL, acting, "certification-application", of.id)
    return found


def plan(
    acting: Acting,
    application_id: UUID | str,
    *,
    visit_from: Any,
    visit_until: Any,
    site: str,
    programme: str = "",
    surveillance: Surveillance | None = None,
) -> Plan:
    """A plan of the visit; a later one takes its place. Raises `certification.bad-date`, `.bad-visit`, `.text-needed`."""
    first, last = needed_day("visit_from", visit_from), needed_day("visit_until", visit_until)
    if last < first:
        raise messages.BAD_VISIT.error("visit_until")
    where = needed("site", site, Text(zh="地点", en="The place"), 300)
    with transaction.atomic():
        of = locked(acting, application_id)
        policy.may_call(queries.standing(acting, of)).enforce()
        if surveillance is None:
            _working(of)
        made = Plan.objects.create(
            application=of, surveillance=surveillance, number=of.plans.count() + 1, visit_from=first,
            visit_until=last, site=where, programme=clean(programme, LONGEST), by=acting.person,
        )  # fmt: skip
        record(events.PLANNED, acting, "certification-application", of.id, day=str(first), until=str(last))
        news(acting, of, Text(
            zh=f"{of.number}：现场检查定在 {first} 至 {last}", en=f"{of.number}: on-site inspection from {first} to {last}"
        ), Text(zh=where, en=where))  # fmt: skip
    return made


def inspect(
    acting: Acting, application_id: UUID | str, surveillance: Surveillance | None = None
) -> Inspection:
    """The visit with its checklist; begun where it was not. Raises `certification.not-now`, `.not-in-team`."""
    with transaction.atomic():
        of = locked(acting, application_id)
        policy.may_examine(_standing(acting, of, surveillance)).enforce()
        found = queries.inspection_of(of, surveillance)
        if found is not None:
            return found
        if (surveillance is None and of.state != "onsite") or (
            surveillance is not None and surveillance.state != "under_way"
        ):
            raise messages.NOT_NOW.error()
        occasion = "surveillance" if surveillance is not None else "application"
        made = Inspection.objects.create(
            application=of, surveillance=surveillance, occasion=occasion, started_by=acting.person
        )
        record(events.INSPECTION, acting, "certification-application", of.id, inspection=str(made.id))
    return made


def answer(
    acting: Acting,
    inspection_id: UUID | str,
    question: str,
    verdict: str,
    *,
    note: str = "",
    data: bytes = b"",
    file: str = "",
    evidence: UUID | str | None = None,
) -> Answer:
    """What was found for a question, with a photograph where one is there; a later answer takes its place.

    Raises `certification.inspection-over`, `.unknown-choice`, `.photo-needed`, `.note-needed`, `activity.*`.
    """
    visit = queries.inspection(acting, inspection_id)
    of = visit.application
    policy.may_examine(_standing(acting, of, visit.surveillance)).enforce()
    asked = {q.id: q for _, those in queries.questions_of(visit) for q in those}
    if question not in asked:
        raise messages.UNKNOWN_CHOICE.error("question", value=question[:60], known=", ".join(asked))
    if verdict not in VERDICTS:
        raise messages.UNKNOWN_CHOICE.error(
            f"verdict-{question}", value=verdict[:60], known=", ".join(VERDICTS)
        )
    said = clean(note, LONGEST)
    if verdict == "not" and not said:
        raise messages.NOTE_NEEDED.error(f"note-{question}")
    before = queries.answers(visit).get(question)
    kept = _photo(acting, data, file, evidence, asked[question].text) or (before.evidence if before else None)
    if asked[question].photo and verdict != "na" and kept is None:
        raise messages.PHOTO_NEEDED.error(f"photo-{question}")
    with transaction.atomic():
        locked(acting, of.id)
        if queries.inspection(acting, visit.id).concluded_at is not None:
            raise messages.INSPECTION_OVER.error()
        made = Answer.objects.create(
            inspection=visit, question=question, verdict=verdict, note=said, evidence=kept, by=acting.person
        )
        record(
            events.ANSWERED, acting, "certification-application", of.id, question=question, verdict=verdict
        )
    return made


def _photo(acting: Acting, data: bytes, file: str, evidence: UUID | str | None, title: Text) -> Any:
    if data:
        return vault.keep_evidence(
            acting, data=data, name=clean(file, 200) or "photo.jpg", kind="other", title=title.to("zh")[:200]
        )
    return activity.own_evidence(acting, evidence) if evidence else None


def conclude(acting: Acting, inspection_id: UUID | str, summary: str) -> Inspection:
    """The visit is over: every question has an answer, and what does not conform has its nonconformity.

    Raises `certification.unanswered`, `.text-needed`.
    """
    visit = queries.inspection(acting, inspection_id)
    with transaction.atomic():
        of = locked(acting, visit.application_id)
        visit = queries.inspection(acting, visit.id)
        policy.may_examine(_standing(acting, of, visit.surveillance)).enforce()
        if visit.concluded_at is not None:
            return visit
        left = queries.unanswered(visit)
        if left:
            raise messages.UNANSWERED.error("answers", count=left)
        visit.summary = needed("summary", summary, Text(zh="检查结论", en="The conclusion"))
        _raise_missing(acting, of, visit)
        visit.concluded_by, visit.concluded_at = acting.person, timezone.now()
        visit.save(update_fields=["summary", "concluded_by", "concluded_at"])
        record(events.CONCLUDED, acting, "certification-application", of.id, inspection=str(visit.id))
    return visit


def _raise_missing(acting: Acting, of: Application, visit: Inspection) -> None:
    """A minor nonconformity for each question that does not conform and has none yet."""
    known = set(of.nonconformities.filter(surveillance=visit.surveillance).values_list("question", flat=True))
    for question, row in queries.answers(visit).items():
        if row.verdict == "not" and question not in known:
            _raise(acting, of, "minor", row.note, question, visit.surveillance)


def raise_nonconformity(
    acting: Acting,
    application_id: UUID | str,
    *,
    severity: str,
    text: str,
    question: str = "",
    surveillance: Surveillance | None = None,
) -> Nonconformity:
    """A nonconformity with its due date by the scheme. Raises `certification.not-now`, `.text-needed`."""
    with transaction.atomic():
        of = locked(acting, application_id)
        policy.may_examine(_standing(acting, of, surveillance)).enforce()
        if surveillance is None:
            _working(of)
        if severity not in SEVERITIES:
            raise messages.UNKNOWN_CHOICE.error("severity", value=severity[:60], known=", ".join(SEVERITIES))
        said = needed("text", text, Text(zh="不符合的事实", en="What does not conform"))
        return _raise(acting, of, severity, said, clean(question, 80), surveillance)


def _raise(
    acting: Acting,
    of: Application,
    severity: str,
    text: str,
    question: str,
    surveillance: Surveillance | None,
) -> Nonconformity:
    rules = queries.document(of).process.nonconformities
    days = rules.major_days if severity == "major" else rules.minor_days
    last = of.nonconformities.aggregate(last=Max("number"))["last"] or 0
    made = Nonconformity.objects.create(
        application=of, surveillance=surveillance, number=last + 1, question=question, severity=severity, text=text,
        due=timezone.localdate() + timedelta(days=days), raised_by=acting.person,
    )  # fmt: skip
    record(events.RAISED, acting, "certification-application", of.id, number=made.number, severity=severity)
    news(acting, of, Text(
        zh=f"{of.number}：不符合项 {made.number}，{made.due} 前整改", en=f"{of.number}: nonconformity {made.number}, due {made.due}"
    ), Text(zh=text, en=text))  # fmt: skip
    return made


def correct(
    acting: Acting,
    nonconformity_id: UUID | str,
    *,
    cause: str,
    correction: str,
    data: bytes = b"",
    file: str = "",
    evidence: UUID | str | None = None,
) -> Nonconformity:
    """What the applicant did about it and about its cause. Raises `certification.nonconformity-not-open`."""
    known = queries.nonconformity(acting, nonconformity_id)
    policy.may_prepare(queries.standing(acting, known.application)).enforce()
    why = needed("cause", cause, Text(zh="原因", en="The cause"))
    done = needed("correction", correction, Text(zh="整改措施", en="The correction"))
    title = Text(zh=f"{known.application.number} 不符合项 {known.number} 整改", en="")
    kept = _photo(acting, data, file, evidence, title)
    with transaction.atomic():
        of = locked(acting, known.application_id)
        row = queries.nonconformity(acting, known.id)
        if row.state != "open":
            raise messages.NOT_OPEN.error()
        row.cause, row.correction, row.state = why, done, "corrected"
        row.evidence, row.corrected_by, row.corrected_at = kept, acting.person, timezone.now()
        row.save(update_fields=["cause", "correction", "state", "evidence", "corrected_by", "corrected_at"])
        if kept is not None:
            give(acting, of, kept)
        record(events.CORRECTED, acting, "certification-application", of.id, number=row.number)
        news(acting, of, Text(
            zh=f"{of.number}：不符合项 {row.number} 已整改", en=f"{of.number}: nonconformity {row.number} corrected"
        ))  # fmt: skip
    return row


def judge(acting: Acting, nonconformity_id: UUID | str, *, accepted: bool, remark: str = "") -> Nonconformity:
    """Closed where the correction is accepted, open again else. Raises `certification.nonconformity-not-corrected`."""
    known = queries.nonconformity(acting, nonconformity_id)
    with transaction.atomic():
        of = locked(acting, known.application_id)
        row = queries.nonconformity(acting, known.id)
        policy.may_examine(_standing(acting, of, row.surveillance)).enforce()
        if row.state != "corrected":
            raise messages.NOT_CORRECTED.error()
        if not accepted:
            needed("remark", remark, Text(zh="未通过的理由", en="The reason"))
        row.remark = clean(remark, LONGEST)
        row.state = "closed" if accepted else "open"
        if accepted:
            row.closed_by, row.closed_at = acting.person, timezone.now()
        row.save(update_fields=["remark", "state", "closed_by", "closed_at"])
        kind = events.CLOSED if accepted else events.REOPENED
        record(kind, acting, "certification-application", of.id, reason=row.remark, number=row.number)
        news(acting, of, Text(
            zh=f"{of.number}：不符合项 {row.number} {'已关闭' if accepted else '整改未通过'}",
            en=f"{of.number}: nonconformity {row.number} {'closed' if accepted else 'not accepted'}",
        ), Text(zh=row.remark, en=row.remark) if row.remark else None)  # fmt: skip
    return row


def open_photo(acting: Acting, inspection_id: UUID | str, question: str) -> tuple[Any, bytes]:
    """The photograph of an answer, for the body that took it. Raises `web.absent`, `activity.evidence-damaged`."""
    visit = queries.inspection(acting, inspection_id)
    row = queries.answers(visit).get(question)
    evidence = row.evidence_id if row is not None else None
    return vault.open_evidence(acting, evidence or UUID(int=0))


def _standing(acting: Acting, of: Application, surveillance: Surveillance | None) -> policy.Standing:
    if surveillance is not None:
        return queries.surveillance_standing(acting, surveillance)
    return queries.standing(acting, of)


def _working(of: Application) -> None:
    if of.state not in WORKING:
        raise messages.NOT_NOW.error()


def given_rows(
    form: Mapping[str, Any], name: str, fields: tuple[str, ...], most: int = 20
) -> list[dict[str, str]]:
    """Rows of a form whose fields are called `name.field.i`; empty ones are left out."""
    rows = []
    for i in range(most):
        row = {field: clean(str(form.get(f"{name}.{field}.{i}", "")), LONGEST) for field in fields}
        if any(row.values()):
            rows.append(row)
    return rows


def overdue(of: Nonconformity, today: date) -> bool:
    """Whether a nonconformity is past its due date and not closed."""
    return of.state != "closed" and of.due < today
