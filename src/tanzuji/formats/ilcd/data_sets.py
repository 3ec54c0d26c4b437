"""The data sets of a package: which files hold them, and which of several copies counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from lxml import etree

from tanzuji.documents.errors import Problem, define
from tanzuji.formats.archive import Package
from tanzuji.formats.ilcd.elements import Element, child, plain_id, text
from tanzuji.formats.lci.records import Loss

WRONG_ROOT = define(
    "ilcd.wrong-root",
    zh="文件应为 {expected}，根元素却是“{found}”。",
    en="The file should be a {expected}, but its root is “{found}”.",
    remedy_zh="请确认文件放对了文件夹，并以 ILCD 格式导出。",
    remedy_en="Check that the file stands in the right folder and was exported as ILCD.",
)
NO_UUID = define(
    "ilcd.no-uuid",
    zh="数据集没有写明 UUID。",
    en="The data set states no UUID.",
    remedy_zh="请在 dataSetInformation 中写上 UUID。",
    remedy_en="State its UUID in dataSetInformation.",
)
REPEATED_ID = define(
    "ilcd.repeated-id",
    zh="UUID “{id}”（版本 {version}）有两个内容不同的数据集使用。",
    en="Two data sets that differ carry the UUID “{id}” (version {version}).",
    remedy_zh="请删去其中一个，或给改动过的一个新的版本号。",
    remedy_en="Remove one of them, or give the changed one a new version.",
)

ROOTS = {
    "unitgroups": "unitGroupDataSet",
    "flowproperties": "flowPropertyDataSet",
    "flows": "flowDataSet",
    "processes": "processDataSet",
    "lciamethods": "LCIAMethodDataSet",
    "lifecyclemodels": "lifeCycleModelDataSet",
}
"""Root elements by the folder their files stand in."""
_OTHER_FOLDERS = {"contacts", "sources", "external_docs", "schemas", "stylesheets", "styles", "__macosx"}
_KINDS = {root: kind for kind, root in ROOTS.items()}
_NAMESPACES = ("http://lca.jrc.it/ILCD/", "http://eplca.jrc.ec.europa.eu/ILCD/")

Load = Callable[[bytes, str], Element]
"""Turns the bytes of a member into the root element of its data set."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set that was read: its id, version, root element and file."""

    id: str
    version: str
    root: Element
    member: str


def members_by_kind(
    package: Package, ending: str, root_of: Callable[[bytes, str], str]
) -> dict[str, list[str]]:
    """Members that hold data sets, by the names of `ROOTS`, in the order of the package.

    The folder tells; in a folder of another name the root does, asked through `root_of` (its local name).
    """
    found: dict[str, list[str]] = {kind: [] for kind in ROOTS}
    for name in package.names:
        folders = [part.casefold() for part in name.split("/")[:-1]]
        if not name.lower().endswith(ending) or _OTHER_FOLDERS & set(folders):
            continue
        kind = (
            folders[-1] if folders and folders[-1] in ROOTS else _KINDS.get(root_of(package.read(name), name))
        )
        if kind is not None:
            found[kind].append(name)
    return found


def data_sets(package: Package, names: list[str], kind: str, load: Load) -> Iterator[DataSet]:
    """The data sets in `names`, one at a time. Raises `ilcd.wrong-root`, `ilcd.no-uuid` and what `load` raises."""
    for name in names:
        root = load(package.read(name), name)
        tag = etree.QName(root)
        known = tag.namespace is None or tag.namespace.startswith(_NAMESPACES)
        if tag.localname != ROOTS[kind] or not known:
            raise WRONG_ROOT.error(name, expected=ROOTS[kind], found=str(root.tag)[:120])
        stated = (text(part, "dataSetInformation", "UUID") for part in root)
        identifier = plain_id(next(filter(None, stated), ""))
        if not 1 <= len(identifier) <= 90:
            raise NO_UUID.error(name)
        administration = child(root, "administrativeInformation", "publicationAndOwnership")
        yield DataSet(identifier, text(administration, "dataSetVersion"), root, name)


Record = TypeVar("Record")


@dataclass
class Shelf(Generic[Record]):
    """Records of one kind by id: equal copies count once, of several versions the newest stays."""

    records: dict[str, Record] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    _versions: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def put(
        self,
        data_set: DataSet,
        record: Record,
        alike: Callable[[Record, Record], bool] = lambda one, other: one == other,
    ) -> None:
        """Keep `record` unless a newer one stands here; remember a contradiction as a problem."""
        version = _version(data_set.version)
        held = self._versions.get(data_set.id)
        if held is not None and held == version:
            if not alike(self.records[data_set.id], record):
                self.problems.append(
                    REPEATED_ID.problem(data_set.member, id=data_set.id, version=data_set.version or "–")
                )
            return
        if held is not None:
            self.older.append(data_set.id)
        if held is None or version > held:
            self.records[data_set.id] = record
            self._versions[data_set.id] = version


def _version(stated: str) -> tuple[int, ...]:
    """`01.02.003` as numbers that can be compared; what is no version counts as the oldest."""
    parts = stated.split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else ()


def losses_of(counted: dict[str, list[str]]) -> tuple[Loss, ...]:
    """Losses from the names of those concerned, in the order of their keys; keys with no names are left out."""
    return tuple(
        Loss(what, len(names), tuple(dict.fromkeys(names))[:5]) for what, names in counted.items() if names
    )
