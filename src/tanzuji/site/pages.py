"""The entrance: the public front page, and the start page of whoever is signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanzuji.footprints.states import STUDY
from tanzuji.parties.kinds import KINDS
from tanzuji.parties.queries import acting_of, person_of
from tanzuji.parties.signing.entering import enter_without_password
from tanzuji.site import demonstration, front, navigation, waiting
from tanzuji.site.products import products
from tanzuji.web.answers import absent


@require_safe
def entrance(request: HttpRequest) -> HttpResponse:
    """`/` leads to the front page in the language of the person, cookie or browser."""
    return HttpResponseRedirect(reverse("home"))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the system is, for a stranger; for a person, what waits for them."""
    acting = acting_of(request)
    if acting is None:
        person = person_of(request)
        if person is not None and person.office:
            return HttpResponseRedirect(navigation.office_page(person.office))
        if person is not None:
            return HttpResponseRedirect(reverse("parties:account"))
        return render(request, "home.html", {"counts": front.counts()})
    rows, count = products(acting)
    context = {
        "kinds": KINDS,
        "kind_words": front.KIND_WORDS.get(acting.organisation.kind),
        "tasks": waiting.tasks(acting),
        "jobs": waiting.running(acting),
        "products": rows,
        "product_count": count,
        "state_names": STUDY.states,
        "may_edit": acting.has("editor"),
    }
    return render(request, "start.html", context)


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in to a demonstration account with one click; there is no such page except at a demonstration's own
    machine."""
    email = request.POST.get("account", "")
    if not demonstration.may_become(request, email):
        raise absent()
    response = enter_without_password(request, email)
    if response is None:
        raise absent()
    return response
