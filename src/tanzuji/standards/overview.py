"""Counts over the registry: the standards system as a tree with its coverage, gaps, priority lists, targets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from tanzuji import jurisdictions
from tanzuji.documents.text import Text
from tanzuji.jurisdictions import Target
from tanzuji.standards.catalogue import ProductGroup, groups
from tanzuji.standards.criteria import CRITERIA
from tanzuji.standards.finding import ACCOUNTING
from tanzuji.standards.models import Confirmation, Opinion, PriorityList, Score, Standard
from tanzuji.standards.states import OPEN, STANDING, VALID

_RANK = {"national": 0, "sector": 1, "provincial": 2, "association": 3, "enterprise": 4, "international": 5}


def _ordered(rows: Iterable[Standard]) -> list[Standard]:
    return sorted(rows, key=lambda s: (_RANK[s.level], s.number, s.title_zh))


def national_rule(group: str) -> Standard | None:
    """The national accounting rule of a product group that was issued and has not ended."""
    return (
        Standard.objects.filter(group=group, level="national", state__in=STANDING, kind__in=ACCOUNTING)
        .order_by("number")
        .first()
    )


@dataclass(frozen=True, slots=True)
class GroupNode:
    """A product group in the tree: rules in force, rules on their way."""

    group: ProductGroup
    valid: list[Standard]
    coming: list[Standard]

    @property
    def covered(self) -> bool:
        return any(s.kind in ACCOUNTING for s in self.valid)


@dataclass(frozen=True, slots=True)
class SectorNode:
    """A sector in the tree: its own rules, and its product groups."""

    id: str
    name: Text
    valid: list[Standard]
    coming: list[Standard]
    groups: list[GroupNode]

    @property
    def covered(self) -> int:
        return sum(node.covered for node in self.groups)


@dataclass(frozen=True, slots=True)
class Tree:
    """General rules, then sectors, then product groups (通则 + 行业 + 产品)."""

    general: list[Standard]
    sectors: list[SectorNode] = field(default_factory=list)

    @property
    def covered(self) -> int:
        return sum(sector.covered for sector in self.sectors)

    @property
    def total(self) -> int:
        return sum(len(sector.groups) for sector in self.sectors)


def tree(jurisdiction: str = "") -> Tree:
    """The standards system as it stands in a jurisdiction, or in the nation: what applies there and what is coming.

    A product group is covered where a rule that says how its footprint is accounted is in force.
    """
    rows = Standard.objects.filter(public=True, state__in=(*OPEN, "published", *VALID))
    if jurisdiction and jurisdiction != "cn":
        rows = rows.filter(
            Q(level__in=("international", "national", "sector")) | Q(jurisdiction__in=("cn", jurisdiction))
        )
    found = list(rows)
    valid, coming = [s for s in found if s.state in VALID], [s for s in found if s.state not in VALID]
    sectors: dict[str, SectorNode] = {}
    for group in groups().values():
        node = sectors.get(group.sector)
        if node is None:
            own = [
                _ordered(s for s in part if s.layer == "sector" and s.sector == group.sector)
                for part in (valid, coming)
            ]
            node = sectors[group.sector] = SectorNode(group.sector, group.sector_name, own[0], own[1], [])
        mine = [_ordered(s for s in part if s.group == group.id) for part in (valid, coming)]
        node.groups.append(GroupNode(group, mine[0], mine[1]))
    return Tree(_ordered(s for s in found if s.layer == "general"), list(sectors.values()))


@dataclass(frozen=True, slots=True)
class Scored:
    """A product group with its scores by criterion, their mean, and what it has of rules."""

    group: ProductGroup
    scores: dict[str, Score]
    national: Standard | None
    valid: int
    """Accounting rules of any level in force."""

    def mean(self, only: Iterable[str] = ()) -> float | None:
        """Mean of the scores there are, of some criteria or of all; None where there is none."""
        wanted = set(only) or {c.id for c in CRITERIA}
        values = [s.value for key, s in self.scores.items() if key in wanted]
        return sum(values) / len(values) if values else None


def scored(jurisdiction: str) -> list[Scored]:
    """Every product group with the scores that count in a jurisdiction."""
    latest: dict[tuple[str, str], Score] = {}
    for row in Score.objects.filter(jurisdiction=jurisdiction).select_related("by").order_by("id"):
        latest[(row.group, row.criterion)] = row
    rules = list(
        Standard.objects.filter(state__in=STANDING, kind__in=ACCOUNTING, public=True).exclude(group="")
    )
    found = []
    for group in groups().values():
        mine = [s for s in rules if s.group == group.id]
        national = next((s for s in mine if s.level == "national"), None)
        scores = {c.id: latest[(group.id, c.id)] for c in CRITERIA if (group.id, c.id) in latest}
        found.append(Scored(group, scores, national, sum(s.state in VALID for s in mine)))
    return found


def gaps(jurisdiction: str) -> list[Scored]:
    """Product groups without a national rule, those with the strongest cluster and pull first (SH-102).

    What was not scored comes last: unknown is not low.
    """
    marks = [c.id for c in CRITERIA if c.gap]
    open_ = [row for row in scored(jurisdiction) if row.national is None]
    return sorted(open_, key=lambda row: (row.mean(marks) is None, -(row.mean(marks) or 0), row.group.id))


def priority_lists(jurisdiction: str, *, drafts: bool) -> list[PriorityList]:
    """The editions of a jurisdiction, newest first; drafts only for whoever may see them."""
    rows = PriorityList.objects.filter(jurisdiction=jurisdiction).select_related(
        "organisation", "by", "published_by"
    )
    if not drafts:
        rows = rows.exclude(state="draft")
    return list(rows.prefetch_related("items", "changes__by").order_by("-edition"))


def last_opinions(listed: PriorityList) -> list[Opinion]:
    """The last word of every department on a draft list."""
    latest = {
        o.organisation_id: o for o in listed.opinions.select_related("organisation", "by").order_by("id")
    }
    return sorted(latest.values(), key=lambda o: o.id)


METRICS: dict[str, tuple[str, ...]] = {
    "standards.national": ("national",),
    "standards.sector": ("sector",),
    "standards.provincial": ("provincial",),
    "standards.association": ("association",),
    "standards.local": ("provincial", "association", "enterprise"),
    "standards": ("provincial", "association", "enterprise"),
}
"""Levels that count towards a target, by its metric."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A target with what the registry counts towards it; `counted` is None where it is counted in another room."""

    target: Target
    counted: int | None
    coming: int
    confirmed: Confirmation | None

    @property
    def share(self) -> float | None:
        if self.counted is None or not self.target.value:
            return None
        return self.counted / self.target.value


def counted(jurisdiction: str, metric: str) -> tuple[int, int] | None:
    """How many accounting rules registered here are in force towards a metric, and how many are on their way.

    A count of this registry and not of all that was issued. None for a metric of another room.
    """
    levels = METRICS.get(metric)
    if levels is None:
        return None
    rows = Standard.objects.filter(level__in=levels, kind__in=ACCOUNTING, public=True)
    if "national" not in levels:
        rows = rows.filter(jurisdiction=jurisdiction)
    if metric == "standards.national":  # the goals count rules of products, beside the general standard
        rows = rows.filter(layer="product")
    return rows.filter(state__in=VALID).count(), rows.filter(state__in=(*OPEN[1:], "published")).count()


def progress(jurisdiction: str) -> list[Progress]:
    """The targets of a jurisdiction's policy with the counts (N-07); a jurisdiction may have none."""
    latest = {
        c.target: c
        for c in Confirmation.objects.filter(jurisdiction=jurisdiction).select_related("by").order_by("id")
    }
    found = []
    for target in jurisdictions.load(jurisdiction).targets:
        both = counted(jurisdiction, target.metric)
        found.append(
            Progress(target, both[0] if both else None, both[1] if both else 0, latest.get(target.id))
        )
    return found
