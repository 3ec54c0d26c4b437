"""What the columns of a list mean: a small document that is guessed, shown, corrected and remembered."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from tanzuji.documents.base import NOT_ONE_OF, Document
from tanzuji.documents.lines import Line
from tanzuji.formats.factor_lists.fields import FIELDS
from tanzuji.formats.safe_yaml import load
from tanzuji.formats.yaml_text import yaml_text


class ColumnMapping(Document):
    """One column: the field it stands for and, of amounts, the gas, the reporting line and the unit."""

    header: str = Field(description="as it stands in the table; levels of several rows joined by ›")
    field: str = Field(description="the field of a factor, or `amount`")
    gas: str | None = Field(
        None, description="amounts: `CO2e`, `CO2`, `CH4` …; none: as the unit says, else CO2e"
    )
    line: Line = "fossil"
    unit: str | None = Field(
        None, description="amounts: `kg`, `tCO2e`, `kgCO2e/kWh` …; none: as the unit column says"
    )

    @field_validator("field")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in FIELDS:
            raise NOT_ONE_OF.error(value=value[:60], expected=", ".join(FIELDS))
        return value


class ListMapping(Document):
    """How a list of factors is read."""

    format: Literal["tanzuji/factor-list/1"] = "tanzuji/factor-list/1"
    sheet: str = Field("", description="empty for a CSV file, or for the sheet with most cells")
    header_row: int = Field(1, ge=1, description="first row of the header, counted from 1")
    header_rows: int = Field(1, ge=1, le=3)
    columns: tuple[ColumnMapping, ...] = ()
    defaults: dict[str, str] = Field({}, description="field → value for rows that state none")
    units: dict[str, str] = Field(
        {}, description="unit as the list writes it → unit as we do; empty: leave such rows out"
    )
    total: bool = Field(
        True, description="whether a column of CO2e beside columns of gases is their total, or adds to them"
    )
    decimal: Literal[".", ","] | None = Field(None, description="none: recognised from the numbers")

    @field_validator("defaults")
    @classmethod
    def _known_fields(cls, value: dict[str, str]) -> dict[str, str]:
        for key in value:
            if key not in FIELDS:
                raise NOT_ONE_OF.error(value=key[:60], expected=", ".join(FIELDS))
        return value


def read_mapping(text: str | bytes, name: str = "") -> ListMapping:
    """A mapping from its YAML. Raises `yaml.*` and the document's own errors, with their places."""
    found: ListMapping = ListMapping.parse(load(text, name=name))
    return found


def write_mapping(mapping: ListMapping) -> str:
    """A mapping as YAML that `read_mapping` reads back."""
    return yaml_text(mapping)
