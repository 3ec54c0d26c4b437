"""An application: begun, written and filled by the applicant, moved on step by step by both sides."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tanzuji import jurisdictions
from tanzuji.activity import queries as activity
from tanzuji.activity import services as vault
from tanzuji.certificates import queries as certificates
from tanzuji.certification import bodies, facts, policy, queries, schemes, services
from tanzuji.certification.models import Application
from tanzuji.certification.pages.frame import at, done, names
from tanzuji.certification.services.examining import given_rows
from tanzuji.certification.services.surveying import tracking_of
from tanzuji.certification.states import APPLICATION, EDITABLE, ENDING, RANK, REASONED, WORKING
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.footprints import queries as footprints
from tanzuji.parties import rights
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.verification import queries as verification
from tanzuji.verification.queries import StatementView
from tanzuji.web.answers import status_of
from tanzuji.web.downloads import attachment
from tanzuji.web.language import say
from tanzuji.web.verdicts import Absent, Verdict

TRACK = (
    "applied", "accepted", "planning", "document_review", "onsite", "footprint_check", "evaluation", "decision",
    "certified",
)  # fmt: skip
"""The states a page shows as the way to a certificate."""
TRACK_NAMES = {key: APPLICATION.states[key] for key in TRACK} | {
    "applied": Text(zh="委托", en="Application"),
    "accepted": Text(zh="受理与合同", en="Acceptance and contract"),
    "decision": Text(zh="批准", en="Decision"),
    "certified": Text(zh="发证", en="Certificate"),
}
"""Each as a step, not as what it waits for: a step that is done has a tick before it."""
FEE_ROWS = 6


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Choose scheme, study and body; nothing is chosen beforehand (3-00: the applicant chooses)."""
    policy.may_begin(acting).enforce()
    problems: Any = ()
    status = 200
    if request.method == "POST":
        try:
            made = services.begin(
                acting,
                body=request.POST.get("body", ""),
                scheme=request.POST.get("scheme", ""),
                study=request.POST.get("study", ""),
                key=request.POST.get("key", "") or str(uuid4()),
                renews=request.POST.get("renews", ""),
            )
            flash.success(
                request,
                say(
                    f"申请 {made.number} 已建立。资料齐了再提交委托。",
                    f"Application {made.number} is begun. Hand it in once its file is complete.",
                ),
            )
            return HttpResponseRedirect(at("application", made.id))
        except CodedError as error:
            problems, status = error.problems, status_of(error)
    given = request.POST if request.method == "POST" else request.GET
    known = schemes.active()
    context = {
        **names(),
        "schemes": known,
        "bodies": [(one, bodies.confirmed(one.id)) for one in bodies.bodies()],
        "studies": list(footprints.studies(acting)[:200]),
        "given": given,
        "renews": certificates.by_number(given.get("renews", "")) if given.get("renews") else None,
        "encouraged": encouraged(known),
        "key": given.get("key") or str(uuid4()),
        "problems": problems,
    }
    return render(request, "certification/new.html", context, status=status)


def encouraged(known: list[schemes.SchemeVersion]) -> list[tuple[Any, list[Any]]]:
    """What jurisdictions of the schemes encourage to be labelled (3-00, JS-301, ZJ-304), each with its source."""
    found = []
    for code in dict.fromkeys(one.scope.jurisdiction for one in known):
        try:
            pack = jurisdictions.load(code)
        except CodedError:
            continue
        if items := list(pack.encouraged_for("label")):
            found.append((pack.name, items))
    return found


@require_GET
@signed_in
def application(request: HttpRequest, acting: Acting, application_id: UUID) -> HttpResponse:
    """An application with everything that happened, and what may be done next."""
    return page(request, acting, queries.application(acting, application_id))


def page(
    request: HttpRequest, acting: Acting, of: Application, error: CodedError | None = None
) -> HttpResponse:
    """The application's page, with what is wrong where something was refused."""
    standing = queries.standing(acting, of)
    is_applicant = acting.organisation_id == of.organisation_id
    editable = is_applicant and of.state in EDITABLE and bool(policy.may_prepare(standing))
    quote = queries.newest_quote(of)
    members = list(queries.members(of))
    taken = queries.statement_of(of)
    context = {
        **names(),
        "of": of,
        "scheme": queries.document(of),
        "is_applicant": is_applicant,
        "is_body": acting.organisation_id == of.body_id,
        "editable": editable,
        "track": _track(of),
        "track_names": TRACK_NAMES,
        "today": timezone.localdate(),
        "next": dict(APPLICATION.next(of.state, standing)),
        "shown_actions": _shown(of, standing, is_applicant),
        "reasoned": REASONED,
        "ending": ENDING,
        "checks": queries.checked(of),
        "papers": {one.item: one for one in queries.papers(of)},
        "vault": list(activity.evidence(acting)[:100]) if editable else [],
        "own_studies": list(footprints.studies(acting)[:200]) if editable else [],
        "open_variants": schemes.open_variants(queries.document(of), of.item, timezone.localdate()),
        "quote": quote,
        "fee_lines": json.loads(quote.lines) if quote is not None else [],
        "fees": queries.document(of).management.fees,
        "fee_rows": range(FEE_ROWS),
        "plan": queries.newest_plan(of),
        "members": members,
        "to_declare": of.state in WORKING
        and any(one.person_id == acting.person.id and one.declared_at is None for one in members),
        "callable": _callable(acting, of, standing),
        "may_plan": policy.may_call(standing) if of.state in WORKING else None,
        "may_examine": policy.may_examine(standing),
        "visit": queries.inspection_of(of),
        "nonconformities": [one for one in queries.nonconformities(of) if one.surveillance_id is None],
        "statements": queries.statements(of)
        if of.state in ("footprint_check", "evaluation", "decision")
        else [],
        "statement": taken,
        "engagement": _engagement(acting, taken),
        "study": _study(acting, of),
        "assessments": list(queries.assessments(of)),
        "steps": list(queries.steps(of)),
        "cycles": [(one, tracking_of(one)) for one in queries.surveillances(acting).filter(application=of)],
        "certificate": certificates.by_number(of.certificate) if of.certificate else None,
        "preview": _preview(of, standing),
        "sign": rights.may_sign(acting) if of.state == "decision" else Verdict(),
        "working": of.state in WORKING,
        "problems": error.problems if error is not None else (),
        "given": request.POST if request.method == "POST" else {},
    }
    return render(
        request,
        "certification/application.html",
        context,
        status=status_of(error) if error is not None else 200,
    )


def _study(acting: Acting, of: Application) -> UUID | None:
    """The study, for those who may open it."""
    try:
        return footprints.study(acting, of.study_id).id
    except Absent:
        return None


def _engagement(acting: Acting, taken: StatementView | None) -> UUID | None:
    """The verification a statement is of, for its client and its verifier."""
    if taken is None:
        return None
    try:
        return verification.own_statement(acting, taken.id)[1].id
    except Absent:
        return None


def _track(of: Application) -> list[tuple[str, str]]:
    """The steps on the way, each done, current or to come; where it ended, what was reached."""
    reached = RANK[of.state]
    if of.state in ("refused", "withdrawn", "returned"):
        taken = [RANK[step.after] for step in of.steps.all() if step.after in TRACK]
        reached = max(taken, default=0)
    if of.state == "certified":
        return [(state, "done") for state in TRACK]
    return [
        (state, "done" if RANK[state] < reached else "now" if state == of.state else "todo")
        for state in TRACK
    ]


def _shown(of: Application, standing: policy.Standing, is_applicant: bool) -> list[tuple[str, Verdict]]:
    """Actions of one's own side, those that lead on before those that end it."""
    sides = (
        {"apply", "sign", "withdraw"}
        if is_applicant
        else set(APPLICATION.actions) - {"apply", "sign", "withdraw"}
    )
    found = [(action, verdict) for action, verdict in APPLICATION.next(of.state, standing) if action in sides]
    return sorted(found, key=lambda one: (one[0] in ENDING, one[0] in REASONED))


def _callable(acting: Acting, of: Application, standing: policy.Standing) -> list[Any]:
    """Staff that may be called into the team."""
    if of.state not in WORKING or not policy.may_call(standing):
        return []
    inside = set(queries.members(of).values_list("person_id", flat=True))
    fit = bodies.competent_staff(of.body_id, queries.subject(of).fields)
    return [one for one in fit if one.person_id is not None and one.person_id not in inside]


def _preview(of: Application, standing: policy.Standing) -> Any:
    """What the certificate would say, before it is decided on; the problem where it cannot be told."""
    if of.state != "decision" or standing.acting.organisation_id != of.body_id:
        return None
    try:
        return facts.facts_of(of)
    except CodedError as error:
        return error.problems[0]


@require_POST
@signed_in
def describe(request: HttpRequest, acting: Acting, application_id: UUID) -> HttpResponse:
    """What the applicant wrote, complete or not."""
    of = queries.own_application(acting, application_id)
    given: dict[str, Any] = dict(request.POST.items())
    given["tags"] = request.POST.getlist("tags")
    given.setdefault("legal_person", "")
    return done(
        request,
        lambda: services.describe(acting, of.id, given),
        at("application", of.id),
        lambda error: page(request, acting, of, error),
        say("已保存。", "Saved."),
    )


@require_POST
@signed_in
def attach(request: HttpRequest, acting: Acting, application_id: UUID) -> HttpResponse:
    """A paper of the file: uploaded, or chosen from the vault."""
    of = queries.own_application(acting, application_id)
    file = request.FILES.get("file")
    item = request.POST.get("item", "")
    return done(
        request,
        lambda: services.attach(
            acting,
            of.id,
            item,
            evidence=request.POST.get("evidence") or None,
            data=file.read() if file is not None else b"",
            file=(file.name or "") if file is not None else "",
            note=request.POST.get("note", ""),
        ),
        at("application", of.id, part="file"),
        lambda error: page(request, acting, of, error),
        say("已收到。", "Received."),
    )


@require_POST
@signed_in
def act(request: HttpRequest, acting: Acting, application_id: UUID) -> HttpResponse:
    """One step of the way."""
    of = queries.application(acting, application_id)
    form: Mapping[str, Any] = {
        **dict(request.POST.items()),
        "lines": given_rows(request.POST, "fee", ("name", "quantity", "price"), FEE_ROWS),
    }
    return done(
        request,
        lambda: services.act(acting, of.id, request.POST.get("action", ""), form),
        at("application", of.id),
        lambda error: page(request, acting, queries.application(acting, of.id), error),
        lambda: _said(request.POST.get("action", ""), queries.application(acting, of.id)),
    )


def _said(action: str, of: Application) -> str:
    """What was done, and how the application stands now."""
    if of.state == "certified":
        return say(
            f"已颁发证书 {of.certificate}，公开页面已经可查。",
            f"Certificate {of.certificate} is issued; its public page is there.",
        )
    done, now = APPLICATION.actions[action], APPLICATION.states[of.state]
    return say(
        f"{of.number}：{done.to('zh')}，已记录。现在：{now.to('zh')}。",
        f"{of.number}: “{done.to('en')}” is recorded. Now: {now.to('en').lower()}.",
    )


@require_GET
@signed_in
def paper(request: HttpRequest, acting: Acting, certification_paper_id: UUID) -> HttpResponse:
    """A paper of the file as a download; the vault of its owner notes who read it."""
    kept = queries.paper(acting, certification_paper_id)
    row, data = vault.open_evidence(acting, kept.evidence_id)
    return attachment(data, row.file, "application/octet-stream")
