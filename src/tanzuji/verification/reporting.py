"""The verification report of an engagement that ended with a statement."""

from __future__ import annotations

from django.utils import timezone

from tanzuji.documents.text import Text
from tanzuji.footprints.pages.results.edition import Edition
from tanzuji.parties.acting import Acting
from tanzuji.reports import write_docx, write_pdf
from tanzuji.reports.verification import (
    Asked,
    Found,
    Handed,
    Person,
    Sampled,
    Verification,
    build_verification_report,
)
from tanzuji.verification import queries, sampling
from tanzuji.verification.models import Engagement, Finding, Statement
from tanzuji.verification.pages.study import named_places
from tanzuji.verification.papers import LEVELS, OPINIONS, ROLES, SEVERITIES
from tanzuji.verification.services import outcome_of
from tanzuji.verification.states import FINDING_STATES
from tanzuji.web.answers import absent
from tanzuji.web.downloads import file_name
from tanzuji.web.language import language
from tanzuji.web.numerals import ten

FORMS = ("pdf", "docx")

REASONS = {
    "certain": Text(zh="不短于间隔", en="not shorter than the interval"),
    "drawn": Text(zh="抽中", en="drawn"),
    "added": Text(zh="核查组增加", en="added by the team"),
}
"""Why a line was chosen."""


def written(acting: Acting, of: Engagement, form: str) -> tuple[bytes, str]:
    """The report in a form and the language of the page, with its file name. Raises `web.absent` before it is signed."""
    row = Statement.objects.select_related(
        "client", "verifier", "drafted_by", "signed_by", "submission", "recomputation"
    ).filter(engagement=of)
    signed = row.first()
    if signed is None:
        raise absent()
    shown = queries.readable_edition(acting, of, signed.submission.number)
    assert shown.footprint is not None  # a version always has one
    told = _told(of, signed, shown)
    report = build_verification_report(told, shown.footprint, shown.check, language=language())
    content = write_pdf(report) if form == "pdf" else write_docx(report)
    return content, file_name(f"{signed.number}.{language()}", form)


def _told(of: Engagement, signed: Statement, shown: Edition) -> Verification:
    paper, view = queries.paper_of(signed), queries.statement(signed.id)
    row = queries.current_plan(of)
    plan = queries.plan_of(row) if row else None
    requests, findings = list(queries.requests(of)), list(queries.findings(of))
    names = named_places(shown, [*(r.place for r in requests), *(f.place for f in findings)])
    return Verification(
        number=signed.number,
        engagement=of.number,
        client=signed.client.name,
        verifier=signed.verifier.name,
        level=LEVELS[signed.level],
        opinion=OPINIONS[signed.opinion],
        unmodified=signed.opinion == "unmodified",
        criteria=paper.criteria,
        scope=paper.scope,
        basis=paper.basis,
        reservations=paper.reservations,
        materiality=paper.materiality,
        uncorrected=paper.uncorrected,
        purpose=of.purpose,
        signed_on=timezone.localdate(signed.signed_at),
        valid_until=signed.valid_until,
        withdrawn=view.withdrawn_because,
        drafted_by=signed.drafted_by.name,
        signed_by=signed.signed_by.name,
        digest=signed.digest,
        team=tuple(
            Person(
                m.person.name, ROLES[m.role], timezone.localdate(m.declared_at) if m.declared_at else None,
                queries.declaration(m).threats,
            )
            for m in queries.members(of)
        ),
        confidence=plan.confidence if plan else 0.0,
        hits=plan.size if plan else 0,
        interval=plan.interval if plan else 0.0,
        lines=plan.lines if plan else 0,
        covered=plan.covered if plan else 0.0,
        risks=plan.risks if plan else "",
        visit=plan.visit if plan else "",
        sampled=_sampled(of),
        asked=tuple(
            Asked(
                f"E{r.number}", names.get(r.place, ""), r.text,
                tuple(f"{a.evidence.title} {a.evidence.digest[:16]}…" for a in r.answers.all() if a.evidence),
                timezone.localdate(r.checked_at) if r.checked_at else None,
            )
            for r in requests
        ),
        found=tuple(_found(f, names.get(f.place, "")) for f in findings),
        handed=tuple(
            Handed(s.number, s.version.number, timezone.localdate(s.at), s.version.total, s.version.result_digest)
            for s in reversed(queries.submissions(of))
            if s.number <= signed.submission.number
        ),
        recomputed=_recomputed(signed),
    )  # fmt: skip


def _sampled(of: Engagement) -> tuple[Sampled, ...]:
    return tuple(
        Sampled(
            line.item.process, line.item.name, line.item.total, line.item.share, REASONS[line.item.reason],
            line.item.procedure or sampling.PROCEDURES[line.item.reason].to(language()),
            line.state == "examined", " ".join((*line.papers, line.note.text if line.note else "")).strip(),
        )
        for line in queries.sample(of)
    )  # fmt: skip


def _found(of: Finding, place: str) -> Found:
    said = [step.text for step in of.steps.all() if step.text]
    return Found(
        f"F{of.number}", SEVERITIES[of.severity], place, of.text, of.clause, of.effect, FINDING_STATES[of.state],
        said[-1] if said else "",
    )  # fmt: skip


def _recomputed(signed: Statement) -> tuple[tuple[Text, str], ...]:
    row, found = signed.recomputation, outcome_of(signed.recomputation)
    outcome = Text(zh="一致", en="equal") if row.outcome == "equal" else Text(zh="不一致", en="differs")
    where = (
        Text(zh="本平台，独立进程", en="here, in a process of its own")
        if row.origin == "server"
        else Text(zh="核查机构的机器", en="on the verifier's machine")
    )
    lang = language()
    return (
        (Text(zh="结论", en="Outcome"), outcome.to(lang)),
        (Text(zh="在何处", en="Where"), where.to(lang)),
        (Text(zh="比较的数", en="Numbers compared"), str(found.compared)),
        (Text(zh="不同的数", en="Numbers that differ"), str(found.count)),
        (Text(zh="提交的总量", en="Total as stated"), ten(found.stated.total)),
        (Text(zh="复算的总量", en="Total recomputed"), ten(found.recomputed.total)),
        (Text(zh="复算包摘要", en="Digest of the package"), row.package_digest),
        (Text(zh="软件", en="Software"), found.software),
        (Text(zh="日期", en="Date"), timezone.localdate(row.at).isoformat()),
    )
