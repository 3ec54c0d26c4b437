"""Addresses and tables of the benchmarks room for the isolation matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from url_shapes import LISTS, PAGES, Row, as_form, as_json

TENANTS: set[str] = {"benchmark_id", "snapshot_id", "objection_id"}
"""Parameters of addresses that name what belongs to somebody."""

_KEY = {
    "rule": "cn.cement@1", "unit": "1 t", "boundary": "cradle_to_gate", "gwp_set": "AR6",
    "electricity": "as_modelled", "end_of_life": "cutoff", "allocation": "none",
}  # fmt: skip
_VALUES = {"name_zh": "水泥", "limit": "720", "reference": "618", "best": "530", "reasons": "更严"}
_NOT_PROPOSER = {"POST": 403}
"""The offices of the matrix are enterprises; benchmarks are for associations and the authority to prepare."""

ROWS: dict[str, Row] = {
    "benchmarks:home": Row(queries=(*PAGES, "q=LEAK")),
    "benchmarks:candidates": Row(answers={"GET": 403}),
    "benchmarks:examine": Row(sends={"POST": as_form(**_KEY, year="2024")}, answers=_NOT_PROPOSER),
    "benchmarks:take": Row(sends={"POST": as_form(**_KEY, year="2024")}, answers=_NOT_PROPOSER),
    "benchmarks:propose": Row(sends={"POST": as_form(**_VALUES)}, answers=_NOT_PROPOSER),
    "benchmarks:benchmark": Row(),
    "benchmarks:change": Row(sends={"POST": as_form(**_VALUES)}, answers=_NOT_PROPOSER),
    "benchmarks:consult": Row(sends={"POST": as_form(closes_on="2099-12-31")}, answers=_NOT_PROPOSER),
    "benchmarks:comment": Row(sends={"POST": as_form(text="好")}, answers={"POST": 422}),
    "benchmarks:answer": Row(sends={"POST": as_form(adopted="yes", text="好")}, answers=_NOT_PROPOSER),
    "benchmarks:act": Row(sends={"POST": as_form(action="drop", reason="因为")}, answers=_NOT_PROPOSER),
    "api:list_benchmarks": Row(queries=(*LISTS, "rule=LEAK&year=2024")),
    "api:list_candidates": Row(answers={"GET": 403}),
    "api:take_snapshot": Row(sends={"POST": as_json(**_KEY, year=2024)}, answers=_NOT_PROPOSER),
    "api:propose_benchmark": Row(sends={"POST": as_json(name_zh="水泥")}, answers=_NOT_PROPOSER),
    "api:get_benchmark": Row(),
    "api:get_gap": Row(sends={"POST": as_json(unit="1 t", value=600)}, answers={"POST": 404}),
    "api:list_opinions": Row(queries=LISTS),
    "api:give_opinion": Row(sends={"POST": as_json(text="好")}, answers={"POST": 422}),
    "api:answer_opinion": Row(sends={"POST": as_json(adopted="yes", text="好")}, answers=_NOT_PROPOSER),
    "api:change_benchmark": Row(
        sends={"PUT": as_json(name_zh="水泥", limit=720, reference=618, best=530, reasons="更严")},
        answers={"PUT": 403},
    ),
    "api:consult_on_benchmark": Row(sends={"POST": as_json(closes_on="2099-12-31")}, answers=_NOT_PROPOSER),
    "api:act_on_benchmark": Row(sends={"POST": as_json(action="drop", reason="因为")}, answers=_NOT_PROPOSER),
    "footprints:benchmark": Row(queries=("version=1", "version=x")),
    "footprints:take_over_bands": Row(
        sends={"POST": as_form(benchmark="6f5c1d52-7a57-4d7e-9d3c-0d4a7f4b1a11")}, answers={"POST": 422}
    ),
}

OWNED: dict[str, Callable[[Any], Any]] = {
    "benchmarks.Snapshot": lambda of: Q(organisation=of),
    "benchmarks.Benchmark": lambda of: Q(organisation=of),
    "benchmarks.Step": lambda of: Q(benchmark__organisation=of),
    "benchmarks.Comment": lambda of: Q(benchmark__organisation=of),
    "benchmarks.Answer": lambda of: Q(comment__benchmark__organisation=of),
}
"""Tables with rows of an organisation, and which rows those are (a Q for the organisation)."""

SHARED: dict[str, str] = {}
"""Tables without rows of an organisation, and why."""

KEPT: dict[str, str] = {}
"""Text columns of owned tables that hold no text of anybody's, and why."""

_CELLS = '{"groups": 12, "digits": 3, "mean": "618", "p10": "531", "median": "622", "p90": "729"}'


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """A draft that was sent back with a comment: nobody else's business."""
    snapshot = _snapshot(office, said)
    editor = office.people["editor"].person
    draft = apps.get_model("benchmarks.Benchmark").objects.create(
        sequence=abs(hash(office.organisation.pk)) % 900_000 + 1, snapshot=snapshot, organisation=office.organisation,
        name_zh=said(), name_en=said(), limit="729", reference="618", best="531", reasons=said(), since=timezone.now(),
    )  # fmt: skip
    by = {"by": editor, "organisation": office.organisation}
    draft.steps.create(sequence=1, action="propose", before="", after="draft", reason=said(), **by)
    opinion = draft.comments.create(text=said(), **by)
    answered = draft.comments.create(text=said(), **by)
    apps.get_model("benchmarks.Answer").objects.create(comment=answered, adopted="yes", text=said(), **by)
    return {"benchmark_id": draft.id, "snapshot_id": snapshot.id, "objection_id": opinion.id}


def _snapshot(office: Any, said: Callable[[], str]) -> Any:
    return apps.get_model("benchmarks.Snapshot").objects.create(
        rule=said(), unit="1 t", boundary=said(), gwp_set="AR6", electricity=said(), end_of_life=said(),
        allocation=said(), year=2024, contributors=f'{{"{said()}": [618.0, 1.0]}}', published=_CELLS,
        thresholds="{}", digest=said(), organisation=office.organisation, by=office.people["editor"].person,
    )  # fmt: skip


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
    by = {"by": office.people["editor"].person, "organisation": office.organisation}
    snapshot = filled(apps.get_model("benchmarks.Snapshot"), year=1999, **by)
    made = filled(
        apps.get_model("benchmarks.Benchmark"), snapshot=snapshot, organisation=office.organisation,
        sequence=999_983, since=timezone.now(),
    )  # fmt: skip
    filled(apps.get_model("benchmarks.Step"), benchmark=made, sequence=1, **by)
    comment = filled(apps.get_model("benchmarks.Comment"), benchmark=made, **by)
    filled(apps.get_model("benchmarks.Answer"), comment=comment, **by)
