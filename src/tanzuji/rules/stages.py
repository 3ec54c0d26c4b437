"""Stage vocabularies of provinces and ministries, each mapped to the canonical five."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from tanzuji.documents.errors import define
from tanzuji.documents.exchanges import Id
from tanzuji.documents.models import StageDefinition
from tanzuji.documents.rules import Sourced
from tanzuji.documents.text import Text
from tanzuji.formats import safe_yaml

NO_VOCABULARY = define(
    "rules.unknown-vocabulary",
    zh="没有名为“{vocabulary}”的阶段划分。",
    en="There is no stage vocabulary “{vocabulary}”.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)


class StageVocabulary(Sourced):
    """A set of stage names as an authority writes them, each with the canonical stage it belongs to."""

    id: Id
    title: Text
    stages: tuple[StageDefinition, ...]


@lru_cache(maxsize=1)
def vocabularies() -> dict[str, StageVocabulary]:
    """Every vocabulary by id."""
    text = resources.files("tanzuji.rules").joinpath("stages.yaml").read_text("utf-8")
    found = (StageVocabulary.parse(plain) for plain in safe_yaml.load(text))
    return {vocabulary.id: vocabulary for vocabulary in found}


def vocabulary(name: str) -> StageVocabulary:
    """The vocabulary of that id. Raises `rules.unknown-vocabulary`."""
    found = vocabularies().get(name)
    if found is None:
        raise NO_VOCABULARY.error(vocabulary=name[:80], known=", ".join(vocabularies()))
    return found
