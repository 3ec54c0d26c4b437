"""Editing a product model together: places, operations, undo, locking a field at a time, merging, differences.

Everything works on the plain data of a model, `model.plain()`, and is pure: nothing given is changed. A server
fits an edit to what stands there now, makes it, and lets `ProductModel.parse` judge the result::

    rebased = rebase(edit.operations, plain)          # conflicts: what others changed meanwhile
    applied = apply(plain, rebased.operations)        # applied.inverse undoes it
    model = parse_edited(applied.plain)               # errors name places as pages do
"""

from tanzuji.documents.editing.applying import Applied, apply
from tanzuji.documents.editing.changes import Change, changes, operations_from
from tanzuji.documents.editing.line_ids import with_line_ids
from tanzuji.documents.editing.locking import Conflict, Rebased, rebase, stale
from tanzuji.documents.editing.merging import Merged, merge
from tanzuji.documents.editing.operations import (
    Edit,
    Insert,
    Move,
    Operation,
    Remove,
    ReplaceAll,
    Set,
    Unset,
)
from tanzuji.documents.editing.paths import in_places, indexed_path, keyed_path, keyed_paths
from tanzuji.documents.editing.values import ABSENT, Plain, same
from tanzuji.documents.errors import CodedError
from tanzuji.documents.models import ProductModel


def parse_edited(plain: Plain) -> ProductModel:
    """The model in edited plain data. Raises CodedError with places written with ids."""
    try:
        return ProductModel.parse(plain)
    except CodedError as error:
        raise in_places(plain, error) from error


__all__ = [
    "ABSENT",
    "Applied",
    "Change",
    "Conflict",
    "Edit",
    "Insert",
    "Merged",
    "Move",
    "Operation",
    "Plain",
    "Rebased",
    "Remove",
    "ReplaceAll",
    "Set",
    "Unset",
    "apply",
    "changes",
    "in_places",
    "indexed_path",
    "keyed_path",
    "keyed_paths",
    "merge",
    "operations_from",
    "parse_edited",
    "rebase",
    "same",
    "stale",
    "with_line_ids",
]
