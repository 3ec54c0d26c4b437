"""What a footprint is named by: the digests of its inputs and results, worked out again by the letter of RFC 8785."""

from __future__ import annotations

import hashlib
from math import fsum
from typing import Any

import pytest
import rfc8785

from tanzuji import demo_models, starter_release
from tanzuji.engine import ENGINE_VERSION, compute


def sha256(plain: Any) -> str:
    return "sha256:" + hashlib.sha256(rfc8785.dumps(plain)).hexdigest()


def ten(value: float) -> str:
    return f"{value:.9e}" if value else "0"


@pytest.mark.parametrize("name", sorted(demo_models()))
def test_ids_and_digests_are_those_of_the_reference_implementation(name: str) -> None:
    model, library = demo_models()[name], starter_release()
    footprint = compute(model, library, seed=3)
    release = {"name": library.name, "version": library.version, "digest": library.digest}
    inputs = {
        "model": sha256(model.plain()),
        "releases": [release],
        "method": model.method.plain(),
        "engine": ENGINE_VERSION,
        "seed": 3,
    }
    numbers = [
        footprint.total,
        *(c.total for c in footprint.contributions),
        *(s.total for s in footprint.stages),
    ]
    assert footprint.model_digest == inputs["model"]
    assert footprint.id == sha256(inputs)
    assert footprint.result_digest == sha256([ten(number) for number in numbers])


@pytest.mark.parametrize("name", sorted(demo_models()))
def test_tables_add_up_to_what_the_contributions_say(name: str) -> None:
    """Stages, processes and lines are sums of contributions; sums are exact, so that equal means equal."""
    footprint = compute(demo_models()[name], starter_release())
    items = footprint.contributions
    for line in type(footprint.lines).model_fields:
        assert getattr(footprint.lines, line) == fsum(getattr(c.lines, line) for c in items)
        for stage in footprint.stages:
            own = [c for c in items if c.stage == stage.stage]
            assert getattr(stage.lines, line) == fsum(getattr(c.lines, line) for c in own)
        for process in footprint.processes:
            own = [c for c in items if c.process == process.process]
            assert getattr(process.lines, line) == fsum(getattr(c.lines, line) for c in own)
    assert all(c.total == c.lines.total for c in items)
