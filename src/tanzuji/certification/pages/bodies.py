"""Certification bodies: the list everybody chooses from, a body's own register, and the authority's confirmation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tanzuji.certification import bodies, checks, policy, schemes, services
from tanzuji.certification.models import Field
from tanzuji.certification.pages.frame import at, done, names
from tanzuji.certification.services.examining import given_rows
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.parties import rights
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.rules import load_pack
from tanzuji.web.answers import status_of
from tanzuji.web.language import language, say

FIELD_ROWS = 8


def field_names() -> dict[str, Text]:
    """Product fields by id: the items of every scheme's catalogue, and the product rules behind them."""
    found: dict[str, Text] = {}
    for one in schemes.active():
        for item in one.scope.catalogue:
            found.setdefault(item.id, item.name)
            for group in item.groups:
                found.setdefault(group, load_pack(group).title)
    return dict(sorted(found.items()))


@require_GET
@signed_in
def listing(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Every body with what was confirmed of it, by name; none is put first."""
    known = field_names()
    found = [
        (one, confirmed, _named(confirmed.fields.all(), known) if confirmed else [])
        for one in bodies.bodies()
        for confirmed in [bodies.confirmed(one.id)]
    ]
    context = {**names(), "found": found}
    return render(request, "certification/bodies.html", context)


def _named(fields: Iterable[Field], known: Mapping[str, Text]) -> list[str]:
    """What fields are called in the language of the page; an item and its product rule of one name are told once."""
    return list(
        dict.fromkeys(known[one.item].to(language()) if one.item in known else one.item for one in fields)
    )


@require_GET
@signed_in
def body(request: HttpRequest, acting: Acting, body_id: UUID) -> HttpResponse:
    """One body: its confirmed qualification; its own people see declarations and the staff register as well."""
    return page(request, acting, body_id)


def page(
    request: HttpRequest, acting: Acting, body_id: UUID, error: CodedError | None = None
) -> HttpResponse:
    """The body's page, with what is wrong where something was refused."""
    shown = bodies.body(body_id)
    own = acting.organisation_id == shown.id
    today = timezone.localdate()
    context = {
        **names(),
        "shown": shown,
        "own": own,
        "confirmed": bodies.confirmed(shown.id),
        "declarations": list(bodies.declarations(shown.id)) if own else [],
        "staff": list(bodies.staff(shown.id)) if own else [],
        "staff_count": len([one for one in bodies.experts(shown.id) if one.fulltime]),
        "meets": _meets(shown.id),
        "years": {one.item: bodies.years(one.since, today) for one in _fields(shown.id)},
        "field_names": field_names(),
        "rows": range(FIELD_ROWS),
        "may_declare": policy.may_declare(acting),
        "problems": error.problems if error is not None else (),
        "given": request.POST if request.method == "POST" else {},
    }
    return render(
        request, "certification/body.html", context, status=status_of(error) if error is not None else 200
    )


def _fields(body_id: UUID) -> list[Field]:
    found = bodies.confirmed(body_id)
    return list(found.fields.all()) if found is not None else []


def _meets(body_id: UUID) -> list[tuple[schemes.SchemeVersion, list[tuple[Text, tuple[checks.Check, ...]]]]]:
    """For each scheme the products of its catalogue in the body's fields, and whether CERT-02 and CERT-03 are met."""
    known = bodies.qualified(body_id)
    if known is None:
        return []
    found = []
    for one in schemes.usable(body_id):
        rows = []
        for item in one.scope.catalogue:
            fields = frozenset({item.id, *item.groups})
            if fields.isdisjoint(known.fields):
                continue
            subject = checks.Subject(one.document, timezone.localdate(), body=known, fields=fields)
            rows.append((item.name, checks.of_body(subject)))
        if rows:
            found.append((one, rows))
    return found


@require_POST
@signed_in
def declare(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The next declaration of one's own body."""
    policy.may_declare(acting).enforce()
    post = request.POST
    return done(
        request,
        lambda: services.declare(
            acting,
            approval=post.get("approval", ""),
            pilot=post.get("pilot") == "on",
            projects=post.get("projects", ""),
            standards=post.get("standards", ""),
            accreditations=post.get("accreditations", ""),
            fields=given_rows(post, "field", ("item", "since"), FIELD_ROWS),
        ),
        at("body", acting.organisation_id),
        lambda error: page(request, acting, acting.organisation_id, error),
        say("已申报，等主管部门确认。", "Declared; the authority confirms it."),
    )


@require_POST
@signed_in
def register(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Somebody in one's own staff register."""
    policy.may_declare(acting).enforce()
    post = request.POST
    return done(
        request,
        lambda: services.register(
            acting,
            name=post.get("name", ""),
            number=post.get("number", ""),
            email=post.get("email", ""),
            fulltime=post.get("fulltime") == "on",
            competences=given_rows(post, "competence", ("item", "since", "basis"), FIELD_ROWS),
        ),
        at("body", acting.organisation_id, part="staff"),
        lambda error: page(request, acting, acting.organisation_id, error),
        say("已登记，等主管部门确认。", "Registered; the authority confirms it."),
    )


@require_POST
@signed_in
def leave(request: HttpRequest, acting: Acting, staff_id: UUID) -> HttpResponse:
    """Somebody left the body."""
    policy.may_declare(acting).enforce()
    known = bodies.own_staff(acting, staff_id)
    return done(
        request,
        lambda: services.leave(acting, known.id),
        at("body", acting.organisation_id, part="staff"),
        lambda error: page(request, acting, acting.organisation_id, error),
    )


@require_GET
@signed_in
def confirming(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What waits for the authority's confirmation."""
    return queue(request, acting)


def queue(request: HttpRequest, acting: Acting, error: CodedError | None = None) -> HttpResponse:
    """The authority's queue, with what is wrong where something was refused."""
    policy.may_look_at_bodies(acting).enforce()
    context = {
        **names(),
        "declarations": list(bodies.waiting_declarations()[:50]),
        "staff": list(bodies.waiting_staff()[:100]),
        "field_names": field_names(),
        "problems": error.problems if error is not None else (),
        "sign": rights.may_sign(acting),
    }
    return render(
        request,
        "certification/confirming.html",
        context,
        status=status_of(error) if error is not None else 200,
    )


@require_POST
@signed_in
def confirm(request: HttpRequest, acting: Acting, qualification_id: UUID) -> HttpResponse:
    """A declaration confirmed or not."""
    return _confirmed(
        request, acting, lambda yes, why: services.decide(acting, qualification_id, confirmed=yes, reason=why)
    )


@require_POST
@signed_in
def confirm_staff(request: HttpRequest, acting: Acting, staff_id: UUID) -> HttpResponse:
    """Somebody of a staff register confirmed or not."""
    return _confirmed(
        request, acting, lambda yes, why: services.decide_staff(acting, staff_id, confirmed=yes, reason=why)
    )


def _confirmed(request: HttpRequest, acting: Acting, act: Callable[[bool, str], object]) -> HttpResponse:
    policy.may_confirm(acting).enforce()
    yes, why = request.POST.get("confirmed") == "yes", request.POST.get("reason", "")
    return done(request, lambda: act(yes, why), at("confirming"), lambda error: queue(request, acting, error))
