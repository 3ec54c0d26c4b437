"""How long a gigabyte takes to be backed up, and to be restored elsewhere, by the commands an operator runs.

    python benchmarks/bench_backup.py [--megabytes 1000]

Makes a folder of its own with the starter library, and one study whose versions weigh that much (documents of random
digits, which do not compress well). Then `tanzuji backup`, `tanzuji restore` into an empty folder with the keys copied
beside it, and `tanzuji check`, which has to find nothing. Ends with 1 where backup and restore take over ten minutes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GOAL = 600.0

_FILL = """
import sys, secrets, django; django.setup()
from tanzuji.footprints import services
from tanzuji.footprints.models import Version
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.starter import starter_release
from tanzuji.parties import services as parties
from tanzuji.parties.acting import Acting
from tanzuji.site.operations import migrate, ready_django
from tanzuji.web import walls

ready_django()
migrate()
works = parties.found("enterprise", zh="澜石水泥有限公司", en="Lanshi Cement")
person = parties.register(email="lin@example.org", name="lin", password="a long enough one")
parties.join(person, works, ("editor", "reviewer"))
lin = Acting(person, works, frozenset({"editor", "reviewer"}))
study = services.create(lin, demo_models()["cement_po425"], [starter_release()])
first = services.make_version(lin, study.id, note="first")
with walls.beyond("a benchmark fills a table"):
    row = Version.objects.get(study_id=study.id)
    for number in range(2, 2 + int(sys.argv[1])):
        row.pk, row.number, row.note = None, number, secrets.token_hex(500_000)
        row._state.adding = True
        row.save(force_insert=True)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=1000)
    megabytes = min(parser.parse_args().megabytes, 4000)
    with tempfile.TemporaryDirectory(prefix="tanzuji-backup-") as folder:
        home, elsewhere, file = (Path(folder) / name for name in ("home", "elsewhere", "backup.zip"))
        home.mkdir()
        _run(home, "-c", _FILL, str(megabytes))
        size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
        backup = _run(home, "-m", "tanzuji", "backup", str(file))
        elsewhere.mkdir()
        shutil.copytree(home / "keys", elsewhere / "keys")
        restore = _run(elsewhere, "-m", "tanzuji", "restore", str(file))
        check = _run(elsewhere, "-m", "tanzuji", "check")
        print(
            f"{size / 1e6:.0f} MB: backup {backup:.0f} s ({file.stat().st_size / 1e6:.0f} MB), restore {restore:.0f} s,"
            f" check {check:.0f} s; load average {os.getloadavg()[0]:.1f}"
        )
    return 0 if backup + restore <= GOAL else 1


def _run(home: Path, *arguments: str) -> float:
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "TANZUJI_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "tanzuji.site.settings",
    }
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit((done.stderr or done.stdout)[-3000:])
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
