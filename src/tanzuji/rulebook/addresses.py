"""Ids of rules in addresses."""

from __future__ import annotations


class RuleId:
    """The path converter `rule`: the id of a rule, as documents may have it."""

    regex = r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
