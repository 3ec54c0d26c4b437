"""Studies that begin from a reference model of the product model library, and what they made of it since.

What a study began as is kept as it was: the reference model's processes, stages and defaults. Statements that are
the accounting enterprise's own to make (maker, site, period, goal, scope) are not taken over.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tanzuji import jurisdictions
from tanzuji.documents import editing
from tanzuji.documents.canonical import digest
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.models import Parameter, ProductModel
from tanzuji.documents.reference_models import NO_SUCH_PARAMETER, ParameterGuide, ReferenceModel, inside
from tanzuji.documents.text import Text
from tanzuji.engine.release import Release
from tanzuji.footprints import events, policy
from tanzuji.footprints.live import as_text
from tanzuji.footprints.models import Origin, Study
from tanzuji.footprints.services.drafting import create
from tanzuji.formats.starter import starter_release
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.reference_models import queries as library
from tanzuji.reference_models.messages import OUTSIDE_RANGE
from tanzuji.reference_models.staging import divided, drawn_out
from tanzuji.rules.stages import vocabulary

OWN_STATEMENTS = ("period", "goal", "scope")
"""Parts of a model that say what an accounting enterprise itself has done or wants."""
OWN_OF_PRODUCT = ("maker", "site", "model", "specification", "codes")
APART = ("id", "version", "product", "notes", *OWN_STATEMENTS)
"""Fields of a model in which a study differs from its reference model anyway."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody says when a study begins: its name, its stages, how far it goes, and own values of parameters."""

    name: str = ""
    """Of the product, in Chinese or English; the reference model's where none is given."""
    stages: str = "canonical"
    whole: bool = False
    """Draw the model out to the whole life, with what is not known as gaps."""
    values: Mapping[str, float] = field(default_factory=dict)


def default_stages() -> str:
    """The stage vocabulary of the jurisdiction this installation is for."""
    return jurisdictions.load(settings.JURISDICTION).stages


def prepared(reference: ReferenceModel, chosen: Chosen, maker: Text) -> ProductModel:
    """The model as a study begins with it, every parameter at its default. Raises `rules.unknown-vocabulary`."""
    vocabulary(chosen.stages)
    model = divided(reference, chosen.stages)
    plain = (drawn_out(model) if chosen.whole else model).plain()
    for part in OWN_STATEMENTS:
        plain.pop(part, None)
    for part in OWN_OF_PRODUCT:
        plain["product"].pop(part, None)
    plain["product"]["maker"] = maker.plain()
    if chosen.name.strip():
        plain["product"]["name"] = Text.parse(chosen.name.strip()[:300]).plain()
    return ProductModel.parse(editing.with_line_ids(plain))


def with_values(reference: ReferenceModel, model: ProductModel, values: Mapping[str, float]) -> ProductModel:
    """The model with own values of parameters, which no longer cite the source of the default.

    Raises `reference.no-such-parameter` through the place of the value, for a name the model does not have.
    """
    known = {p.name.casefold(): p for p in model.parameters}
    unknown = [name for name in values if name.casefold() not in known]
    if unknown:
        names = ", ".join(p.name for p in model.parameters) or "–"
        raise CodedError(
            NO_SUCH_PARAMETER.problem(f"values.{name}", name=name[:80], known=names) for name in unknown
        )
    own = {name.casefold(): value for name, value in values.items()}
    plain = model.plain()
    for parameter in plain.get("parameters", []):
        value = own.get(parameter["name"].casefold())
        if value is not None and value != parameter["value"]:
            parameter["value"] = value
            parameter["citation"] = ""
            parameter.pop("uncertainty", None)
    return ProductModel.parse(plain)


def begin(
    acting: Acting,
    model_id: UUID | str,
    chosen: Chosen,
    *,
    number: int | None = None,
    releases: Sequence[Release] = (),
) -> Study:
    """A new study from a released version of a reference model; where it came from is kept with it.

    Raises the policy's reason, `web.absent`, `rules.unknown-vocabulary`, `reference.no-such-parameter`.
    """
    policy.may_edit(acting).enforce()
    version = library.version(model_id, number)
    reference = library.document(version)
    base = prepared(reference, chosen, acting.organisation_name)
    model = with_values(reference, base, chosen.values)
    with transaction.atomic():
        study = create(
            acting, model, list(releases) or [starter_release()], origin=f"reference {version.model.code}"
        )
        kept = base.plain()
        Origin.objects.create(
            study=study,
            reference_id=version.id,
            stages=chosen.stages,
            whole=chosen.whole,
            document=as_text(kept),
            digest=digest(kept),
            by=acting.person,
        )
        record(events.BEGUN, acting, "study", study.id, model=str(version.model_id), version=version.number)
    return study


def origin_of(study: Study) -> Origin | None:
    """What a study began from; None where it did not begin from a reference model."""
    return (
        Origin.objects.filter(study_id=study.id)
        .select_related("reference", "reference__model", "reference__model__organisation")
        .first()
    )


def has_origin(study: Study) -> bool:
    """Whether a study began from a reference model."""
    return Origin.objects.filter(study_id=study.id).exists()


@dataclass(frozen=True, slots=True)
class ParameterStanding:
    """A parameter of the reference model and what the study makes of it."""

    name: str
    description: Text | None
    unit: str
    default: float | str
    source: str
    guide: ParameterGuide
    value: float | str | None
    """The study's; None where it dropped the parameter."""
    citation: str = ""

    @property
    def kept(self) -> bool:
        """Whether the study still holds the default."""
        return self.value == self.default

    @property
    def outside(self) -> bool:
        """Whether the study's value lies outside the range."""
        return isinstance(self.value, int | float) and not inside(float(self.value), self.guide)

    @property
    def wanted(self) -> bool:
        """Whether one's own value is asked for and the default still stands."""
        return self.guide.own and self.kept


def parameters(reference: ReferenceModel, model: ProductModel) -> list[ParameterStanding]:
    """Every parameter of the reference model beside the study's, in the order of the reference model."""
    own: dict[str, Parameter] = {p.name.casefold(): p for p in model.parameters}
    found = []
    for parameter in reference.model.parameters:
        mine = own.get(parameter.name.casefold())
        found.append(
            ParameterStanding(
                parameter.name,
                parameter.description,
                parameter.unit,
                parameter.value,
                parameter.citation,
                reference.guide(parameter.name),
                mine.value if mine else None,
                mine.citation if mine else "",
            )
        )
    return found


def remaining_lines(
    reference: ReferenceModel, origin: Mapping[str, Any], now: Mapping[str, Any]
) -> list[str]:
    """`process/line` that must be one's own and still stand as the reference model has them."""
    before, after = _lines(origin), _lines(now)
    return [place for place in reference.own_lines if place in after and before.get(place) == after[place]]


def _lines(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {
        f"{process['id']}/{line.get('id')}": line
        for process in plain.get("processes", [])
        for kind in ("inputs", "energy", "transports", "wastes", "emissions")
        for line in process.get(kind, [])
    }


def base_beside(origin: Origin, now: Mapping[str, Any]) -> dict[str, Any]:
    """What the study began as, with the study's own statements, so that only the model itself differs."""
    plain: dict[str, Any] = json.loads(origin.document)
    for part in APART:
        plain.pop(part, None)
        if part in now:
            plain[part] = now[part]
    return plain


def outside_ranges(reference: ReferenceModel, model: ProductModel) -> list[Problem]:
    """A note for every parameter of the study that lies outside the range of the reference model."""
    return [
        OUTSIDE_RANGE.problem(
            f"parameters[{each.name}].value",
            name=each.description or Text(en=each.name),
            value=each.value,
            low="–∞" if each.guide.low is None else each.guide.low,
            high="∞" if each.guide.high is None else each.guide.high,
            unit=each.unit,
        )
        for each in parameters(reference, model)
        if each.outside
    ]
