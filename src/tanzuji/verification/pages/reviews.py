"""Critical reviews as the inviting organisation sees them, and the pages of the reviewer without an account."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tanzuji.footprints import queries as footprints
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.verification import messages, policy, reviews, services
from tanzuji.verification.models import Review
from tanzuji.verification.pages import forms
from tanzuji.verification.pages.frame import SEVERITY_STATUS, name_of
from tanzuji.verification.pages.study import anchor_of, named_places, of_edition, places_of
from tanzuji.verification.papers import CONCLUSIONS, SEVERITIES
from tanzuji.web import limits
from tanzuji.web.language import say
from tanzuji.web.typed import clean

HELD = "verification.review"
"""What the session of a reviewer's browser holds."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def new(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Invite a reviewer to a version; the link is shown once, on the page that follows."""
    result, made = forms.Tried(), list[tuple[Review, str]]()
    if request.method == "POST":
        result = forms.tried(lambda: made.append(_invite(acting, request.POST)))
        if result:
            return _shown(request, acting, made[0][0].id, secret=made[0][1])
    versions = [
        (f"{study.id}/{version.number}", f"{name_of(study)} {say('版本', 'version')} {version.number}")
        for study in footprints.studies(acting)[:200]
        for version in footprints.versions(study)[:5]
    ]
    context = {
        "room": "verification",
        "may_begin": policy.may_begin(acting),
        "versions": versions,
        "today": timezone.localdate(),
        "given": request.POST if request.method == "POST" else request.GET,
        "problems": result.problems,
    }
    return render(request, "verification/invite.html", context, status=result.status)


def _invite(acting: Acting, posted: Any) -> tuple[Review, str]:
    study, _, number = forms.text(posted, "version").partition("/")
    wanted = forms.whole(number)
    try:
        study_id = UUID(study)
    except ValueError:
        wanted = None
    if wanted is None:
        raise messages.BAD_CHOICE.error(
            "version", value=clean(forms.text(posted, "version"))[:40], known="–"
        ) from None
    return services.invite(
        acting, study_id, wanted, name=forms.text(posted, "name"), email=forms.text(posted, "email"),
        affiliation=forms.text(posted, "affiliation"), asks=forms.text(posted, "asks"), until=forms.day(posted, "until"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def review(request: HttpRequest, acting: Acting, review_id: UUID) -> HttpResponse:
    """A review with its remarks; a POST answers one, makes another link, or takes the invitation back."""
    row = reviews.review(acting, review_id)
    if request.method != "POST":
        return _shown(request, acting, row.id)
    action, made = request.POST.get("action", ""), list[tuple[Review, str]]()
    result = forms.tried(lambda: _act(acting, row, action, request.POST, made))
    if not result or made:
        return _shown(request, acting, row.id, secret=made[0][1] if made else "", result=result)
    flash.success(request, say("已办理。", "It is done."))
    return HttpResponseRedirect(reverse("verification:review", args=[row.id]))


def _act(acting: Acting, row: Review, action: str, posted: Any, made: list[tuple[Review, str]]) -> None:
    if action == "renew":
        made.append(services.renew(acting, row.id))
    elif action == "withdraw":
        services.withdraw_review(acting, row.id)
    elif action == "reply":
        services.reply(acting, row.id, forms.text(posted, "remark"), forms.text(posted, "text"))
    else:
        raise messages.BAD_CHOICE.error("action", value=clean(action)[:40], known="renew, withdraw, reply")


def _shown(
    request: HttpRequest,
    acting: Acting,
    review_id: UUID,
    *,
    secret: str = "",
    result: forms.Tried | None = None,
) -> HttpResponse:
    row = reviews.review(acting, review_id)
    shown = reviews.reviewed_edition(row)
    remarks = reviews.remarks(row)
    link = request.build_absolute_uri(reverse("verification:guest", args=[secret])) if secret else ""
    context = {
        "room": "verification",
        "row": row,
        "state": reviews.state_of(row),
        "name": name_of(shown.study),
        "number": shown.number,
        "link": link,
        "remarks": remarks,
        "names": named_places(shown, [r.place for r in remarks]),
        "severities": SEVERITIES,
        "severity_status": SEVERITY_STATUS,
        "conclusions": CONCLUSIONS,
        "may_begin": policy.may_begin(acting),
        "problems": result.problems if result else (),
        "given": request.POST,
    }
    return render(request, "verification/review.html", context, status=result.status if result else 200)


# the reviewer without an account ────────────────────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def guest(request: HttpRequest, link: str) -> HttpResponse:
    """What a link offers. Looking does not open it, so that no mail scanner uses it up; a POST does."""
    with limits.guessing(request, "review", link):
        row = reviews.invitation(link)
    if request.method == "POST":
        _, access = services.open_link(link)
        request.session[HELD] = access
        request.session.cycle_key()
        return HttpResponseRedirect(reverse("verification:reviewing"))
    return render(request, "verification/guest.html", {"room": "", "row": row})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def reviewing(request: HttpRequest) -> HttpResponse:
    """The version under review, read only, with the reviewer's remarks; a POST adds one, or signs the comment."""
    access = str(request.session.get(HELD, ""))
    row = reviews.review_of(access)
    result = forms.Tried()
    if request.method == "POST":
        result = forms.tried(lambda: _written(access, request.POST))
        if result and request.POST.get("action") == "sign":
            del request.session[HELD]
            return render(request, "verification/thanks.html", {"room": "", "row": row})
        if result:
            return HttpResponseRedirect(reverse("verification:reviewing") + "#remarks")
    shown = reviews.reviewed_edition(row)
    remarks = reviews.remarks(row)
    marks: dict[str, list[tuple[str, str]]] = {}
    for remark in remarks:
        marks.setdefault(anchor_of(remark.place), []).append((f"{remark.number}", f"#r-{remark.number}"))
    context = of_edition(shown) | {
        "room": "",
        "row": row,
        "name": name_of(shown.study),
        "remarks": remarks,
        "marks": marks,
        "names": named_places(shown, [r.place for r in remarks]),
        "places": places_of(shown.footprint, shown.plain) if shown.footprint else [],
        "severities": SEVERITIES,
        "severity_status": SEVERITY_STATUS,
        "conclusions": CONCLUSIONS,
        "problems": result.problems,
        "given": request.POST,
    }
    return render(request, "verification/reviewing.html", context, status=result.status)


def _written(access: str, posted: Any) -> Any:
    action = posted.get("action", "")
    if action == "remark":
        return services.remark(
            access, forms.text(posted, "text"), place=forms.text(posted, "place"), severity=forms.text(posted, "severity")
        )  # fmt: skip
    if action == "sign":
        return services.sign_review(
            access,
            conclusion=forms.text(posted, "conclusion"),
            comment=forms.text(posted, "comment"),
            signature=forms.text(posted, "signature"),
            independent=posted.get("independent") == "1",
        )
    raise messages.BAD_CHOICE.error("action", value=clean(action)[:40], known="remark, sign")
