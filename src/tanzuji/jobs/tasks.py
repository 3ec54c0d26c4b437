"""The task a worker runs."""

from __future__ import annotations

from typing import Any

from django_tasks import task

from tanzuji.jobs import services


@task(takes_context=True)
def run_job(context: Any, job_id: str) -> None:
    """Do one job, in the name of the worker that took it."""
    services.run(job_id, worker=context.task_result.worker_ids[-1])
