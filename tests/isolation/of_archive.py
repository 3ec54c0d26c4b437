"""Addresses and tables of the archive room for the isolation matrix."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from url_shapes import LISTS, PAGES, Row, as_form, as_json, nothing

TENANTS: set[str] = {"file_id", "item_id", "push_id"}

_ITEM = {
    "kind": "policy",
    "title_zh": "奖励",
    "title_en": "Reward",
    "text_zh": "好",
    "valid_until": "2099-12-31",
}
_OFFICE = {"POST": 403}
"""The offices of the matrix are enterprises: they draft no items and keep no catalogue."""


def _filing(world: Any, ids: Any) -> bytes:
    return json.dumps({"study": str(ids["study_id"]), "consent": True}).encode()


def _adding(world: Any, ids: Any) -> bytes:
    return json.dumps({"study": str(ids["study_id"])}).encode()


ROWS: dict[str, Row] = {
    "archive:home": Row(
        sends={"GET": nothing, "POST": lambda world, ids: {"study": str(world.own.ids["study_id"])}},
        queries=(*PAGES, "state=archived", "state=LEAK"),
    ),
    "archive:catalogue": Row(queries=(*PAGES, "q=LEAK&boundary=cradle_to_gate&year=2024&suspended=on")),
    "archive:catalogue_csv": Row(queries=("q=LEAK&suspended=on",)),
    "archive:file": Row(
        sends={"GET": nothing, "POST": lambda world, ids: {"action": "add", "study": str(ids["study_id"])}}
    ),
    "archive:items": Row(queries=PAGES),
    "archive:new_item": Row(sends={"POST": as_form(**_ITEM)}, answers=_OFFICE),
    "archive:item": Row(sends={"GET": nothing, "POST": as_form(action="close", reason="r")}),
    "archive:edit_item": Row(sends={"POST": as_form(**_ITEM)}, answers=_OFFICE),
    "archive:offers": Row(sends={"GET": nothing, "POST": as_form(cadence="weekly")}, queries=PAGES),
    "archive:offer": Row(sends={"GET": nothing, "POST": as_form(answer="not")}),
    "api:list_catalogue": Row(queries=(*LISTS, "q=LEAK")),
    "api:list_files": Row(queries=LISTS),
    "api:file_product": Row(sends={"POST": _filing}),
    "api:get_file": Row(),
    "api:add_study": Row(sends={"POST": _adding}),
    "api:decide_on_file": Row(sends={"POST": as_json(action="withdraw", reason="r")}),
    "api:list_items": Row(queries=LISTS),
    "api:draft_item": Row(sends={"POST": as_json(**_ITEM)}, answers=_OFFICE),
    "api:get_item": Row(),
    "api:edit_item": Row(sends={"PUT": as_json(**_ITEM)}, answers={"PUT": 403}),
    "api:decide_on_item": Row(sends={"POST": as_json(action="close", reason="r")}, answers=_OFFICE),
    "api:send_item": Row(sends={"POST": nothing}, answers=_OFFICE),
    "api:list_offers": Row(queries=LISTS),
    "api:read_offer": Row(sends={"POST": nothing}),
    "api:answer_offer": Row(sends={"POST": as_json(answer="not")}),
    "api:get_preference": Row(),
    "api:set_preference": Row(sends={"PUT": as_json(cadence="weekly", muted=[])}),
}

OWNED: dict[str, Callable[[Any], Any]] = {
    "archive.File": lambda of: Q(organisation=of),
    "archive.FiledStudy": lambda of: Q(file__organisation=of),
    "archive.Evaluation": lambda of: Q(file__organisation=of),
    "archive.Item": lambda of: Q(organisation=of),
    "archive.Digest": lambda of: Q(organisation=of),
    "archive.Offer": lambda of: Q(organisation=of),
    "archive.Preference": lambda of: Q(organisation=of),
}

SHARED: dict[str, str] = {}

KEPT: dict[str, str] = {
    "archive.Preference.cadence": "one of three",
    "archive.Preference.muted": "kinds of a list",
}


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """A file that is not in the catalogue, a draft of an item, and an offer that another organisation sent."""
    from tanzuji.parties import services as parties

    person, of = office.people["editor"].person, office.organisation
    sequence = abs(hash(of.pk)) % 900_000 + 1
    kept = apps.get_model("archive.File").objects.create(
        sequence=sequence, organisation=of, name_zh=said(), name_en=said(), model=said(), reason=said(),
        codes=json.dumps({said(): said()}), by=person,
    )  # fmt: skip
    words = {name: said() for name in ("title_zh", "title_en", "text_zh", "text_en", "link", "reason")}
    items = apps.get_model("archive.Item").objects
    rule = json.dumps({"words": [said()]})
    shown = {"kind": "policy", "valid_until": date(2099, 12, 31), "by": person}
    item = items.create(sequence=sequence, organisation=of, rule=rule, **shown, **words)
    bank = parties.found("bank", zh="银行", en="Bank")
    theirs = items.create(
        sequence=sequence + 1_000_000, organisation=bank, state="sent", title_zh="贷款", title_en="Loan", text_zh="好",
        **shown,
    )  # fmt: skip
    digest = apps.get_model("archive.Digest").objects.create(organisation=of, count=1, at=timezone.now())
    why = [{"file": str(kept.id), "number": said(), "name": {"zh": said()}, "reasons": [{"zh": said()}]}]
    offer = apps.get_model("archive.Offer").objects.create(
        item=theirs, organisation=of, state="sent", digest=digest, why=json.dumps(why), note=said(),
        answer=said()[:12],
    )  # fmt: skip
    return {"file_id": kept.id, "item_id": item.id, "push_id": offer.id}


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
    person, of = office.people["editor"].person, office.organisation
    kept = filled(apps.get_model("archive.File"), organisation=of, sequence=999_981, by=person)
    studies = apps.get_model("footprints.Study").objects.filter(organisation=of)
    versions = apps.get_model("footprints.Version").objects.filter(study__organisation=of)
    filled(
        apps.get_model("archive.FiledStudy"),
        file=kept,
        study=studies.first(),
        by=person,
        ended_at=timezone.now(),
    )
    filled(
        apps.get_model("archive.Evaluation"), file=kept, version=versions.first(), study=studies.first(), number=1,
        value=1.0,
    )  # fmt: skip
    item = filled(
        apps.get_model("archive.Item"),
        organisation=of,
        sequence=999_981,
        valid_until=date(2099, 12, 31),
        by=person,
    )
    digest = filled(apps.get_model("archive.Digest"), organisation=of, count=1, at=timezone.now())
    filled(apps.get_model("archive.Offer"), item=item, organisation=of, digest=digest)
    filled(apps.get_model("archive.Preference"), organisation=of)
