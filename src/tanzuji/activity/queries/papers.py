"""Reads of facility reports, plans, and of what studies took over; and how reports and readings agree."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from tanzuji.activity.amounts.scores import PARTLY
from tanzuji.activity.kinds import CARRIERS
from tanzuji.activity.models import Evidence, Plan, PlanLine, Product, Reading, Report, SourceChoice, Taking
from tanzuji.activity.queries.amounts import Books, Borne
from tanzuji.activity.queries.meters import current, standing
from tanzuji.activity.uploads.statements import carrier_of
from tanzuji.documents.quantities import convertible, factor
from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.web.lookup import by_id

TOLERANCE = 0.05
"""Facility total and sum of its products may differ by so much (DQ-04; the platform's default)."""


def reports(acting: Acting) -> QuerySet[Report]:
    """One's own facility reports, the latest period first."""
    found = Report.objects.filter(organisation_id=acting.organisation_id)
    return found.select_related("facility", "evidence", "handed_to").order_by("-start", "title", "id")


def report(acting: Acting, report_id: UUID | str) -> Report:
    """A facility report of one's own. Raises `web.absent`."""
    return by_id(reports(acting), report_id)


def reports_to_collect(acting: Acting) -> QuerySet[Report]:
    """Reports others handed to the organisation that is acted for, where it is a curator of base data; oldest first."""
    found = Report.objects.filter(handed_to_id=acting.organisation_id, state__in=("handed", "accepted"))
    if not acting.mandated("base_data"):
        found = found.none()
    return found.select_related("facility", "evidence", "organisation").order_by("handed_at", "id")


def readable_report(acting: Acting, report_id: UUID | str) -> Report:
    """A report of one's own, or one that was handed to one's organisation. Raises `web.absent`."""
    readable = Q(organisation_id=acting.organisation_id)
    if acting.mandated("base_data"):
        readable |= Q(handed_to_id=acting.organisation_id, state__in=("handed", "accepted"))
    found = Report.objects.filter(readable).select_related(
        "facility", "evidence", "organisation", "handed_to"
    )
    return by_id(found, report_id)


def plans(acting: Acting) -> QuerySet[Plan]:
    """The measurement plans of one's own products, the newest first."""
    found = Plan.objects.filter(organisation_id=acting.organisation_id)
    return found.select_related("product", "written_by", "approved_by").order_by("product__code", "-number")


def plan(acting: Acting, plan_id: UUID | str) -> Plan:
    """A measurement plan of one's own. Raises `web.absent`."""
    return by_id(plans(acting), plan_id)


def takings(acting: Acting) -> QuerySet[Taking]:
    """What one's studies took over, newest first."""
    found = Taking.objects.filter(organisation_id=acting.organisation_id)
    return found.select_related("person").order_by("-created_at", "id")


def taking(acting: Acting, taking_id: UUID | str) -> tuple[Taking, list[dict[str, Any]]]:
    """What a study took over at one time, with its lines. Raises `web.absent`."""
    row = by_id(takings(acting), taking_id)
    return row, json.loads(row.lines)


def trails(acting: Acting, lines: Sequence[dict[str, Any]]) -> dict[int, Reading]:
    """The readings that lines of a taking stand on, by number, with the file each came in."""
    numbers = {n for line in lines for piece in line["pieces"] for n in piece["readings"]}
    own = Q(meter__organisation_id=acting.organisation_id) | Q(good__organisation_id=acting.organisation_id)
    own |= Q(product__organisation_id=acting.organisation_id)
    found = Reading.objects.filter(own, id__in=numbers).select_related(
        "upload__evidence", "meter", "good", "product"
    )
    return {row.id: row for row in found}


def papers_of(borne: Borne) -> list[Evidence]:
    """The papers in which the readings behind an amount came."""
    numbers = {number for piece in borne.pieces for number in piece.readings}
    return list(
        Evidence.objects.filter(uploads__readings__id__in=numbers).distinct().order_by("kept_at", "id")
    )


def sources(acting: Acting, study: UUID) -> dict[str, str]:
    """Where the lines of a study took their amounts from last."""
    found = SourceChoice.objects.filter(organisation_id=acting.organisation_id, study=study)
    return dict(found.values_list("line", "source"))


# plans and what hangs on them ────────────────────────────────────────────────


def lacking(line: PlanLine) -> list[Text]:
    """What keeps a line of a plan from being met: a meter that is not calibrated, too coarse, or not read."""
    found: list[Text] = []
    if line.meter is not None:
        state = standing(line.meter)
        if not state.good:
            found.append(state.name)
        wanted, has = _class(line.accuracy), _class(line.meter.accuracy)
        if wanted is not None and (has is None or has > wanted):
            found.append(
                Text(zh=f"准确度等级低于 {line.accuracy}", en=f"accuracy class below {line.accuracy}")
            )
        if line.specification and line.specification != line.meter.specification:
            found.append(
                Text(zh=f"未写明符合 {line.specification}", en=f"does not state {line.specification}")
            )
    source = line.meter or line.good
    if source is not None and not current(source.readings.all()).exists():
        found.append(Text(zh="还没有读数", en="not read yet"))
    if line.way == "estimate":
        found.append(Text(zh="尚未计量", en="not measured yet"))
    return found


def _class(text: str) -> float | None:
    """The figure of an accuracy class: `0.5S` → 0.5."""
    number = text.strip().rstrip("SsABCDE级% ")
    try:
        return float(number)
    except ValueError:
        return None


# reconciliation ──────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Balance:
    """A carrier or good of a facility in a period, in one unit.

    `reported` is what the report says, `metered` what the meters at the top of the tree or the books say, `borne` what
    each product bears.
    """

    name: Text
    unit: str
    reported: float | None
    metered: float | None
    borne: dict[str, float]

    @property
    def products(self) -> float:
        return sum(self.borne.values())

    @property
    def facility(self) -> float | None:
        """The facility's total: as reported, else as metered."""
        return self.reported if self.reported is not None else self.metered

    @property
    def difference(self) -> float | None:
        """(Products − facility) / facility; None where there is no total to compare with."""
        return (self.products - self.facility) / self.facility if self.facility else None

    @property
    def metering_difference(self) -> float | None:
        """(Metered − reported) / reported."""
        if self.reported is None or self.metered is None or not self.reported:
            return None
        return (self.metered - self.reported) / self.reported

    @property
    def agrees(self) -> bool | None:
        """Whether both differences are within the tolerance; None where nothing can be compared."""
        known = [d for d in (self.difference, self.metering_difference) if d is not None]
        return all(abs(d) <= TOLERANCE + 1e-12 for d in known) if known else None


def reconciled(books: Books, stated: Report | None) -> list[Balance]:
    """Product totals beside the facility's (ZJ-203, DQ-04): a row a carrier that is metered and a good that is booked."""
    products: list[Product] = list(books.facility.products.order_by("code"))
    borne = {product.code: {each.key: each for each in books.borne(product)} for product in products}
    lines = list(stated.lines.all()) if stated is not None else []
    used: set[int] = set()
    found: list[Balance] = []
    for carrier, about in CARRIERS.items():
        tops = [
            m for m in books.meters if m.meter.carrier == carrier and m.meter.parent_id is None and m.read
        ]
        named = [line for line in lines if line.carrier == carrier and line.amount is not None]
        goods = [row for row, _ in books.goods if carrier_of(row.name.to("zh")) == carrier]
        if carrier == "material" or not (tops or named) or (goods and not tops):
            continue
        used |= {line.id for line in named}
        key = f"carrier:{carrier}"
        found.append(
            Balance(
                about.name, about.unit,
                sum((line.amount or 0.0) * factor(line.unit or about.unit, about.unit) for line in named) if named else None,
                sum(m.total.amount for m in tops) if tops else None,
                {code: each[key].amount for code, each in borne.items() if key in each},
            )
        )  # fmt: skip
    for row, amounts in books.goods:
        carrier = carrier_of(row.name.to("zh"))
        named = [
            line for line in lines
            if line.id not in used and line.amount is not None and line.unit and convertible(line.unit, row.unit)
            and (line.name == row.name.to("zh") or (carrier and line.carrier == carrier))
        ]  # fmt: skip
        used |= {line.id for line in named}
        if not amounts.readings and not named:
            continue
        key = f"good:{row.id}"
        found.append(
            Balance(
                row.name, row.unit,
                sum((line.amount or 0.0) * factor(line.unit, row.unit) for line in named) if named else None,
                amounts.amount if amounts.readings else None,
                {code: each[key].amount for code, each in borne.items() if key in each},
            )
        )  # fmt: skip
    return found


def uncalibrated(books: Books) -> list[str]:
    """Codes of the meters with readings in the period that were not calibrated throughout, though they need it."""
    return [m.meter.code for m in books.meters if m.read and m.precision >= PARTLY]
