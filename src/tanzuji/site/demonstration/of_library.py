"""What the cement works has confirmed for its lines, so that the next bill of materials begins with it."""

from __future__ import annotations

from tanzuji.library import services
from tanzuji.parties.acting import Acting

_EDITOR = "lin.lan@lanshi.example"

_CONFIRMED = (
    ("外购电力", "electricity", "kWh", "cn-elec-cf-2024-cn-041"),
    ("粉磨用电", "electricity", "kWh", "cn-elec-cf-2024-cn-041"),
    ("石灰石", "input", "kg", "uslci-limestone-at-mine"),
)
"""Name of the line, kind, unit, dataset of the starter library."""


def tell(people: dict[str, Acting]) -> None:
    """Matches as the editor of the works confirmed them."""
    editor = people[_EDITOR]
    for name, kind, unit, dataset in _CONFIRMED:
        services.remember(editor, name=name, kind=kind, unit=unit, release="starter", dataset=dataset)
