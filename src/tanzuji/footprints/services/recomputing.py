"""Limits of products, and recomputations of all of them: begun as a job, kept as a report."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any
from uuid import UUID

from django.db import transaction

from tanzuji.documents.errors import Language, Problem
from tanzuji.documents.text import Text
from tanzuji.engine.release import Release
from tanzuji.footprints import events, messages, policy, queries, shelf
from tanzuji.footprints.live import references
from tanzuji.footprints.models import Limits, Recomputation, RecomputedProduct
from tanzuji.footprints.products.graph import newest_versions
from tanzuji.footprints.products.recomputing import Outcome, number
from tanzuji.jobs import services as jobs
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import plain

RECOMPUTE = "footprints.recompute-products"

PAGE = "/studies/products/recompute/"
"""Where it is begun, as jobs keep it: without the language."""

MOST_LIMITS = 12
MOST_CAUSES = 5
ROWS_AT_ONCE = 1000


def set_limits(acting: Acting, study_id: UUID | str, values: Sequence[Mapping[str, Any]]) -> Limits | None:
    """Upper limits of a product's grades, `name` and `limit` each, rising; none where there are none.

    Raises `footprints.bad-limits` with the one that is wrong.
    """
    study = queries.study(acting, study_id)
    policy.may_edit(acting).enforce()
    kept: list[dict[str, Any]] = []
    for value in values:
        if (
            len(kept) == MOST_LIMITS
            or (kept and value["limit"] <= kept[-1]["limit"])
            or not isfinite(value["limit"])
        ):
            raise messages.BAD_LIMITS.error(
                "limits", line=f"{value['name']} {value['limit']:g}", most=MOST_LIMITS
            )
        kept.append({"name": value["name"].replace("\x00", ""), "limit": float(value["limit"])})
    with transaction.atomic():
        made = None
        if kept:
            made, _ = Limits.objects.update_or_create(
                study=study, defaults={"values": json.dumps(kept, ensure_ascii=False), "by": acting.person}
            )
        else:
            Limits.objects.filter(study=study).delete()
        record(events.LIMITS_SET, acting, "study", study.id, limits=kept)
    return made


def read_limits(text: str) -> list[dict[str, Any]]:
    """`A 600` a line → name and limit. Raises `footprints.bad-limits`."""
    found: list[dict[str, Any]] = []
    for line in text.replace("\x00", "").splitlines():
        if not line.strip():
            continue
        match = re.fullmatch(
            r"\s*(\S.{0,59}?)[\s:：,，≤]+(-?\d{1,15}(?:\.\d{1,12})?(?:[eE][+-]?\d{1,2})?)\s*", line
        )
        if match is None:
            raise messages.BAD_LIMITS.error("limits", line=line.strip()[:60], most=MOST_LIMITS)
        found.append({"name": match[1], "limit": float(match[2])})
    return found


def start_recomputation(
    acting: Acting, names: Sequence[str], *, follows: bool, sampled: bool, language: Language
) -> UUID:
    """The id of a job that puts every product of the organisation on these releases (`name version`).

    Raises `release.not-found`, `footprints.no-release-to-recompute`, `footprints.repeated-library`.
    """
    policy.may_edit(acting).enforce()
    releases = _chosen(acting, names)
    said = "，".join(f"{r.name} {r.version}" for r in releases)
    job = jobs.start(
        acting,
        RECOMPUTE,
        {"releases": json.loads(references(*releases)), "follows": follows, "sampled": sampled},
        title=Text(zh=f"全部产品重算：{said}", en=f"Recompute all products: {said.replace('，', ', ')}"),
        language=language,
        page=PAGE,
    )
    return job.id


def _chosen(acting: Acting, names: Sequence[str]) -> list[Release]:
    if not [name for name in names if name.strip()]:
        raise messages.NOT_A_NEWER_RELEASE.error("releases")
    releases = shelf.chosen_releases(names, acting)
    seen: set[str] = set()
    for release in releases:
        if release.name in seen:
            raise messages.REPEATED_LIBRARY.error("releases", name=release.name)
        seen.add(release.name)
    return releases


def keep_recomputation(
    acting: Acting,
    key: str,
    releases: Sequence[Release],
    outcome: Outcome,
    *,
    follows: bool,
    asked: bool = True,
) -> Recomputation:
    """The report of a recomputation, all of it or nothing; that of the same job again where it is kept already.

    `asked`: whether the acting person asked for it; otherwise nobody of the organisation did, and nobody is named.
    """
    kept = Recomputation.objects.filter(key=key, organisation_id=acting.organisation_id).first()
    if kept is not None:
        return kept
    rows = _rows(outcome)
    with transaction.atomic():
        made = Recomputation.objects.create(
            organisation=acting.organisation,
            key=key,
            releases=references(*releases),
            follows=follows,
            count=len(rows),
            changed=sum(bool(row.change) for row in rows),
            beyond=sum(row.beyond for row in rows),
            crossed=sum(row.crossed for row in rows),
            unknown=sum(row.no_longer_known for row in rows),
            left_out=json.dumps(
                [
                    {"study": str(of.study), "problems": [plain(p) for p in of.problems]}
                    for of in outcome.left_out
                ],
                ensure_ascii=False,
            ),
            seconds=outcome.seconds,
            by=acting.person if asked else None,
        )
        for row in rows:
            row.recomputation = made
        RecomputedProduct.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
        record(events.RECOMPUTED, acting if asked else None, "recomputation", made.id,
               organisation=acting.organisation_id, products=made.count, beyond=made.beyond, crossed=made.crossed,
               unknown=made.unknown, releases=[f"{r.name} {r.version}" for r in releases])  # fmt: skip
    return made


def keep_unknown(
    acting: Acting, key: str, releases: Sequence[Release], problems: Sequence[Problem]
) -> Recomputation:
    """The report of a recomputation that nobody asked for and that could not be made: every product no longer known."""
    kept = Recomputation.objects.filter(key=key, organisation_id=acting.organisation_id).first()
    if kept is not None:
        return kept
    said = [plain(problem) for problem in problems]
    versions = list(newest_versions(acting).only("study_id", "number", "total"))
    with transaction.atomic():
        made = Recomputation.objects.create(
            organisation=acting.organisation,
            key=key,
            releases=references(*releases),
            follows=True,
            count=len(versions),
            changed=0,
            beyond=0,
            crossed=0,
            unknown=len(versions),
            left_out=json.dumps(
                [{"study": str(of.study_id), "problems": said} for of in versions], ensure_ascii=False
            ),
            seconds=0.0,
            by=None,
        )
        RecomputedProduct.objects.bulk_create(
            [
                RecomputedProduct(recomputation=made, study_id=v.study_id, number=v.number, old=v.total)
                for v in versions
            ],
            batch_size=ROWS_AT_ONCE,
        )
        record(events.RECOMPUTED, None, "recomputation", made.id, organisation=acting.organisation_id,
               products=made.count, beyond=0, crossed=0, unknown=made.unknown,
               releases=[f"{r.name} {r.version}" for r in releases])  # fmt: skip
    return made


def _rows(outcome: Outcome) -> list[RecomputedProduct]:
    made = []
    for i, of in enumerate(outcome.differences):
        version = outcome.standing.versions[UUID(of.key)]
        old, new, change = number(of.old), number(of.new), number(of.change)
        causes = [
            {"dataset": c.name, "name": outcome.dataset_name(c).plain(), "change": number(by)}
            for c, by in of.causes[:MOST_CAUSES]
        ]
        interval = _interval(outcome, i)
        made.append(
            RecomputedProduct(
                study_id=version.study_id,
                number=version.number,
                old=old,
                new=new,
                change=change,
                share=change / abs(old) if change is not None and old else None,
                low=interval[0],
                high=interval[1],
                causes=json.dumps(causes, ensure_ascii=False),
                beyond=of.beyond_tolerance,
                band_before=outcome.band(of.key, of.band_before),
                band_after=outcome.band(of.key, of.band_after),
                crossed=of.crosses,
            )
        )
    return made


def _interval(outcome: Outcome, i: int) -> tuple[float | None, float | None]:
    """The 95 % interval of a product; none where no dataset it takes states how sure it is."""
    drawn = outcome.spread
    if drawn is None or not drawn.sd[i] > 1e-9 * abs(drawn.value[i]):
        return None, None
    return number(float(drawn.low[i])), number(float(drawn.high[i]))
