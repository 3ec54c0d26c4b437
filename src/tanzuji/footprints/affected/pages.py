"""Who is affected by a release: an organisation's own studies with old and new; for curators counts and spread."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanzuji.footprints import policy
from tanzuji.footprints.affected import reports, updating
from tanzuji.footprints.affected.comparing import between
from tanzuji.footprints.affected.computing import stands_on
from tanzuji.footprints.pages.products.frame import frame
from tanzuji.footprints.pages.products.recomputations import row_of
from tanzuji.footprints.products.reports import units
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.publications import queries as publications
from tanzuji.web import answers
from tanzuji.web.language import language, say


@require_safe
@signed_in
def effects(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Releases and what each made, or would make, of the organisation's studies."""
    rows = [(one, _library_title(one.library)) for one in reports.effects(acting)]
    return render(request, "footprints/effects.html", {**frame("recompute"), "rows": rows})


def _library_title(name: str) -> str:
    found = publications.libraries().filter(name=name).first()
    return found.title.to(language()) if found else name


@require_safe
@signed_in
def effect(request: HttpRequest, acting: Acting, effect_id: UUID) -> HttpResponse:
    """Every affected study with old and new, what moved it, what it crosses; updated at a click."""
    of = reports.effect(acting, effect_id)
    rows = list(reports.products(of))
    known = units(rows)
    context = {
        **frame("recompute"),
        "of": of,
        "report": of.recomputation,
        "library": _library_title(of.library),
        "rows": [row_of(row, known.get(row.study_id, "")) for row in rows],
        "drafts": reports.drafts(of),
        "drafts_waiting": len(json.loads(of.drafts)),
        "may_edit": policy.may_edit(acting),
    }
    return render(request, "footprints/effect.html", context)


@require_safe
@signed_in
def effect_of(request: HttpRequest, acting: Acting, library: str, number: int) -> HttpResponse:
    """The effect of one release; where it changed nothing here, or is still being computed, a page that says so."""
    publication = publications.publication(library, number)
    found = reports.effect_of(acting, library, number)
    if found is not None:
        return HttpResponseRedirect(reverse("footprints:effect", args=[found.id]))
    context = {
        **frame("recompute"),
        "of": publication,
        "stands_on": stands_on(acting, library),
        "overall": _told(acting, publication.digest),
        "fewest": reports.fewest(),
    }
    return render(request, "footprints/no_effect.html", context)


def _told(acting: Acting, digest: str) -> reports.Overall | None:
    return reports.overall(digest) if acting.mandated("factors") else None


@require_safe
@signed_in
def overall(request: HttpRequest, acting: Acting, draft_id: UUID) -> HttpResponse:
    """For those who look after a library: counts and spread over all organisations, of nobody's single studies."""
    draft = publications.draft(acting, draft_id)
    context = {
        **frame("recompute"),
        "draft": draft,
        "overall": reports.overall(draft.digest) if draft.digest else None,
        "fewest": reports.fewest(),
    }
    return render(request, "footprints/overall.html", context)


@require_safe
@signed_in
def compare(request: HttpRequest, acting: Acting, library: str) -> HttpResponse:
    """Two releases of a library compared by the organisation's own products: each on one and on the other."""
    old, new = (request.GET.get(name, "") for name in ("from", "to"))
    one, other = publications.publication(library, old), publications.publication(library, new)
    context = {
        **frame("recompute"),
        "library": one.library,
        "old": one,
        "new": other,
        "rows": between(acting, publications.opened(one), publications.opened(other)),
    }
    return render(request, "footprints/compare_releases.html", context)


@require_POST
@signed_in
def update(request: HttpRequest, acting: Acting, effect_id: UUID) -> HttpResponse:
    """The drafts of all affected studies moved to the release, or of `study` alone."""
    of = reports.effect(acting, effect_id)
    to = reverse("footprints:effect", args=[of.id])
    if of.announced:
        raise answers.absent()
    moved, problems = updating.update_drafts(acting, of, request.POST.get("study", ""))
    for problem in problems[:3]:
        flash.warning(request, f"{problem.text(language())} {problem.remedy(language())}")
    if moved:
        flash.success(
            request,
            say(
                f"已把 {moved} 份草稿改用新版；请看过差异再生成版本。",
                f"Drafts moved to the new release: {moved}. Look at what differs before you make versions.",
            ),
        )
    return HttpResponseRedirect(to)
