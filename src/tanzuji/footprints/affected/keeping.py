"""What a release makes of the studies of every organisation that stands on its library, kept and told."""

from __future__ import annotations

import json
from uuid import UUID

from django.db import transaction

from tanzuji.documents.text import Text
from tanzuji.engine.release import Release
from tanzuji.footprints.affected.computing import Foreseen, foreseen, organisations_on
from tanzuji.footprints.affected.notices import AFFECTED, TO_COME
from tanzuji.footprints.models import Effect
from tanzuji.footprints.products.recomputing import Tell
from tanzuji.footprints.services.recomputing import keep_recomputation, keep_unknown
from tanzuji.notices.services import tell as notify
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting

COMPUTING = Text(zh="逐家单位重算", en="Recomputing, organisation by organisation")


def keep_effects(
    acting: Acting,
    release: Release,
    *,
    announced: str = "",
    title: Text,
    tell: Tell = lambda done, of, step: None,
) -> int:
    """The effect of `release` kept for every organisation that stands on its library, each told of its own; how many.

    `announced`: the draft of a release that is still to come. What was kept already is not computed or told again.
    The studies of an organisation that cannot be computed are kept as no longer known, and the next one follows.
    """
    found = organisations_on(release.name)
    for done, organisation_id in enumerate(found):
        tell(done, len(found), COMPUTING)
        known = Effect.objects.filter(
            organisation_id=organisation_id, digest=release.digest, announced=announced
        )
        if not known.exists():
            _keep(reader_of(acting, organisation_id), release, announced, title)
    tell(len(found), len(found), COMPUTING)
    return len(found)


def reader_of(acting: Acting, organisation_id: UUID) -> Acting:
    """Somebody who reads an organisation's studies for a computation whose result that organisation alone sees.

    Without any role, so that nothing can be changed or decided in its name.
    """
    return Acting(acting.person, parties.organisation(organisation_id), frozenset(), may_write=False)


def _keep(reading: Acting, release: Release, announced: str, title: Text) -> Effect:
    seen = foreseen(reading, release)
    key = f"effect:{reading.organisation_id}:{announced[:8]}:{release.digest[-16:]}"
    with transaction.atomic():
        if seen.products is None:
            report = keep_unknown(reading, key, [release], seen.problems)
        else:
            report = keep_recomputation(reading, key, [release], seen.products, follows=True, asked=False)
        made = Effect.objects.create(
            organisation=reading.organisation,
            library=release.name,
            number=int(release.version),
            digest=release.digest,
            announced=announced,
            recomputation=report,
            drafts=json.dumps([one.plain() for one in seen.drafts]),
            affected=report.changed + report.unknown + sum(one.changes for one in seen.drafts),
        )
        if made.affected:
            _tell(made, seen, title)
    return made


def _tell(made: Effect, seen: Foreseen, title: Text) -> None:
    report = made.recomputation
    of = report.count + len(seen.drafts)
    said = Text(
        zh=f"本单位 {of} 项核算中有 {made.affected} 项的碳足迹改变，其中 {report.beyond} 项超过 10 %，{report.crossed} 项跨级。"
        "页面上列出每一项的原值和新值，可一键更新草稿。",
        en=f"{made.affected} of your {of} studies change, {report.beyond} of them by more than 10 %, "
        f"{report.crossed} into another class. The page lists old and new of each and updates drafts at a click.",
    )
    kind = TO_COME if made.announced else AFFECTED
    notify([made.organisation_id], kind, title, said, page=f"/studies/affected/{made.id}/")
