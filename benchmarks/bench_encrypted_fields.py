"""What encrypted fields cost: drafts written and read through the tables, plain and with either cipher.

    python benchmarks/bench_encrypted_fields.py [--rows 200]

A battery pack of 48 lines and a generated model of 1 000, on SQLite in a folder of its own. Printed: milliseconds a draft
to write and to read. Exit code 1 where encryption adds 10 ms or more to an edit of 1 000 lines, which reads and writes
a draft once and two short texts (an edit takes some 230 ms, `bench_edit.py`).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time

from generated_models import enlarged

from tanzuji import demo_models

LIMIT_MS = 10.0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=200)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TANZUJI_HOME"] = folder
        from tanzuji.site.operations import migrate, ready_django

        ready_django()
        migrate()
        return _measure(rows)


def _measure(rows: int) -> int:
    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from tanzuji.documents.canonical import canonical_json
    from tanzuji.footprints.models import Study
    from tanzuji.parties import services as parties

    works = parties.found("enterprise", zh="甲厂", en="Works")
    person = parties.register(email="a@example.org", name="a", password="a long enough one")
    pack = demo_models()["lfp_battery_pack"]
    added = 0.0
    print(f"{'':14}{'kB':>8}{'cipher':>14}{'write ms':>12}{'read ms':>12}")
    for name, model in (("48 lines", pack), ("1 000 lines", enlarged(pack, rows=1000))):
        text, plainly = canonical_json(model.plain()).decode(), 0.0
        for cipher in (None, "aes-256-gcm", "sm4-gcm"):
            settings.FIELD_ENCRYPTION = cipher
            made = [
                Study(
                    organisation=works, document=text, digest="", created_by=person, edited_by=person,
                    edited_at=timezone.now(),
                )
                for _ in range(rows)
            ]  # fmt: skip
            started = time.perf_counter()
            with transaction.atomic():
                Study.objects.bulk_create(made, batch_size=50)
            written = time.perf_counter()
            for study in Study.objects.filter(id__in=[one.id for one in made]).iterator(50):
                if study.document != text:
                    raise SystemExit("it does not come back as it was")
            read = time.perf_counter()
            write_ms, read_ms = 1000 * (written - started) / rows, 1000 * (read - written) / rows
            print(f"{name:14}{len(text) / 1000:>8.0f}{cipher or 'off':>14}{write_ms:>12.2f}{read_ms:>12.2f}")
            plainly = plainly if cipher else write_ms + read_ms
            added = max(added, write_ms + read_ms - plainly)
    print(f"most that encryption adds to writing and reading a draft: {added:.2f} ms")
    return int(added >= LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
