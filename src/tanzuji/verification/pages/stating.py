"""The statement: drafted, reviewed, signed, shown, as a report, withdrawn."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tanzuji.documents.text import Text
from tanzuji.figures.amounts import unit_of
from tanzuji.parties import rights
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.rulebook.queries import title_of
from tanzuji.verification import messages, policy, queries, reporting, services
from tanzuji.verification.models import Engagement
from tanzuji.verification.pages import forms
from tanzuji.verification.pages.frame import frame
from tanzuji.verification.papers import OPINIONS, StatementPaper
from tanzuji.web.answers import absent
from tanzuji.web.downloads import TYPES, attachment
from tanzuji.web.language import language, say
from tanzuji.web.typed import clean

MONTHS = 24
"""Validity that is proposed; DOMAIN VR-02 knows 1 to 5 years, by programme."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def statement(request: HttpRequest, acting: Acting, engagement_id: UUID) -> HttpResponse:
    """Where the statement is; a POST drafts, sends back, signs or withdraws."""
    of = queries.engagement(acting, engagement_id)
    shown = queries.readable_edition(acting, of)
    result = forms.Tried()
    if request.method == "POST":
        made: list[Any] = []
        result = forms.tried(lambda: made.append(_act(acting, of, request.POST)))
        if result:
            flash.success(request, _done(request.POST.get("action", ""), made[0]))
            return HttpResponseRedirect(reverse("verification:statement", args=[of.id]))
        of.refresh_from_db()
    standing = queries.standing(acting, of)
    draft = queries.current_draft(of)
    row = queries.current_plan(of)
    signed = queries.statement_of(of)
    sees = (
        not queries.is_own(acting, of) or signed is not None
    )  # a draft is the verifier's own until it is signed
    context = frame(acting, of, "statement") | {
        "signed": signed,
        "rule_title": title_of(signed.rule) if signed else None,
        "draft": draft if sees else None,
        "paper": queries.paper_of(draft) if draft and sees else None,
        "last": queries.paper_of(draft) if draft and not queries.is_own(acting, of) else None,
        "plan": queries.plan_of(row) if row else None,
        "unit": unit_of(shown.footprint, language()) if shown.footprint else "",
        "total": shown.footprint.total if shown.footprint else None,
        "may_withdraw": policy.may_withdraw_statement(standing) if signed else None,
        "sign_verdict": rights.may_sign(acting),
        "bears": [
            (opinion, _bears(standing, of, opinion, row)) for opinion in OPINIONS
        ],
        "months": MONTHS,
        "problems": result.problems,
        "given": request.POST,
    }  # fmt: skip
    return render(request, "verification/statement.html", context, status=result.status)


def _done(action: str, made: Any) -> str:
    """What was done, by its number, and who goes on from there."""
    if action == "draft":
        return say(
            f"第 {made.number} 稿已交技术复核，由核查组的复核人签发或退回。",
            f"Draft {made.number} is with the technical review: the team's reviewer signs it or sends it back.",
        )
    if action == "return":
        return say("草案已退回组长。", "The draft is back with the lead.")
    if action == "withdraw":
        return say(
            f"核查声明 {made.number} 已撤回，委托方和依赖它的证书随即得知。",
            f"Statement {made.number} is withdrawn; the client and certificates that rest on it hear of it.",
        )
    if made.verified:
        return say(
            f"核查声明 {made.number} 已签发，有效期至 {made.valid_until}。核算成为“已核查”，委托方凭它申请认证或备案。",
            f"Statement {made.number} is signed and valid until {made.valid_until}. The study is “verified”; "
            "the client applies for certification or files with it.",
        )
    return say(
        f"核查声明 {made.number} 已签发（{OPINIONS[made.opinion].zh}）。核算没有成为“已核查”；委托方更正后可以另行委托。",
        f"Statement {made.number} is signed ({(OPINIONS[made.opinion].en or '').lower()}). The study is not “verified”; "
        "once it is corrected the client may ask for another verification.",
    )


def _bears(standing: Any, of: Engagement, opinion: str, row: Any) -> Any:
    """Whether what was found bears an opinion, its reservations aside."""
    if row is None:
        return policy.may_draft(standing)
    nothing = Text(zh="–", en="–")
    paper = StatementPaper.parse(
        {
            "level": of.level, "opinion": opinion, "criteria": "–", "scope": nothing, "basis": nothing,
            "materiality": queries.plan_of(row).materiality,
            "reservations": None if opinion == "unmodified" else nothing,
        }
    )  # fmt: skip
    return policy.bears(standing, paper)


def _act(acting: Acting, of: Engagement, posted: Any) -> Any:
    action, seen = posted.get("action", ""), forms.whole(posted.get("seen", ""))
    reason = forms.text(posted, "reason")
    if action == "draft":
        return services.draft(acting, of.id, _paper(posted), seen=seen)
    if action == "return":
        return services.send_back(acting, of.id, reason=reason, seen=seen)
    if action == "sign":
        return services.sign(acting, of.id, reason=reason, seen=seen)
    if action == "withdraw":
        signed = queries.statement_of(of)
        if signed is None:
            raise absent()
        return services.withdraw_statement(acting, signed.id, reason=reason)
    raise messages.BAD_CHOICE.error("action", value=clean(action)[:40], known="draft, return, sign, withdraw")


def _paper(posted: Any) -> dict[str, Any]:
    """The draft as the form holds it. Raises `verification.text-needed`, `verification.bad-number`."""
    months = forms.number(posted, "months")
    if months is None or months != int(months):
        raise messages.BAD_NUMBER.error(
            "months", value=clean(posted.get("months", ""))[:20], low="1", high="60"
        )
    paper: dict[str, Any] = {
        "opinion": forms.text(posted, "opinion"),
        "criteria": _needed(posted, "criteria"),
        "scope": _both(posted, "scope", needed=True),
        "basis": _both(posted, "basis", needed=True),
        "months": int(months),
    }
    reserved = _both(posted, "reservations", needed=False)
    return paper | ({"reservations": reserved} if reserved else {})


def _needed(posted: Any, name: str) -> str:
    found = forms.text(posted, name)
    if not found or len(found) > 1000:
        raise messages.TEXT_NEEDED.error(name, limit=1000)
    return found


def _both(posted: Any, name: str, *, needed: bool) -> dict[str, str] | None:
    """A text in the languages it was written in."""
    found = {lang: written for lang in ("zh", "en") if (written := forms.text(posted, f"{name}.{lang}"))}
    if (needed and not found) or any(len(each) > 4000 for each in found.values()):
        raise messages.TEXT_NEEDED.error(f"{name}.zh", limit=4000)
    return found or None


@require_safe
@signed_in
def report(request: HttpRequest, acting: Acting, engagement_id: UUID, form: str) -> HttpResponse:
    """The verification report with the signed statement, as PDF or DOCX, in the language of the page."""
    of = queries.engagement(acting, engagement_id)
    if form not in reporting.FORMS or queries.statement_of(of) is None:
        raise absent()
    content, name = reporting.written(acting, of, form)
    return attachment(content, name, TYPES[form])
