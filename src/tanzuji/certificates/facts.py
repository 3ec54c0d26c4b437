"""What a certificate says, as frozen values: what is certified, and how the certificate stands now.

Pure: no database. `public` is the JSON that anybody may read and whose digest every leaf of the log carries; what
it leaves out (the unrounded value, internal ids, who evaluated and decided) stays in the register of the body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from tanzuji.documents.text import Text

Family = Literal["footprint", "reduction", "neutrality", "efficiency"]
Variant = Literal["numeric", "score", "grade"]
Level = Literal["", "limited", "reasonable"]
Gate = Literal["certified", "verified"]
Status = Literal["valid", "suspended", "revoked", "cancelled", "expired", "superseded"]
EventKind = Literal[
    "issued", "suspended", "resumed", "revoked", "cancelled", "expired", "renewed", "corrected"
]

WITHOUT_STATEMENT: frozenset[str] = frozenset({"efficiency"})
"""Families whose certificates need no verification statement: 碳效评价 rates a firm's carbon efficiency (SH-301),
it does not certify a quantified footprint. Every other family rests on a statement about exactly its version."""

DEFAULT_PATTERN = "CFP-{year}-{serial:6}-{check}"
"""How numbers read where a scheme says nothing else."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What one life-cycle stage contributes: kg CO2e per the certificate's unit, and its share in per cent."""

    stage: str
    name: Text
    value: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What is certified of a product. Values are Decimals: `value` is what the label shows, rounded once."""

    scheme: str
    scheme_version: int
    scheme_name: Text
    family: Family
    body: UUID
    holder: UUID
    maker: Text
    product: Text
    models: tuple[str, ...]
    gtin: str
    version_id: int | None
    """The study's version; None only in families that need no statement."""
    statement: UUID | None
    """The verification statement of exactly this version; None only in families that need none."""
    dataset_digest: str
    """Digest of the result that was verified: `result_digest` of the version and of the statement."""
    standard: str
    rule: str
    """`id@version` of the rule set."""
    value: Decimal
    unrounded: str
    unit: str
    """As the field writes it, e.g. `kgCO2e/t`."""
    unit_words: Text
    """The declared or functional unit in words."""
    boundary: str
    stages: tuple[Stage, ...] = ()
    interval: tuple[Decimal, Decimal] | None = None
    """90 % interval of the value, in its unit."""
    reference_year: str
    variant: Variant = "numeric"
    score: Decimal | None = None
    grade: str = ""
    rating_note: Text | None = None
    level: Level
    verifier: Text | None = None
    gate: Gate = "certified"
    months: int
    """Validity in months from the day of issue."""
    surveillance_months: int
    """Between two surveillance visits at most."""
    rounding: str = "digits:3"
    """The rule by which `unrounded` became `value` (CERT-09): `digits:3`, or `interval:0.1`."""
    near_tie: bool = False
    """Whether the unrounded value lies so near to a tie of the rounding that its last digits decide the label."""
    number_pattern: str = DEFAULT_PATTERN
    """How the scheme numbers its certificates (`numbering.py`)."""


@dataclass(frozen=True, slots=True)
class StatusEvent:
    """One step in a certificate's life, as its public page tells it."""

    kind: EventKind
    at: datetime
    reason: Text
    by_body: Text | None
    """Name of the organisation that acted; None where a term ran out or a statement was withdrawn."""
    log_index: int
    """Index of the leaf in the transparency log."""
    status: Status
    """How the certificate stood afterwards."""
    sequence: int
    until: date | None = None
    """Until when what led to a suspension has to be put right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView(CertificateFacts):
    """A certificate as anybody may see it: its facts, and how it stands today."""

    id: UUID
    number: str
    body_name: Text
    body_code: str
    holder_name: Text
    holder_code: str
    issued_on: date
    expires_on: date
    """The last day on which it is valid."""
    status: Status
    status_since: datetime
    status_reason: Text
    status_index: int
    """Which bit of the status lists is its own."""
    history: tuple[StatusEvent, ...]
    """Oldest first."""
    replaces: str
    replaced_by: str
    version_stamp: int
    """Grows with every event; with the day it tells one state of the page from another."""
    facts_digest: str
    document: Mapping[str, Any]
    """The public facts as they were frozen when it was issued (`public`)."""

    @property
    def facts(self) -> CertificateFacts:
        """What was certified, without how it stands."""
        return CertificateFacts(**{f.name: getattr(self, f.name) for f in fields(CertificateFacts)})


def unit_of(label: str) -> str:
    """The unit of a certified value, `kgCO2e/t`, from what one unit of a study is called: `1 t`."""
    said = label.strip()
    return said if "CO2e/" in said else f"kgCO2e/{said.removeprefix('1 ').strip()}"


PRIVATE = frozenset({"version_id", "unrounded", "number_pattern"})
"""Facts that no public document holds."""


def plain(facts: CertificateFacts) -> dict[str, Any]:
    """Every fact as JSON without floats; `parse` reads it back. `near_tie` is there only where it is so."""
    found = {f.name: _plain(getattr(facts, f.name)) for f in fields(CertificateFacts)}
    return found if facts.near_tie else {name: value for name, value in found.items() if name != "near_tie"}


def public(facts: CertificateFacts, **of_certificate: Any) -> dict[str, Any]:
    """The facts that anybody may read, with what the certificate adds to them: number, names, days. No floats."""
    shown = {name: value for name, value in plain(facts).items() if name not in PRIVATE}
    return shown | {name: _plain(value) for name, value in of_certificate.items()}


def parse(found: Mapping[str, Any]) -> CertificateFacts:
    """Facts from what `plain` wrote."""
    read: dict[str, Any] = dict(found)
    for name in ("scheme_name", "maker", "product", "unit_words", "rating_note", "verifier"):
        read[name] = Text(**read[name]) if read[name] else None
    for name in ("body", "holder", "statement"):
        read[name] = UUID(read[name]) if read[name] else None
    read["value"] = Decimal(read["value"])
    read["score"] = Decimal(read["score"]) if read["score"] is not None else None
    read["models"] = tuple(read["models"])
    read["interval"] = tuple(map(Decimal, read["interval"])) if read["interval"] else None
    read["stages"] = tuple(
        Stage(one["stage"], Text(**one["name"]), Decimal(one["value"]), Decimal(one["share"]))
        for one in read["stages"]
    )
    return CertificateFacts(**read)


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return {name: said for name in ("zh", "en") if (said := getattr(value, name))}
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Stage):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(Stage)}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
