"""The only writers of jobs: start, run, cancel, take up what a dead worker left, clear away.

A job is begun at least once: a worker that dies leaves it to be taken up again (`recover`). Its end is kept once:
an attempt that was given up can neither end the job nor bring a result. Work that changes something beside its
result does so under the job's own key (`Progress.key`), so that a second attempt finds it done.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone, translation

from tanzuji.documents.errors import CodedError, Language
from tanzuji.documents.text import Text
from tanzuji.jobs import queries
from tanzuji.jobs.messages import CANCELLED, TOO_MANY, WORKER_DIED
from tanzuji.jobs.models import Job
from tanzuji.ledger.sealed import prepared
from tanzuji.parties.acting import Acting
from tanzuji.web import answers
from tanzuji.web.language import code_of
from tanzuji.web.middleware import request_id

KEPT = timedelta(days=1)
"""How long a result can be fetched."""

SILENT = timedelta(seconds=60)
"""A worker that gave no sign of life for so long is taken for dead; it gives one every ten seconds."""

MAX_OPEN = 10
MAX_ATTEMPTS = 3

_log = structlog.get_logger("tanzuji.jobs")


@dataclass(frozen=True, slots=True)
class Result:
    """What a job ends in: a file, or a page to go to (an address without language prefix); `notes` say more."""

    name: str = ""
    content_type: str = ""
    content: bytes | None = None
    page: str = ""
    notes: tuple[Text, ...] = ()


class Progress:
    """How work tells how far it is; raises `jobs.cancelled` once its owner asked for that."""

    def __init__(self, job: Job) -> None:
        self._job = job

    @property
    def key(self) -> str:
        """The same for every attempt of this job: under it an effect is made once."""
        return f"job:{self._job.id}"

    @property
    def upload(self) -> bytes:
        """The file the work was given."""
        return bytes(self._job.upload or b"")

    def tell(self, done: int, total: int, step: Text | None = None) -> None:
        """Progress for the page. Raises CodedError `jobs.cancelled`."""
        changed: dict[str, Any] = {"done": done, "total": total, "seen_at": timezone.now()}
        if step is not None:
            changed |= {"step_zh": (step.zh or "")[:200], "step_en": (step.en or "")[:200]}
        still = Job.objects.filter(id=self._job.id, attempts=self._job.attempts, cancel_asked=False)
        if not still.update(**changed):
            raise CANCELLED.error()


Work = Callable[[Acting, dict[str, Any], Progress, Language], Result | None]

_WORK: dict[str, Work] = {}
_UNLIMITED: set[str] = set()


def work(kind: str, *, limited: bool = True) -> Callable[[Work], Work]:
    """Declare what a kind of job does: `(acting, parameters, progress, language) → Result or None`.

    Not `limited`: work that the installation starts by itself; it never counts against the person it is done for.
    """

    def declare(function: Work) -> Work:
        _WORK[kind] = function
        if not limited:
            _UNLIMITED.add(kind)
        return function

    return declare


def start(
    acting: Acting,
    kind: str,
    parameters: dict[str, Any],
    *,
    title: Text,
    language: Language,
    page: str = "",
    upload: bytes | None = None,
    subject: str = "",
    busy: CodedError | None = None,
) -> Job:
    """A queued job. Raises `jobs.too-many` where the person has ten of limited kinds that have not ended.

    `subject`: what it makes. Of the organisation's jobs of this kind only one that has not ended may have it: the
    table holds no second, whoever asks at the same moment, and `busy` is raised.
    """
    if kind not in _WORK:
        raise ValueError(f"no work is declared for {kind!r}")
    with transaction.atomic():
        limited = kind not in _UNLIMITED
        if limited and queries.open_jobs(acting).exclude(kind__in=_UNLIMITED).count() >= MAX_OPEN:
            raise TOO_MANY.error(limit=MAX_OPEN)
        job = Job(
            organisation=acting.organisation,
            owner=acting.person,
            program=acting.program[:120],
            kind=kind,
            subject=subject,
            title_zh=title.to("zh")[:200],
            title_en=title.to("en")[:200],
            language=language,
            request=request_id.get(),
            parameters=json.dumps(parameters, ensure_ascii=False),
            upload=upload,
            page=page[:300],
        )
        _insert(job, busy)
        _enqueue(job)
    return job


def _insert(job: Job, busy: CodedError | None) -> None:
    try:
        with transaction.atomic():  # a savepoint: the transaction around it goes on
            job.save(force_insert=True)
    except IntegrityError:
        if busy is not None and job.subject and queries.makes(job).exists():
            raise busy from None
        raise


def _enqueue(job: Job) -> None:
    """A task for the job, in the transaction that queues it: neither is there without the other."""
    from tanzuji.jobs.tasks import run_job

    job.task = str(UUID(run_job.enqueue(str(job.id)).id))
    job.save(update_fields=["task"])


def cancel(acting: Acting, job_id: UUID | str) -> Job:
    """The job asked to stop; one that is queued stops at once. Ended jobs stay as they are."""
    job = queries.job(acting, job_id)
    Job.objects.filter(id=job.id, state__in=("queued", "running")).update(cancel_asked=True)
    stopped = Job.objects.filter(id=job.id, state="queued")
    stopped.update(state="cancelled", upload=None, ended_at=timezone.now())
    return queries.job(acting, job_id)


def run(job_id: UUID | str, *, worker: str = "") -> None:
    """Do a queued job. One that has ended, was cancelled or is with another worker is left alone."""
    now = timezone.now()
    mine = Job.objects.filter(id=job_id, state="queued")
    taken = {"worker": worker[:64], "attempts": F("attempts") + 1, "started_at": now, "seen_at": now}
    if not mine.update(state="running", **taken):
        return
    job = Job.objects.select_related("organisation", "owner").defer("result").get(id=job_id)
    token = request_id.set(job.request)
    language: Language = "en" if job.language == "en" else "zh"
    try:
        with translation.override(code_of(language)):
            acting = queries.acting_of(job)
            result = _WORK[job.kind](acting, json.loads(job.parameters), Progress(job), language)
        _end(job, "done", result=result)
    except CodedError as error:
        stopped = error.code == CANCELLED.code
        _end(job, "cancelled" if stopped else "failed", problems=[answers.plain(p) for p in error.problems])
    except Exception:
        _log.exception("job failed", job=str(job.id), kind=job.kind)
        _end(job, "failed", problems=[answers.plain(answers.FAILED.problem(request=job.request))])
    finally:
        request_id.reset(token)


def _end(
    job: Job, state: str, *, result: Result | None = None, problems: list[dict[str, Any]] | None = None
) -> None:
    """The job's end, unless another attempt has it by now."""
    changed: dict[str, Any] = {
        "state": state,
        "ended_at": timezone.now(),
        "problems": json.dumps(problems or [], ensure_ascii=False),
        "upload": None,
    }
    if result is not None:
        changed |= {
            "result": result.content,
            "result_name": result.name[:200],
            "result_type": result.content_type,
            "notes": json.dumps([note.plain() for note in result.notes], ensure_ascii=False),
        }
        changed |= {"page": result.page[:300]} if result.page else {}
    mine = Job.objects.filter(id=job.id, state="running", attempts=job.attempts)
    mine.update(**prepared(job, changed))


def sign_of_life(worker: str) -> None:
    """The worker is still at its job."""
    Job.objects.filter(worker=worker, state="running").update(seen_at=timezone.now())


def recover() -> int:
    """Jobs whose worker died queued again, or ended where that happened three times; how many there were."""
    from django_tasks_db.models import DBTaskResult

    silent = Job.objects.filter(state__in=("queued", "running"), seen_at__lt=timezone.now() - SILENT)
    ready = {str(task) for task in DBTaskResult.objects.ready().values_list("id", flat=True)}
    count = 0
    for job in silent.defer("result", "upload"):
        if job.state == "queued" and job.task in ready:
            continue  # its turn has not come
        count += _take_up(job)
    return count


def _take_up(job: Job) -> bool:
    """The job queued anew or ended, in one step that only one of several workers makes."""
    now = timezone.now()
    unchanged = Job.objects.filter(id=job.id, state=job.state, seen_at=job.seen_at)
    with transaction.atomic():
        if job.cancel_asked:
            return bool(unchanged.update(state="cancelled", upload=None, ended_at=now))
        if job.attempts >= MAX_ATTEMPTS:
            died = json.dumps([answers.plain(WORKER_DIED.problem(attempts=job.attempts))], ensure_ascii=False)
            ended = {"state": "failed", "problems": died, "upload": None, "ended_at": now}
            return bool(unchanged.update(**prepared(job, ended)))
        if not unchanged.update(state="queued", seen_at=now, worker=""):
            return False
        _close_task(job.task)
        _enqueue(job)
    _log.warning("job taken up again", job=str(job.id), kind=job.kind, attempts=job.attempts)
    return True


def _close_task(task: str) -> None:
    """The dead worker's task, which the queue would keep as running for ever."""
    from django_tasks_db.models import DBTaskResult

    if task:
        DBTaskResult.objects.filter(id=task, status="RUNNING").update(
            status="FAILED", finished_at=timezone.now()
        )


def clear_away() -> int:
    """Forget results and ended tasks older than a day; how many results were forgotten."""
    from django_tasks_db.models import DBTaskResult

    before = timezone.now() - KEPT
    DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    return Job.objects.filter(ended_at__lt=before).exclude(result=None).update(result=None)
