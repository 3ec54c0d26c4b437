"""An applicant with a submitted study, a qualified body with its staff, an authority, and an application led step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from tanzuji.certification import queries, services
from tanzuji.certification.models import Application
from tanzuji.documents.models import ProductModel
from tanzuji.footprints import services as footprints
from tanzuji.footprints import verifying
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.starter import starter_release
from tanzuji.parties import queries as party_queries
from tanzuji.parties import services as parties
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Kind, Mandate, Role
from tanzuji.parties.models import Membership, Organisation, Person
from tanzuji.verification import queries as verification

SCHEME = "cn.footprint-label"
LONG_AGO = date(2019, 1, 1)
FEES = [
    {"name": "申请费", "quantity": "1", "price": "800"},
    {"name": "审核费", "quantity": "3.5", "price": "2500"},
]
FILE = ("request", "licence", "flow-diagram", "materials", "data-list", "reduction-plan", "management-system")
DETAILS: dict[str, Any] = {
    "item": "cement",
    "models_text": "P·O 42.5",
    "legal_person": "on",
    "management_since": "2023-01-01",
    "target_name": "单位产品碳足迹",
    "target_unit": "kgCO2e/t",
    "target_base_year": "2024",
    "target_base": "812",
    "target_year": "2028",
    "target_value": "760",
}


@lru_cache(maxsize=1)
def models() -> dict[str, ProductModel]:
    return demo_models()


def house(kind: Kind, name: str, *mandates: Mandate, **people: tuple[Role, ...]) -> dict[str, Acting]:
    made = parties.found(kind, zh=name, en=name, code=f"CODE-{name}")
    if mandates:
        parties.charge(made, mandates)
    found = {}
    for who, roles in people.items():
        person = parties.register(email=f"{who}@{name}.example", name=who, password="violet-kiln-1450")
        parties.join(person, made, roles)
        found[who] = party_queries.required_for(person, made.id)
    return found


def submitted_study(editor: Acting, reviewer: Acting, key: str = "cement_po425") -> Any:
    """A study whose newest version was reviewed and submitted."""
    study = footprints.create(editor, models()[key], [starter_release()])
    footprints.make_version(editor, study.id, note="first")
    footprints.decide(reviewer, study.id, "approve", number=1, reason="agrees")
    footprints.decide(editor, study.id, "submit", number=1)
    return study


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

    def sign(self, version_id: int, **other: Any) -> Any:
        version = verifying.version(version_id)
        row = SimpleNamespace(
            id=uuid4(), number="V-1", version_id=version.id, study_id=version.study_id,
            client=version.study.organisation, verifier=version.study.organisation, level="limited",
            opinion="unmodified", status="valid", result_digest=version.result_digest, total=f"{version.total:.10g}",
            unit="kgCO2e/t", boundary="cradle_to_gate", rule="cn.cement@1", verified=True, reservations=None,
            signed_at=timezone.now(), valid_until=date(2030, 1, 1),
        )  # fmt: skip
        row.__dict__.update(other)
        self.rows.append(row)
        return row


@dataclass
class World:
    """Who takes part."""

    lin: Acting
    """Editor of the applicant."""
    zhou: Acting
    """Reviewer of the applicant."""
    heng: Acting
    """Editor of the body, in its staff register."""
    mei: Acting
    """Editor and reviewer of the body, in its staff register."""
    jue: Acting
    """Reviewer of the body, who decides."""
    lu: Acting
    """Editor of the authority."""
    fang: Acting
    """Reviewer of the authority."""
    study: Any
    statements: Statements
    scheme: str = SCHEME
    renews: str = ""
    """Number of the certificate that applications renew."""

    @property
    def body(self) -> UUID:
        return self.heng.organisation_id

    def begin(self, **given: Any) -> Application:
        told = {
            "body": self.body,
            "scheme": self.scheme,
            "study": self.study.id,
            "key": str(uuid4()),
            "renews": self.renews,
            **given,
        }
        return services.begin(self.lin, **told)

    def filled(self, **details: Any) -> Application:
        """An application with all that the scheme asks for."""
        of = self.begin()
        services.describe(self.lin, of.id, {**DETAILS, **details})
        for item in queries.document(of).process.file_for("renewal" if self.renews else "application"):
            services.attach(
                self.lin, of.id, item.id, data=f"{item.id} {of.id}".encode(), file=f"{item.id}.pdf"
            )
        return queries.application(self.lin, of.id)

    def applied(self, **details: Any) -> Application:
        of = self.filled(**details)
        return services.act(self.lin, of.id, "apply")

    def contracted(self) -> Application:
        of = self.applied()
        services.act(self.heng, of.id, "accept", {"lines": FEES})
        return services.act(self.lin, of.id, "sign")

    def planned(self) -> Application:
        of = self.contracted()
        for who, task in ((self.heng, "lead"), (self.mei, "inspector")):
            entry = next(row for row in staff_of(self) if row.person_id == who.person.id)
            services.call(self.heng, of.id, entry.id, task)
            services.declare_impartial(who, of.id)
        day = timezone.localdate() + timedelta(days=5)
        services.plan(self.heng, of.id, visit_from=day, visit_until=day, site="江屏县 1 号")
        return services.act(self.heng, of.id, "plan")

    def inspected(self) -> Application:
        of = self.planned()
        services.act(self.heng, of.id, "pass_documents", {"text": "文件齐全，相互一致"})
        visit = services.inspect(self.mei, of.id)
        for _, questions in queries.questions_of(visit):
            for question in questions:
                services.answer(
                    self.mei, visit.id, question.id, "conforms", data=PHOTO if question.photo else b""
                )
        services.conclude(self.mei, visit.id, "现场与申请一致")
        return services.act(self.mei, of.id, "pass_onsite", {"text": "现场检查通过"})

    def verified(self) -> Application:
        of = self.inspected()
        self.statements.sign(of.version_id)
        return services.act(self.heng, of.id, "pass_footprint", {"text": "采信核查声明"})

    def evaluated(self, recommends: str = "yes") -> Application:
        of = self.verified()
        return services.act(self.heng, of.id, "evaluate", {"text": "符合制度要求", "recommends": recommends})

    def certified(self, today: date | None = None) -> Application:
        of = self.evaluated()
        return services.act(self.jue, of.id, "approve", today=today)


PHOTO = b"\x89PNG\r\n\x1a\n one photograph of the line"


def staff_of(world: World) -> list[Any]:
    from tanzuji.certification import bodies

    return list(bodies.staff(world.body))


def qualify(
    body: Acting,
    authority: Acting,
    *people: Acting,
    staff: int = 10,
    item: str = "cn.cement",
    since: date = LONG_AGO,
) -> None:
    """A body declared and confirmed for one product field, with so many full-time people in it."""
    declared = services.declare(
        body, approval="CNCA-R-2019-001", pilot=True, projects=80, standards="GB/T 27065\nGB/T 27029",
        fields=[{"item": item, "since": since}],
    )  # fmt: skip
    services.decide(authority, declared.id, confirmed=True)
    for i in range(staff):
        email = people[i].person.email if i < len(people) else ""
        entry = services.register(
            body,
            name=f"认证员 {i + 1}",
            email=email,
            competences=[{"item": item, "since": since, "basis": "考试"}],
        )
        services.decide_staff(authority, entry.id, confirmed=True)


def world(patch: pytest.MonkeyPatch, *, qualified: bool = True) -> World:
    works = house("enterprise", "works", lin=("editor",), zhou=("reviewer",))
    body = house(
        "certification_body", "body", heng=("editor",), mei=("editor", "reviewer"), jue=("reviewer",)
    )
    bureau = house("regulator", "bureau", "authority", lu=("editor",), fang=("reviewer",))
    study = submitted_study(works["lin"], works["zhou"])
    made = World(
        works["lin"], works["zhou"], body["heng"], body["mei"], body["jue"], bureau["lu"], bureau["fang"], study,
        Statements(patch),
    )  # fmt: skip
    if qualified:
        qualify(made.heng, made.fang, made.heng, made.mei)
    return made


def member_of(organisation: Organisation, name: str, *roles: Role) -> Acting:
    person = Person.objects.create(email=f"{name}@{organisation.pk}.example", name=name)
    Membership.objects.create(person=person, organisation=organisation, roles=",".join(roles))
    return Acting(person, organisation, frozenset(roles))
