"""Documents as YAML for people: field order of the schema, block style, Chinese as it is, short texts.

What `safe_yaml` reads from the text is the same document again. Strings that YAML 1.1 readers would take for
something else (`no`, `1:30`, `0123`) are put in quotes, so that other tools read the same too.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from tanzuji.documents.base import Document
from tanzuji.documents.exchanges import Exchange
from tanzuji.documents.text import Text

_DELICATE = re.compile(
    "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""Characters that are written as escapes in double quotes."""


class _Dumper(yaml.SafeDumper):
    """YAML 1.1 resolvers and those of `safe_yaml` together decide which strings need quotes."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)  # list items stand one step in, as people write them


# Every number and null of safe_yaml; PyYAML's own resolvers miss `1e5`, which it would leave unquoted.
_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$"),
    list("-+.0123456789"),
)


def _string(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if _DELICATE.search(text):
        style = '"'
    elif "\n" in text:
        literal = not re.search(r"[ \t](\n|$)|^\s|\n\n?$", text) and "\n " not in text
        style = "|" if literal else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _float(dumper: yaml.SafeDumper, number: float) -> yaml.ScalarNode:
    if number == int(number) and abs(number) < 1e15:
        return dumper.represent_int(int(number))
    return dumper.represent_float(number)


_Dumper.add_representer(str, _string)
_Dumper.add_representer(float, _float)


def yaml_text(document: Document) -> str:
    """`document` as YAML text that ends in a line feed."""
    text: str = yaml.dump(
        short(document),
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=1_000_000,  # a folded line is hard to compare
    )
    return text


def short(value: Any) -> Any:
    """Plain data as people write it: defaults left out, a text in one language as a string, `dataset` for one id."""
    if isinstance(value, Text):
        return _short_text(value)
    if isinstance(value, Document):
        fields: dict[str, Any] = {}
        for name, field in type(value).model_fields.items():
            inner = getattr(value, name)
            default = None if field.is_required() else field.get_default(call_default_factory=True)
            if (inner is None or inner == default) and name != "format":
                continue
            if name == "datasets" and isinstance(value, Exchange) and len(inner) == 1:
                fields["dataset"] = inner[0]
            else:
                fields[name] = short(inner)
        return fields
    if isinstance(value, dict):
        return {key: short(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [short(inner) for inner in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _short_text(text: Text) -> str | dict[str, str]:
    both = {key: value for key, value in (("zh", text.zh), ("en", text.en)) if value is not None}
    if len(both) == 1:
        (only,) = both.values()
        if only and Text.model_validate(only) == text:
            return only
    return both
