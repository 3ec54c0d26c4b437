"""The shelf of method profiles that come with the engine."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import yaml

from tanzuji.documents.errors import define
from tanzuji.documents.models import ProductModel
from tanzuji.documents.profiles import Profile

NO_PROFILE = define(
    "profiles.unknown",
    zh="没有名为“{profile}”的方法。",
    en="There is no method profile “{profile}”.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)


@lru_cache(maxsize=1)
def available() -> tuple[Profile, ...]:
    """Every profile, in the order in which they are shown."""
    text = resources.files("tanzuji.engine.profiles").joinpath("profiles.yaml").read_text("utf-8")
    return tuple(Profile.parse(item) for item in yaml.safe_load(text))


def fitting(model: ProductModel) -> tuple[Profile, ...]:
    """The profiles for all products, and those meant for the model's own kind."""
    return tuple(each for each in available() if not each.rules or set(each.rules) & set(model.rules))


def profile(name: str) -> Profile:
    """The profile of that id. Raises `profiles.unknown`."""
    found = next((each for each in available() if each.id == name), None)
    if found is None:
        known = ", ".join(each.id for each in available())
        raise NO_PROFILE.error("profile", profile=name[:60], known=known)
    return found
