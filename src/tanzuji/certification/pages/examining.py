"""What a body does between contract and evaluation: team, plan, nonconformities; and what the applicant answers."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from tanzuji.activity import services as vault
from tanzuji.certification import queries, services
from tanzuji.certification.models import Application, Nonconformity
from tanzuji.certification.pages import surveying
from tanzuji.certification.pages.applications import page
from tanzuji.certification.pages.frame import at, done
from tanzuji.documents.errors import CodedError
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.downloads import attachment
from tanzuji.web.language import say


@require_POST
@signed_in
def call(request: HttpRequest, acting: Acting, application_id: UUID) -> HttpResponse:
    """Somebody of the staff register called into the team."""
    of = queries.application(acting, application_id)
    return done(
        request,
        lambda: services.call(acting, of.id, request.POST.get("staff", ""), request.POST.get("task", "")),
        at("application", of.id, part="team"),
        lambda error: page(request, acting, of, error),
        say(
            "已加入检查组，等本人声明公正。",
            "Called into the team; their declaration of impartiality comes next.",
        ),
    )


@require_POST
@signed_in
def dismiss(request: HttpRequest, acting: Acting, team_member_id: UUID) -> HttpResponse:
    """Somebody leaves the team."""
    known = queries.member(acting, team_member_id)
    return done(
        request,
        lambda: services.dismiss(acting, known.id),
        at("application", known.application_id, part="team"),
        lambda error: page(request, acting, queries.application(acting, known.application_id), error),
        say("已退出检查组。", "Out of the team."),
    )


@require_POST
@signed_in
def impartial(request: HttpRequest, acting: Acting, application_id: UUID) -> HttpResponse:
    """One's own declaration of impartiality."""
    of = queries.application(acting, application_id)
    return done(
        request,
        lambda: services.declare_impartial(acting, of.id),
        at("application", of.id, part="team"),
        lambda error: page(request, acting, of, error),
        say("已声明。", "Declared."),
    )


@require_POST
@signed_in
def plan(request: HttpRequest, acting: Acting, application_id: UUID) -> HttpResponse:
    """Dates, place and programme of the visit."""
    of = queries.application(acting, application_id)
    post = request.POST
    return done(
        request,
        lambda: services.plan(
            acting,
            of.id,
            visit_from=post.get("visit_from", ""),
            visit_until=post.get("visit_until", ""),
            site=post.get("site", ""),
            programme=post.get("programme", ""),
        ),
        at("application", of.id, part="plan"),
        lambda error: page(request, acting, of, error),
        say("方案已保存。", "The plan is saved."),
    )


@require_POST
@signed_in
def raise_one(request: HttpRequest, acting: Acting, application_id: UUID) -> HttpResponse:
    """A nonconformity; `cycle` names the surveillance it was found at."""
    of = queries.application(acting, application_id)
    asked = request.POST.get("cycle", "")
    cycle = queries.surveillance(acting, asked) if asked else None
    where = at("cycle", cycle.id) if cycle is not None else at("application", of.id)
    return done(
        request,
        lambda: services.raise_nonconformity(
            acting,
            of.id,
            severity=request.POST.get("severity", ""),
            text=request.POST.get("text", ""),
            surveillance=cycle,
        ),
        where + "#nonconformities",
        lambda error: (
            surveying.page(request, acting, cycle, error)
            if cycle is not None
            else page(request, acting, of, error)
        ),
        say("不符合项已开具，申请单位随即得知。", "The nonconformity is raised; the applicant hears of it."),
    )


@require_POST
@signed_in
def correct(request: HttpRequest, acting: Acting, nonconformity_id: UUID) -> HttpResponse:
    """The applicant's cause and correction, with a paper or photograph."""
    row = queries.nonconformity(acting, nonconformity_id)
    file = request.FILES.get("file")
    return done(
        request,
        lambda: services.correct(
            acting,
            row.id,
            cause=request.POST.get("cause", ""),
            correction=request.POST.get("correction", ""),
            data=file.read() if file is not None else b"",
            file=(file.name or "") if file is not None else "",
        ),
        _where(row),
        lambda error: _again(request, acting, row, error),
        say("已提交，等认证机构验证。", "Handed in; the body checks it."),
    )


@require_POST
@signed_in
def judge(request: HttpRequest, acting: Acting, nonconformity_id: UUID) -> HttpResponse:
    """The body closes a nonconformity, or does not accept the correction."""
    row = queries.nonconformity(acting, nonconformity_id)
    return done(
        request,
        lambda: services.judge(
            acting,
            row.id,
            accepted=request.POST.get("accepted") == "yes",
            remark=request.POST.get("remark", ""),
        ),
        _where(row),
        lambda error: _again(request, acting, row, error),
        say("已记录。", "Recorded."),
    )


@require_GET
@signed_in
def evidence(request: HttpRequest, acting: Acting, nonconformity_id: UUID) -> HttpResponse:
    """The paper of a correction as a download."""
    row = queries.nonconformity(acting, nonconformity_id)
    kept, data = vault.open_evidence(acting, row.evidence_id or uuid4())
    return attachment(data, kept.file, "application/octet-stream")


def _where(row: Nonconformity) -> str:
    if row.surveillance_id is not None:
        return at("cycle", row.surveillance_id, part="nonconformities")
    return at("application", row.application_id, part="nonconformities")


def _again(request: HttpRequest, acting: Acting, row: Nonconformity, error: CodedError) -> HttpResponse:
    if row.surveillance is not None:
        return surveying.page(request, acting, queries.surveillance(acting, row.surveillance.id), error)
    of: Application = queries.application(acting, row.application_id)
    return page(request, acting, of, error)
