"""What is asked of an import: the name and version to be, and how the database is to be read."""

from __future__ import annotations

from pydantic import Field

from tanzuji.documents.base import Document
from tanzuji.documents.datasets import GwpSet
from tanzuji.documents.text import Text
from tanzuji.formats.lci import Allocation, Linking

MAX_LICENCE = 20_000


class ImportOptions(Document):
    """How a database that was brought in is to be read; as the API takes it and as an import keeps it."""

    name: str = Field(
        max_length=29, description="short name of the library: lower-case letters, digits, - and ."
    )
    version: str = Field("1", max_length=60)
    title: Text | None = Field(None, description="what the library is called; default: its name")
    licence: str = Field("", max_length=MAX_LICENCE, description="licence and notice its publisher asks for")
    allocation: Allocation = "none"
    linking: Linking = "first"
    gwp_set: GwpSet = "AR6"
    choices: dict[str, str] = Field({}, description="flow id → id of the process that supplies it")
    samples: int = Field(
        1000,
        ge=0,
        le=10_000,
        description="joint Monte Carlo samples to store where the database states uncertainties; 0: none",
    )
    mapping: str = Field(
        "", max_length=50_000, description="lists of factors: what the columns mean, as YAML"
    )
