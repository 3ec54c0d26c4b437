"""What one reads in the labels room: one's labels and uses, a label with its files, a use with its story, the samples."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanzuji.certificates import queries as certificates
from tanzuji.certificates.facts import CertificateView
from tanzuji.certificates.states import STATES as CERTIFICATE_STATES
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.text import Text
from tanzuji.figures.labels import FORMATS, SIZES
from tanzuji.labels import drawing, policy, queries
from tanzuji.labels import patterns as samples
from tanzuji.labels.badges import badge
from tanzuji.labels.embedding import PLACEMENT, embed
from tanzuji.labels.kinds import PLACEMENTS
from tanzuji.labels.models import Authorisation
from tanzuji.labels.pages.files import chosen, concerned, drawn
from tanzuji.labels.states import ACTIONS, LABEL, WITH_REASON
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.parties.rights import may_sign
from tanzuji.web.language import language

PAGE = 25
ROOM = "labels"
_REQUESTED = Text(zh="申请使用", en="request the use")


@require_safe
@signed_in
def home(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The labels one holds, requests that wait for one's body, and every use with where it stands."""
    state = request.GET.get("state", "")
    found = queries.uses(acting)
    if state in LABEL.states:
        found = found.filter(state=state)
    context = {
        "room": ROOM,
        "labels": certificates.of_holder(acting)[:PAGE],
        "issues": acting.organisation.kind == "certification_body",
        "certificate_states": CERTIFICATE_STATES,
        "waiting": list(queries.waiting(acting)[:PAGE]),
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "state": state if state in LABEL.states else "",
        "states": LABEL.states,
        "placements": PLACEMENTS,
        "badge": badge,
    }
    return render(request, "labels/home.html", context)


@require_safe
@signed_in
def label(request: HttpRequest, acting: Acting, number: str) -> HttpResponse:
    """The designer's page of one label."""
    return label_page(request, acting, concerned(acting, number))


def label_page(
    request: HttpRequest,
    acting: Acting,
    view: CertificateView,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """Preview, files, uses and embed code of a label; without artwork where the certificate is not in force."""
    asked = chosen(request)
    in_force = view.status == "valid"
    refused: tuple[Problem, ...] = ()
    if in_force:
        try:
            drawn(view, asked, "svg")
        except CodedError as error:
            refused = error.problems
    case = queries.case_of(acting, view)
    allowed = queries.placements(view.number)
    context = {
        "room": ROOM,
        "view": view,
        "in_force": in_force,
        "asked": asked | {"variant": asked["variant"] or view.variant},
        "query": "&".join(f"{name}={value}" for name, value in asked.items() if value),
        "refused": refused,
        "sizes": SIZES,
        "variants": drawing.variants_of(view),
        "formats": FORMATS,
        "alt": drawing.label_of(view, language()).title if in_force else "",
        "certificate_states": CERTIFICATE_STATES,
        "badges": badge(view),
        "own": acting.organisation_id == view.holder,
        "may_request": policy.may_request(case),
        "may_take": bool(allowed) or acting.organisation_id == view.body,
        "embed": embed(view, language()) if in_force and PLACEMENT in allowed else None,
        "uses": [(one, queries.hints(one, view)) for one in queries.authorisations(view.number)],
        "states": LABEL.states,
        "placements": PLACEMENTS,
        "given": request.POST,
        "problems": problems,
    }
    return render(request, "labels/label.html", context, status=status)


@require_safe
@signed_in
def use(request: HttpRequest, acting: Acting, use_id: UUID) -> HttpResponse:
    """One use: where it stands, its proofs, what was done, what can be done."""
    return use_page(request, acting, queries.use(acting, use_id))


def use_page(
    request: HttpRequest,
    acting: Acting,
    of: Authorisation,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """The page of a use for its holder and its body."""
    view = queries.certificate(of.certificate_number)
    case = queries.case_of(acting, view)
    may = {action: verdict for action, verdict in LABEL.next(of.state, case) if action in ACTIONS}
    context: dict[str, Any] = {
        "room": ROOM,
        "of": of,
        "view": view,
        "may": may,
        "decisions": [
            (action, LABEL.actions[action], may[action])
            for action in ("authorise", "decline", "void")
            if action in may and acting.organisation_id == of.body_id
        ],
        "gate": may_sign(acting),
        "own": acting.organisation_id == of.holder_id,
        "states": LABEL.states,
        "actions": LABEL.actions | {"request": _REQUESTED},
        "with_reason": WITH_REASON,
        "placements": PLACEMENTS,
        "certificate_states": CERTIFICATE_STATES,
        "hints": queries.hints(of, view),
        "steps": list(queries.steps(of)),
        "proofs": list(queries.proofs(of)),
        "given": request.POST,
        "problems": problems,
    }
    return render(request, "labels/use.html", context, status=status)


@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    """How labels look: kinds, sizes, evidence. For anybody."""
    return render(request, "labels/patterns.html", {"room": ROOM, "samples": samples.samples()})
