"""Schemes: the list, one scheme read in its four parts, and the editor with its linter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tanzuji.certificates.wording import rounding_rule
from tanzuji.certification import policy, queries, schemes, services
from tanzuji.certification.models import SchemeDraft, SchemeEdition
from tanzuji.certification.pages.frame import at, done, names
from tanzuji.certification.states import EDITION
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.parties import rights
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.rules.schemes import diagnose, shipped
from tanzuji.web.answers import status_of
from tanzuji.web.downloads import TYPES, attachment, file_name
from tanzuji.web.language import say


@require_GET
@signed_in
def listing(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The schemes that hold, and one's own drafts and versions."""
    context = {
        **names(),
        "found": schemes.active(),
        "drafts": list(queries.drafts(acting)),
        "editions": list(queries.editions(acting)[:50]),
        "may_write": policy.may_write_schemes(acting),
    }
    return render(request, "certification/schemes.html", context)


@require_GET
@signed_in
def scheme(request: HttpRequest, acting: Acting, scheme_code: str) -> HttpResponse:
    """A scheme in its four parts; `version` asks for one that held before."""
    shown = schemes.scheme(scheme_code, _number(request.GET.get("version", "")))
    return render(request, "certification/scheme.html", _shown(shown, acting))


def _shown(shown: schemes.SchemeVersion, acting: Acting) -> dict[str, Any]:
    return {
        **names(),
        "shown": shown,
        "scheme": shown.document,
        "today": timezone.localdate(),
        "rounding_rule": rounding_rule,
        "versions": schemes.versions(shown.code, acting),
        "may_write": policy.may_write_schemes(acting),
    }


@require_GET
@signed_in
def download(request: HttpRequest, acting: Acting, scheme_code: str) -> HttpResponse:
    """A scheme as the YAML it is."""
    shown = schemes.scheme(scheme_code, _number(request.GET.get("version", "")))
    name = file_name(f"{shown.code}-{shown.version}", "yaml")
    return attachment(shown.text.encode(), name, TYPES["yaml"])


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Begin a scheme: from one that holds, or with a text of one's own."""
    policy.may_write_schemes(acting).enforce()
    problems: Sequence[Problem] = ()
    status = 200
    if request.method == "POST":
        try:
            code, text = request.POST.get("from", ""), request.POST.get("text", "")
            made = services.begin_scheme(acting, text if text.strip() else schemes.scheme(code).text)
            return HttpResponseRedirect(at("scheme_draft", made.id))
        except CodedError as error:
            problems, status = error.problems, status_of(error)
    context = {
        **names(),
        "found": schemes.active(),
        "problems": problems,
        "given": request.POST or request.GET,
    }
    return render(request, "certification/scheme_new.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest, acting: Acting, scheme_draft_id: UUID) -> HttpResponse:
    """The editor; a POST saves, or only looks where `do` is `lint`."""
    one = queries.draft(acting, scheme_draft_id)
    text, problems, status = one.text, (), 200
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n")
        if request.POST.get("do") != "lint":
            try:
                services.save_scheme(
                    acting, one.id, text, revision=_number(request.POST.get("revision", "")) or 0
                )
                flash.success(request, say("已保存。", "Saved."))
                return HttpResponseRedirect(at("scheme_draft", one.id))
            except CodedError as error:
                return _editor(request, acting, one, text, error.problems, status_of(error))
    return _editor(request, acting, one, text, problems, status)


def _editor(
    request: HttpRequest,
    acting: Acting,
    one: SchemeDraft,
    text: str,
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    found = diagnose(text)
    context = {
        **names(),
        "draft": one,
        "text": text,
        "began": _number(request.POST.get("revision", ""))
        if problems and "text" in request.POST
        else one.revision,
        "found": found,
        "may_write": policy.may_write_schemes(acting),
        "problems": problems,
        "replaces_shipped": one.code in shipped(),
    }
    return render(request, "certification/scheme_draft.html", context, status=status)


@require_POST
@signed_in
def lint(request: HttpRequest, acting: Acting, scheme_draft_id: UUID) -> HttpResponse:
    """What is wrong with the text as it stands in the form; nothing is kept."""
    one = queries.draft(acting, scheme_draft_id)
    found = diagnose(request.POST.get("text", "").replace("\r\n", "\n"))
    return render(request, "certification/lint_part.html", {**names(), "draft": one, "found": found})


@require_POST
@signed_in
def fix(request: HttpRequest, acting: Acting, scheme_draft_id: UUID) -> HttpResponse:
    """Make a version of the draft as it was saved last."""
    one = queries.draft(acting, scheme_draft_id)
    try:
        made = services.fix_scheme(acting, one.id, changes=request.POST.get("changes", ""))
    except CodedError as error:
        return _editor(request, acting, one, one.text, error.problems, status_of(error))
    return HttpResponseRedirect(at("scheme_edition", made.id))


@require_POST
@signed_in
def remove(request: HttpRequest, acting: Acting, scheme_draft_id: UUID) -> HttpResponse:
    """Take a draft out of the list."""
    one = queries.draft(acting, scheme_draft_id)
    return done(
        request,
        lambda: services.remove_scheme(acting, one.id),
        at("schemes"),
        lambda error: _editor(request, acting, one, one.text, error.problems, status_of(error)),
    )


@require_GET
@signed_in
def edition(request: HttpRequest, acting: Acting, scheme_edition_id: UUID) -> HttpResponse:
    """A version made here, with what may be done with it."""
    return _edition(request, acting, queries.edition(acting, scheme_edition_id))


def _edition(
    request: HttpRequest, acting: Acting, row: SchemeEdition, error: CodedError | None = None
) -> HttpResponse:
    own = row.organisation_id == acting.organisation_id
    standing = queries.scheme_standing(acting, row)
    following = list(EDITION.next(row.state, standing)) if own else []
    context = {
        **_shown(schemes.of_row(row), acting),
        "row": row,
        "own": own,
        "next": following,
        "sign": rights.gate(*(verdict for _, verdict in following)),
        "steps": list(row.steps.select_related("person").order_by("-id")),
        "problems": error.problems if error is not None else (),
    }
    return render(
        request, "certification/scheme.html", context, status=status_of(error) if error is not None else 200
    )


@require_POST
@signed_in
def decide(request: HttpRequest, acting: Acting, scheme_edition_id: UUID) -> HttpResponse:
    """Bring a version into force, or withdraw it."""
    row = queries.edition(acting, scheme_edition_id)
    return done(
        request,
        lambda: services.decide_scheme(
            acting, row.id, request.POST.get("action", ""), reason=request.POST.get("reason", "")
        ),
        at("scheme_edition", row.id),
        lambda error: _edition(request, acting, row, error),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
