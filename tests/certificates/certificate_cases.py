"""Houses and people around certificates, a verified version, and facts that rest on it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from tanzuji.certificates import services
from tanzuji.certificates.facts import CertificateFacts, CertificateView, Stage
from tanzuji.documents.text import Text
from tanzuji.footprints.models import Study, Version
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Role
from tanzuji.parties.models import Membership, Organisation, Person
from tanzuji.verification import queries as verification

TODAY = date(2026, 11, 27)


def somebody(of: Organisation, name: str, *roles: Role) -> Acting:
    person = Person.objects.create(email=f"{name}@{of.pk}.example", name=name)
    Membership.objects.create(person=person, organisation=of, roles=",".join(roles))
    return Acting(person, of, frozenset(roles))


@dataclass(frozen=True)
class Houses:
    """Who takes part."""

    holder: Acting
    evaluator: Acting
    """Editor of the body."""
    decider: Acting
    """Reviewer of the body."""
    second: Acting
    """Another reviewer of the body."""
    rival: Acting
    """Reviewer of another body."""
    inspector: Acting
    """Reviewer of the authority."""

    @property
    def body(self) -> UUID:
        return self.decider.organisation_id


def houses() -> Houses:
    works = Organisation.objects.create(kind="enterprise", name_zh="水泥厂", name_en="Works", code="W1")
    body = Organisation.objects.create(
        kind="certification_body", name_zh="恒证", name_en="Hengzheng", code="B1"
    )
    rival = Organisation.objects.create(kind="certification_body", name_zh="他证", name_en="Rival", code="B2")
    authority = Organisation.objects.create(
        kind="regulator", name_zh="主管部门", name_en="Authority", mandates="authority"
    )
    return Houses(
        somebody(works, "holder", "admin", "editor", "reviewer"),
        somebody(body, "evaluator", "editor", "reviewer"),
        somebody(body, "decider", "reviewer"),
        somebody(body, "second", "reviewer"),
        somebody(rival, "rival", "reviewer"),
        somebody(authority, "inspector", "reviewer"),
    )


def version_of(holder: Acting) -> Version:
    """A frozen version of a study; a certificate asks no more of it than to be there."""
    study = Study.objects.create(
        organisation=holder.organisation,
        document="{}",
        created_by=holder.person,
        edited_by=holder.person,
        edited_at=timezone.now(),
    )
    return Version.objects.create(
        study=study, number=1, revision=1, document="{}", digest="sha256:" + "d" * 64, footprint="{}",
        footprint_id="sha256:" + "f" * 64, result_digest="sha256:" + "e" * 64, checked="[]", releases="[]",
        total=612.3456789, unit_label="t", errors=0, warnings=0, made_by=holder.person,
    )  # fmt: skip


class Statements:
    """The statements there are, in place of those of the verification room."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.rows: list[Any] = []
        patch.setattr(verification, "statements_of", self.of)
        patch.setattr(verification, "valid_statement", self.valid)

    def of(self, version_id: int) -> list[Any]:
        return [row for row in self.rows if row.version_id == version_id]

    def valid(self, version_id: int) -> Any:
        return next((row for row in self.of(version_id) if row.verified), None)

    def sign(self, version: Version, **other: Any) -> Any:
        row = SimpleNamespace(
            id=uuid4(), number="V-1", version_id=version.id, client=version.study.organisation, level="reasonable",
            opinion="unmodified", result_digest=version.result_digest, total="612.3456789", unit="t",
            boundary="cradle_to_gate", rule="cn.cement@1", verified=True, status="valid",
            signed_at=timezone.now(),
        )  # fmt: skip
        row.__dict__.update(other)
        self.rows.append(row)
        return row


@dataclass
class Case:
    """A verified version, whoever takes part, and facts that may be certified."""

    who: Houses
    version: Version
    statements: Statements
    statement: Any
    facts: CertificateFacts

    def issue(self, key: str = "k1", **changed: Any) -> CertificateView:
        people = {"decided_by": self.who.decider.person.id, "evaluated_by": self.who.evaluator.person.id}
        for name in ("decided_by", "evaluated_by"):
            people[name] = changed.pop(name, people[name])
        acting = changed.pop("acting", self.who.decider)
        today = changed.pop("today", TODAY)
        return services.issue(acting, replace(self.facts, **changed), key=key, today=today, **people)


def facts_of(who: Houses, version: Version, statement: Any, **other: Any) -> CertificateFacts:
    told: dict[str, Any] = {
        "scheme": "cn-national", "scheme_version": 1, "scheme_name": Text(zh="产品碳足迹标识认证", en="Product carbon footprint label"),
        "family": "footprint", "body": who.body, "holder": who.holder.organisation_id,
        "maker": Text(zh="水泥厂", en="Works"), "product": Text(zh="普通硅酸盐水泥 P·O 42.5", en="Ordinary Portland cement P·O 42.5"),
        "models": ("P·O 42.5",), "gtin": "6901234567892", "version_id": version.id, "statement": statement.id,
        "dataset_digest": version.result_digest, "standard": "GB/T 24067-2024", "rule": "cn.cement@1",
        "value": Decimal("612"), "unrounded": "612.3456789", "unit": "kgCO2e/t",
        "unit_words": Text(zh="1 吨水泥", en="1 t of cement"), "boundary": "cradle_to_gate",
        "stages": (
            Stage("raw_materials", Text(zh="原材料", en="Raw materials"), Decimal("551"), Decimal("90.0")),
            Stage("production", Text(zh="生产", en="Production"), Decimal("61.3"), Decimal("10.0")),
        ),
        "interval": (Decimal("590"), Decimal("640")), "reference_year": "2025", "level": "reasonable",
        "verifier": Text(zh="度衡", en="Duheng"), "months": 24, "surveillance_months": 12,
    }  # fmt: skip
    return CertificateFacts(**(told | other))


def made(patch: pytest.MonkeyPatch) -> Case:
    """Everything that is needed before a certificate can be issued."""
    who, statements = houses(), Statements(patch)
    version = version_of(who.holder)
    statement = statements.sign(version)
    return Case(who, version, statements, statement, facts_of(who, version, statement))


def leaves_of(number: str) -> list[dict[str, Any]]:
    """What the log holds of a certificate, read from the public bytes of its leaves."""
    from tanzuji.ledger import log

    return [json.loads(entry.leaf.split(b"\n", 1)[1]) for entry in log.entries("certificate", number)]
