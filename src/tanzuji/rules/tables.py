"""Items of a collection asked together: a check is evaluated once for all that agree in what it reads."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from operator import itemgetter
from typing import Any

from tanzuji.documents.errors import CodedError
from tanzuji.rules.lines import Item
from tanzuji.rules.predicates import Scope, fields_used

_PLAIN = ({str}, {bool}, {int})
_ABSENT = object()


class Table:
    """The items of a collection, and its columns as predicates compare them."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self._columns: dict[str, Sequence[Hashable]] = {}

    def keys(self, fields: Sequence[str]) -> list[tuple[Hashable, ...]]:
        """One key an item; two are equal only where all these fields agree in value and in type."""
        if not fields:
            return [()] * len(self.items)
        return list(zip(*map(self._column, fields), strict=True))

    def _column(self, field: str) -> Sequence[Hashable]:
        found = self._columns.get(field)
        if found is None:
            values: list[Any] = [item.get(field, _ABSENT) for item in self.items]
            # 1, 1.0 and True are equal to Python and not to CEL, nor is −0.0 the same divisor as 0.0.
            found = values if set(map(type, values)) in _PLAIN else list(map(repr, values))
            self._columns[field] = found
        return found

    def answers(self, scope: Scope, when: str, require: str) -> tuple[list[bool | None], CodedError | None]:
        """For every item in order: None where `when` does not hold, else whether `require` does.

        They end before the first item of which a predicate cannot be evaluated; the error says why.
        """
        fields = sorted(
            {field for each in (when, require) for of, field in fields_used(each) if of == "item"}
        )
        keys = self.keys(fields)
        first = dict(zip(reversed(keys), reversed(range(len(keys))), strict=True))
        known: dict[tuple[Hashable, ...], bool | None] = {}
        for key, place in sorted(first.items(), key=itemgetter(1)):
            scope.item(self.items[place])
            try:
                known[key] = scope.holds(require) if scope.holds(when) else None
            except CodedError as error:
                return [known[key] for key in keys[:place]], error
        return [known[key] for key in keys], None
