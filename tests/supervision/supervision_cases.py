"""An authority with inspectors, bodies, certified works, and inspections on their way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone

from tanzuji.certificates import services as certificates
from tanzuji.certificates.facts import CertificateFacts, CertificateView
from tanzuji.documents.text import Text
from tanzuji.ledger import log
from tanzuji.ledger.kinds import STANDARD
from tanzuji.parties import queries
from tanzuji.parties import services as parties
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Kind, Mandate, Role
from tanzuji.supervision import queries as supervision
from tanzuji.supervision import services
from tanzuji.supervision.models import Inspection
from tanzuji.supervision.services import CauseGiven, PlanGiven

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def house(kind: Kind, name: str, *mandates: Mandate, **people: tuple[Role, ...]) -> dict[str, Acting]:
    """An organisation and its people by name."""
    made = parties.found(kind, zh=name, en=name, code=f"CODE-{name}")
    if mandates:
        parties.charge(made, mandates)
    found = {}
    for who, roles in people.items():
        person = parties.register(email=f"{who}@{name}.example", name=who, password="violet-kiln-1450")
        parties.join(person, made, roles)
        found[who] = queries.required_for(person, made.id)
    return found


@dataclass
class World:
    """Who takes part. `planner` and `clerk` prepare, `head` and `second` decide, `ann`, `bob`, `cyd` inspect."""

    bureau: dict[str, Acting]
    body: dict[str, Acting]
    works: list[dict[str, Acting]] = field(default_factory=list)
    views: list[CertificateView] = field(default_factory=list)

    def listed(self) -> None:
        for name in ("ann", "bob", "cyd"):
            services.add_inspector(self.bureau["planner"], f"{name}@bureau.example")


def world(count: int = 3) -> World:
    """An authority, a body, and works with a certificate each."""
    editor: tuple[Role, ...] = ("editor",)
    bureau = house(
        "regulator", "bureau", "authority", planner=editor, clerk=("editor", "reviewer"), head=("reviewer",),
        second=("reviewer",), ann=editor, bob=editor, cyd=("editor", "reviewer"),
    )  # fmt: skip
    body = house("certification_body", "body", evaluator=editor, decider=("reviewer",))
    found = World(bureau, body)
    for number in range(count):
        works = house("enterprise", f"works{number}", editor=editor, reader=("reader",))
        found.works.append(works)
        found.views.append(certificate(body, works["editor"]))
    return found


def certificate(body: dict[str, Acting], holder: Acting, **other: Any) -> CertificateView:
    """A certificate of carbon efficiency: of all families the one that needs no statement behind it."""
    told: dict[str, Any] = {
        "scheme": "efficiency", "scheme_version": 1, "scheme_name": Text(zh="碳效评价", en="Carbon efficiency"), "family": "efficiency",
        "body": body["decider"].organisation_id, "holder": holder.organisation_id, "maker": Text(zh="厂", en="Works"),
        "product": Text(zh="水泥", en="Cement"), "models": ("P·O 42.5",), "gtin": "", "version_id": None, "statement": None,
        "dataset_digest": "sha256:" + "e" * 64, "standard": "GB/T 24067-2024", "rule": "cn.cement@1", "value": Decimal("612"), "unrounded": "612.3",
        "unit": "kgCO2e/t", "unit_words": Text(zh="1 t 水泥", en="1 t of cement"), "boundary": "cradle_to_gate", "reference_year": "2025",
        "level": "", "months": 24, "surveillance_months": 12,
    }  # fmt: skip
    return certificates.issue(
        body["decider"],
        CertificateFacts(**{**told, **other}),
        key=str(uuid4()),
        decided_by=body["decider"].person.id,
        evaluated_by=body["evaluator"].person.id,
    )


def plan(of: World, **other: Any) -> Any:
    """A plan that a second person decided."""
    given: dict[str, Any] = {
        "year": 2026, "title": Text(zh="年度抽查", en="The year's inspections"), "pool": "certificates", "sample": 2,
        "due": timezone.localdate() + timedelta(days=60),
    }  # fmt: skip
    made = services.draft(of.bureau["planner"], PlanGiven(**{**given, **other}))
    return services.step_plan(of.bureau["head"], made.id, "decide")


def another_entry() -> None:
    """One more entry of the log, as any official act brings."""
    from django.db import transaction

    with transaction.atomic():
        log.append(STANDARD, {"event": "in-force", "id": str(uuid4())}, subject="standard", subject_id="x")


def drawn(of: World, **other: Any) -> list[Inspection]:
    """Inspections as a draw gives them."""
    of.listed()
    made = services.commit(of.bureau["planner"], plan(of, **other).id)
    another_entry()
    services.draw(of.bureau["head"], made.id)
    return list(Inspection.objects.filter(draw=made).order_by("number"))


def opened(of: World, at: int = 0, **other: Any) -> Inspection:
    """An inspection for cause of one of the works, by Ann and Bob."""
    if not supervision.inspectors(of.bureau["planner"]):
        of.listed()
    codes = {each.person.name: each.code for each in supervision.inspectors(of.bureau["planner"])}
    given: dict[str, Any] = {
        "target": "certificates", "code": of.views[at].number, "due": timezone.localdate() + timedelta(days=20),
        "inspectors": [codes["ann"], codes["bob"]], "reason": "专项",
    }  # fmt: skip
    return services.open_for_cause(of.bureau["planner"], CauseGiven(**{**given, **other}))


def under_way(of: World, at: int = 0) -> Inspection:
    made = opened(of, at)
    for name in ("ann", "bob"):
        services.declare(of.bureau[name], made.id, conflict=False)
    return services.step(of.bureau["ann"], made.id, "begin")


def inspected(of: World, at: int = 0, *, wrong: tuple[str, ...] = ("label_value",)) -> Inspection:
    """Handed in, with a finding for each of `wrong`."""
    made = under_way(of, at)
    for item in supervision.items(made):
        bad = item["code"] in wrong
        services.check(
            of.bureau["bob"],
            made.id,
            item["code"],
            "no" if bad else "yes",
            note="标出 600，证书为 612" if bad else "",
            severity="major" if bad else "",
        )
    return services.step(of.bureau["ann"], made.id, "hand_in", summary="现场检查一天")
