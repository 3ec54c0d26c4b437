"""A background in which datasets are replaced inside the unit processes, solved anew through `System.with_edits`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.datasets import GwpSet
from tanzuji.documents.errors import define
from tanzuji.documents.lines import LINES
from tanzuji.documents.models import Biogenic, Method
from tanzuji.documents.quantities import factor as unit_factor
from tanzuji.documents.refusals import close_ones
from tanzuji.documents.what_if import BackgroundEdit
from tanzuji.engine.background import Background, Factor
from tanzuji.engine.release import NO_DATASET, Release, nearest
from tanzuji.engine.system import System

NOT_UNIT_PROCESSES = define(
    "what-if.not-unit-processes",
    zh="数据集“{dataset}”所在的数据库版本没有单元过程，不能在其中替换。",
    en="The release that holds “{dataset}” has no unit processes in which it could be replaced.",
    remedy_zh="请直接在模型的行里换数据集，或改用含单元过程的数据库版本。",
    remedy_en="Replace the dataset of the model's own lines, or use a release of unit processes.",
)
OTHER_RELEASE = define(
    "what-if.other-release",
    zh="“{dataset}”与“{instead}”不在同一个数据库版本里。",
    en="“{dataset}” and “{instead}” are not in one release.",
    remedy_zh="背景里只能用同一版本的数据集替换。",
    remedy_en="In the background a dataset is replaced by one of its own release.",
)


class EditedBackground(Background):
    """A background whose unit-process releases are solved with `edits` made."""

    def __init__(self, releases: Sequence[Release], method: Method, edits: Sequence[BackgroundEdit]) -> None:
        """Raises `what-if.not-unit-processes`, `what-if.other-release`, `release.no-dataset`, and unit errors."""
        super().__init__(releases, method)
        self._solved: dict[Release, NDArray[np.float64]] = {}
        by_release: dict[Release, list[BackgroundEdit]] = {}
        for i, edit in enumerate(edits):
            by_release.setdefault(self._holding(edit, f"background[{i}]"), []).append(edit)
        for release, own in by_release.items():
            self._solved[release] = _edited(release, tuple(own), method.gwp_set, method.biogenic)

    def _holding(self, edit: BackgroundEdit, path: str) -> Release:
        release = next((r for r in self.releases if edit.dataset in r), None)
        if release is None:
            known = [known for r in self.releases for known in r.ids]
            near = close_ones(nearest(edit.dataset, known))
            raise NO_DATASET.error(f"{path}.dataset", dataset=edit.dataset, near=near)
        if not release.has_processes:
            raise NOT_UNIT_PROCESSES.error(f"{path}.dataset", dataset=edit.dataset)
        if edit.instead not in release:
            raise OTHER_RELEASE.error(f"{path}.instead", dataset=edit.dataset, instead=edit.instead)
        for name in edit.within:
            release.index(name)
        return release

    def _find(self, dataset: str, path: str) -> Factor:
        found = super()._find(dataset, path)
        release = next(r for r in self.releases if dataset in r)
        if release not in self._solved:
            return found
        lines = self._solved[release][release.index(dataset)]
        return Factor(found.dataset, found.release, lines, (), found.recharacterised)


@lru_cache(maxsize=4)
def _system(release: Release, gwp_set: GwpSet, biogenic: Biogenic) -> System:
    """The release's unit processes; asked for once, because reading them takes longer than solving them."""
    system = release.system(gwp_set)
    assert system is not None
    if biogenic == "0/0":
        neutral = {f.id for f in release.flows if f.gas == "CO2" and f.line in ("biogenic", "removal")}
        at = [i for i, flow in enumerate(system.flow_ids) if flow in neutral]
        cells = system.interventions.tocsr()[at].tocoo()
        flows, processes = [system.flow_ids[at[i]] for i in cells.row], cells.col
        edits = [(flow, system.process_ids[p], 0.0) for flow, p in zip(flows, processes, strict=True)]
        system = system.with_edits(interventions=edits)
    system.intensities()
    return system


def _edited(
    release: Release, edits: tuple[BackgroundEdit, ...], gwp_set: GwpSet, biogenic: Biogenic
) -> NDArray[np.float64]:
    """kg CO2e per declared unit of every dataset by line, (n, 5), once the edits are made."""
    system = _system(release, gwp_set, biogenic)
    for edit in edits:
        system = system.with_edits(_cells(release, system, edit))
    found = np.array(system.intensities())
    found.setflags(write=False)
    return found if system.lines == LINES else found[:, [system.lines.index(line) for line in LINES]]


def _cells(release: Release, system: System, edit: BackgroundEdit) -> list[tuple[str, str, float]]:
    """The exchanges that an edit changes: less of one product, more of the other, column by column."""
    old, new = release.index(edit.dataset), release.index(edit.instead)
    each = unit_factor(release.dataset(edit.dataset).unit, release.dataset(edit.instead).unit)
    by_product = system.technosphere.tocsr()
    used, added = by_product[[old]].tocoo(), by_product[[new]].toarray()[0]
    within = {release.index(name) for name in edit.within}
    cells = []
    for process, amount in zip(used.col.tolist(), used.data.tolist(), strict=True):
        if process == old or (within and process not in within):
            continue
        part = amount * edit.share
        cells.append((edit.dataset, release.ids[process], amount - part))
        cells.append((edit.instead, release.ids[process], float(added[process]) + part * each))
    return cells
