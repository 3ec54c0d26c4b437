"""All guards over one offer, with what the library and other contributions hold beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from tanzuji.contributions.guards import fields, gases, messages, origins, values
from tanzuji.contributions.guards.findings import Finding, Offer
from tanzuji.contributions.models import Contribution
from tanzuji.contributions.provenance.resolving import references
from tanzuji.contributions.states import ENDED, IN_USE
from tanzuji.documents.datasets import Dataset
from tanzuji.documents.errors import CodedError
from tanzuji.documents.quantities import factor
from tanzuji.documents.text import Text
from tanzuji.engine.store import open_for
from tanzuji.library import queries as library
from tanzuji.library.found import Row
from tanzuji.parties.acting import Acting
from tanzuji.web.verdicts import Absent

LOOKED_AT = 12
"""Rows of a search that are looked through for the same thing."""


def judge(
    acting: Acting,
    offer: Offer,
    *,
    resolved: Mapping[str, bool],
    asked: float,
    digest: str,
    of: Contribution | None,
) -> list[Finding]:
    """Every finding, errors first, in the order of the guards.

    `resolved` says which references of the trail lead somewhere for the contributor, `asked` what share of the result
    they must cover, `digest` is of the papers, `of` the contribution they are of (None: not kept yet).
    """
    replaced = of.replaces if of is not None else None
    alike = _alike(offer.dataset)
    family = [(replaced.dataset.name.to("zh"), replaced.boundary)] if replaced else []
    family += [(row.name.to("zh"), row.boundary) for row in alike]
    found = [
        *fields.required(offer),
        *fields.boundary(offer, family),
        *fields.unit(offer, (replaced.name.to("zh"), replaced.unit) if replaced else None),
        *gases.gas_basis(offer),
        *gases.losses(offer, _parents(acting, offer)),
        *values.absurd(offer),
        *values.far_from_others(offer, _values(alike, offer.dataset.unit)),
        *origins.licence(offer),
        *origins.trail(offer, resolved, asked),
        *_duplicates(acting, offer, digest, of, alike),
    ]
    return sorted(found, key=lambda each: each.level != "error")


def _alike(dataset: Dataset) -> Sequence[Row]:
    """Datasets of the public libraries that bear the same name but for years and brackets, by the same kind of unit."""
    name = _plain(dataset.name)
    if not name:
        return ()
    rows = library.search(
        dataset.name.to("zh"), unit=dataset.unit, geography=dataset.geography, limit=LOOKED_AT
    ).rows
    return [
        row for row in rows if row.fits and row.gas_basis == dataset.gas_basis and _plain(row.name) == name
    ]


def _plain(name: Text) -> str:
    """A name without digits, blanks and the word year, by which a series is recognised."""
    return "".join(c for c in name.to("zh").casefold() if c.isalpha() and c != "年")


def _values(rows: Sequence[Row], unit: str) -> list[float]:
    found = []
    for row in rows:
        if row.value is not None:
            try:
                found.append(row.value / factor(row.unit, unit))
            except CodedError:
                continue
    return found


def _parents(acting: Acting, offer: Offer) -> dict[str, gases.Parent]:
    """The parent datasets that the trail names, by reference; those that cannot be opened are told of elsewhere."""
    found = {}
    for reference in references(offer.provenance):
        kind, _, rest = reference.partition(":")
        release, _, dataset = rest.partition("/")
        name, _, version = release.partition("@")
        if kind == "dataset" and dataset:
            try:
                parent = open_for(acting.organisation_id, name, version).dataset(dataset)
            except CodedError:
                continue
            found[reference] = gases.Parent(parent.id, parent.includes_losses)
    return found


def _duplicates(
    acting: Acting, offer: Offer, digest: str, of: Contribution | None, alike: Sequence[Row]
) -> Iterator[Finding]:
    """The same papers, an id that is taken, the same thing under another name, a replacement of nothing.

    Looked for among one's own contributions and what stands in the library: that others have something under way is
    theirs to know. Two of one id meet when the curator queues them.
    """
    dataset = offer.dataset
    others = Contribution.objects.exclude(state__in=ENDED)
    others = others.filter(Q(organisation_id=acting.organisation_id) | Q(state__in=IN_USE))
    if of is not None:
        others = others.exclude(id=of.id)
    twin = others.filter(digest=digest).exclude(state="draft").order_by("sequence").first()
    if twin is not None:
        yield Finding("error", messages.SAME_PAPERS.problem("dataset", number=twin.number))
        return
    replaced: UUID | None = of.replaces_id if of is not None else None
    same_id = others.filter(dataset_id=dataset.id).exclude(state__in=("draft", "self_checked"))
    if replaced is not None:
        same_id = same_id.exclude(id=replaced)
    taken = same_id.order_by("sequence").first()
    if taken is not None:
        yield Finding("error", messages.SAME_ID.problem("dataset.id", dataset=dataset.id, where=taken.number))
    yield from _in_library(acting, dataset, replaced)
    years = (dataset.year_from, dataset.year_to)
    for row in alike:
        same = (row.geography, row.year_from, row.year_to, row.unit) == (
            dataset.geography,
            *years,
            dataset.unit,
        )
        if same and row.dataset not in (dataset.id, dataset.replaces):
            yield Finding(
                "warning",
                messages.ALIKE.problem("dataset.name", other=f"{row.name.to('zh')} ({row.dataset})"),
            )
            return


def _in_library(acting: Acting, dataset: Dataset, replaced: UUID | None) -> Iterator[Finding]:
    """An id that a public library holds and was never one's own, or a replacement of what is nowhere."""
    own = Contribution.objects.filter(organisation_id=acting.organisation_id, dataset_id=dataset.id)
    if replaced is None and _holds(dataset.id) and not own.exclude(release="").exists():
        yield Finding(
            "error", messages.SAME_ID.problem("dataset.id", dataset=dataset.id, where=_release_of(dataset.id))
        )
    if dataset.replaces and not _known(dataset.replaces):
        yield Finding(
            "warning", messages.REPLACES_NOTHING.problem("dataset.replaces", dataset=dataset.replaces[:120])
        )


def _known(dataset: str) -> bool:
    return _holds(dataset) or Contribution.objects.filter(dataset_id=dataset, state__in=IN_USE).exists()


def _holds(dataset: str) -> bool:
    return bool(_release_of(dataset))


def _release_of(dataset: str) -> str:
    """The public release that holds a dataset; empty where none does."""
    try:
        return str(library.entry(dataset, acting=None).release)
    except Absent:
        return ""
