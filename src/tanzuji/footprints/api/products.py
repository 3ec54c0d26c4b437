"""All products of an organisation: the catalogue, who stands on whom, publications, recomputations."""

from __future__ import annotations

import json
from typing import Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Query

from tanzuji.documents.text import Text
from tanzuji.footprints import queries, services
from tanzuji.footprints.api import schemas
from tanzuji.footprints.api.answers import edited, person
from tanzuji.footprints.api.product_schemas import (
    CauseAnswer,
    EdgeAnswer,
    GraphAnswer,
    Limit,
    LimitsRequest,
    ProductList,
    ProductRow,
    PublicationRequest,
    PublicationRow,
    ReasonAnswer,
    RecomputationList,
    RecomputationRequest,
    RecomputationRow,
    RecomputedList,
    RecomputedRow,
    UpdateRequest,
)
from tanzuji.footprints.api.repeating import KEY, repeatable
from tanzuji.footprints.api.routing import router as studies
from tanzuji.footprints.models import Publication, Recomputation, RecomputedProduct
from tanzuji.footprints.products import listing, reports
from tanzuji.footprints.products.standing import Reason, Standing, standing
from tanzuji.jobs.api import JobAnswer, job_answer
from tanzuji.jobs.queries import job as job_of
from tanzuji.parties.access import acting
from tanzuji.web.api import PAGING, BothLanguages, Paging, both, refusals
from tanzuji.web.language import language

router = Router()


def _texts(text: Text) -> BothLanguages:
    return BothLanguages(zh=text.to("zh"), en=text.to("en"))


def _reason(of: Reason) -> ReasonAnswer:
    return ReasonAnswer(kind=of.kind, text=_texts(of.text), product=of.product)


def _product(of: listing.Listed) -> ProductRow:
    return ProductRow(
        study=of.study.id,
        name=_texts(of.name),
        version=of.version.number,
        total=of.version.total,
        unit=of.version.unit_label,
        dataset=of.published.dataset if of.published else None,
        published_version=of.published.version.number if of.published else None,
        stale=[_reason(reason) for reason in of.reasons],
        takes=list(of.takes),
        taken_by=list(of.taken_by),
        in_loop=of.in_loop,
    )


@router.get("", response={200: ProductList, **refusals()}, summary="List products")
def list_products(
    request: HttpRequest,
    paging: Paging = PAGING,
    name: str = Query("", max_length=200),
    only: Literal["", "stale", "published", "used"] = Query(""),
    sort: Literal["name", "newest", "total", "used"] = Query("name"),
) -> ProductList:
    """Every study with a version, by its newest one: value, whether it is up to date, what it takes and who takes it."""
    rows = listing.chosen(listing.listed(standing(acting(request))), name=name, only=only, sort=sort)
    part = rows[paging.offset : paging.offset + paging.limit]
    return ProductList(items=[_product(row) for row in part], count=len(rows))


@router.get("graph", response={200: GraphAnswer, **refusals()}, summary="Who stands on whom")
def product_graph(request: HttpRequest) -> GraphAnswer:
    """Products that take other products, in their newest versions and in drafts, with loops."""
    now: Standing = standing(acting(request))
    return GraphAnswer(
        edges=[EdgeAnswer(user=e.user, product=e.product, number=e.number, in_version=e.in_version, in_draft=e.in_draft)
               for e in now.web.edges],
        loops=[list(loop) for loop in now.web.loops],
        levels=now.web.by_versions.levels,
    )  # fmt: skip


@router.get("recomputations", response={200: RecomputationList, **refusals()}, summary="List recomputations")
def list_recomputations(request: HttpRequest, paging: Paging = PAGING) -> RecomputationList:
    """Newest first."""
    rows = reports.recomputations(acting(request))
    part = rows[paging.offset : paging.offset + paging.limit]
    return RecomputationList(items=[_recomputation(row) for row in part], count=rows.count())


@router.post("recomputations", response={202: JobAnswer, **refusals()}, summary="Recompute all products")
def post_recomputation(
    request: HttpRequest, asked: RecomputationRequest, key: str | None = KEY
) -> HttpResponse:
    """Begins a job that puts every product on these releases; when it is done, its `page` ends in the report's id."""

    def make() -> JobAnswer:
        who = acting(request)
        begun = services.start_recomputation(
            who, asked.releases, follows=asked.follow, sampled=asked.samples, language=language()
        )
        return job_answer(job_of(who, begun))

    return repeatable(request, key, make, status=202)


@router.get(
    "recomputations/{uuid:recomputation_id}",
    response={200: RecomputationRow, **refusals(404)},
    summary="Read a recomputation",
)
def get_recomputation(request: HttpRequest, recomputation_id: UUID) -> RecomputationRow:
    """Its figures as a whole."""
    return _recomputation(reports.recomputation(acting(request), recomputation_id))


@router.get(
    "recomputations/{uuid:recomputation_id}/products",
    response={200: RecomputedList, **refusals(404)},
    summary="List recomputed products",
)
def list_recomputed(
    request: HttpRequest,
    recomputation_id: UUID,
    paging: Paging = PAGING,
    name: str = Query("", max_length=200),
    only: Literal["", "changed", "beyond", "crossed", "unknown"] = Query(""),
    sort: Literal["share", "change", "name"] = Query("share"),
) -> RecomputedList:
    """For each product old, new, what moved it, and what it crosses."""
    of = reports.recomputation(acting(request), recomputation_id)
    rows = reports.products(of, name=name, only=only, sort=sort)
    part = rows[paging.offset : paging.offset + paging.limit]
    return RecomputedList(items=[recomputed_row(row) for row in part], count=rows.count())


@router.post(
    "recomputations/{uuid:recomputation_id}/update",
    response={200: schemas.Edited, **refusals(404)},
    summary="Move a draft to it",
)
def post_update(request: HttpRequest, recomputation_id: UUID, asked: UpdateRequest) -> schemas.Edited:
    """The draft of a study on the releases of the recomputation, with the datasets that replace its own."""
    who = acting(request)
    of = reports.recomputation(who, recomputation_id)
    queries.study(who, asked.study)
    done = services.update_draft(who, asked.study, of)
    return edited(done.study, done.live)


@studies.get(
    "{uuid:study_id}/publications",
    response={200: list[PublicationRow], **refusals(404)},
    summary="List publications",
)
def list_publications(request: HttpRequest, study_id: UUID) -> list[PublicationRow]:
    """The versions that stand among the organisation's products, newest first."""
    study = queries.study(acting(request), study_id)
    rows = Publication.objects.filter(version__study=study).select_related("by", "version").defer(
        "version__document", "version__footprint", "version__checked"
    )  # fmt: skip
    return [_publication(row) for row in rows.order_by("-version__number")]


@studies.post(
    "{uuid:study_id}/publications",
    response={201: PublicationRow, **refusals(404)},
    summary="Publish a version",
)
def post_publication(
    request: HttpRequest, study_id: UUID, asked: PublicationRequest, key: str | None = KEY
) -> HttpResponse:
    """A version as a dataset that other studies of the organisation can choose; again the same where it is one."""

    def make() -> PublicationRow:
        return _publication(services.publish(acting(request), study_id, asked.version))

    return repeatable(request, key, make)


@studies.post(
    "{uuid:study_id}/renewal",
    response={200: schemas.Edited, **refusals(404)},
    summary="Move a draft to what is newest",
)
def post_renewal(request: HttpRequest, study_id: UUID) -> schemas.Edited:
    """The draft on the newest release of each of its libraries, with each product it takes as published last."""
    done = services.renew_draft(acting(request), study_id)
    return edited(done.study, done.live)


@studies.put("{uuid:study_id}/limits", response={200: LimitsRequest, **refusals(404)}, summary="Write limits")
def put_limits(request: HttpRequest, study_id: UUID, asked: LimitsRequest) -> LimitsRequest:
    """Upper limits of the product's grades or benchmarks; a recomputation tells whose class changes."""
    kept = services.set_limits(acting(request), study_id, [one.model_dump() for one in asked.limits])
    return LimitsRequest(limits=[Limit(**one) for one in json.loads(kept.values)] if kept else [])


def _publication(of: Publication) -> PublicationRow:
    return PublicationRow(
        version=of.version.number,
        dataset=of.dataset,
        release=of.release,
        digest=of.digest,
        by=person(of.by),
        at=of.at,
    )


def _recomputation(of: Recomputation) -> RecomputationRow:
    return RecomputationRow(
        id=of.id,
        releases=json.loads(of.releases),
        follow=of.follows,
        products=of.count,
        changed=of.changed,
        beyond=of.beyond,
        crossed=of.crossed,
        unknown=of.unknown,
        left_out=json.loads(of.left_out),
        seconds=of.seconds,
        by=person(of.by) if of.by else None,
        at=of.at,
    )


def recomputed_row(of: RecomputedProduct) -> RecomputedRow:
    """A product of a report as an answer."""
    bands = [
        _texts(Text.parse(json.loads(band))) if band else None for band in (of.band_before, of.band_after)
    ]
    return RecomputedRow(
        study=of.study_id,
        name=both(Text(zh=of.study.name_zh or None, en=of.study.name_en or None)),
        version=of.number,
        old=of.old,
        new=of.new,
        change=of.change,
        share=of.share,
        low=of.low,
        high=of.high,
        causes=[
            CauseAnswer(dataset=c["dataset"], name=_texts(Text.parse(c["name"])), change=c["change"])
            for c in json.loads(of.causes)
        ],
        beyond=of.beyond,
        crossed=of.crossed,
        unknown=of.no_longer_known,
        class_before=bands[0],
        class_after=bands[1],
    )
