"""Members and invitations of an organisation; joining by an invitation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tanzuji.documents.errors import CodedError
from tanzuji.parties import policy, queries, services
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import KINDS, ROLES
from tanzuji.parties.pages.frame import frame
from tanzuji.parties.services import Offer
from tanzuji.parties.signing import mails
from tanzuji.parties.signing.entering import enter, lead_on
from tanzuji.web.language import language, say
from tanzuji.web.limits import guessing


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def people(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Who belongs to the organisation; with POST, invite somebody."""
    if request.method != "POST":
        return _page(request, acting)
    email, roles = request.POST.get("email", ""), request.POST.getlist("roles")
    policy.may_manage(acting).enforce()
    try:
        offer = services.invite(acting, email, roles)
    except CodedError as error:
        return _page(request, acting, status=422, problems=error.problems, email=email, chosen=set(roles))
    return _offered(request, acting, offer)


@require_POST
@signed_in
def change_roles(request: HttpRequest, acting: Acting, person_id: UUID) -> HttpResponse:
    """Give a member other roles."""
    try:
        membership = services.change_roles(acting, person_id, request.POST.getlist("roles"))
    except CodedError as error:
        policy.may_manage(acting).enforce()
        return _page(request, acting, status=422, problems=error.problems)
    notes.success(
        request,
        say(f"{membership.person.name}的角色已更改。", f"{membership.person.name} has other roles now."),
    )
    return HttpResponseRedirect(reverse("parties:people"))


@require_POST
@signed_in
def end(request: HttpRequest, acting: Acting, person_id: UUID) -> HttpResponse:
    """End a membership: somebody's as an administrator, or one's own."""
    membership = services.end_membership(acting, person_id)
    name, organisation = membership.person.name, acting.organisation_name
    if person_id == acting.person.id:
        request.session.pop(queries.SESSION_KEY, None)
        notes.success(
            request, say(f"您已离开{organisation.to('zh')}。", f"You left {organisation.to('en')}.")
        )
        return HttpResponseRedirect(reverse("home"))
    notes.success(request, say(f"{name}的成员资格已结束。", f"The membership of {name} has ended."))
    return HttpResponseRedirect(reverse("parties:people"))


@require_POST
@never_cache
@signed_in
def resend(request: HttpRequest, acting: Acting, invitation_id: UUID) -> HttpResponse:
    """Send an invitation again, with a new link."""
    return _offered(request, acting, services.resend(acting, invitation_id))


@require_POST
@signed_in
def withdraw(request: HttpRequest, acting: Acting, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    services.withdraw_invitation(acting, invitation_id)
    notes.success(
        request, say("邀请已撤回，链接不再有用。", "The invitation was withdrawn; its link is dead.")
    )
    return HttpResponseRedirect(reverse("parties:people"))


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """What an invitation offers; with POST, accept it. A new person is signed in at once."""
    with guessing(request, "invitation", secret):
        offer = queries.invitation_by_secret(secret)
    person = queries.person_of(request)
    context: dict[str, Any] = {
        "invitation": offer,
        "organisation": offer.organisation,
        "person": person,
        "has_account": queries.has_account(offer.email),
        "kinds": KINDS,
        "roles": ROLES,
        "here": request.path,
        "problems": (),
        "name": request.POST.get("name", ""),
    }
    if request.method != "POST":
        return render(request, "parties/invitation.html", context)
    try:
        membership = services.accept(
            secret,
            person,
            name=request.POST.get("name", ""),
            password=request.POST.get("password", ""),
            again=request.POST.get("again", ""),
            language=language(),
        )
    except CodedError as error:
        return render(request, "parties/invitation.html", context | {"problems": error.problems}, status=422)
    response = enter(request, membership.person) if person is None else lead_on(request)
    request.session[queries.SESSION_KEY] = str(membership.organisation_id)
    return response


def deliver(request: HttpRequest, offer: Offer) -> tuple[str, bool]:
    """The link of an invitation, and whether the mail with it was taken."""
    link = request.build_absolute_uri(reverse("parties:invitation", args=[offer.secret]))
    return link, mails.send_invitation(offer.invitation, link)


def _offered(request: HttpRequest, acting: Acting, offer: Offer) -> HttpResponse:
    link, sent = deliver(request, offer)
    return _page(request, acting, offer=offer, link=link, sent=sent)


def _page(request: HttpRequest, acting: Acting, status: int = 200, **shown: Any) -> HttpResponse:
    found = list(queries.people(acting.organisation_id))
    sees = policy.may_see_people(acting)
    admins = sum("admin" in each.role_set for each in found)
    context = frame(acting, "people") | {
        "people": found,
        "may_see": sees,
        "may_manage": policy.may_manage(acting),
        "may_end": {
            each.person_id: policy.may_end(
                acting, policy.Member(each.person_id, each.person.name, each.role_set, admins)
            )
            for each in found
        },
        "invitations": list(queries.open_invitations(acting.organisation_id)) if sees else [],
        "now": timezone.now(),
        "offer": None,
        "link": "",
        "sent": False,
        "email": "",
        "chosen": {"editor"},
    }
    return render(request, "parties/people.html", context | shown, status=status)
