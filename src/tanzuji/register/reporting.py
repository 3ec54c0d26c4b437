"""Reporting a problem with a label, without an account: a form, limits, a word of thanks with a number to ask by."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tanzuji.documents.errors import CodedError
from tanzuji.register import limits, queries
from tanzuji.register.messages import FORM_TOO_OLD, TOO_MANY_REPORTS
from tanzuji.supervision import services as supervision
from tanzuji.supervision.kinds import COMPLAINT_KINDS, PLACEMENTS
from tanzuji.web.answers import status_of
from tanzuji.web.typed import clean

OLDEST = 6 * 3600
"""Seconds for which a form that was opened is taken."""
MAX_PICTURE = 8 * 1024 * 1024
_SALT = "register.report"
_TRAP = "website"
"""A field that nobody sees; programs that fill in every field give themselves away by it."""


@csrf_exempt  # nothing rests on who is signed in: the form carries a token of its own, and no cookie is set
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, number: str) -> HttpResponse:
    """The form; a POST hands the report to the authority and says under which number it is."""
    shown = clean(number, 64)
    of = queries.standing(shown)
    context = {
        "room": "register", "number": of.number if of else shown, "known": of is not None, "kinds": COMPLAINT_KINDS,
        "placements": PLACEMENTS, "problems": (), "given": request.POST, "made": None, "trap": _TRAP,
        "limit": MAX_PICTURE // 2**20,
    }  # fmt: skip
    status = 200
    if request.method == "POST":
        try:
            context["made"] = _take(request, context["number"])
        except CodedError as error:
            context["problems"] = error.problems
            status = 429 if error.code == TOO_MANY_REPORTS.code else status_of(error)
    context["token"] = signing.dumps(shown, salt=_SALT)
    response = render(request, "register/report.html", context, status=status)
    response["Cache-Control"] = "no-store"
    if status == 429:
        response["Retry-After"] = str(limits.HOUR)
    return response


def _take(request: HttpRequest, number: object) -> object:
    if request.POST.get(_TRAP):
        raise FORM_TOO_OLD.error()
    try:
        signing.loads(request.POST.get("token", ""), salt=_SALT, max_age=OLDEST)
    except signing.BadSignature:
        raise FORM_TOO_OLD.error() from None
    if not limits.within(request, "register.report"):
        raise TOO_MANY_REPORTS.error(limit=limits.OF_ONE)
    sent = request.FILES.get("picture")
    picture = sent.read(MAX_PICTURE + 1)[: MAX_PICTURE + 1] if sent else b""
    return supervision.complain(
        number=str(number), kind=request.POST.get("kind", ""), text=request.POST.get("text", ""),
        contact=request.POST.get("contact", ""), source="register", placement=request.POST.get("placement", ""),
        picture=picture,
    )  # fmt: skip
