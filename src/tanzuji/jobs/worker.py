"""The worker: does queued jobs one after another, gives signs of life, takes up what a dead worker left.

It is the queue's own worker with a second thread, which goes on while a job is being done.
"""

from __future__ import annotations

import signal
import socket
import uuid
from threading import Event, Thread

import structlog
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker

from tanzuji.engine.leftovers import clear_leftovers
from tanzuji.jobs import chores, services
from tanzuji.ledger import attesting

BEAT = 10.0
"""Seconds between two signs of life, a sixth of what makes others take the worker for dead."""

EVERY = 360
"""Beats between two clearings and rounds of chores, i.e. an hour."""

_log = structlog.get_logger("tanzuji.jobs")


def run(*, interval: float = 0.5, beat: float = BEAT, batch: bool = False) -> None:
    """Do jobs until a signal says to stop (the one at hand is finished first); with `batch`, until none is left."""
    worker = Worker(
        queue_names=list(settings.TASKS["default"]["QUEUES"]),
        interval=interval,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{socket.gethostname()[:30]}-{uuid.uuid4().hex}"[:64],
        excluded_queue_names=[],
    )
    worker.configure_signals()
    services.recover()
    services.clear_away()
    clear_leftovers()
    chores.do_all()
    attesting.attend()
    stop = Event()
    keeper = Thread(target=_keep, args=(worker.worker_id, beat, stop), name="signs of life", daemon=True)
    keeper.start()
    try:
        worker.run()
    finally:
        stop.set()
        keeper.join(timeout=beat)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)


def _keep(worker_id: str, beat: float, stop: Event) -> None:
    """Signs of life for the job at hand, and a look at the jobs of others; until `stop`."""
    beats = 0
    while not stop.wait(beat):
        beats += 1
        close_old_connections()
        try:
            services.sign_of_life(worker_id)
            services.recover()
            attesting.attend()
            if beats % EVERY == 0:
                services.clear_away()
                clear_leftovers()
                chores.do_all()
        except DatabaseError:  # unreachable for now: the next beat tries again
            _log.warning("no sign of life given", worker=worker_id, exc_info=True)
    connection.close()
