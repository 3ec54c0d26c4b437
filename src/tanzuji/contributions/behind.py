"""What strangers may know of how a dataset came into the shared library: who contributed, verified and checked it."""

from __future__ import annotations

import json
from typing import Any

from tanzuji.contributions.models import Contribution, Step
from tanzuji.contributions.papers import LAWFUL_BASES
from tanzuji.documents.text import Text

ENTERED = ("in_library", "superseded", "suspended")


def facts(dataset: str, release: str) -> list[tuple[Text, Text]]:
    """Contributor, verifier, checker and coverage of the trail, of the contribution that became this dataset."""
    of = (
        Contribution.objects.filter(dataset_id=dataset, state__in=ENTERED, release__startswith=f"{release}@")
        .select_related("organisation")
        .order_by("-sequence")
        .first()
    )
    if of is None:
        return []
    found = [(Text(zh="提供", en="Contributed by"), of.organisation.name)]
    steps = of.steps.select_related("organisation").order_by("sequence")
    for action, name in (
        ("verify", Text(zh="验证", en="Verified by")),
        ("check_provenance", Text(zh="溯源性核验", en="Provenance checked by")),
    ):
        last = next((step for step in reversed(steps) if step.action == action), None)
        if last is not None:
            found.append((name, _by(last)))
            if action == "check_provenance":
                found += _trail(json.loads(last.detail))
    basis = of.declarations.lawful_basis
    if basis is not None:
        found.append((Text(zh="依据", en="Lawful basis"), LAWFUL_BASES[basis]))
    return found


def _by(step: Step) -> Text:
    who = step.organisation.name
    return Text(zh=f"{who.to('zh')}，{step.at:%Y-%m-%d}", en=f"{who.to('en')}, {step.at:%Y-%m-%d}")


def _trail(detail: dict[str, Any]) -> list[tuple[Text, Text]]:
    """Share of the result that is traced, and what part of it rests on a declared estimate."""
    coverage = detail.get("coverage")
    if not isinstance(coverage, int | float):
        return []
    kinds = detail.get("by_kind")
    estimate = kinds.get("estimate", 0.0) if isinstance(kinds, dict) else 0.0
    return [
        (
            Text(zh="可追溯", en="Traced"),
            Text(
                zh=f"结果的 {coverage:.1%}，其中声明的估计 {estimate:.1%}",
                en=f"{coverage:.1%} of the result, of which declared estimates {estimate:.1%}",
            ),
        )
    ]
