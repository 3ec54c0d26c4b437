"""The organisation, the ones somebody may switch to, and the account of who is signed in."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages as notes
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST, require_safe

from tanzuji.parties import policy, queries, services
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.parties.pages.frame import frame
from tanzuji.parties.signing import confirming
from tanzuji.web.answers import absent
from tanzuji.web.language import code_of
from tanzuji.web.middleware import SESSION_LANGUAGE


@require_safe
@signed_in
def organisation(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What the organisation is, the person's roles in it, and the others they belong to."""
    own = queries.membership(acting, acting.person.id)
    context = frame(acting, "organisation") | {
        "others": queries.memberships(acting.person).exclude(organisation_id=acting.organisation_id),
        "may_leave": policy.may_end(acting, queries.member(own)),
    }
    return render(request, "parties/organisation.html", context)


@require_POST
@signed_in
def switch(request: HttpRequest, acting: Acting, organisation_id: UUID) -> HttpResponse:
    """Act for another organisation one belongs to, from now on in this session."""
    if not queries.memberships(acting.person).filter(organisation_id=organisation_id).exists():
        raise absent()
    request.session[queries.SESSION_KEY] = str(organisation_id)
    return HttpResponseRedirect(reverse("home"))


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """The account of whoever is signed in, member of an organisation or not."""
    person = queries.person_of(request)
    return render(
        request, "parties/account.html", {"person": person, "has_factor": is_mfa_enabled(request.user)}
    )


@require_safe
@login_required
def confirm(request: HttpRequest) -> HttpResponse:
    """To the page where the person shows their second factor, or adds one; from there back to `next`."""
    asked = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    query = {REDIRECT_FIELD_NAME: asked if safe else reverse("home")}
    return HttpResponseRedirect(f"{confirming.address(request)}?{urlencode(query)}")


@require_POST
@login_required
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language the person chose, and go on in it."""
    person = queries.person_of(request)
    assert person is not None  # login_required
    services.choose_language(person, request.POST.get("language", ""))
    code = code_of("en" if person.language == "en" else "zh")
    request.session[SESSION_LANGUAGE] = code
    notes.success(request, "以后用中文。" if person.language == "zh" else "English from now on.")
    return HttpResponseRedirect(translate_url(reverse("parties:account"), code))
