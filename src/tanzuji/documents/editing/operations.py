"""What a person does to a product model: set, unset, insert, remove, move, replace everything.

`was` is the value its author saw, null where nothing stood there; it is what optimistic locking compares.
`prune` says how many containers around the place go with it where they are left empty: it is how an edit that
made them is undone exactly.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from tanzuji.documents.base import Document
from tanzuji.documents.editing.messages import TWO_POSITIONS
from tanzuji.documents.editing.places import Step, read_place
from tanzuji.documents.editing.values import SeenValue, Value


class _Operation(Document):
    # Blanks at the ends of a value are as the author wrote them: undoing must bring back the same characters.
    model_config = ConfigDict(str_strip_whitespace=False)

    @model_serializer(mode="wrap")
    def _with_kind(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """The kind stands in the canonical form although it is the default: it tells operations apart."""
        return {"kind": self.kind, **handler(self)}  # type: ignore[attr-defined]


class _AtPlace(_Operation):
    place: str

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the place. Raises `edit.bad-place`."""
        return read_place(self.place)


class _AtPosition(_AtPlace):
    after: str | None = Field(None, description="id of the item that it follows")
    at: int | None = Field(None, ge=0, description="position from 0; beyond the end is the end")

    @model_validator(mode="after")
    def _one_position(self) -> _AtPosition:
        if self.after is not None and self.at is not None:
            raise TWO_POSITIONS.error("after")
        return self


class Set(_AtPlace):
    """Write a value at a field; optional parts around it that are not there yet are made."""

    kind: Literal["set"] = "set"
    value: Value
    was: SeenValue = None
    references: Literal["follow", "leave"] = Field(
        "follow", description="whether references in the model follow an id that is changed"
    )


class Unset(_AtPlace):
    """Take a field away: unknown, or back to its default."""

    kind: Literal["unset"] = "unset"
    was: SeenValue = None
    prune: int = Field(0, ge=0)


class Insert(_AtPosition):
    """Put an item into the list at `place`, behind `after`, at `at`, or at the end."""

    kind: Literal["insert"] = "insert"
    item: Value


class Remove(_AtPlace):
    """Take an item out of its list."""

    kind: Literal["remove"] = "remove"
    was: SeenValue = None
    prune: int = Field(0, ge=0)


class Move(_AtPosition):
    """Put an item elsewhere in its list: behind `after`, at `at` of the list without it, or at the end."""

    kind: Literal["move"] = "move"


class ReplaceAll(_Operation):
    """Put another document in the place of the whole model."""

    kind: Literal["replace_all"] = "replace_all"
    document: dict[str, Value]
    was: str = Field(description="digest of the document its author saw")


Operation: TypeAlias = Annotated[
    Set | Unset | Insert | Remove | Move | ReplaceAll, Field(discriminator="kind")
]


class Edit(Document):
    """Operations that belong together: all of them are made, or none."""

    operations: tuple[Operation, ...]
