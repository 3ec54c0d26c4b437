"""The API of the register: how a number stands, for shops and apps; nobody has to say who asks.

`middleware.PublicRegister` answers the two look-ups before a session is opened, with the same functions.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.params.functions import Query

from tanzuji.parties.access import OPEN_AUTH
from tanzuji.register import pages, queries
from tanzuji.register.lookup import FoundMany, LookedUp
from tanzuji.register.models import Entry
from tanzuji.web.api import PAGING, BothLanguages, Paging, both, part, refusals

router = Router(auth=OPEN_AUTH)


class Listed(Schema):
    """A row of the register."""

    number: str
    status: str
    origin: str
    filed: bool
    product: BothLanguages
    holder: BothLanguages
    body: BothLanguages
    value: str
    unit: str
    valid_until: str


class Rows(Schema):
    """A part of the register."""

    count: int
    rows: list[Listed]


@router.get(
    "certificates/{number}",
    response={200: LookedUp, **refusals(404)},
    summary="Look a certificate up by its number",
)
def look_up_certificate(request: HttpRequest, number: str) -> HttpResponse:
    """As it stands now, at most half a second old. `ETag` and `If-None-Match` save the body."""
    return pages.look_up(request, number)


@router.get(
    "certificates", response={200: FoundMany, **refusals()}, summary="Look up to a hundred certificates up"
)
def look_up_certificates(
    request: HttpRequest, numbers: str = Query(..., description="numbers, joined by commas")
) -> HttpResponse:
    """Each as it was asked for, in that order; `certificate` is null where no such number is in the register."""
    return pages.look_up_many(request)


@router.get("search", response={200: Rows, **refusals()}, summary="Search the register")
def search_register(
    request: HttpRequest,
    q: str = Query(
        "", max_length=100, description="every word in number, product, maker, holder, body, model or GTIN"
    ),
    status: str = Query("", max_length=12),
    filed: bool = Query(False),
    paging: Paging = PAGING,
) -> Rows:
    """Newest first."""
    rows, count = part(queries.search(q, status=status, filed=filed), paging)
    return Rows(count=count, rows=[_listed(row) for row in rows])


def _listed(row: Entry) -> Listed:
    return Listed(
        number=row.number, status=queries.status_of(row), origin=row.origin, filed=row.filed, product=both(row.product),
        holder=both(row.holder_name), body=both(row.body), value=row.value, unit=row.unit,
        valid_until=row.ends.isoformat(),
    )  # fmt: skip
