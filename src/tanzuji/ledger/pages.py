"""The log for machines (C2SP tlog-tiles): checkpoint, tiles, entries and keys, the same for everybody and cacheable."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tanzuji.documents.errors import CodedError
from tanzuji.ledger import heads, log, publishing
from tanzuji.proofs import tiles

TEXT = "text/plain; charset=utf-8"
FOR_EVER = "public, max-age=31536000, immutable"
MOMENT = "public, max-age=5"


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint; 404 while the log is empty."""
    newest = heads.checkpoint()
    if newest is None:
        raise Http404
    return HttpResponse(newest.text, content_type=TEXT, headers={"Cache-Control": MOMENT})


@require_safe
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """A tile of hashes or a bundle of entries; 404 for one there is not, or not as wide."""
    try:
        found = publishing.tile_bytes(tiles.read_path(f"tile/{path}"))
    except CodedError:
        found = None
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="application/octet-stream", headers={"Cache-Control": FOR_EVER})


@require_safe
def proof(request: HttpRequest, index: int) -> HttpResponse:
    """The proof of one entry against the newest checkpoint (C2SP tlog-proof); 404 for one that no checkpoint covers."""
    newest = heads.checkpoint()
    if newest is None or index >= newest.size:
        raise Http404
    return HttpResponse(log.proof(index), content_type=TEXT, headers={"Cache-Control": MOMENT})


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Every key of the log with its range, one vkey a line."""
    return HttpResponse(
        publishing.keys_text(), content_type=TEXT, headers={"Cache-Control": "public, max-age=60"}
    )
