"""Sources of amounts on a page: where they are read, and meters as a tree."""

from __future__ import annotations

from collections.abc import Sequence

from tanzuji.activity.models import Good, Meter


def address_of(source: Meter | Good) -> tuple[str, str]:
    """Name and argument of the page of a source."""
    return ("activity:meter" if isinstance(source, Meter) else "activity:good"), str(source.id)


def depth_first(meters: Sequence[Meter]) -> list[tuple[int, Meter]]:
    """Meters with their depth in the tree, every one below its parent."""
    below: dict[object, list[Meter]] = {}
    ids = {meter.id for meter in meters}
    for meter in meters:
        below.setdefault(meter.parent_id if meter.parent_id in ids else None, []).append(meter)
    found: list[tuple[int, Meter]] = []

    def walk(parent: object, depth: int) -> None:
        for meter in below.get(parent, []):
            found.append((depth, meter))
            walk(meter.id, depth + 1)

    walk(None, 0)
    return found
