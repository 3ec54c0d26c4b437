"""Plans of inspections and the figures of the authority."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from tanzuji.parties.access import acting
from tanzuji.supervision import policy, services, statistics
from tanzuji.supervision.api import schemas
from tanzuji.supervision.api.routing import router
from tanzuji.supervision.pages.typed import both as said
from tanzuji.supervision.services import PlanGiven
from tanzuji.web.api import answer, both, refusals


@router.post("plans", response={201: schemas.PlanMade, **refusals()}, summary="Draft a plan of inspections")
def post_inspection_plan(request: HttpRequest, body: schemas.PlanBody) -> HttpResponse:
    """A new draft; the authority's."""
    made = services.draft(
        acting(request),
        PlanGiven(
            year=body.year,
            title=said(body.title.zh, body.title.en),
            pool=body.pool,
            sample=body.sample,
            due=body.due,
            sample_raised=body.sample_raised,
            team=body.team,
            basis=body.basis,
        ),
    )
    return answer(schemas.PlanMade(id=made.id, state=made.state), status=201)


@router.get("overview", response={200: schemas.Oversight, **refusals()}, summary="The authority's figures")
def get_oversight(request: HttpRequest) -> schemas.Oversight:
    """Counts for the authority; what firms have under way only from five on."""
    who = acting(request)
    policy.is_authority(who).enforce()
    months, way = statistics.way()
    _, published = statistics.published()
    figures = statistics.complaint_figures(who)

    def rows(of: list[statistics.Row]) -> list[schemas.CountRow]:
        return [schemas.CountRow(name=both(row.name), now=row.now, by_month=row.cells) for row in of]

    return schemas.Oversight(
        months=months,
        applications=rows(way),
        certificates=rows(published),
        late_inspections=len(statistics.late_inspections(who)),
        open_complaints=figures.open,
        days_to_triage=figures.days_to_triage,
        days_to_answer=figures.days_to_answer,
    )
