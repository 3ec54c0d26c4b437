"""Accounts of the installation, for its security administrator."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanzuji.parties import queries, services
from tanzuji.parties.access import officer
from tanzuji.parties.kinds import OFFICE_MEANINGS, OFFICES
from tanzuji.parties.models import Person
from tanzuji.web.language import say

A_PAGE = 50


@require_safe
@officer("security")
def accounts(request: HttpRequest, person: Person) -> HttpResponse:
    """Every account: where it belongs, whether it has a second factor, when it was last used, whether it is blocked."""
    text = request.GET.get("text", "")
    page = Paginator(queries.accounts(text), A_PAGE).get_page(request.GET.get("page"))
    factors = Authenticator.objects.filter(user__in=[one.id for one in page.object_list])
    context = {
        "room": "security",
        "offices": OFFICES,
        "meaning": OFFICE_MEANINGS["security"],
        "page": page,
        "text": text,
        "with_factor": set(factors.exclude(type="recovery_codes").values_list("user_id", flat=True)),
    }
    return render(request, "parties/security.html", context)


@require_POST
@officer("security")
def block(request: HttpRequest, person: Person, person_id: UUID) -> HttpResponse:
    """Shut an account, with the reason why."""
    changed = services.block(person, person_id, reason=request.POST.get("reason", ""))
    notes.success(request, say(f"已停用{changed.name}的账号。", f"The account of {changed.name} is blocked."))
    return HttpResponseRedirect(reverse("parties:security"))


@require_POST
@officer("security")
def unblock(request: HttpRequest, person: Person, person_id: UUID) -> HttpResponse:
    """Open it again."""
    changed = services.unblock(person, person_id)
    notes.success(
        request, say(f"已恢复{changed.name}的账号。", f"The account of {changed.name} is open again.")
    )
    return HttpResponseRedirect(reverse("parties:security"))
