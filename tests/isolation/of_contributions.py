"""Addresses and tables of the contributions room for the isolation matrix."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from url_shapes import LISTS, PAGES, Row, as_form, as_json, nothing

TENANTS: set[str] = {"contribution_id", "remark_id", "upload_id"}
"""Parameters of addresses that name what belongs to somebody."""

_TABLE = "名称,单位,地域,年份,排放因子(kgCO2e),来源\n{name},kg,CN,2024,1.5,年报\n"


def _dataset(said: str) -> dict[str, Any]:
    return {
        "id": "offered-" + said.encode().hex()[:60],
        "name": {"zh": said, "en": said},
        "unit": "kg",
        "geography": "CN",
        "year_to": 2024,
        "boundary": "cradle_to_gate",
        "gwp_set": "AR6",
        "amounts": [{"gas": "CO2e", "amount": 1.5}],
        "quality": {"technology": 2},
        "source": {"title": said, "publisher": said, "licence": said},
        "note": said,
    }


def _file(world: Any, ids: Any) -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return {"file": SimpleUploadedFile("list.csv", _TABLE.format(name="石灰").encode())}


def _papers(world: Any, ids: Any) -> bytes:
    """Other papers for a draft of one's own, on the edition that it has."""
    return json.dumps({"edition": 1, "dataset": _dataset("another")}).encode()


ROWS: dict[str, Row] = {
    "contributions:home": Row(queries=(*PAGES, "state=draft&q=LEAK", "state=x")),
    "contributions:gate": Row(queries=(*PAGES, "q=LEAK")),
    "contributions:queue": Row(queries=(*PAGES, "state=submitted&collected_by=LEAK")),
    "contributions:new": Row(
        sends={
            "POST": as_form(
                **{"dataset.name.zh": "石灰", "dataset.id": "lime", "dataset.unit": "kg", "value": "1"}
            )
        },
        queries=("kind=footprint", "kind=x"),
    ),
    "contributions:upload": Row(sends={"POST": _file}),
    "contributions:file": Row(sends={"POST": as_form(look="1")}),
    "contributions:forget": Row(sends={"POST": nothing}),
    "contributions:contribution": Row(),
    "contributions:edit": Row(sends={"POST": as_form(more="1")}),
    "contributions:provenance": Row(),
    "contributions:difference": Row(queries=("from=1&to=2", "from=x&to=0")),
    "contributions:act": Row({"action": "withdraw"}, {"POST": as_form(reason="because")}),
    "contributions:remark": Row(sends={"POST": as_form(text="好", place="dataset.unit")}),
    "contributions:answer": Row(sends={"POST": as_form(text="好")}),
    "contributions:settle": Row(sends={"POST": nothing}),
    "api:list_contributions": Row(queries=LISTS),
    "api:list_at_gate": Row(queries=LISTS),
    "api:list_curated": Row(queries=LISTS),
    "api:offer_contribution": Row(sends={"POST": as_json(kind="factor", dataset=_dataset("lime"))}),
    "api:offer_contributions_file": Row(sends={"POST": _file}),
    "api:get_contribution": Row(),
    "api:put_contribution": Row(sends={"PUT": _papers}),
    "api:decide_contribution": Row(sends={"POST": as_json(action="withdraw", reason="because")}),
    "api:list_contribution_steps": Row(),
    "api:get_contribution_provenance": Row(),
    "api:list_contribution_changes": Row(),
    "api:list_contribution_remarks": Row(),
    "api:make_contribution_remark": Row(sends={"POST": as_json(text="好", place="dataset.unit")}),
    "api:answer_contribution_remark": Row(sends={"POST": as_json(text="好")}),
    "api:settle_contribution_remark": Row(sends={"POST": nothing}),
}

OWNED: dict[str, Callable[[Any], Any]] = {
    "contributions.Contribution": lambda of: Q(organisation=of),
    "contributions.Revision": lambda of: Q(contribution__organisation=of),
    "contributions.Step": lambda of: Q(contribution__organisation=of),
    "contributions.Remark": lambda of: Q(contribution__organisation=of),
    "contributions.Upload": lambda of: Q(organisation=of),
}
"""Tables with rows of an organisation, and which rows those are (a Q for the organisation)."""

SHARED: dict[str, str] = {}
"""Tables without rows of an organisation, and why."""

KEPT: dict[str, str] = {}
"""Text columns of owned tables that hold no text of anybody's, and why."""


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """A draft with a trail, a remark with its answer, and a file whose rows are not offered yet."""
    from tanzuji.contributions import services

    editor = office.people["editor"]
    made = services.offer(
        editor,
        _dataset(said()),
        kind="factor",
        declarations={
            "basis_note": said(),
            "method_profile": said(),
            "tags": [said()],
            "collected_by": said()[:120],
        },
        provenance={
            "inputs": [
                {
                    "id": "a",
                    "name": {"zh": said(), "en": said()},
                    "amount": 1,
                    "unit": "kg",
                    "result": 1.5,
                    "references": [f"estimate:{said()}"],
                    "note": said(),
                }
            ]
        },
    )
    remark = services.remark(editor, made.id, said(), place="dataset.unit")
    services.answer(editor, made.id, remark.id, said())
    upload = services.receive(editor, f"{said()}.csv", _TABLE.format(name=said()).encode())
    return {"contribution_id": made.id, "remark_id": remark.id, "upload_id": upload.id}


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
    person = office.people["everything"].person
    now = timezone.now()
    made = filled(
        apps.get_model("contributions.Contribution"), organisation=office.organisation, sequence=900_001,
        created_by=person, edited_at=now, since=now,
    )  # fmt: skip
    filled(apps.get_model("contributions.Revision"), contribution=made, number=1, by=person)
    filled(apps.get_model("contributions.Step"), contribution=made, sequence=1, by=person,
           organisation=office.organisation)  # fmt: skip
    filled(
        apps.get_model("contributions.Remark"), contribution=made, by=person, organisation=office.organisation
    )
    filled(apps.get_model("contributions.Upload"), organisation=office.organisation, person=person)
