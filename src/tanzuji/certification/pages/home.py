"""The room's first page: one's own applications, what waits at one's body, and what surveillance is due."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tanzuji.certification import bodies, policy, queries, schemes
from tanzuji.certification.pages.frame import names
from tanzuji.certification.states import APPLICATION
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting

ROWS = 30


@require_GET
@signed_in
def home(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Applications one may know of, by state; `state` and `q` narrow them down."""
    found = queries.applications(acting)
    is_body = acting.organisation.kind == "certification_body"
    asked = request.GET.get("state", "")
    counts = {state: found.filter(state=state).count() for state in APPLICATION.states}
    if asked in APPLICATION.states:
        found = found.filter(state=asked)
    if is_body:
        found = found.order_by(F("due").asc(nulls_last=True), "-sequence")
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    today = timezone.localdate()
    open_cycles = queries.surveillances(acting).filter(state__in=("planned", "under_way"))
    context = {
        **names(),
        "page": page,
        "scheme_names": {one.id: queries.document(one).name for one in page},
        "counts": {state: count for state, count in counts.items() if count},
        "asked_state": asked if asked in APPLICATION.states else "",
        "is_body": is_body,
        "own_id": acting.organisation_id,
        "today": today,
        "may_begin": policy.may_begin(acting),
        "cycles": list(open_cycles[:10]),
        "schemes": schemes.active(),
        "own_body": bodies.confirmed(acting.organisation_id) if is_body else None,
        "confirms": bool(policy.may_look_at_bodies(acting)),
        "to_confirm": bodies.waiting_declarations().count() + bodies.waiting_staff().count()
        if acting.mandated("authority")
        else 0,
    }
    return render(request, "certification/home.html", context)
