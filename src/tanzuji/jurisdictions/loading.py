"""Reading packs: the shipped ones and those of the data folder; a child takes over what it does not state itself."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from tanzuji.documents.errors import define
from tanzuji.engine.store import home
from tanzuji.formats import safe_yaml
from tanzuji.jurisdictions.documents import Jurisdiction
from tanzuji.rules.stages import vocabulary

NO_JURISDICTION = define(
    "jurisdictions.unknown",
    zh="没有代号为“{code}”的地区政策。",
    en="There is no jurisdiction “{code}”.",
    remedy_zh="可用：{known}；新的地区在数据文件夹的 jurisdictions/ 里加一个 YAML 文件。",
    remedy_en="There are: {known}. A new one is a YAML file in jurisdictions/ of the data folder.",
)
OWN_PARENT = define(
    "jurisdictions.own-parent",
    zh="地区政策的上级成环：{chain}。",
    en="Jurisdictions are each other's parents: {chain}.",
    remedy_zh="请改正 parent。",
    remedy_en="Correct `parent`.",
)
OTHER_CODE = define(
    "jurisdictions.other-code",
    zh="文件 {file} 里写的代号是“{code}”。",
    en="The file {file} states the code “{code}”.",
    remedy_zh="请让文件名与 code 一致。",
    remedy_en="Name the file after its code.",
)

_INHERITED = ("gates", "benchmark", "switches", "provincial_standard_only_without_higher")


def codes() -> list[str]:
    """Every pack there is, the nation first."""
    return sorted({*_shipped(), *(file.stem for file in _folder().glob("*.yaml"))}, key=lambda c: (len(c), c))


def load(code: str) -> Jurisdiction:
    """The pack with this code; one in the data folder takes the place of a shipped one.

    Raises `jurisdictions.*`, `yaml.*`, `document.*`.
    """
    own = _folder() / f"{code}.yaml"
    stamp = own.stat().st_mtime_ns if code in codes() and own.is_file() else None
    return _load(code, str(home()), stamp)


def parse(text: str | bytes) -> Jurisdiction:
    """The pack written in `text`. Raises `jurisdictions.*`, `yaml.*`, `rules.unknown-vocabulary`, `document.*`."""
    plain = safe_yaml.load(text)
    found = (
        Jurisdiction.parse(_with_parents(plain, [])) if isinstance(plain, dict) else Jurisdiction.parse(plain)
    )
    vocabulary(found.stages)
    return found


@lru_cache(maxsize=32)
def _load(code: str, folder: str, stamp: int | None) -> Jurisdiction:
    found = parse(_text(code))
    if found.code != code:
        raise OTHER_CODE.error(file=f"{code}.yaml", code=found.code)
    return found


def _text(code: str) -> str:
    if code not in codes():
        raise NO_JURISDICTION.error(code=code[:80], known=", ".join(codes()))
    own = _folder() / f"{code}.yaml"
    return own.read_text("utf-8") if own.is_file() else _shipped()[code]


def _with_parents(plain: dict[str, Any], below: list[str]) -> dict[str, Any]:
    """The pack with what its parent states and it does not."""
    parent, chain = plain.get("parent"), [*below, str(plain.get("code"))]
    if not isinstance(parent, str):
        return plain
    if parent in chain:
        raise OWN_PARENT.error(chain=" → ".join([*chain, parent]))
    read = safe_yaml.load(_text(parent))
    above = _with_parents(read, chain) if isinstance(read, dict) else {}
    merged = dict(plain)
    for name in _INHERITED:
        if name not in above:
            continue
        mine = plain.get(name)
        both = isinstance(mine, dict) and isinstance(above[name], dict)
        merged[name] = {**above[name], **mine} if both and mine else above[name] if mine is None else mine
    return merged


def _folder() -> Path:
    return home() / "jurisdictions"


@lru_cache(maxsize=1)
def _shipped() -> dict[str, str]:
    folder = resources.files("tanzuji.jurisdictions").joinpath("packs")
    return {
        f.name.removesuffix(".yaml"): f.read_text("utf-8")
        for f in folder.iterdir()
        if f.name.endswith(".yaml")
    }
