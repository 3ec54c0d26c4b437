"""Pages of the register: a number for everybody, and the search."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from tanzuji.certificates import queries as certificates
from tanzuji.filings.kinds import ORIGINS
from tanzuji.labels.badges import WORDS, Badge
from tanzuji.register import keeping, lookup, queries
from tanzuji.register.evidence import proven
from tanzuji.register.keeping import Page, page
from tanzuji.register.messages import NOT_REGISTERED
from tanzuji.register.models import Entry
from tanzuji.register.qr import code_of
from tanzuji.register.queries import Standing
from tanzuji.register.reading import shown
from tanzuji.register.verdicts import NAMES
from tanzuji.supervision import queries as supervision
from tanzuji.supervision.kinds import MEASURES
from tanzuji.web.answers import CURRENT
from tanzuji.web.language import code_of as django_code
from tanzuji.web.language import language
from tanzuji.web.typed import clean
from tanzuji.web.verdicts import Absent

HTML = "text/html; charset=utf-8"
SHOWN = 30


@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """The public page of a number: verdict, value, stages, who answers for it, proof. Revoked ones keep theirs."""
    of = keeping.standing(number)
    if of is None:
        return _not_registered(request, number)
    # a page is the same for everybody, whatever address they read it at: the frame is that of a stranger
    return answered(request, keeping.kept(of, ("page", language()), lambda: _made(request, of)))


def _made(request: HttpRequest, of: Standing) -> Page:
    told = shown(of)
    others = {code: _address(of.number, code) for code in ("zh", "en")}
    context = {
        "room": "register", "of": told, "proven": proven(told.log_index), "code": code_of(told.address),
        "notices": supervision.notice_for(of.number), "orders": list(supervision.against(of.number)),
        "measure_names": MEASURES, "addresses": others, "node": settings.ADDRESS,
    }  # fmt: skip
    return page(render_to_string("register/certificate.html", context, stranger(request)), HTML)


def _address(number: str, code: str) -> str:
    with translation.override(django_code("en" if code == "en" else "zh")):
        return reverse("public:certificate", args=[number])


def stranger(request: HttpRequest) -> HttpRequest:
    """A request that says nothing of whoever reads, so that what is made of it may be kept for the next."""
    bare = HttpRequest()
    bare.method, bare.META = (
        "GET",
        {
            name: request.META[name]
            for name in ("SERVER_NAME", "SERVER_PORT", "HTTP_HOST")
            if name in request.META
        },
    )
    bare.path = bare.path_info = request.path_info
    return bare


def _not_registered(request: HttpRequest, number: str) -> HttpResponse:
    """That there is no such number, with a way to tell somebody of a label that bears it."""
    context = {"room": "register", "number": clean(number, 80), "node": settings.ADDRESS}
    response = HttpResponse(render_to_string("register/absent.html", context, stranger(request)), status=404)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def look_up(request: HttpRequest, number: str) -> HttpResponse:
    """How a number stands, for programs."""
    found = lookup.one(number)
    if found is None:
        raise Absent([NOT_REGISTERED.problem("number", number=clean(number, 80))])
    return _open_to_all(answered(request, found))


@require_safe
def look_up_many(request: HttpRequest) -> HttpResponse:
    """How up to a hundred numbers stand: `?numbers=FIRST,SECOND`."""
    return _open_to_all(answered(request, lookup.many(request.GET.get("numbers", "")[:10_000].split(","))))


def _open_to_all(response: HttpResponse) -> HttpResponse:
    """Scripts on pages of shops may read it; it holds what is public and no cookie goes with it."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


def answered(request: HttpRequest, found: Page, cached: str = CURRENT) -> HttpResponse:
    """The page, or 304 where the reader holds it already."""
    asked = request.headers.get("If-None-Match", "")
    same = asked == "*" or found.etag in {tag.strip().removeprefix("W/") for tag in asked.split(",")}
    response: HttpResponse
    if same and found.status == 200:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(found.body, content_type=found.content_type, status=found.status)
        response["Content-Length"] = str(len(found.body))
    response["ETag"] = found.etag
    response["Cache-Control"] = cached
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The register searched by number, product, maker, body or bar code; a whole number leads to its page."""
    text = clean(request.GET.get("q", ""), 100)
    status, origin, filed = (
        request.GET.get("status", ""),
        request.GET.get("origin", ""),
        request.GET.get("filed") == "1",
    )
    if text and (of := queries.standing(text)) is not None and not (status or origin or filed):
        return HttpResponseRedirect(reverse("public:certificate", args=[of.number]))
    rows = queries.search(
        text,
        status=status if status in NAMES else "",
        filed=filed,
        origin=origin if origin in ORIGINS else "",
    )
    found = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    context = {
        "room": "register", "text": text, "status": status, "origin": origin, "filed": filed, "names": NAMES,
        "origins": ORIGINS, "page": found, "rows": _rows(found.object_list),
    }  # fmt: skip
    return render(request, "register/home.html", context)


def _rows(entries: Iterable[Entry]) -> list[tuple[Entry, str, Badge | None]]:
    """Each with how it stands and, while it is in force, who stands behind it; of one issued elsewhere that is its filing."""
    gates = certificates.gates(row.number for row in entries)
    rows = [(row, queries.status_of(row)) for row in entries]
    return [
        (row, now, Badge(gate, WORDS[gate]) if now == "valid" and (gate := gates.get(row.number)) else None)
        for row, now in rows
    ]
