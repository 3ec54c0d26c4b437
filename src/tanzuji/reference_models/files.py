"""Reference models as files: YAML and JSON hold the whole, CSV the parameters."""

from __future__ import annotations

import csv
import io
import json

from tanzuji.documents.errors import Language
from tanzuji.documents.reference_models import RANGE_KINDS, ReferenceModel
from tanzuji.formats import safe_yaml
from tanzuji.formats.safe_json import read_json
from tanzuji.formats.yaml_text import yaml_text
from tanzuji.reference_models.messages import NOT_A_REFERENCE

SUFFIXES = ("yaml", "json", "csv")

_HEAD = {
    "zh": ("参数", "说明", "单位", "缺省值", "缺省值出处", "下限", "上限", "范围依据", "范围出处", "须用自有数据"),
    "en": (
        "parameter", "description", "unit", "default", "source of the default", "low", "high", "kind of range",
        "source of the range", "own data",
    ),
}  # fmt: skip


def written(reference: ReferenceModel, suffix: str, language: Language) -> bytes:
    """The reference model as a file. `csv` begins with a byte-order mark, so that Excel reads it."""
    if suffix == "csv":
        return ("\ufeff" + parameters_csv(reference, language)).encode()
    if suffix == "json":
        plain = {"format": reference.format, **reference.plain()}
        return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()
    return yaml_text(reference).encode()


def parameters_csv(reference: ReferenceModel, language: Language) -> str:
    """The parameters with default, range and both sources."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEAD[language])
    for p in reference.model.parameters:
        guide = reference.guide(p.name)
        writer.writerow(
            [
                p.name, p.description.to(language) if p.description else "", p.unit, _safe(p.value), p.citation,
                "" if guide.low is None else guide.low, "" if guide.high is None else guide.high,
                RANGE_KINDS[guide.range_kind].to(language) if guide.range_kind else "", guide.range_source,
                "1" if guide.own else "",
            ]
        )  # fmt: skip
    return out.getvalue()


def _safe(value: float | str) -> float | str:
    """A formula as text: a spreadsheet would compute it otherwise."""
    return f"'{value}" if isinstance(value, str) else value


def read(content: bytes, name: str) -> ReferenceModel:
    """The reference model in a YAML or JSON file. Raises `reference.not-a-reference`, `yaml.*`, `json.*`, `document.*`."""
    plain = read_json(content, "") if name.lower().endswith(".json") else safe_yaml.load(content, name=name)
    if not isinstance(plain, dict) or plain.get("format") != "tanzuji/reference-model/1":
        raise NOT_A_REFERENCE.error("file", file=name)
    return ReferenceModel.parse(plain)
