"""What travels between nodes: a dataset with its digest, the release it was published in, and its ids on both ends."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tanzuji.documents.base import Document
from tanzuji.documents.canonical import digest as digest_of
from tanzuji.documents.datasets import Dataset
from tanzuji.nodes import messages

FORMAT: Literal["tanzuji-parcel/1"] = "tanzuji-parcel/1"


class Parcel(Document):
    """A dataset on its way. `digest` is that of the dataset's canonical JSON; the receiver computes it again."""

    format: Literal["tanzuji-parcel/1"] = FORMAT
    sender: str = Field(max_length=300, description="the sending node: its name and address")
    release: str = Field(max_length=130, description="`name@version` of the release it is published in")
    release_digest: str = Field(max_length=80)
    theirs: str = Field("", max_length=200, description="id at the receiver; empty where it is new there")
    dataset: Dataset
    digest: str = Field(max_length=80)
    record: dict[str, str] = Field(
        default_factory=dict, description="the same in the receiver's record schema"
    )

    def checked(self) -> Parcel:
        """Itself where the digest is right. Raises `nodes.digest-differs`."""
        found = digest_of(self.dataset)
        if found != self.digest:
            raise messages.DIGEST_DIFFERS.error("digest", found=found, stated=self.digest)
        return self


class Row(Document):
    """A line of a node's catalogue: enough to see whether two nodes say the same."""

    id: str
    version: str
    digest: str
    name_zh: str = ""
    name_en: str = ""
    unit: str
    geography: str
    year: int | None = None
    boundary: str
    gas_basis: str
    value: float | None = None


class Catalogue(Document):
    """What a node has published: the newest release of its library, a page of its datasets."""

    node: str
    release: str
    digest: str
    total: int
    rows: tuple[Row, ...]


def row_of(dataset: Dataset, value: float | None) -> Row:
    """A dataset as a line of a catalogue; `value` in kg CO2e per unit."""
    return Row(
        id=dataset.id,
        version=dataset.version,
        digest=digest_of(dataset),
        name_zh=dataset.name.zh or "",
        name_en=dataset.name.en or "",
        unit=dataset.unit,
        geography=dataset.geography,
        year=dataset.year_to or dataset.year_from,
        boundary=dataset.boundary,
        gas_basis=dataset.gas_basis,
        value=value,
    )
