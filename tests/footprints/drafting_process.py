"""Run as a process with a database of its own: many threads edit one study at once; prints what came of it as JSON."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

THREADS, EACH = 8, 25


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from offices import organisation, somebody, study

    from tanzuji.documents.editing import Insert, Set
    from tanzuji.footprints import services
    from tanzuji.footprints.models import Edit, Study

    call_command("migrate", verbosity=0)
    works = organisation()
    people = [somebody(f"p{i}@a.cn", of=works) for i in range(THREADS)]
    of = study(people[0])
    ready = Barrier(THREADS)

    def type_away(number: int) -> int:
        """Each person adds parameters of their own and changes each of them at once."""
        ready.wait()
        acknowledged = 0
        try:
            for i in range(EACH):
                name = f"p{number}_{i}"
                add = Insert(place="parameters", item={"name": name, "value": 0})
                change = Set(place=f"parameters[{name}].value", value=float(i), was=0)
                services.edit(people[number], of.id, [add, change], key=name)
                acknowledged += 1
        finally:
            connection.close()
        return acknowledged

    with ThreadPoolExecutor(THREADS) as pool:
        acknowledged = sum(pool.map(type_away, range(THREADS)))
    held = {p["name"]: p["value"] for p in json.loads(Study.objects.get(id=of.id).document)["parameters"]}
    standing = sum(held.get(f"p{n}_{i}") == i for n in range(THREADS) for i in range(EACH))
    revisions = list(Edit.objects.filter(study=of).order_by("revision").values_list("revision", flat=True))
    print(json.dumps({"acknowledged": acknowledged, "standing": standing, "revisions": revisions}))


if __name__ == "__main__":
    main()
