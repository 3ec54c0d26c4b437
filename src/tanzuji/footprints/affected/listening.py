"""What happens here when a library is released or announced, and when a published dataset falls."""

from __future__ import annotations

import json

import structlog
from django.db import transaction

from tanzuji.documents.text import Text
from tanzuji.footprints.affected import tasks
from tanzuji.footprints.affected.computing import organisations_on
from tanzuji.footprints.affected.notices import DATASET
from tanzuji.footprints.standing_on import naming
from tanzuji.jobs import services as jobs
from tanzuji.ledger.services import News, listen
from tanzuji.notices.services import tell
from tanzuji.parties import queries as parties
from tanzuji.publications import events
from tanzuji.publications.standings import KINDS
from tanzuji.web import walls
from tanzuji.web.language import language

_log = structlog.get_logger("tanzuji.footprints")


def begin() -> None:
    """Hear of releases and of datasets from now on."""
    listen(events.PUBLISHED, _published)
    listen(events.ANNOUNCED, _announced)
    listen(events.STANDING, _standing)


def _published(event: News) -> None:
    detail = json.loads(event.detail)
    _start(event, {"publication": event.subject_id}, f"{detail['library']} {detail['version']}")


def _announced(event: News) -> None:
    detail = json.loads(event.detail)
    _start(event, {"draft": event.subject_id}, f"{detail['library']} {detail['number']}")


def _start(event: News, parameters: dict[str, str], release: str) -> None:
    """A job of whoever released it, which reads the studies of each organisation for that organisation alone.

    It is queued with the release or not at all; that it cannot be queued does not refuse the release.
    """
    acting = parties.acting_as(event.actor, event.organisation)
    if acting is None:
        return
    try:
        with transaction.atomic():  # a savepoint: the release around it goes on
            jobs.start(
                acting,
                tasks.KIND,
                parameters,
                title=Text(zh=f"谁受影响：{release}", en=f"Who is affected by {release}"),
                language=language(),
                page="/publications/",
            )
    except Exception:
        _log.exception("effects not queued", release=release)


@walls.beyond("whoever takes a dataset is told what became of it")
def _standing(event: News) -> None:
    """The organisations whose studies take a dataset are told that it was withdrawn, suspended or reinstated."""
    detail = json.loads(event.detail)
    dataset, said = detail["dataset"], KINDS[detail["standing"]]
    taking = {owner for _, owner in naming(dataset)}
    concerned = taking & set(organisations_on(detail["library"]))
    tell(
        sorted(concerned),
        DATASET,
        Text(zh=f"数据集 {dataset} {said.to('zh')}", en=f"Dataset {dataset}: {said.to('en')}"),
        Text(zh=event.reason, en=event.reason) if event.reason else None,
        page=f"/publications/{detail['library']}/",
    )
