"""What of a published version is put on file, and whether it qualifies for the catalogue."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from tanzuji.archive import messages
from tanzuji.archive.models import Evaluation, File
from tanzuji.benchmarks import queries as benchmarks
from tanzuji.benchmarks.comparing import Gap, Subject
from tanzuji.contributions.collecting import gates_of_versions
from tanzuji.contributions.states import STATES
from tanzuji.documents.errors import Problem
from tanzuji.documents.text import Text
from tanzuji.footprints.benchmarking import ninety, subject_of
from tanzuji.footprints.progress import versions_stand
from tanzuji.footprints.published import PublishedVersion
from tanzuji.jurisdictions import load

REVIEWED = ("internally_reviewed", "submitted", "verified")
"""States of a version that passed the enterprise's own review."""
THROUGH_GATES = ("provenance_ok", "entry_queue", "in_library")
"""States of a contribution behind both gates."""
NEEDS_GATES = "catalogue_needs_gates"
"""The switch of a jurisdiction; one that does not mention it asks for both gates."""


def evaluated(file: File, version: PublishedVersion) -> Evaluation:
    """The row of a version, not stored: kg CO2e per one of its unit, with what it is comparable by."""
    footprint = version.footprint
    size = footprint.model.unit.amount
    subject = subject_of(footprint, version.findings)
    interval = ninety(footprint, version.releases)
    low, high = (interval[0] / size, interval[1] / size) if interval else (None, None)
    period = footprint.model.period
    return Evaluation(
        file=file,
        version_id=version.id,
        number=version.number,
        study_id=version.study,
        value=footprint.total / size,
        low=low,
        high=high,
        unit=f"1 {footprint.model.unit.unit}",
        boundary=subject.boundary,
        geography=footprint.model.boundary.geography[:40],
        year=period.end.year if period else version.made_at.year,
        gwp_set=subject.gwp_set,
        electricity=subject.electricity,
        end_of_life=subject.end_of_life,
        allocation=subject.allocation[:120],
        rules=json.dumps(list(subject.rules)),
        digest=version.digest,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """An evaluation with what became of it: reviewed at home, its data at the gates."""

    evaluation: Evaluation
    reviewed: bool
    gate: str
    """State of the contribution made of it; empty where none was submitted."""

    @property
    def gate_name(self) -> Text | None:
        return STATES.get(self.gate)

    @property
    def through_gates(self) -> bool:
        return self.gate in THROUGH_GATES

    @property
    def said(self) -> Text:
        """How well it is founded, in words."""
        if self.gate == "in_library":
            return Text(zh="已验证，已入库", en="Verified, in the library")
        if self.through_gates:
            return Text(zh="已验证，溯源性核验通过", en="Verified, provenance checked")
        if self.gate in ("verified", "under_provenance_check"):
            return Text(zh="已验证", en="Verified")
        if self.reviewed:
            return Text(zh="企业内部评审通过", en="Reviewed by the maker")
        return Text(zh="未评审", en="Not reviewed")


def standings(files: Collection[File]) -> dict[UUID, list[Standing]]:
    """Every evaluation of each file, newest first; three queries however many there are."""
    found: dict[UUID, list[Standing]] = {file.id: [] for file in files}
    rows = list(Evaluation.objects.filter(file_id__in=found).order_by("-at", "-id"))
    gates = gates_of_versions({row.study_id for row in rows})
    states = versions_stand({row.version_id for row in rows})
    for row in rows:
        reviewed = states[row.version_id] in REVIEWED
        found[row.file_id].append(Standing(row, reviewed, gates.get((row.study_id, row.number), "")))
    return found


def needs_gates() -> bool:
    """Whether this jurisdiction asks for both gates before a product is catalogued."""
    return load(settings.JURISDICTION).on(NEEDS_GATES)


def lacking(standings_: list[Standing]) -> Problem | None:
    """Why none of them qualifies for the catalogue; None where one does."""
    if qualified(standings_) is not None:
        return None
    if not any(one.reviewed for one in standings_):
        return messages.NOT_REVIEWED.problem()
    return messages.NOT_THROUGH_GATES.problem()


def qualified(standings_: list[Standing]) -> Standing | None:
    """The newest that qualifies: reviewed, and behind the gates where the jurisdiction asks for that."""
    asked = needs_gates()
    return next((one for one in standings_ if one.reviewed and (one.through_gates or not asked)), None)


def gap_of(of: Evaluation) -> Gap | None:
    """Its gap to the newest published benchmark it is comparable with; None where there is none."""
    subject = Subject(
        of.rule_list, of.unit, of.boundary, of.gwp_set, of.electricity, of.end_of_life, of.allocation, of.year
    )
    found = benchmarks.gaps(subject, of.value, low=of.low, high=of.high)
    return next((one.gap for one in found if one.gap), None)
