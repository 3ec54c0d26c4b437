"""What strangers check with: the verifier, the page that does the same, identifiers' documents, status lists."""

from __future__ import annotations

import json
from typing import Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from tanzuji.certificates import credentials, identifiers, status_lists
from tanzuji.certificates.statuses import Purpose
from tanzuji.documents.canonical import canonical_json
from tanzuji.ledger import announcing, keys, log, publishing
from tanzuji.proofs import offline
from tanzuji.proofs.notes import Key
from tanzuji.proofs.offline import verify
from tanzuji.register.keeping import Page, Store, page
from tanzuji.register.pages import HTML, answered, stranger
from tanzuji.web.answers import absent
from tanzuji.web.language import language

SLOW = "public, max-age=300, stale-if-error=86400"
"""Documents that change with a key or a version."""
LISTS: Store[Page] = Store(30.0, 64)
PURPOSES: dict[str, Purpose] = {"revocation": "revocation", "suspension": "suspension"}


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The stand-alone verifier."""
    response = answered(request, page(offline.source(), "text/x-python; charset=utf-8"), SLOW)
    response["Content-Disposition"] = 'attachment; filename="verify.py"'
    return response


@require_safe
def checking(request: HttpRequest) -> HttpResponse:
    """The page that checks a bundle in the browser; nothing is uploaded, and it works on without the network."""
    published = [known for known in announcing.every_key(keys.LOG) if known.algorithm == "ed25519"]
    context = {
        "room": "register",
        "words": json.dumps(words(), ensure_ascii=False),
        "published": [(known, fingerprint(known.key)) for known in published],
        "trusted": "\n".join(line for known in published for line in publishing.key_lines(known)),
        "digest": offline.digest(),
        "newest": log.checkpoint(),
    }
    return answered(
        request, page(render_to_string("register/verify.html", context, stranger(request)), HTML), SLOW
    )


def words() -> dict[str, dict[str, str]]:
    """The verifier's sentences in the language of the request, for the page to say the same."""
    which = 0 if language() == "zh" else 1
    tables = {"failed": verify.FAILED, "held": verify.HELD, "noted": verify.NOTED, "status": verify.STATUS,
              "bounds": verify.BOUNDS}  # fmt: skip
    return {name: {code: said[which] for code, said in table.items()} for name, table in tables.items()}


def fingerprint(key: Key) -> str:
    """A key as the verifier shows it, to be compared by eye."""
    return verify.Key(key.vkey).fingerprint


@require_safe
def node(request: HttpRequest) -> HttpResponse:
    """The document of the platform's own identifier."""
    return _document(request, identifiers.node_document(), "application/did+json")


@require_safe
def issuer(request: HttpRequest, body: UUID) -> HttpResponse:
    """The document of a body that issues certificates here. Raises `web.absent` for one that never signed."""
    found = identifiers.issuer_document(body)
    if found is None:
        raise absent()
    return _document(request, found, "application/did+json")


@require_safe
def context(request: HttpRequest) -> HttpResponse:
    """The words of our own in credentials (JSON-LD)."""
    return _document(request, credentials.context(), "application/ld+json")


@require_safe
def status_list(
    request: HttpRequest, purpose: Literal["revocation", "suspension"], number: int
) -> HttpResponse:
    """A status list as a signed credential, as of the newest checkpoint. Raises `web.absent`."""
    if purpose not in PURPOSES:
        raise absent()
    checkpoint = status_lists.covering()
    found = LISTS.get(
        (purpose, number, checkpoint.size, timezone.localdate()),
        lambda: page(canonical_json(status_lists.signed(PURPOSES[purpose], number)), "application/vc"),
    )
    response = answered(request, found, "public, max-age=30, stale-if-error=86400")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _document(request: HttpRequest, document: object, content_type: str) -> HttpResponse:
    response = answered(request, page(canonical_json(document), content_type), SLOW)
    response["Access-Control-Allow-Origin"] = "*"
    return response
