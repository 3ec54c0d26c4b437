"""Forms of the body that issued: suspend, resume, revoke, cancel; and correct."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tanzuji.certificates import messages, queries, services
from tanzuji.certificates.facts import CertificateFacts
from tanzuji.certificates.pages import showing
from tanzuji.certificates.pages.reading import concerned, page_of
from tanzuji.certificates.services.recording import LONGEST
from tanzuji.certificates.states import CERTIFICATE
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.parties import rights
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web import answers
from tanzuji.web.language import say
from tanzuji.web.typed import clean

_TYPED = ("action", "reason", "reason_en", "until")
_PAIRS = ("product", "maker", "unit_words")


@require_POST
@signed_in
def act(request: HttpRequest, acting: Acting, certificate_number: str) -> HttpResponse:
    """Takes `action`, `reason`, `reason_en` and `until`."""
    row = concerned(acting, certificate_number)
    typed = {name: request.POST.get(name, "")[: 2 * LONGEST] for name in _TYPED}
    try:
        services.act(
            acting, row.number, typed["action"], reason=typed["reason"], reason_en=typed["reason_en"],
            until=typed["until"],
        )  # fmt: skip
    except CodedError as error:
        if answers.wants_json(request) or answers.status_of(error) == 404:
            raise
        return page_of(request, acting, concerned(acting, certificate_number), error=error, typed=typed)
    flash.success(request, say("已记录，公开页面已更新。", "Recorded; the public page shows it."))
    return HttpResponseRedirect(reverse("certificates:certificate", args=[row.number]))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def correct(request: HttpRequest, acting: Acting, certificate_number: str) -> HttpResponse:
    """The form that puts right what was written wrongly: product, maker, models, GTIN, unit in words."""
    row = concerned(acting, certificate_number)
    view = queries.view(row)
    CERTIFICATE.verdict(view.status, "correct", queries.case(acting, row)).enforce()
    filled, error = _filled(row.parsed) | {"reason": "", "reason_en": "", "key": str(uuid4())}, None
    if request.method == "POST":
        filled = {name: request.POST.get(name, "")[: 2 * LONGEST] for name in filled}
        try:
            made = services.correct(
                acting, row.number, reason=filled["reason"], reason_en=filled["reason_en"],
                changes=_changes(row.parsed, filled), key=filled["key"],
            )  # fmt: skip
        except CodedError as wrong:
            if answers.wants_json(request):
                raise
            error = wrong
        else:
            flash.success(
                request, say(f"已颁发更正后的证书 {made.number}。", f"The corrected certificate is {made.number}.")
            )  # fmt: skip
            return HttpResponseRedirect(reverse("certificates:certificate", args=[made.number]))
    context = {
        "room": "certificates",
        **showing.words(),
        "of": view,
        "filled": filled,
        "longest": LONGEST,
        "sign": rights.may_sign(acting),
        "problems": error.problems if error else (),
    }
    status = answers.status_of(error) if error else 200
    return render(request, "certificates/correct.html", context, status=status)


def _filled(facts: CertificateFacts) -> dict[str, str]:
    pairs = {
        f"{name}_{lang}": getattr(getattr(facts, name), lang) or ""
        for name in _PAIRS
        for lang in ("zh", "en")
    }
    return pairs | {"models": "\n".join(facts.models), "gtin": facts.gtin}


def _changes(facts: CertificateFacts, filled: dict[str, str]) -> dict[str, Any]:
    """What the form says otherwise than the certificate."""
    said: dict[str, Any] = {}
    for name in _PAIRS:
        zh, en = clean(filled[f"{name}_zh"]), clean(filled[f"{name}_en"])
        if not (zh or en):
            raise messages.BAD_FACT.error(f"{name}_zh", value="", why=Text(zh="没有写", en="it is not given"))
        said[name] = Text(zh=zh or None, en=en or None)
    said["models"] = tuple(filter(None, map(clean, filled["models"].splitlines())))
    said["gtin"] = clean(filled["gtin"])
    return {name: value for name, value in said.items() if value != getattr(facts, name)}
