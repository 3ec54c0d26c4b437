"""The statements a study has to make, and whether this one makes them: goal, scope, product, reported texts."""

from __future__ import annotations

from tanzuji.documents.footprints import Footprint
from tanzuji.documents.models import ProductModel
from tanzuji.rules.lines import Item

_NAMES: dict[str, tuple[str, str]] = {
    "goal.application": ("预期用途", "the intended application"),
    "goal.reasons": ("开展研究的理由", "the reasons for the study"),
    "goal.audience": ("目标受众", "the intended audience"),
    "goal.communicated": ("结果是否对外公布", "whether results are to be told to the public"),
    "product.description": ("产品系统及其功能", "the product system and its functions"),
    "boundary.geography": ("系统边界的地理范围", "the geography of the system boundary"),
    "scope.data_quality": ("数据和数据质量要求", "data and data-quality requirements"),
    "scope.cut_off": ("取舍准则", "the cut-off criteria"),
    "scope.assumptions_use": ("使用阶段假设", "the assumptions on use"),
    "scope.assumptions_end_of_life": ("生命末期假设", "the assumptions on the end of life"),
    "scope.allocation": ("分配程序", "the allocation procedure"),
    "rules": ("遵循的规则标准", "the rules that are followed"),
    "scope.report_type": ("报告类型", "the type of report"),
    "scope.review_type": ("评审或核查类型", "the type of review or verification"),
    "scope.limitations": ("局限性", "the limitations"),
    "product.model": ("产品型号", "the model of the product"),
    "product.maker": ("生产者", "the maker"),
    "product.site": ("生产地点", "the site"),
    "product.specification": ("技术参数", "the technical parameters"),
}


def statement_items(footprint: Footprint) -> list[Item]:
    """One item a statement: its group (goal, scope, product), place, name, whether needed and present."""
    model = footprint.model
    full = not footprint.partial
    several = any(p.coproducts for p in model.processes)
    stages = {stage.id: stage.canonical for stage in model.stages()}
    used = full or any(stages.get(p.stage) == "use" for p in model.processes)
    ended = (
        full or bool(model.materials) or any(stages.get(p.stage) == "end_of_life" for p in model.processes)
    )
    needed = {
        "scope.assumptions_use": used,
        "scope.assumptions_end_of_life": ended,
        "scope.allocation": several,
    }
    return [
        {
            "group": _group(path),
            "path": path,
            "name": {"zh": zh, "en": en},
            "needed": needed.get(path, True),
            "present": _present(model, path),
        }
        for path, (zh, en) in _NAMES.items()
    ]


def _group(path: str) -> str:
    if path.startswith("goal."):
        return "goal"
    return "product" if path.startswith("product.") and path != "product.description" else "scope"


def _present(model: ProductModel, path: str) -> bool:
    value: object = model
    for step in path.split("."):
        value = getattr(value, step)
    return value not in (None, "", ())
