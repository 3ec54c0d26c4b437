"""A worker process of its own for tests that kill one: `worker_process.py prepare|work|look`, with its own home.

`prepare` makes the database and queues a job; `work` does jobs until none is left; `look` prints the job.
The job creates a file per attempt, waits to be killed in its first attempt, and makes an effect once.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanzuji.site.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from tanzuji.documents.text import Text  # noqa: E402
from tanzuji.jobs import services, worker  # noqa: E402
from tanzuji.jobs.models import Job  # noqa: E402
from tanzuji.parties.acting import Acting  # noqa: E402
from tanzuji.parties.models import Membership, Organisation, Person  # noqa: E402

HOME = Path(os.environ["TANZUJI_HOME"])


@services.work("tests.slow")
def slow(
    acting: Acting, parameters: dict[str, Any], progress: services.Progress, language: str
) -> services.Result:
    """Stops half way in its first attempt, so that the test can kill the process."""
    attempt = len(list(HOME.glob("attempt-*"))) + 1
    progress.tell(1, 2, Text(zh="一半", en="half"))
    HOME.joinpath(f"attempt-{attempt}").touch()
    if attempt <= parameters["deaths"]:
        time.sleep(60)
    return services.Result("result.txt", "text/plain", f"attempt {attempt}".encode())


def prepare(deaths: int) -> None:
    call_command("migrate", verbosity=0)
    person = Person.objects.create(email="worker@example.org", name="Worker")
    organisation = Organisation.objects.create(kind="enterprise", name_en="Works")
    Membership.objects.create(person=person, organisation=organisation, roles="editor")
    acting = Acting(person, organisation, frozenset({"editor"}))
    services.start(acting, "tests.slow", {"deaths": deaths}, title=Text(zh="慢", en="Slow"), language="en")


def look() -> None:
    job = Job.objects.get()
    told = {
        "state": job.state,
        "attempts": job.attempts,
        "worker": job.worker,
        "problems": json.loads(job.problems),
    }
    print(json.dumps({**told, "result": bytes(job.result or b"").decode()}))


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(int(sys.argv[2]))
    elif sys.argv[1] == "work":
        # what counts as silence is a matter of a minute in use; a test does not wait for it
        services.SILENT = services.timedelta(seconds=float(sys.argv[2]))
        worker.run(interval=0.05, beat=0.2, batch=True)
    else:
        look()
