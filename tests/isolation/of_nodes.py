"""Addresses and tables of the nodes room for the isolation matrix."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db.models import Q
from url_shapes import LISTS, PAGES, Row, as_form, as_json, nothing

TENANTS: set[str] = {"peer_id", "shipment_id", "arrival_id", "examination_id"}

_REFUSED = {"POST": 403}
"""Whoever is no curator is told so; that a node is another's is not told."""

ROWS: dict[str, Row] = {
    "nodes:home": Row(),
    "nodes:add_peer": Row(sends={"POST": as_form(address="https://node.example")}, answers=_REFUSED),
    "nodes:arrivals": Row(queries=PAGES),
    "nodes:arrival": Row(sends={"POST": as_form(action="reject", reason="r")}, answers=_REFUSED),
    "nodes:examinations": Row(sends={"POST": as_form(release="own@1")}),
    "nodes:examination": Row(),
    "nodes:withdraw": Row(sends={"POST": nothing}, answers=_REFUSED),
    "nodes:peer": Row(queries=("only=conflicts", "only=x&q=LEAK", *PAGES)),
    "nodes:change_peer": Row(sends={"POST": as_form(zh="n", en="n")}, answers=_REFUSED),
    "nodes:map": Row(sends={"POST": as_form(dataset="d", theirs="t")}, answers=_REFUSED),
    "nodes:queue": Row(sends={"POST": as_form(dataset="d")}, answers=_REFUSED),
    "nodes:exchange": Row(sends={"POST": nothing}, answers=_REFUSED),
    "nodes:take_over": Row(sends={"POST": as_form(theirs="t")}, answers=_REFUSED),
    "nodes:records": Row(),
    "api:deliver": Row(sends={"POST": lambda world, ids: _parcel()}),
    "api:list_arrivals": Row(queries=LISTS),
    "api:get_arrival": Row(),
    "api:decide": Row(sends={"POST": as_json(accept=False, reason="r")}, answers=_REFUSED),
    "api:catalogue": Row(queries=LISTS, answers={"GET": 422}),
    "api:published_dataset": Row({"dataset_id": "d"}, answers={"GET": 422}),
    "api:list_peers": Row(),
    "api:map_dataset": Row(sends={"POST": as_json(dataset="d", theirs="t")}, answers=_REFUSED),
    "api:queue": Row(sends={"POST": as_json(dataset="d")}, answers=_REFUSED),
    "api:list_shipments": Row(queries=LISTS),
    "api:exchange": Row(sends={"POST": nothing}, answers=_REFUSED),
}

OWNED: dict[str, Callable[[Any], Any]] = {
    "nodes.Peer": lambda of: Q(organisation=of),
    "nodes.Mapping": lambda of: Q(peer__organisation=of),
    "nodes.Shipment": lambda of: Q(peer__organisation=of),
    "nodes.Arrival": lambda of: Q(organisation=of),
    "nodes.Examination": lambda of: Q(organisation=of),
}

SHARED: dict[str, str] = {}

KEPT: dict[str, str] = {}


def _parcel() -> bytes:
    from tanzuji.documents.canonical import digest
    from tanzuji.documents.datasets import Dataset

    plain = {"id": "sent", "name": "sent", "unit": "kg", "amounts": [{"gas": "CO2", "amount": 1.0}],
             "gas_basis": "gases", "source": {"title": "a paper"}}  # fmt: skip
    dataset = Dataset.parse(plain)
    body = {"format": "tanzuji-parcel/1", "sender": "node", "release": "r@1", "release_digest": "sha256:0",
            "dataset": dataset.plain(), "digest": digest(dataset)}  # fmt: skip
    return json.dumps(body).encode()


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """A node with a mapping and a shipment, something that was delivered here, and an examination."""
    from tanzuji.nodes import services
    from tanzuji.nodes.models import Mapping, Peer, Shipment
    from tanzuji.nodes.parcels import Parcel

    editor = office.people["editor"]
    row = {"id": said(), "version": said(), "digest": "d", "name_zh": said(), "unit": "kg", "geography": "CN",
           "boundary": "unknown", "gas_basis": "co2e"}  # fmt: skip
    peer = Peer.objects.create(
        organisation=office.organisation, name_zh=said(), name_en=said(), added_by=editor.person,
        address=f"https://{uuid4().hex}.example", comparison=json.dumps([row]), compared_with=said(),
    )  # fmt: skip
    Mapping.objects.create(peer=peer, dataset=said(), theirs=said(), note=said(), by=editor.person)
    words = {"zh": said(), "en": said()}
    shipment = Shipment.objects.create(
        peer=peer, dataset=said(), parcel=json.dumps({"record": {"factorName": said()}}), digest="d", release=said(),
        queued_by=editor.person, answer=json.dumps({"reason": said()}),
        problem=json.dumps({"code": "web.failed", "path": "", "message": words, "remedy": words}),
    )  # fmt: skip
    arrival = services.receive(editor, Parcel.parse(json.loads(_parcel()) | {"sender": said()}))
    examination = services.examine_release(editor, "own", "1")
    return {
        "peer_id": peer.id,
        "shipment_id": shipment.id,
        "arrival_id": arrival.id,
        "examination_id": examination.id,
    }


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
    person, of = office.people["editor"].person, {"organisation": office.organisation}
    peer = filled(apps.get_model("nodes.Peer"), added_by=person, comparison="[]", **of)
    filled(apps.get_model("nodes.Peer"), added_by=person, address="https://one.more.example", **of)
    filled(apps.get_model("nodes.Mapping"), peer=peer, by=person)
    filled(apps.get_model("nodes.Shipment"), peer=peer, queued_by=person)
    filled(apps.get_model("nodes.Arrival"), person=person, **of)
    filled(apps.get_model("nodes.Examination"), by=person, count=1, conforms=False, **of)
