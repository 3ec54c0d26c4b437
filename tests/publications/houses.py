"""The houses of the electricity story with their people, and a works whose one product takes 1000 kWh."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from tanzuji.documents.models import ProductModel
from tanzuji.engine.store import home, open_release
from tanzuji.footprints import services as footprints
from tanzuji.footprints.models import Study
from tanzuji.formats.starter import starter_release
from tanzuji.jobs import services as jobs
from tanzuji.jobs.models import Job
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Role
from tanzuji.parties.models import Membership, Organisation, Person
from tanzuji.publications.models import Publication
from tanzuji.site.demonstration import of_publications

CURATOR, SECOND = "ming.yuan@data-centre.example", "qing.he@data-centre.example"
INSTITUTE, VERIFIER, CHECKER = (
    "dian.lan@power-institute.example",
    "ge.wen@duheng.example",
    "yan.su@mingsu.example",
)


def house(name: str, kind: str, people: dict[str, tuple[Role, ...]], mandates: str = "") -> dict[str, Acting]:
    """An organisation with its people, who act for it."""
    of = Organisation.objects.create(kind=kind, name_zh=name, name_en=name, code=name[:18], mandates=mandates)
    found = {}
    for email, roles in people.items():
        person = Person.objects.create(email=email, name=email.split("@")[0])
        Membership.objects.create(person=person, organisation=of, roles=",".join(roles))
        found[email] = Acting(person, of, frozenset(roles))
    return found


def cast() -> dict[str, Acting]:
    """Data centre with two persons, power institute, verifier, provenance checker."""
    return {
        **house(
            "data centre",
            "research",
            {CURATOR: ("editor", "reviewer"), SECOND: ("reviewer",)},
            "standards,models,factors,base_data",
        ),
        **house("power institute", "research", {INSTITUTE: ("editor",)}),
        **house("duheng", "verifier", {VERIFIER: ("reviewer",)}),
        **house("mingsu", "verifier", {CHECKER: ("reviewer",)}),
    }


def works(email: str = "works@works.example", name: str = "works") -> Acting:
    """An editor of an enterprise."""
    return house(name, "enterprise", {email: ("editor", "reviewer")})[email]


def smelter(year: int, kwh: float = 1000.0) -> ProductModel:
    """One tonne of a metal that takes so much electricity of the shared library and nothing else."""
    return ProductModel.parse(
        {
            "id": "metal",
            "product": {"name": {"zh": "某金属", "en": "some metal"}},
            "unit": {
                "kind": "declared",
                "amount": 1,
                "unit": "t",
                "description": {"zh": "1 吨", "en": "1 tonne"},
            },
            "boundary": {"type": "cradle_to_gate", "geography": "CN"},
            "processes": [
                {
                    "id": "smelt",
                    "name": {"zh": "熔炼", "en": "smelting"},
                    "stage": "manufacturing",
                    "energy": [
                        {
                            "id": "power",
                            "name": {"zh": "电", "en": "electricity"},
                            "amount": kwh,
                            "unit": "kWh",
                            "datasets": [of_publications.AVERAGE.format(year=year)],
                        }
                    ],
                }
            ],
        }
    )


def study_on(
    acting: Acting, of: Publication, year: int, kwh: float = 1000.0, *, version: bool = True
) -> Study:
    """A study of the metal on a release, with a version unless it stays a draft."""
    release = open_release(of.library.name, of.version)
    made = footprints.create(acting, smelter(year, kwh), [starter_release(), release])
    if version:
        footprints.make_version(acting, made.id)
    return made


def work() -> int:
    """Every job that is queued, done; how many there were."""
    waiting = list(Job.objects.filter(state="queued").order_by("created_at").values_list("id", flat=True))
    for job in waiting:
        jobs.run(job)
        done = Job.objects.get(id=job)
        assert done.state == "done", done.problems
    return len(waiting)


@contextmanager
def store_of_its_own() -> Iterator[None]:
    """Releases and candidates made in here are gone afterwards; those of a test never meet those of another."""
    from tanzuji.footprints import live
    from tanzuji.footprints.products import library, matrix

    starter_release()  # before the folder is looked at: what ships stays
    opened = (live._opened, matrix._opened, library.opened)
    before = set((home() / "releases").glob("*"))
    try:
        yield
    finally:
        for folder in {*(home() / "releases").glob("*")} - before | {
            home() / "candidates",
            home() / "catalogue",
        }:
            shutil.rmtree(folder, ignore_errors=True)
        for (
            known
        ) in opened:  # a process opens a release once; the next test writes others under the same name
            known.cache_clear()
        live._kept._results.clear()
