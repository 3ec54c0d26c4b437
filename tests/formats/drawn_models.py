"""Product models drawn by hypothesis from the schema itself, so that a new field is drawn the day it is added."""

from __future__ import annotations

import types
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from tanzuji.documents.base import Document
from tanzuji.documents.exchanges import Exchange
from tanzuji.documents.models import Process, ProductModel
from tanzuji.documents.text import Text

# Everything XML, YAML and JSON may carry, and what each of them may take for something else.
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TRAPS = st.sampled_from(
    [
        "no", "on", "1:30", "0123", "1e5", "null", "~", "2024-01-01", "0x1F", ".5", "1_000", "12.50", "1,5", "TRUE", "true",
        "Yes", "<<", "---", "...", "|", ">", "- a", "a: b", "# c", "{a}", "[a", "'a", '"a', "&a", "*a", "!a", "%a", "a;b", "a=b",
        "=HYPERLINK(1)", "+1", "-1+1", "@SUM(A1)", "＝1", "_x0041_", "</script>", "碳足迹", "😀", "\ufeffa", "\ufffe", "\x07",
        "a\nb", "a\n b\n\nc", "a\r\nb", "a \n b", "a\tb", "é\u2028ü", "碳\n足迹", "a\x85b", "x" * 40_000,
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(CHARACTERS, min_size=1, max_size=12), TRAPS)
FILLED = TEXTS.filter(lambda text: bool(text.strip()))
IDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=6) | st.sampled_from(
    ["0123", "no", "a-b", "=a", "use"]
)
UNITS = st.sampled_from(["kg", "吨", "kWh", "t*km", "piece", "MJ", "m3"])
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(
    [0.1, 1 / 3, 1e-300, 12345678901234567.0, -2.5]
)
AMOUNTS = NUMBERS | FILLED.map(lambda text: f"={text}")


def models() -> st.SearchStrategy[ProductModel]:
    """Valid product models with any field filled or not."""
    return _document(ProductModel).map(_repaired).map(ProductModel.parse)


def _document(kind: type[Document]) -> st.SearchStrategy[dict[str, Any]]:
    if kind is Text:
        return st.fixed_dictionaries({"zh": FILLED}, optional={"en": FILLED}) | st.fixed_dictionaries(
            {"en": FILLED}
        )
    fields = {name: _field(name, info) for name, info in kind.model_fields.items() if name != "format"}
    required = {name: s for name, s in fields.items() if kind.model_fields[name].is_required()}
    optional = {name: s for name, s in fields.items() if name not in required}
    # Few optional fields at a time: a model has some hundred of them.
    chosen = st.sets(st.sampled_from(sorted(optional)), max_size=7) if optional else st.just(set())
    return chosen.flatmap(
        lambda names: st.fixed_dictionaries({**required, **{n: optional[n] for n in names}})
    )


def _field(name: str, info: FieldInfo) -> st.SearchStrategy[Any]:
    limits = {type(m).__name__: m for m in info.metadata}
    if "Ge" in limits or "Gt" in limits:
        return st.floats(1, 5)
    if any(type(m).__name__ == "AfterValidator" for m in info.metadata):
        return _validated(info.metadata)
    if any(type(m).__name__ == "BeforeValidator" for m in info.metadata):
        return AMOUNTS
    return _value(info.annotation)


def _validated(metadata: list[Any]) -> st.SearchStrategy[Any]:
    names = {m.func.__name__ for m in metadata if hasattr(m, "func")}
    return UNITS if "_known_unit" in names else IDS


def _value(annotation: Any) -> st.SearchStrategy[Any]:
    origin, inner = get_origin(annotation), get_args(annotation)
    if hasattr(annotation, "__metadata__"):
        if any(type(m).__name__ == "BeforeValidator" for m in annotation.__metadata__):
            return AMOUNTS
        return _validated(list(annotation.__metadata__))
    if origin is Literal:
        return st.sampled_from(inner)
    if origin in (Union, types.UnionType):
        return st.one_of([_value(a) for a in inner if a is not type(None)])
    if origin is tuple:
        return st.deferred(lambda: st.lists(_value(inner[0]), max_size=3))
    if origin is dict:
        return st.dictionaries(FILLED.map(str.strip), _value(inner[1]), max_size=2)
    if isinstance(annotation, type) and issubclass(annotation, Document):
        return st.deferred(lambda: _document(annotation))
    simple: dict[Any, st.SearchStrategy[Any]] = {
        str: TEXTS, float: NUMBERS, int: st.integers(1990, 2060), bool: st.booleans(), date: st.dates().map(str),
    }  # fmt: skip
    return simple[annotation]


def _repaired(plain: dict[str, Any]) -> dict[str, Any]:
    """Give ids and references the meaning the schema asks for: unique ids, known stages, known suppliers."""
    processes = plain["processes"] or [{"id": "p", "name": {"en": "p"}, "stage": "use"}]
    stages = [s["id"] for s in plain["boundary"].get("stages", ())] or ["use", "manufacturing"]
    plain["processes"] = processes
    for i, process in enumerate(processes):
        process["id"] = f"{process['id']}{i}"
        process["stage"] = stages[i % len(stages)]
        counter = 0
        for kind in Process.model_fields:
            for item in (
                process.get(kind, ())
                if kind in {"inputs", "energy", "transports", "wastes", "emissions"}
                else ()
            ):
                counter += 1
                if "id" in item:
                    item["id"] = f"{item['id']}-{counter}"
                if "process" in item and kind != "emissions":
                    item.pop("process")
    suppliers = [p["id"] for p in processes if p.get("output")]
    for process in processes:
        for item in process.get("inputs", ()):
            assert "process" in Exchange.model_fields
            if suppliers:
                item["process"] = suppliers[0]
    if "deliver" in plain:
        plain.pop("deliver")
        if suppliers:
            plain["deliver"] = suppliers[-1]
    return plain
