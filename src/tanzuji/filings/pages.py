"""Pages of filings: what is filed, submitting a certificate, a filing with its papers and decisions, a change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tanzuji.activity import vault
from tanzuji.certificates import queries as certificates
from tanzuji.documents.errors import CodedError
from tanzuji.filings import events, forms, policy, queries, services
from tanzuji.filings.kinds import BOUNDARIES, CAUSES, LEVELS, ORIGINS, PAPERS, STATUSES
from tanzuji.filings.models import Filing
from tanzuji.filings.services.changing import WORSE
from tanzuji.filings.states import CHANGE, FILING, STATES, STEPS
from tanzuji.ledger.services import record
from tanzuji.parties import rights
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.rulebook.queries import title_of
from tanzuji.web.answers import status_of
from tanzuji.web.downloads import attachment
from tanzuji.web.language import language, say
from tanzuji.web.verdicts import Absent

TONES = {"submitted": "now", "returned": "bad", "checked": "now", "filed": "ok", "updated": "ok", "refused": "bad",
         "withdrawn": ""}  # fmt: skip
SHOWN = 50
_WORDS = {"room": "filings", "states": STATES, "tones": TONES, "origins": ORIGINS, "statuses": STATUSES,
          "papers_kinds": PAPERS, "boundaries": BOUNDARIES, "levels": LEVELS, "causes": CAUSES, "steps_names": STEPS,
          "changes": CHANGE.states}  # fmt: skip


@require_safe
@signed_in
def home(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The filings whoever acts may see, what waits for them first; a state or words narrow them down."""
    rows = queries.filings(acting)
    state = request.GET.get("state", "")
    if state in STATES:
        rows = rows.filter(state=state)
    context = {
        **_WORDS, "state": state, "authority": acting.mandated("authority"), "may": policy.may_submit(acting),
        "waiting": list(queries.waiting(acting)[:SHOWN]), "page": Paginator(rows, SHOWN).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "filings/home.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def submit(request: HttpRequest, acting: Acting) -> HttpResponse:
    """A certificate issued here chosen and submitted."""
    policy.may_submit(acting).enforce()
    problems: Any = ()
    status = 200
    if request.method == "POST":
        try:
            made = services.submit_own(
                acting, request.POST.get("number", ""), note=request.POST.get("note", "")
            )
            _tell(request, made)
            return HttpResponseRedirect(reverse("filings:filing", args=[made.id]))
        except CodedError as error:
            problems, status = error.problems, status_of(error)
    mine = [*certificates.of_holder(acting)[:200], *certificates.of_body(acting)[:200]]
    open_ = set(queries.of_holder_unfiled(acting, [view.number for view in mine]))
    chosen = {view.number: view for view in mine if view.number in open_ and view.status == "valid"}
    context = {**_WORDS, "certificates": list(chosen.values()), "problems": problems, "given": request.POST}
    return render(request, "filings/submit.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def external(request: HttpRequest, acting: Acting) -> HttpResponse:
    """A certificate issued elsewhere written down and submitted with its papers (ZJ-307)."""
    policy.may_submit(acting).enforce()

    def do() -> Filing:
        facts = forms.facts_from(request.POST)
        return services.submit_external(
            acting, facts, forms.papers_from(request), note=request.POST.get("note", "")
        )

    own = acting.organisation_name
    begun = {
        "holder_zh": own.zh or "",
        "holder_en": own.en or "",
        "unit": "kgCO2e/",
        "boundary": "cradle_to_gate",
    }
    return _form(request, do, begun, {"of": None, "needs": "certificate"})


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: HttpRequest, acting: Acting, filing_id: UUID) -> HttpResponse:
    """What was filed, or sent back, written down anew."""
    of = queries.filing(acting, filing_id)
    policy.may_change(policy.standing(acting, of)).enforce()
    resubmits = of.state == "returned"

    def do() -> Filing:
        facts, papers, note = (
            forms.facts_from(request.POST),
            forms.papers_from(request),
            request.POST.get("note", ""),
        )
        seen = _edition(request)
        if resubmits:
            return services.resubmit(acting, of.id, facts, papers, note=note, edition=seen)
        cause = request.POST.get("cause", "other")
        return services.change(acting, of.id, facts, papers, cause=cause, note=note, edition=seen)

    begun = forms.given(
        queries.newest(of).facts if resubmits else (queries.in_force(of) or queries.newest(of)).facts
    )
    return _form(
        request, do, begun, {"of": of, "needs": "" if resubmits else "notice", "resubmits": resubmits}
    )


def _form(
    request: HttpRequest, do: Callable[[], Filing], begun: dict[str, str], context: dict[str, Any]
) -> HttpResponse:
    """The form of a certificate's facts; what is wrong stands beside its field and nothing typed is lost."""
    problems: Any = ()
    status = 200
    if request.method == "POST":
        try:
            made = do()
            _tell(request, made)
            return HttpResponseRedirect(reverse("filings:filing", args=[made.id]))
        except CodedError as error:
            if status_of(error) in (403, 404):
                raise
            problems, status = error.problems, status_of(error)
            begun = {key: str(value) for key, value in request.POST.items()}
    shown = {**_WORDS, "resubmits": False, **context, "given": begun, "problems": problems}
    return render(request, "filings/facts.html", shown, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def filing(request: HttpRequest, acting: Acting, filing_id: UUID) -> HttpResponse:
    """A filing: what is stated, its papers and record, and what may happen next; a POST does it."""
    of = queries.filing(acting, filing_id)
    if request.method == "POST":
        try:
            edition = of.edition
            _do(request, acting, of)
            of.refresh_from_db()
            if of.edition != edition:
                _tell(request, of)
        except CodedError as error:
            if isinstance(error, Absent):
                raise
            for problem in error.problems:
                flash.error(request, f"{problem.text(language())} {problem.remedy(language())}")
        return HttpResponseRedirect(reverse("filings:filing", args=[of.id]))
    standing = policy.standing(acting, of)
    in_force, newest = queries.in_force(of), queries.newest(of)
    before = in_force.facts if in_force and in_force.sequence != newest.sequence else None
    context = {
        **_WORDS, "of": of, "rule_title": title_of((in_force or newest).facts.rule), "in_force": in_force, "newest": newest, "differences": _differences(before, newest.facts),
        "next": dict(FILING.next(of.state, standing)), "next_change": dict(CHANGE.next(of.change or "none", standing)),
        "papers": list(queries.papers(of)), "steps": list(queries.steps(of)), "sign": rights.may_sign(acting),
        "stands": of.state in ("filed", "updated"), "worse": WORSE,
    }  # fmt: skip
    return render(request, "filings/filing.html", context)


def _tell(request: HttpRequest, of: Filing) -> None:
    """That the last step was recorded, and how the filing stands now."""
    last = queries.steps(of)[0]
    state = CHANGE.states[of.change] if of.change else STATES[of.state]
    done = STEPS[last.action]
    flash.success(
        request,
        say(
            f"备案 {of.number}：{done.to('zh')}，已记录。现在：{state.to('zh')}。",
            f"Filing {of.number}: “{done.to('en')}” is recorded. Now: {state.to('en').lower()}.",
        ),
    )


def _differences(before: Any, after: Any) -> list[tuple[str, str, str]]:
    """Field, what is filed, what is stated now; none where nothing is filed yet."""
    if before is None:
        return []
    old, new = forms.given(before), forms.given(after)
    return [(name, old[name], new[name]) for name in new if old.get(name) != new[name]]


def _do(request: HttpRequest, acting: Acting, of: Filing) -> None:
    action, reason = request.POST.get("action", ""), request.POST.get("reason", "")
    seen = _edition(request)
    if action == "report":
        services.report_status(
            acting,
            of.id,
            request.POST.get("status", ""),
            reason,
            papers=forms.papers_from(request),
            edition=seen,
        )
        return
    if action == "resubmit":
        services.resubmit(acting, of.id, edition=seen)
        return
    done: dict[str, Callable[..., Filing]] = {
        "check": services.check, "file": services.file, "change_check": services.check_change, "accept": services.accept,
    }  # fmt: skip
    with_reason: dict[str, Callable[..., Filing]] = {
        "return": services.send_back, "refuse": services.refuse, "withdraw": services.withdraw, "dismiss": services.dismiss,
    }  # fmt: skip
    if action in done:
        done[action](acting, of.id, reason=reason, edition=seen)
    elif action in with_reason:
        with_reason[action](acting, of.id, reason, edition=seen)


def _edition(request: HttpRequest) -> int | None:
    written = request.POST.get("edition", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else None


@require_safe
@signed_in
def paper(request: HttpRequest, acting: Acting, filed_paper_id: UUID) -> HttpResponse:
    """A paper as it was sent, checked against its digest; that the authority read it is on record."""
    row = queries.paper(acting, filed_paper_id)
    data = vault.read(row.digest)
    if row.filing.organisation_id != acting.organisation_id:
        record(
            events.READ,
            acting,
            "filing",
            row.filing_id,
            organisation=row.filing.organisation_id,
            file=row.file,
        )
    kinds = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
    return attachment(data, row.file, kinds.get(row.file.rpartition(".")[2], "application/octet-stream"))
