"""How many certificates a second can be issued, each in a transaction of its own that is on the disk when it returns.

    python benchmarks/bench_issue.py                          # two processes, ten seconds, SQLite
    DATABASE_URL=postgres://… python benchmarks/bench_issue.py --processes 4

Everything of an issuance is in it: the look at the verification statement, the request, the serial, the certificate, its
event, the leaf of the log with its tree nodes, the ledger, the notice, and the signed checkpoint each second. SQLite
writes with synchronous=FULL, PostgreSQL as its server is set (tools/postgres.py keeps nothing: its figure says less). Afterwards serials, status bits and leaves must be
contiguous. Exit code 1 where they are not, or where it is under 50 a second or p99 over a second.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
import uuid
from dataclasses import replace
from decimal import Decimal
from typing import Any

GOAL, SLOWEST = 50.0, 1.0


def prepared() -> tuple[Any, Any, uuid.UUID]:
    """Tables, a body with two people, a verified version: (who decides, facts, who evaluated)."""
    import django
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    from tanzuji.parties.acting import Acting
    from tanzuji.parties.models import Membership, Organisation, Person

    houses = {
        kind: Organisation.objects.create(kind=kind, name_zh=kind, name_en=kind)
        for kind in ("enterprise", "verifier", "certification_body")
    }
    people = []
    for house, roles in (
        ("enterprise", "editor"),
        ("certification_body", "editor"),
        ("certification_body", "reviewer"),
    ):
        person = Person.objects.create(email=f"{len(people)}@bench.example", name=f"person {len(people)}")
        Membership.objects.create(person=person, organisation=houses[house], roles=roles)
        people.append(person)
    decider = Acting(people[2], houses["certification_body"], frozenset({"reviewer"}))
    return decider, _facts(houses, people[0]), people[1].id


def _facts(houses: dict[str, Any], person: Any) -> Any:
    from tanzuji.certificates.facts import CertificateFacts, Stage
    from tanzuji.documents.text import Text

    statement = _statement(houses, person)
    name = Text(zh="普通硅酸盐水泥 P·O 42.5", en="Ordinary Portland cement P·O 42.5")
    stages = tuple(
        Stage(f"stage{i}", Text(zh=f"阶段 {i}", en=f"Stage {i}"), Decimal(204), Decimal("33.3"))
        for i in range(3)
    )
    return CertificateFacts(
        scheme="bench", scheme_version=1, scheme_name=Text(zh="方案", en="Scheme"), family="footprint",
        body=houses["certification_body"].id, holder=houses["enterprise"].id, maker=name, product=name,
        models=("P·O 42.5",), gtin="6901234567892", version_id=statement.version_id, statement=statement.id,
        dataset_digest=statement.result_digest, standard="GB/T 24067-2024", rule=statement.rule, value=Decimal(612),
        unrounded=statement.total, unit="kgCO2e/t", unit_words=Text(zh="1 吨", en="1 t"), boundary=statement.boundary,
        stages=stages, reference_year="2025", level="reasonable", verifier=Text(en="Verifier"), months=24,
        surveillance_months=12,
    )  # fmt: skip


def _statement(houses: dict[str, Any], person: Any) -> Any:
    """A signed statement with all that it hangs on, made by hand: how it came about costs nothing here."""
    from django.apps import apps
    from django.utils import timezone

    study = _row(
        "footprints.Study",
        organisation=houses["enterprise"],
        document="{}",
        created_by=person,
        edited_by=person,
    )
    version = _row("footprints.Version", study=study, number=1, document="{}", made_by=person)
    engagement = _row(
        "verification.Engagement", study=study, client=houses["enterprise"], verifier=houses["verifier"],
    )  # fmt: skip
    submission = _row("verification.Submission", engagement=engagement, version=version, number=1)
    recomputation = _row("verification.Recomputation", submission=submission)
    assert apps.get_model("verification.Statement")
    return _row(
        "verification.Statement", engagement=engagement, submission=submission, recomputation=recomputation,
        version=version, client=houses["enterprise"], verifier=houses["verifier"], level="reasonable",
        opinion="unmodified", total="612.3456789", unit="1 t", boundary="cradle_to_gate", rule="cn.cement@1",
        result_digest="sha256:" + "e" * 64, drafted_by=person, signed_by=person, number="V-1", sequence=1,
        valid_until=timezone.localdate().replace(year=timezone.localdate().year + 2),
    )  # fmt: skip


def _row(label: str, **given: Any) -> Any:
    """A row of a table; what has to be filled and is not given holds something of its kind."""
    from django.apps import apps
    from django.db import models
    from django.utils import timezone

    table = apps.get_model(label)
    for field in table._meta.concrete_fields:
        if field.name in given or field.has_default() or field.null or field.blank or field.primary_key:
            continue
        if isinstance(field, models.ForeignKey):
            given[field.name] = field.related_model.objects.first()
        elif isinstance(field, models.DateTimeField):
            given[field.name] = timezone.now()
        elif isinstance(field, models.DateField):
            given[field.name] = timezone.localdate()
        elif isinstance(field, models.IntegerField | models.FloatField):
            given[field.name] = 1
    return table.objects.create(**given)


def _worker(decider: Any, facts: Any, evaluator: uuid.UUID, name: str, ends: float, out: Any) -> None:
    """Issue until the time is over; the seconds each took go to `out`."""
    from tanzuji.certificates import services

    times = []
    while time.time() < ends:
        began = time.perf_counter()
        key, models = f"{name} {len(times)}", (f"P·O 42.5 {name} {len(times)}",)
        services.issue(
            decider, replace(facts, models=models), key=key, decided_by=decider.person.id, evaluated_by=evaluator
        )  # fmt: skip
        times.append(time.perf_counter() - began)
    out.put(times)


def main() -> int:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--processes", type=int, default=2)
    told.add_argument("--seconds", type=float, default=10)
    asked = told.parse_args()
    os.environ |= {"TANZUJI_SECOND_FACTOR": "0", "DJANGO_SETTINGS_MODULE": "tanzuji.site.settings"}
    with tempfile.TemporaryDirectory() as home:
        os.environ["TANZUJI_HOME"] = home
        return measured(asked.processes, asked.seconds)


def measured(processes: int, seconds: float) -> int:
    """Measure, print, look whether all is contiguous; the exit code."""
    decider, facts, evaluator = prepared()
    from django.db import connections

    connections.close_all()
    fork = multiprocessing.get_context("fork")
    out, ends = fork.Queue(), time.time() + seconds
    running = [
        fork.Process(target=_worker, args=(decider, facts, evaluator, str(i), ends, out)) for i in range(processes)
    ]  # fmt: skip
    for process in running:
        process.start()
    times = sorted(taken for _ in running for taken in out.get())
    for process in running:
        process.join()
    wrong = _broken(len(times))
    rate, p99 = len(times) / seconds, times[int(len(times) * 0.99)]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (used.ru_utime + used.ru_stime) / len(times) * 1000
    connection = connections["default"]
    print(
        f"{connection.vendor}, {processes} processes, {seconds:g} s: {len(times)} certificates, {rate:.0f} a second; "
        f"median {statistics.median(times) * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms; {cpu:.1f} ms of CPU each; load {os.getloadavg()[0]:.1f}"
    )
    for said in wrong:
        print(said)
    return int(bool(wrong) or rate < GOAL or p99 > SLOWEST)


def _broken(count: int) -> list[str]:
    """What is not as it should be afterwards."""
    from tanzuji.certificates import queries
    from tanzuji.certificates.models import Certificate
    from tanzuji.certificates.services.recording import LEAF
    from tanzuji.ledger.models import Leaf
    from tanzuji.ledger.soundness import examine

    rows = Certificate.objects.order_by("serial")
    found = []
    if list(rows.values_list("serial", flat=True)) != list(range(1, count + 1)):
        found.append("serials have gaps")
    if list(rows.order_by("status_index").values_list("status_index", flat=True)) != list(range(count)):
        found.append("places in the status lists have gaps")
    leaves = Leaf.objects.filter(kind=LEAF)
    if leaves.count() != count or queries.disagreeing():
        found.append("the log and the certificates differ")
    found += [str(finding) for finding in examine().findings]
    return found


if __name__ == "__main__":
    sys.exit(main())
