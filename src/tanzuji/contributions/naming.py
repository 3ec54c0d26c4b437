"""What contributions are called in the activity of an organisation."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from tanzuji.contributions import queries
from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.parties.subjects import Named


def named(acting: Acting, ids: Collection[str]) -> dict[str, Named]:
    """Number, name and page of those that may be read."""
    return {
        id_: Named(
            Text(zh=f"{of.number} {of.name.to('zh')}", en=f"{of.number} {of.name.to('en')}"),
            reverse("contributions:contribution", args=[of.id]),
        )
        for id_, of in queries.names(acting, ids).items()
    }
