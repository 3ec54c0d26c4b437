"""Several processes act on a certificate and on what follows it at the same moment: `python crowd_acting.py`.

Round after round each process does another of the acts that change a certificate, its label uses, its filing and the
register: each meets the others from its own side. Prints one JSON object. Runs on the database of the environment.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import traceback
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1] / "certificates"))
sys.path.append(str(Path(__file__).resolve().parents[1] / "filings"))

from crash_issuing import prepared

ROUNDS, CERTIFICATES = 12, 3


def main() -> None:
    os.environ["TANZUJI_SECOND_FACTOR"] = "0"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanzuji.site.settings")
    case = prepared()
    scene = set_up(case)
    from django.db import connections

    connections.close_all()
    fork = multiprocessing.get_context("fork")
    acts = (decides, void_and_ask, authorises, files_and_withdraws, statement_goes, issues)
    start, out = fork.Barrier(len(acts)), fork.Queue()
    running = [
        fork.Process(target=work, args=(act, place, scene, start, out)) for place, act in enumerate(acts)
    ]
    for process in running:
        process.start()
    done = [line for _ in running for line in out.get(timeout=200)]
    for process in running:
        process.join()
    print(json.dumps({"done": done, **told_of(scene)}))


def work(act: Any, place: int, scene: Any, start: Any, out: Any) -> None:
    """One kind of act on every certificate, in every round; what it was refused, or what else came of it."""
    from tanzuji.documents.errors import CodedError

    done = []
    for at in range(ROUNDS):
        start.wait(timeout=100)
        turn = (at + place) % CERTIFICATES  # so that they meet at each of them in another order
        for number in scene.numbers[turn:] + scene.numbers[:turn]:
            try:
                act(scene, number, at)
            except CodedError as error:
                done.append([act.__name__, error.code, ""])
            except Exception:
                done.append([act.__name__, "failed", traceback.format_exc()[-1500:]])
            else:
                done.append([act.__name__, "", ""])
    out.put(done)


def set_up(case: Any) -> Any:
    """Certificates with uses that are authorised or asked for, and filings."""
    from filing_cases import house, person

    from tanzuji.labels import services as labels

    authority = house("regulator", "备案机关", "authority")
    two = [person(authority, name, "editor", "reviewer") for name in ("checker", "filer")]
    scene = SimpleNamespace(case=case, who=case.who, checker=two[0], filer=two[1])
    scene.numbers = [case.issue(f"k{i}", gtin="").number for i in range(CERTIFICATES)]
    for number in scene.numbers:
        for i in range(ROUNDS):
            of = labels.request(case.who.holder, number, placement="packaging", where=f"袋 {i}")
            if i % 2:
                labels.decide(case.who.decider, of.id, "authorise")
        filed(scene, number)
    return scene


def filed(scene: Any, number: str) -> None:
    from tanzuji.filings import services as filings

    of = filings.submit_own(scene.who.holder, number)
    filings.check(scene.checker, of.id)
    filings.file(scene.filer, of.id)


def decides(scene: Any, number: str, at: int) -> None:
    """The body suspends, and lets the certificate be valid again."""
    from tanzuji.certificates import services

    act = services.suspend if at % 2 == 0 else services.resume
    act(scene.who.second, number, reason="监督发现")


def _uses(number: str) -> list[Any]:
    from tanzuji.labels import queries

    return list(queries.authorisations(number).order_by("sequence"))


def void_and_ask(scene: Any, number: str, at: int) -> None:
    """The holder gives up one use and asks for another."""
    from tanzuji.labels import services

    services.decide(scene.who.holder, _uses(number)[at].id, "give_up", reason="换包装")
    services.request(scene.who.holder, number, placement="product", where=f"瓶 {at}")


def authorises(scene: Any, number: str, at: int) -> None:
    """The body authorises the newest use that was asked for."""
    from tanzuji.labels import services

    asked = [one for one in _uses(number) if one.state == "requested"]
    if asked:
        services.decide(scene.who.decider, asked[-1].id, "authorise")


def files_and_withdraws(scene: Any, number: str, at: int) -> None:
    """The holder takes the filing back; where it did so before, the certificate is filed anew."""
    from tanzuji.filings import queries, services

    of = queries.open_of(number)
    if of is not None:
        services.withdraw(scene.who.holder, of.id, "改由总部备案")
    else:
        filed(scene, number)


def statement_goes(scene: Any, number: str, at: int) -> None:
    """What the verification room does when a statement is withdrawn."""
    from django.db import transaction

    from tanzuji.ledger.services import record
    from tanzuji.verification import events
    from tanzuji.verification.services import steady

    if number != scene.numbers[at % CERTIFICATES]:
        return
    with transaction.atomic():
        steady(scene.case.version.id)
        record(events.WITHDRAWN, scene.who.rival, "statement", scene.case.statement.id)


def issues(scene: Any, number: str, at: int) -> None:
    """Another certificate of the same version; what ran out meanwhile follows."""
    from tanzuji.labels import services

    scene.case.issue(f"more {at} {number}", gtin="")
    services.follow_all()


def told_of(scene: Any) -> dict[str, Any]:
    """How things stand afterwards: what disagrees with what."""
    from tanzuji.certificates import queries
    from tanzuji.filings import queries as filings
    from tanzuji.labels.kinds import USABLE
    from tanzuji.labels.models import Authorisation
    from tanzuji.ledger.soundness import examine
    from tanzuji.register.models import Entry

    stands = {number: queries.by_number(number).status for number in scene.numbers}
    usable = {n: Authorisation.objects.filter(certificate_number=n, state__in=USABLE).count() for n in stands}
    said = {}
    for number in scene.numbers:
        of = filings.open_of(number)
        found = filings.in_force(of) if of is not None else None
        said[number] = found.facts.status if found is not None else ""
    return {
        "stands": stands,
        "usable": usable,
        "filed": said,
        "register": dict(Entry.objects.filter(number__in=stands).values_list("number", "status")),
        "disagreeing": queries.disagreeing(),
        "findings": [str(one) for one in examine().findings],
    }


if __name__ == "__main__":
    main()
