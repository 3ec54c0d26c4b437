"""The public log for people: how far it goes, who signed it, how to check it, what it tells, an entry by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from tanzuji.certificates import queries as certificates
from tanzuji.filings import queries as filings
from tanzuji.labels import queries as labels
from tanzuji.ledger import keys, log
from tanzuji.ledger.attested import attested
from tanzuji.ledger.log import Checkpoint, Entry
from tanzuji.proofs.tiles import WIDTH, Tile
from tanzuji.register import queries
from tanzuji.register.keeping import Page, Store, page
from tanzuji.register.pages import HTML, answered, stranger
from tanzuji.register.proving import fingerprint
from tanzuji.register.telling import told
from tanzuji.supervision import queries as supervision
from tanzuji.web.answers import absent
from tanzuji.web.language import code_of, language
from tanzuji.web.typed import clean

SHOWN = 40
CACHED = "public, max-age=5, stale-if-error=60"
_PAGES: Store[Page] = Store(2.0, 200)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The log: newest checkpoint in words, who signed it, how to check it, the newest entries; `?q=` finds some.

    A number of an entry leads to its page; one of a certificate or filing shows the entries about it.
    """
    newest = log.checkpoint()
    typed, before = clean(request.GET.get("q", ""), 80).strip(), _index(request.GET.get("before", ""))
    wanted = _index(typed)
    if newest is not None and wanted is not None and wanted < newest.size:
        return HttpResponseRedirect(
            reverse("public:log_entry", args=[wanted]), headers={"Cache-Control": CACHED}
        )

    def made() -> Page:
        found = about(typed) if typed else log.latest(SHOWN, before)
        context = _frame("public:log") | {
            "newest": newest, "node": settings.ADDRESS, "attested": attested(newest) if newest else None, "fingerprint": fingerprint,
            "origin": keys.origin(), "waiting": log.size() - (newest.size if newest else 0), "text": typed,
            "rows": [told(entry) for entry in found], "before": before,
            "older": found[-1].index if found and not typed and found[-1].index else None,
        }  # fmt: skip
        return page(render_to_string("register/log.html", context, stranger(request)), HTML)

    return answered(request, _kept(("log", typed, before), newest, made), CACHED)


@require_safe
def entrance(request: HttpRequest) -> HttpResponse:
    """Where the log's own address leads people: to its page in their language."""
    return HttpResponseRedirect(reverse("public:log"), headers={"Cache-Control": CACHED})


@require_safe
def entry(request: HttpRequest, index: int) -> HttpResponse:
    """One entry: the act in words, the bytes that are logged, its hash, and its proof. Raises `web.absent`."""
    newest = log.checkpoint()
    if newest is None or index >= newest.size:
        raise absent()

    def made() -> Page:
        found = log.entry(index)
        first = index // WIDTH
        bundle = Tile(-1, first, min(WIDTH, newest.size - first * WIDTH))
        context = _frame("public:log_entry", index) | {
            "of": told(found), "entry": found, "leaf": found.leaf.decode(), "newest": newest, "bundle": bundle.path,
            "place": index - bundle.begin,
        }  # fmt: skip
        return page(render_to_string("register/log_entry.html", context, stranger(request)), HTML)

    return answered(request, _kept(("entry", index), newest, made), CACHED)


def about(typed: str) -> list[Entry]:
    """The entries about a certificate or filing of that number, its label's uses and measures against it among them;
    newest first, at most as many as a page shows. None where the register knows no such number."""
    of = queries.standing(typed)
    if of is None:
        return []
    filing = filings.external(of.number) if of.external else filings.filing_of(of.number)
    found = {event.log_index for event in filing.history} if filing else set()
    if not of.external and (view := certificates.by_number(of.number)) is not None:
        found |= {event.log_index for event in view.history} | set(labels.logged(of.number))
    found |= set(supervision.logged(of.number))
    return log.at(index for index in found if index is not None)[:SHOWN]


def _kept(what: tuple[Any, ...], newest: Checkpoint | None, make: Callable[[], Page]) -> Page:
    return _PAGES.get((*what, language(), newest.text if newest else ""), make)


def _index(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else None


def _frame(name: str, *args: Any) -> dict[str, Any]:
    """What the frame of all pages needs: the room, and the address of the same page in the other language."""
    with translation.override(code_of("zh" if language() == "en" else "en")):
        return {"room": "register", "other_language_url": reverse(name, args=args)}


def forget() -> None:
    """Everything kept is made anew; for tests."""
    _PAGES.clear()
