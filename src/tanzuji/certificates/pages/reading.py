"""The certificates one holds or issued, and one of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tanzuji.certificates import policy, queries, wording
from tanzuji.certificates.models import Certificate
from tanzuji.certificates.pages import showing
from tanzuji.certificates.services.recording import LONGEST
from tanzuji.certificates.states import CERTIFICATE, STATES
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.parties import rights
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.rulebook.queries import title_of
from tanzuji.web import answers
from tanzuji.web.typed import clean

PAGE = 30
SOON = timedelta(days=90)


@require_safe
@signed_in
def home(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Certificates by state and words: those one issued, all of them for the authority, else those one holds."""
    status, text = request.GET.get("status", ""), clean(request.GET.get("q", ""), 100)
    status = status if status in STATES else ""
    mine = _mine(acting)
    found = queries.search(text, status=status, **mine)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "room": "certificates",
        **showing.words(),
        "issues": "body" in mine,
        "oversees": not mine,
        "status": status,
        "text": text,
        "page": page,
        "rows": queries.views(page.object_list, today=today),
        "any": bool(page.object_list) or queries.search(**mine).exists(),
        "soon": today + SOON,
    }
    return render(request, "certificates/home.html", context)


def _mine(acting: Acting) -> dict[str, Any]:
    if acting.mandated("authority"):
        return {}
    issues = acting.organisation.kind == "certification_body"
    return {"body" if issues else "holder": acting.organisation_id}


@require_safe
@signed_in
def certificate(request: HttpRequest, acting: Acting, certificate_number: str) -> HttpResponse:
    """One certificate: what it says, how it stands, what happened, what may be done."""
    return page_of(request, acting, concerned(acting, certificate_number))


def concerned(acting: Acting, number: str) -> Certificate:
    """The certificate, for its holder, its body and the authority. Raises `web.absent` for others."""
    row = queries.row_of(number)
    if row is None or not showing.concerns(acting, row):
        raise answers.absent()
    return row


def held(row: Certificate) -> list[Text]:
    """What keeps it suspended, in words; each order with the authority that gave it, since each is lifted by itself."""
    own = [wording.CAUSES[one] for one in sorted(queries.holds(row)) if one in wording.CAUSES]
    return [*(wording.ordered(queries.names((one,))) for one in sorted(queries.orders(row))), *own]


def page_of(
    request: HttpRequest,
    acting: Acting,
    row: Certificate,
    *,
    error: CodedError | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    """The page, with what was wrong with something that was sent from it."""
    view = queries.view(row)
    possible = showing.choices(acting, row, view)
    correcting = CERTIFICATE.verdict(view.status, "correct", queries.case(acting, row))
    context = {
        "room": "certificates",
        **showing.words(),
        "of": view,
        "rule_title": title_of(view.rule),
        "choices": possible,
        "oversees": acting.mandated("authority"),
        "may_correct": bool(correcting),
        "own_body": acting.organisation_id == row.body_id,
        "held": held(row),
        "sign": rights.may_sign(acting) if possible and policy.may_write(acting) else None,
        "longest": LONGEST,
        "today": timezone.localdate(),
        "problems": error.problems if error else (),
        "typed": typed or {},
    }
    status = answers.status_of(error) if error else 200
    return render(request, "certificates/certificate.html", context, status=status)
