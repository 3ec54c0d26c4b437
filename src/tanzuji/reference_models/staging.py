"""A model divided into the stages of a province or ministry, and drawn out to the whole life of the product.

Jiangsu asks for six stages, Shandong for five, the ministry for four (DOMAIN A.10). Each of their stages belongs to a
canonical one; a process goes to the first that does, or to the one the reference model assigns it to. What a model
comes to does not change with the division.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tanzuji.documents.lines import STAGE_NAMES, STAGES, Stage
from tanzuji.documents.models import ProductModel, StageDefinition
from tanzuji.documents.reference_models import ReferenceModel
from tanzuji.documents.text import Text
from tanzuji.rules.stages import vocabularies, vocabulary

CANONICAL = "canonical"

AFTER_THE_GATE: Mapping[Stage, tuple[str, Text, str]] = {
    "distribution": ("transports", Text(zh="到客户的运输", en="transport to the customer"), "t*km"),
    "use": ("inputs", Text(zh="使用阶段的能耗和耗材", en="energy and consumables of use"), "piece"),
    "end_of_life": ("wastes", Text(zh="废弃产品的处置", en="disposal of the used product"), "kg"),
}
"""What a stage after the gate begins with where a model has no figures for it: a line without an amount, a gap."""


def stage_names(name: str) -> tuple[StageDefinition, ...]:
    """The stages of a vocabulary in their order. Raises `rules.unknown-vocabulary`."""
    return vocabulary(name).stages


def assigned(reference: ReferenceModel, name: str) -> dict[str, str]:
    """Process → stage of the vocabulary. A canonical stage the vocabulary lacks goes to the last of its own before it."""
    own = stage_names(name)
    canonical = {stage.id: stage.canonical for stage in reference.model.stages()}
    given = reference.stages.get(name, {})
    return {
        process.id: given.get(process.id) or _first(own, canonical[process.stage])
        for process in reference.model.processes
    }


def _first(stages: tuple[StageDefinition, ...], wanted: Stage) -> str:
    same = [stage for stage in stages if stage.canonical == wanted]
    if same:
        return same[0].id
    before = [s for s in stages if STAGES.index(s.canonical) < STAGES.index(wanted)]
    return (before or list(stages))[-1 if before else 0].id


def by_stage(
    reference: ReferenceModel, name: str, totals: Mapping[str, float]
) -> list[tuple[StageDefinition, float | None, int]]:
    """Every stage of the vocabulary with its direct kg CO2e per unit and its number of processes.

    None where the model has no process there: the stage is not in its figures, which is not the same as zero.
    """
    where = assigned(reference, name)
    found: list[tuple[StageDefinition, float | None, int]] = []
    for stage in stage_names(name):
        here = [process for process, at in where.items() if at == stage.id]
        total = sum(totals.get(process, 0.0) for process in here) if here else None
        found.append((stage, total, len(here)))
    return found


def divided(reference: ReferenceModel, name: str) -> ProductModel:
    """The model with the stages of the vocabulary. Raises `rules.unknown-vocabulary`."""
    if name == CANONICAL:
        return reference.model
    where = assigned(reference, name)
    plain = reference.model.plain()
    plain["boundary"]["stages"] = [stage.plain() for stage in stage_names(name)]
    for process in plain["processes"]:
        process["stage"] = where[process["id"]]
    return ProductModel.parse(plain)


def drawn_out(model: ProductModel) -> ProductModel:
    """The model with the stages after the gate, each with a process whose one line has no amount yet.

    What is not known stands as a gap, so that a total to the gate is never read as one of the whole life.
    """
    stages = {stage.canonical: stage.id for stage in reversed(model.stages())}
    held = {s.canonical for s in model.stages() for p in model.processes if p.stage == s.id}
    plain = model.plain()
    taken = {process.id for process in model.processes}
    for canonical, (kind, words, unit) in AFTER_THE_GATE.items():
        if canonical in held or canonical not in stages:
            continue
        id_ = canonical if canonical not in taken else f"{canonical}-after-gate"
        zh, en = STAGE_NAMES[canonical]
        line: dict[str, Any] = {"id": "to-fill-in", "name": words.plain(), "unit": unit}
        plain["processes"].append(
            {"id": id_, "name": {"zh": zh, "en": en}, "stage": stages[canonical], kind: [line]}
        )
    plain["boundary"]["type"] = "cradle_to_grave"
    plain["boundary"].pop("description", None)
    plain["unit"]["kind"] = "functional"
    return ProductModel.parse(plain)


def known_vocabularies() -> list[tuple[str, Text]]:
    """Every vocabulary with its title, the canonical one first."""
    return [(name, each.title) for name, each in vocabularies().items()]
