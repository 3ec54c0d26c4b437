"""What the pages of the archive room share: their tabs, tones of states, and what is said of a refusal."""

from __future__ import annotations

from django.contrib import messages as flash
from django.http import HttpRequest
from django.urls import reverse

from tanzuji.archive import queries
from tanzuji.archive.policy import SENDERS
from tanzuji.documents.errors import CodedError
from tanzuji.documents.names import BOUNDARIES
from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import status_of
from tanzuji.web.language import language, say

TONES = {
    "archived": "now", "in_catalogue": "ok", "suspended": "warn", "removed": "bad",
    "submitted": "warn", "approved": "now", "matched": "now", "sent": "ok", "closed": "",
    "read": "now", "responded": "ok", "draft": "",
}  # fmt: skip
OFFER_TONES = {"sent": "warn", "read": "now", "responded": "ok"}
BOUNDARY_NAMES = {key: Text(zh=zh, en=en) for key, (zh, en) in BOUNDARIES.items()}


def tabs(acting: Acting) -> list[tuple[str, str, str]]:
    """Key, words and address of the lists of the room; items for those who draft and approve them."""
    unread = queries.offers(acting).filter(state="sent").count()
    found = [
        ("files", say("档案", "Files"), reverse("archive:home")),
        ("catalogue", say("目录库", "Catalogue"), reverse("archive:catalogue")),
        (
            "offers",
            say("政策与融资", "Policy and financing") + (f" {unread}" if unread else ""),
            reverse("archive:offers"),
        ),
    ]
    if acting.mandated("authority") or acting.organisation.kind in SENDERS:
        found.append(("items", say("推送信息", "Items to send"), reverse("archive:items")))
    return found


def told(request: HttpRequest, error: CodedError) -> None:
    """What is wrong, said on the next page. Raises the error again where there is nothing to be found."""
    if status_of(error) == 404:
        raise error
    for problem in error.problems:
        flash.error(request, f"{problem.text(language())} {problem.remedy(language())}")
