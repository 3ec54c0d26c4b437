"""Datasets offered from a narrower database to a wider one, and what was decided."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanzuji.contributions.papers import LAWFUL_BASES
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.library import queries as libraries
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.publications import policy, queries, scopes, services
from tanzuji.publications.pages.frame import done, frame
from tanzuji.web.answers import status_of
from tanzuji.web.language import say
from tanzuji.web.typed import clean

FIELDS = ("origin", "dataset", "lawful_basis", "basis_note")


@require_safe
@signed_in
def offers(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What the acting organisation offered."""
    context = frame(
        rows=queries.offers_of(acting), offer_states=scopes.OFFER_STATES, may=policy.may_offer(acting)
    )
    return render(request, "publications/offers.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def offer(request: HttpRequest, acting: Acting, library: str) -> HttpResponse:
    """A dataset of one's own databases offered to a library."""
    of = queries.library(library)
    sent = request.POST if request.method == "POST" else request.GET
    written = {field: clean(sent.get(field, "")) for field in FIELDS}
    problems: tuple[Problem, ...] = ()
    status = 200
    if request.method == "POST":
        name, _, version = written["origin"].rpartition("@")
        try:
            services.offer(
                acting,
                of,
                (name, version),
                written["dataset"],
                lawful_basis=written["lawful_basis"],
                basis_note=written["basis_note"],
            )
        except CodedError as error:
            problems, status = error.problems, status_of(error)
        else:
            return HttpResponseRedirect(reverse("publications:offers"))
    own = [row for row in libraries.visible(acting) if row.owner_id == acting.organisation_id]
    shared = {one.name for one in queries.libraries() if policy.is_curator(acting, one) and one.id != of.id}
    own += list(libraries.visible(acting).filter(name__in=shared))
    context = frame(
        of=of,
        written=written,
        problems=problems,
        origins=own,
        bases=LAWFUL_BASES,
        may=policy.may_offer(acting),
    )
    return render(request, "publications/offer.html", context, status=status)


@require_POST
@signed_in
def decide(request: HttpRequest, acting: Acting, offer_id: UUID) -> HttpResponse:
    """Accepted, or refused with a reason."""
    of = queries.offer(acting, offer_id)
    accepted = request.POST.get("action") == "accept"
    to = reverse("publications:library", args=[of.library.name])
    return done(
        request,
        to,
        lambda: services.decide(acting, offer_id, accepted, request.POST.get("reason", "")),
        say("已决定，并告知了对方。", "Decided, and told."),
    )


@require_POST
@signed_in
def withdraw(request: HttpRequest, acting: Acting, offer_id: UUID) -> HttpResponse:
    """Taken back before it was decided on."""
    return done(request, reverse("publications:offers"), lambda: services.withdraw_offer(acting, offer_id))
