"""The page on which finished studies are contributed to the shared library."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tanzuji.contributions import policy as gates
from tanzuji.contributions.forms import declarations_in, given
from tanzuji.contributions.papers import LAWFUL_BASES, SCOPES
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.footprints import contributing, messages
from tanzuji.footprints.pages.products.frame import frame
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import status_of
from tanzuji.web.language import say


@require_http_methods(["GET", "POST"])
@signed_in
def contribute(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Reviewed studies to choose from, and what is declared for all of them; a POST makes the drafts."""
    problems: Sequence[Problem] = ()
    status = 200
    form = request.POST
    if request.method == "POST":
        try:
            chosen = form.getlist("study")
            if not chosen:
                raise messages.NOTHING_CHOSEN.error("study")
            licence = form.get("licence", "").strip()
            outputs = {id_: form.get(f"output-{id_}", "") for id_ in chosen}
            made = contributing.contribute(
                acting, chosen, declarations_in(form), licence=licence, outputs=outputs
            )
            flash.success(
                request,
                say(f"存了 {len(made)} 份草稿，请逐份自检。", f"{len(made)} drafts are kept; check each."),
            )
            return HttpResponseRedirect(reverse("contributions:home"))
        except CodedError as error:
            problems, status = error.problems, status_of(error)
    context = frame("contribute") | {
        "studies": contributing.finished(acting),
        "problems": problems,
        "may": gates.may_offer(acting),
        "given": given(None, form if request.method == "POST" else None),
        "bases": LAWFUL_BASES,
        "scopes": SCOPES,
        "licence": form.get("licence", ""),
        "chosen": form.getlist("study"),
        "outputs": {name: value[:40] for name, value in form.items() if name.startswith("output-")},
    }
    return render(request, "footprints/contribute.html", context, status=status)
