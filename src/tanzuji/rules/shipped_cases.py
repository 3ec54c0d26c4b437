"""The cases that ship with the shipped rules, by rule."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from tanzuji.rules.cases import Case, read_cases


@lru_cache(maxsize=64)
def shipped_cases(rule: str) -> tuple[Case, ...]:
    """The studies a shipped rule is tried with; empty where there are none."""
    file = resources.files("tanzuji.rules").joinpath("packs", "cases", f"{rule}.yaml")
    return read_cases(file.read_text("utf-8")) if file.is_file() else ()
