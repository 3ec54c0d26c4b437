"""What the pages of the nodes room share."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as flash
from django.http import HttpRequest
from django.urls import reverse

from tanzuji.documents.errors import CodedError
from tanzuji.nodes import policy
from tanzuji.nodes.conflicts import KINDS, TELLING
from tanzuji.nodes.states import ARRIVAL, SHIPMENT
from tanzuji.parties.acting import Acting
from tanzuji.web.language import language, say

TONES = {"queued": "warn", "sent": "now", "acknowledged": "ok", "rejected": "bad", "received": "warn"}


def frame(acting: Acting, here: str) -> dict[str, Any]:
    """Tabs and words of every page."""
    tabs = [
        ("peers", say("节点", "Nodes"), reverse("nodes:home")),
        ("arrivals", say("收到的数据", "Arrivals"), reverse("nodes:arrivals")),
        ("conformance", say("数据库符合性", "Conformance"), reverse("nodes:examinations")),
    ]
    return {
        "room": "nodes",
        "tabs": tabs,
        "here": here,
        "may_exchange": policy.may_exchange(acting),
        "shipment_states": SHIPMENT.states,
        "arrival_states": ARRIVAL.states,
        "tones": TONES,
        "conflict_kinds": KINDS,
        "telling": TELLING,
    }


def tell(request: HttpRequest, error: CodedError) -> None:
    """Say on the next page what was wrong."""
    for problem in error.problems[:5]:
        flash.error(request, f"{problem.text(language())} {problem.remedy(language())}")
