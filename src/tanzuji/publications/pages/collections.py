"""Datasets chosen for a class of products: prepared, released, read by anybody."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.publications import policy, queries, services
from tanzuji.publications.models import Collection, SharedLibrary
from tanzuji.publications.pages.frame import both, done, frame
from tanzuji.web.answers import status_of
from tanzuji.web.language import say
from tanzuji.web.typed import clean

FIELDS = ("title_zh", "title_en", "product_class", "entries")


@require_safe
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """A collection in force: each dataset with its value, its role and what it is for."""
    of = queries.edition(edition_id)
    release = queries.opened(of.publication)
    totals = release.intensities("AR6").sum(axis=1)
    rows = []
    for entry in json.loads(of.entries):
        dataset = release.dataset(entry["dataset"])
        rows.append((entry, dataset, float(totals[release.index(dataset.id)])))
    context = frame(
        of=of,
        rows=rows,
        uses=services.USES,
        standings=queries.standings(of.collection.library),
        newest=queries.editions(of.collection.library).filter(collection=of.collection).first(),
    )
    return render(request, "publications/edition.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, acting: Acting, library: str) -> HttpResponse:
    """A new collection of a library."""
    of = queries.library(library)
    policy.may_prepare(acting, of).enforce()
    return _form(request, acting, of, None)


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest, acting: Acting, collection_id: UUID) -> HttpResponse:
    """A collection prepared further."""
    of = queries.collection(acting, collection_id)
    return _form(request, acting, of.library, of)


def _form(
    request: HttpRequest, acting: Acting, library: SharedLibrary, of: Collection | None
) -> HttpResponse:
    written = _kept(of) if of is not None else dict.fromkeys(FIELDS, "")
    problems: tuple[Problem, ...] = ()
    status = 200
    if request.method == "POST":
        written |= {field: clean(request.POST.get(field, "")) for field in FIELDS}
        try:
            services.keep_collection(
                acting,
                library,
                both(written["title_zh"], written["title_en"]),
                written["product_class"],
                services.read_entries(written["entries"]),
                collection_id=of.id if of is not None else None,
                revision=_revision(request) if of is not None else None,
            )
        except CodedError as error:
            problems, status = error.problems, status_of(error)
        else:
            return HttpResponseRedirect(reverse("publications:library", args=[library.name]) + "#collections")
    last = library.publications.order_by("-number").first()
    context = frame(
        library=library,
        of=of,
        written=written,
        # after a refusal the one that was looked at, so that what another wrote meanwhile is not overwritten unseen
        shown_revision=(_revision(request) if request.method == "POST" else of.revision) if of else 0,
        problems=problems,
        may_prepare=policy.may_prepare(acting, library),
        may_release=policy.may_release(acting, library, queries.makers(of)) if of is not None else None,
        held=last.contained.order_by("dataset").values_list("dataset", flat=True)[:500] if last else [],
    )
    return render(request, "publications/collection.html", context, status=status)


def _revision(request: HttpRequest) -> int:
    """The revision that the page showed; 0, which is none, where it does not say."""
    written = request.POST.get("revision", "")
    return int(written) if written.isdecimal() and len(written) < 10 else 0


def _kept(of: Collection) -> dict[str, str]:
    words = {"trade": say("贸易", "trade"), "label": say("标识", "label")}
    lines = [
        ", ".join((e["dataset"], " ".join(words[use] for use in e["uses"]), e["role"])).rstrip(", ")
        for e in json.loads(of.entries)
    ]
    return {
        "title_zh": of.title_zh,
        "title_en": of.title_en,
        "product_class": of.product_class,
        "entries": "\n".join(lines),
    }


@require_POST
@signed_in
def release(request: HttpRequest, acting: Acting, collection_id: UUID) -> HttpResponse:
    """The collection as it is put in force by a second person."""
    of = queries.collection(acting, collection_id)
    revision = _revision(request)
    to = reverse("publications:library", args=[of.library.name]) + "#collections"
    said = say("已发布。", "Released.")
    return done(
        request, to, lambda: services.release_collection(acting, collection_id, revision=revision), said
    )
