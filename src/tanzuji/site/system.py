"""The state of the installation, for its system administrator."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tanzuji.parties import queries
from tanzuji.parties.access import officer
from tanzuji.parties.kinds import MANDATES, OFFICE_MEANINGS, OFFICES
from tanzuji.site.installation import Part, examine
from tanzuji.web import walls


@walls.beyond("the installation is examined as a whole")
def _parts() -> list[Part]:
    return list(examine(thorough=False))


@require_safe
@never_cache
@officer("system")
def system(request: HttpRequest, person: object) -> HttpResponse:
    """What `tanzuji check` says, and which organisations are charged with what."""
    charged = queries.organisations().exclude(mandates="").select_related("superior")
    context = {
        "room": "system",
        "office": OFFICES["system"],
        "meaning": OFFICE_MEANINGS["system"],
        "parts": _parts(),
        "charged": [
            (one, [name for key, name in MANDATES.items() if key in one.mandate_set]) for one in charged
        ],
    }
    return render(request, "system.html", context)
