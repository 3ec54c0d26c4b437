"""Addresses and tables of the sharing room for the isolation matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Q
from url_shapes import LISTS, Row, as_json, nothing

TENANTS: set[str] = {"share_id"}

_NOT_NOW = {"POST": 403}

ROWS: dict[str, Row] = {
    "sharing:home": Row(),
    "sharing:ask": Row(
        sends={
            "POST": lambda world, ids: {
                "supplier": world.verifier.organisation.name_zh,
                "product": "钢 steel",
            }
        }
    ),
    "sharing:share": Row(sends={"POST": lambda world, ids: {"action": "end", "reason": "r"}}),
    "api:list_shares": Row(queries=LISTS),
    "api:ask_supplier": Row(
        sends={
            "POST": lambda world, ids: _bytes(supplier=world.verifier.organisation.name_zh, product="steel")
        }
    ),
    "api:get_share": Row(),
    "api:grant_share": Row(
        sends={"POST": lambda world, ids: _bytes(study=str(ids["study_id"]))}, answers={"POST": 403}
    ),
    "api:give_share": Row(sends={"POST": nothing}, answers={"POST": 403}),
    "api:refuse_share": Row(sends={"POST": as_json(reason="r")}, answers={"POST": 403}),
    "api:end_share": Row(sends={"POST": as_json(reason="r")}, answers={"POST": 403}),
    "api:take_share": Row(sends={"POST": nothing}),
    "api:withdraw_share": Row(sends={"DELETE": nothing}, answers={"DELETE": 403}),
}

OWNED: dict[str, Callable[[Any], Any]] = {
    "sharing.Share": lambda of: Q(buyer=of) | Q(supplier=of),
    "sharing.Delivery": lambda of: Q(share__buyer=of) | Q(share__supplier=of),
    "sharing.Taking": lambda of: Q(buyer=of),
}

SHARED: dict[str, str] = {}

KEPT: dict[str, str] = {}


def _bytes(**body: Any) -> bytes:
    import json

    return json.dumps(body).encode()


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """A footprint that another enterprise gave and the office took, all in its own words."""
    import json

    from tanzuji.documents.canonical import digest
    from tanzuji.documents.datasets import Dataset
    from tanzuji.parties import services as parties
    from tanzuji.sharing import services
    from tanzuji.sharing.models import Delivery, Share

    supplier = parties.found("enterprise", zh=said(), en=said())
    editor = office.people["editor"]
    share = services.ask(editor, supplier.name_zh, product=said(), purpose=said())
    Share.objects.filter(id=share.id).update(state="granted", terms=said(), reason=said(), study=said()[:40])
    dataset = Dataset.parse(
        {"id": f"received:{share.id}@1", "name": {"zh": said(), "en": said()}, "unit": "kg", "category": ["received"],
         "amounts": [{"gas": "CO2e", "amount": 2.0}], "source": {"title": said(), "publisher": said()}}
    )  # fmt: skip
    Delivery.objects.create(
        share=share,
        number=1,
        document=json.dumps(dataset.plain()),
        digest=digest(dataset),
        version=1,
        by=editor.person,
    )
    services.take(editor, share.id)
    return {"share_id": share.id}


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
    person, of = office.people["editor"].person, office.organisation
    share = filled(apps.get_model("sharing.Share"), buyer=of, supplier=of, asked_by=person)
    delivery = filled(apps.get_model("sharing.Delivery"), share=share, number=1, version=1, by=person)
    filled(apps.get_model("sharing.Taking"), delivery=delivery, buyer=of, sequence=900, by=person)
