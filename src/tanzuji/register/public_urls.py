"""Addresses that strangers read: `PLAIN` without a language (codes on goods lead there), `LOCAL` with one before them.

Views here ask for no session: `middleware.PublicRegister` answers them before there is one.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from tanzuji.register import downloads, log_pages, pages, proving, reporting, resolving

BEGINS = (
    r"/((c|01|log|verify|verify\.py|api/register|did|status|credentials|\.well-known/did\.json)(/|$)"
    r"|labels/(art|patterns)/.+\.svg$)"
)
"""What their paths begin with, without the language."""

PLAIN: list[URLPattern] = [
    path("c/<str:number>", pages.certificate, name="certificate"),
    path("c/<str:number>/", pages.certificate, name="certificate_page"),
    path("c/<str:number>/credential.json", downloads.credential, name="credential"),
    path("c/<str:number>/credential.jwt", downloads.token, name="token"),
    path("c/<str:number>/certificate.json", downloads.facts, name="facts"),
    path("c/<str:number>/proof.zip", downloads.bundle, name="bundle"),
    path("c/<str:number>/label.svg", downloads.label, name="label"),
    path("01/<str:gtin>", resolving.trade_item, name="trade_item"),
    path("01/<str:gtin>/", resolving.trade_item, name="trade_item_page"),
    path("log/", log_pages.entrance, name="log"),
    path("verify.py", proving.verifier, name="verifier"),
    path("status/<str:purpose>/<int:number>", proving.status_list, name="status_list"),
    path(".well-known/did.json", proving.node, name="did"),
    path("did/<uuid:body>/did.json", proving.issuer, name="issuer_did"),
    path("credentials/context/v1", proving.context, name="context"),
]

PROGRAMS: list[URLPattern] = [
    path("api/register/certificates/<str:number>", pages.look_up),
    path("api/register/certificates", pages.look_up_many),
]
"""The API describes these two (`api.py`); here they are answered without asking who asks."""

LOCAL: list[URLPattern] = [
    path("verify/", proving.checking, name="verify"),
    path("log/", log_pages.home, name="log"),
    path("log/<int:index>/", log_pages.entry, name="log_entry"),
    path("c/<str:number>/", pages.certificate, name="certificate"),
    path("c/<str:number>/certificate.pdf", downloads.paper, name="paper"),
    path("c/<str:number>/report/", reporting.report, name="report"),
]

MACHINES: list[URLResolver] = [path("log/", include("tanzuji.ledger.urls"))]
"""The log for machines; it is named at its own addresses."""

PICTURES: list[URLResolver] = [path("labels/", include("tanzuji.labels.urls"))]
"""Of the labels room the pictures alone come this way (`BEGINS`): shops embed them."""
