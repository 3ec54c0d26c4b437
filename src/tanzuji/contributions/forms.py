"""The form of an offer: flat fields of a page ⇄ the papers as plain data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from tanzuji.contributions.models import Contribution

BLANK_ROWS = 3
"""Empty rows of inputs that a page shows; “more rows” adds as many."""
MAX_INPUTS = 200

_TEXTS = (
    "id", "unit", "geography", "boundary", "gas_basis", "gwp_set", "replaces", "confidence", "valid_from", "valid_to",
)  # fmt: skip
_BOTH = ("name", "technology", "note")
_WHOLE = ("year_from", "year_to")
SCORES = ("technology", "geography", "time", "precision", "completeness")
_SOURCE = ("title", "publisher", "year", "location", "url", "licence", "obtained_from", "verification")
_COMPARABLE = (
    "rule",
    "unit",
    "boundary",
    "year",
    "gwp_set",
    "electricity",
    "end_of_life",
    "allocation",
    "output",
)
_SCENE = ("region", "sites", "months", "share")


def papers_in(form: Mapping[str, str], kind: str, before: Contribution | None = None) -> dict[str, Any]:
    """What `services.offer` and `services.edit` take, as a form says it.

    Fields of the dataset that the form does not show (several gases, a distribution) stay as they were in `before`.
    """
    kept = json.loads(before.document) if before is not None else {}
    papers: dict[str, Any] = {
        "document": _dataset(form, kept),
        "declarations": declarations_in(form),
        "provenance": {"inputs": _inputs(form)},
    }
    if kind == "footprint":
        papers["footprint"] = _comparable(form)
    return papers


def _dataset(form: Mapping[str, str], kept: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = dict(kept)
    for key in _TEXTS:
        _put(found, key, form.get(f"dataset.{key}", "").strip())
    for key in _BOTH:
        both = {lang: form.get(f"dataset.{key}.{lang}", "").strip() for lang in ("zh", "en")}
        _put(found, key, {lang: text for lang, text in both.items() if text})
    for key in _WHOLE:
        _put(found, key, _number(form.get(f"dataset.{key}", "")))
    losses = form.get("dataset.includes_losses", "")
    found.pop("includes_losses", None)
    if losses in ("yes", "no"):
        found["includes_losses"] = losses == "yes"
    scores = {key: _number(form.get(f"dataset.quality.{key}", "")) for key in SCORES}
    _put(found, "quality", {key: score for key, score in scores.items() if score != ""})
    category = [step.strip() for step in re.split(r"[>/›]", form.get("dataset.category", "")) if step.strip()]
    _put(found, "category", category)
    source = {key: form.get(f"dataset.source.{key}", "").strip() for key in _SOURCE}
    found["source"] = {"title": source["title"]} | {key: text for key, text in source.items() if text}
    if "year" in found["source"]:
        found["source"]["year"] = _number(found["source"]["year"])
    if "value" in form:
        gas = {"co2": "CO2", "co2e": "CO2e"}.get(found.get("gas_basis", "co2e"))
        if gas:
            value = _number(form["value"])
            found["amounts"] = [{"gas": gas, "amount": value}] if value != "" else []
    return found


def declarations_in(form: Mapping[str, str]) -> dict[str, Any]:
    """What a form declares, as `Declarations.parse` takes it."""
    found: dict[str, Any] = {
        "consent": form.get("declarations.consent") == "on",
        "pre_study": form.get("declarations.pre_study") == "on",
    }
    for key in ("scope", "lawful_basis", "basis_note", "method_profile", "collected_by"):
        _put(found, key, form.get(f"declarations.{key}", "").strip())
    _put(found, "tags", [tag for tag in re.split(r"[,，;；\s]+", form.get("declarations.tags", "")) if tag])
    if form.get("declarations.is_real_scene") == "on":
        scene: dict[str, Any] = {}
        for key in _SCENE:
            written = form.get(f"declarations.real_scene.{key}", "").strip()
            _put(scene, key, written if key == "region" else _number(written))
        if isinstance(scene.get("share"), float | int):
            scene["share"] = scene["share"] / 100
        found["real_scene"] = scene
    return found


def _comparable(form: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"value": _number(form.get("value", ""))}
    for key in _COMPARABLE:
        written = form.get(f"comparable.{key}", "").strip()
        _put(found, key, _number(written) if key in ("year", "output") else written)
    return found


def _inputs(form: Mapping[str, str]) -> list[dict[str, Any]]:
    found = []
    for at in range(MAX_INPUTS):
        row = {
            key: form.get(f"inputs-{at}-{key}", "").strip()
            for key in ("id", "name", "amount", "unit", "result")
        }
        references = form.get(f"inputs-{at}-references", "").split("\n")
        references = [each.strip() for each in references if each.strip()]
        if not any(row[key] for key in ("name", "amount", "result")) and not references:
            continue
        one: dict[str, Any] = {
            "id": row["id"] or f"i{at + 1}",
            "name": row["name"] or row["id"],
            "amount": _number(row["amount"]),
            "unit": row["unit"],
            "result": _number(row["result"]),
            "references": references,
        }
        for key in ("feeds", "note"):
            _put(one, key, form.get(f"inputs-{at}-{key}", "").strip())
        found.append(one)
    return found


def _put(into: dict[str, Any], key: str, value: Any) -> None:
    """Set what was written; what was left empty is not stated."""
    into.pop(key, None)
    if value not in ("", {}, []):
        into[key] = value


def _number(written: str) -> Any:
    """A number where it is one, else the text, which the document then refuses with its place."""
    text = written.strip().replace("−", "-")
    if re.fullmatch(r"[+-]?\d{1,15}", text):
        return int(text)
    try:
        return float(text)
    except ValueError:
        return text


def given(of: Contribution | None, form: Mapping[str, str] | None) -> dict[str, str]:
    """What the fields of the page hold: as was just sent, else as it is kept, else as it begins."""
    if form is not None:
        return {key: value for key, value in form.items() if isinstance(value, str)}
    if of is None:
        return {"dataset.gas_basis": "co2e", "dataset.geography": "CN", "declarations.scope": "province",
                "dataset.boundary": "cradle_to_gate"}  # fmt: skip
    return _flat(of)


def _flat(of: Contribution) -> dict[str, str]:
    dataset, said = of.dataset, of.declarations
    found = {f"dataset.{key}": _shown(getattr(dataset, key)) for key in (*_TEXTS, *_WHOLE)}
    for key in _BOTH:
        text = getattr(dataset, key)
        found |= {
            f"dataset.{key}.{lang}": (getattr(text, lang) or "") if text else "" for lang in ("zh", "en")
        }
    found["dataset.category"] = " > ".join(dataset.category)
    found["dataset.includes_losses"] = {True: "yes", False: "no", None: ""}[dataset.includes_losses]
    for key in SCORES:
        found[f"dataset.quality.{key}"] = _shown(getattr(dataset.quality, key)) if dataset.quality else ""
    for key in _SOURCE:
        found[f"dataset.source.{key}"] = _shown(getattr(dataset.source, key))
    if simple(of):
        found["value"] = _shown(dataset.amounts[0].amount) if dataset.amounts else ""
    found["declarations.consent"] = "on" if said.consent else ""
    found["declarations.pre_study"] = "on" if said.pre_study else ""
    for key in ("scope", "lawful_basis", "basis_note", "method_profile", "collected_by"):
        found[f"declarations.{key}"] = _shown(getattr(said, key))
    found["declarations.tags"] = " ".join(said.tags)
    if said.real_scene is not None:
        found["declarations.is_real_scene"] = "on"
        for key in _SCENE:
            stated = getattr(said.real_scene, key)
            found[f"declarations.real_scene.{key}"] = _shown(
                stated * 100 if key == "share" and stated else stated
            )
    if of.footprint is not None:
        found |= {f"comparable.{key}": _shown(getattr(of.footprint, key)) for key in _COMPARABLE}
    for at, each in enumerate(of.provenance.inputs[:MAX_INPUTS]):
        found |= {
            f"inputs-{at}-id": each.id,
            f"inputs-{at}-name": each.name.zh or each.name.en or "",
            f"inputs-{at}-amount": _shown(each.amount),
            f"inputs-{at}-unit": each.unit,
            f"inputs-{at}-result": _shown(each.result),
            f"inputs-{at}-references": "\n".join(each.references),
            f"inputs-{at}-feeds": each.feeds,
            f"inputs-{at}-note": each.note,
        }
    return found


def simple(of: Contribution | None) -> bool:
    """Whether its value is one number, which the form edits; else its gases are edited in files and by programs."""
    if of is None:
        return True
    amounts = of.dataset.amounts
    return len(amounts) <= 1 and of.dataset.gas_basis != "gases" and all(a.line == "fossil" for a in amounts)


def rows_of(fields: Mapping[str, str], more: int) -> range:
    """Rows of inputs that the page shows: those filled in, and some empty ones."""
    filled = [
        int(key.split("-")[1])
        for key, text in fields.items()
        if key.startswith("inputs-") and text and key.split("-")[1].isdigit()
    ]
    return range(min(MAX_INPUTS, max(filled, default=-1) + 1 + BLANK_ROWS * (1 + more)))


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.12g}" if isinstance(value, float) else str(value)
