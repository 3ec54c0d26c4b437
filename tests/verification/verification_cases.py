"""A client with a submitted study, a verifier with three people, a second verifier and a stranger."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import translation

from tanzuji.documents.models import ProductModel
from tanzuji.footprints import services as footprints
from tanzuji.footprints.models import Study, Version
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.starter import starter_release
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Role
from tanzuji.parties.models import Membership, Organisation, Person
from tanzuji.verification import queries, services
from tanzuji.verification.models import Engagement, Recomputation
from tanzuji.verification.services.recomputing import package_of

_NUMBERS = itertools.count(1)

DECLARED = {"no_interest": True, "no_advice": True, "no_kin": True, "confidential": True}
PAPER: dict[str, Any] = {
    "opinion": "unmodified",
    "criteria": "GB/T 24067-2024",
    "scope": {"zh": "摇篮到大门", "en": "cradle to gate"},
    "basis": {"zh": "文件评审与抽样", "en": "document review and sampling"},
    "months": 24,
}


def organisation(kind: str, name: str, **more: Any) -> Organisation:
    return Organisation.objects.create(kind=kind, name_zh=name, name_en=name, **more)


def somebody(of: Organisation, *roles: Role) -> Acting:
    number = next(_NUMBERS)
    person = Person.objects.create(email=f"v{number}@example.org", name=f"V{number}")
    return joined(person, of, *roles)


def joined(person: Person, of: Organisation, *roles: Role) -> Acting:
    Membership.objects.create(person=person, organisation=of, roles=",".join(roles))
    return Acting(person, of, frozenset(roles))


@lru_cache(maxsize=1)
def models() -> dict[str, ProductModel]:
    return demo_models()


@dataclass(frozen=True)
class Houses:
    """`editor` accounts, `chief` reviews at home; `lead`, `member`, `reviewer` verify; `other` is another verifier."""

    editor: Acting
    chief: Acting
    lead: Acting
    member: Acting
    reviewer: Acting
    other: Acting
    stranger: Acting

    @classmethod
    def built(cls) -> Houses:
        works, office = organisation("enterprise", "委托厂"), organisation("verifier", "核查所")
        return cls(
            editor=somebody(works, "editor"),
            chief=somebody(works, "reviewer"),
            lead=somebody(office, "reviewer"),
            member=somebody(office, "reviewer"),
            reviewer=somebody(office, "reviewer"),
            other=somebody(organisation("verifier", "别的核查所"), "reviewer", "editor", "admin"),
            stranger=somebody(organisation("enterprise", "别的厂"), "editor", "reviewer", "admin"),
        )

    @property
    def team(self) -> list[tuple[str, str]]:
        return [
            (self.lead.person.email, "lead"),
            (self.member.person.email, "member"),
            (self.reviewer.person.email, "reviewer"),
        ]


def submitted(houses: Houses, name: str = "rice_paddy") -> Study:
    """A study that was accounted, reviewed at home and submitted."""
    study = footprints.create(houses.editor, models()[name], [starter_release()])
    return handed_over(houses, study)


def handed_over(houses: Houses, study: Study) -> Study:
    version = footprints.make_version(houses.editor, study.id)
    footprints.decide(houses.chief, study.id, "approve", number=version.number)
    return footprints.decide(houses.editor, study.id, "submit", number=version.number)


def next_version(houses: Houses, study: Study, place: str, value: Any) -> Version:
    """The study taken back, corrected at a place, reviewed and submitted again."""
    from tanzuji.documents.editing import Set

    newest = study.versions.order_by("-number").first()
    assert newest is not None
    footprints.decide(houses.editor, study.id, "reopen", number=newest.number)
    footprints.edit(houses.editor, study.id, [Set(place=place, value=value)], force=True)
    handed_over(houses, study)
    made = study.versions.order_by("-number").first()
    assert made is not None
    return made


def asked(houses: Houses, study: Study | None = None, **more: Any) -> Engagement:
    study = study or submitted(houses)
    asks: dict[str, Any] = {"level": "limited"} | more
    return services.request(houses.editor, study.id, houses.lead.organisation_id, **asks)


def accepted(houses: Houses, study: Study | None = None, **more: Any) -> Engagement:
    of = asked(houses, study, **more)
    services.offer(houses.lead, of.id, houses.team, terms="十个工作日")
    services.accept(houses.editor, of.id)
    for person in (houses.lead, houses.member, houses.reviewer):
        services.declare(person, of.id, DECLARED)
    of.refresh_from_db()
    return of


def examined(houses: Houses, study: Study | None = None, **more: Any) -> Engagement:
    of = accepted(houses, study, **more)
    services.plan(houses.lead, of.id, materiality=0.05, risks="电力因子")
    of.refresh_from_db()
    return of


def looked_at(houses: Houses, of: Engagement) -> None:
    """Every line of the sample that is still open put down as examined."""
    lines = [
        (each.item.place, "examined", "与凭证一致") for each in queries.sample(of) if each.state == "open"
    ]
    if lines:
        services.examine(houses.member, of.id, lines)


def recomputed(houses: Houses, of: Engagement, *, equal: bool = True) -> Recomputation:
    """The newest submission recomputed in this process, as the job would keep it; `equal=False` reports another total."""
    import tempfile
    from pathlib import Path

    from tanzuji.formats.study_package import open_study_package
    from tanzuji.formats.study_recomputing import recomputed as computed
    from tanzuji.verification.services import recomputing

    submission = queries.newest(of)
    content, digest = package_of(of, submission, whole=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "p.zip"
        file.write_bytes(content)
        found = computed(open_study_package(file))
    if not equal:
        found = found.model_copy(update={"equal": False, "count": 1})
    return recomputing._keep(
        houses.lead, of, submission, found, origin="server", key=f"test:{next(_NUMBERS)}", digest=digest
    )


def drafted(houses: Houses, study: Study | None = None, **paper: Any) -> Engagement:
    of = examined(houses, study)
    looked_at(houses, of)
    recomputed(houses, of)
    services.draft(houses.lead, of.id, PAPER | paper)
    of.refresh_from_db()
    return of


def report_of(row: Recomputation) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(row.report)
    return found


def browser(acting: Acting) -> Client:
    client = Client()
    client.force_login(acting.person)
    return client


def page(name: str, *args: object, language: str = "zh-hans") -> str:
    with translation.override(language):
        return reverse(f"verification:{name}", args=args)
