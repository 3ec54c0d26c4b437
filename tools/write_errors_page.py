"""Write docs/errors.md and docs/errors.zh-CN.md: every error code with its sentence and remedy.

python tools/write_errors_page.py           # writes both pages
"""

from __future__ import annotations

import os
import pkgutil
import re
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

import tanzuji  # noqa: E402
from tanzuji.documents.errors import Language, Message, catalogue  # noqa: E402

PAGES: dict[Language, str] = {"zh": "errors.zh-CN.md", "en": "errors.md"}

ROOMS = {
    "jurisdictions": ("地区政策", "Jurisdictions"),
    "rulebook": ("规则编辑", "The rulebook"),
    "product-archive": ("产品档案", "The product archive"),
    "verification": ("核查", "Verification"),
    "certificates": ("证书", "Certificates"),
    "certification": ("认证", "Certification"),
    "labels": ("标识", "Labels"),
    "filings": ("备案", "Filings"),
    "supervision": ("监督", "Supervision"),
    "register": ("公示", "Public register"),
    "audit": ("审计", "The audit trail"),
    "label": ("标识图样", "Drawings of labels"),
    "log": ("透明日志", "The transparency log"),
    "proof": ("证明", "Proofs"),
    "schemes": ("认证实施规则", "Certification schemes"),
    "study-package": ("核查包", "Packages of studies"),
    "sealing": ("加密字段", "Encrypted fields"),
    "sharing": ("上下游碳足迹", "Footprints along the chain"),
    "nodes": ("对接", "Nodes"),
    "campaigns": ("归集任务", "Campaigns"),
    "benchmarks": ("基准值", "Benchmarks"),
    "publishing": ("发布命令", "Commands of publishing"),
    "publications": ("发布", "Publications"),
    "contributions": ("入库", "Contributions"),
    "reference": ("产品模型库", "Reference models"),
    "activity": ("基础数据", "Base data"),
    "standards": ("标准规则库", "The standards room"),
    "allocation": ("分配", "Allocation"),
    "api": ("接口", "API"),
    "archive": ("压缩包", "Archives"),
    "backup": ("备份", "Backups"),
    "brightway": ("Brightway 数据包", "Brightway datapackages"),
    "catalogue": ("产品目录", "The product catalogue"),
    "cli": ("命令行", "Command line"),
    "comparison": ("版本比较", "Comparison of versions"),
    "document": ("文档字段", "Fields of documents"),
    "ecospold1": ("EcoSpold 1", "EcoSpold 1"),
    "ecospold2": ("EcoSpold 2", "EcoSpold 2"),
    "edit": ("编辑操作", "Edit operations"),
    "end-of-life": ("生命末期", "End of life"),
    "engine": ("求解", "Solving"),
    "export": ("写出数据库", "Exports"),
    "factors": ("因子清单", "Lists of factors"),
    "figure": ("图", "Figures"),
    "footprint": ("核算", "Footprints"),
    "footprints": ("核算室", "The footprints room"),
    "formula": ("公式", "Formulas"),
    "gas": ("温室气体", "Greenhouse gases"),
    "ilcd": ("ILCD", "ILCD"),
    "import": ("读入数据库", "Imports"),
    "jobs": ("后台工作", "Jobs"),
    "json": ("JSON 文件", "JSON files"),
    "library": ("数据库查找", "The library"),
    "model": ("产品模型", "Product models"),
    "model-file": ("产品模型文件", "Files of product models"),
    "olca": ("openLCA 数据包", "openLCA packages"),
    "operations": ("运维命令", "Operations"),
    "parties": ("单位与人员", "Parties"),
    "profiles": ("方法", "Method profiles"),
    "quality": ("数据质量", "Data quality"),
    "quantity": ("单位", "Units"),
    "release": ("数据库版本", "Library releases"),
    "report": ("报告", "Reports"),
    "rounding": ("修约", "Rounding"),
    "rules": ("规则包", "Rule packs"),
    "settings": ("设置", "Settings"),
    "simapro": ("SimaPro CSV", "SimaPro CSV"),
    "state": ("状态", "States"),
    "tidas": ("TIDAS", "TIDAS"),
    "uncertainty": ("不确定性", "Uncertainty"),
    "web": ("网页与接口", "Pages and API"),
    "what-if": ("推演", "What-if"),
    "workbook": ("Excel 工作簿", "Excel workbooks"),
    "xml": ("XML 文件", "XML files"),
    "yaml": ("YAML 文件", "YAML files"),
}
"""The word before the dot: what the errors are about."""


def messages() -> list[Message]:
    """Every error the package declares, by room and code."""
    ready_django()
    for module in pkgutil.walk_packages(tanzuji.__path__, "tanzuji."):
        if not module.name.endswith("__main__") and ".migrations" not in module.name:
            import_module(module.name)
    # A process that runs the tests holds what they declare as well.
    own = [message for message in catalogue() if room(message) != "tests"]
    return sorted(own, key=lambda message: (room(message), message.code))


def ready_django() -> None:
    """Load Django without a data folder of its own."""
    import django

    os.environ.setdefault("TANZUJI_HOME", tempfile.mkdtemp(prefix="tanzuji-docs-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanzuji.site.settings")
    django.setup()


def room(message: Message) -> str:
    """`model-file` of `model-file.not-found`."""
    return message.code.partition(".")[0]


def page(language: Language) -> str:
    """The page in one language."""
    return "\n".join(_lines(language)) + "\n"


def _lines(language: Language) -> Iterator[str]:
    zh = language == "zh"
    found = messages()
    if zh:
        yield from ("# 错误代码", "", "[English](errors.md)", "")
        yield f"每个错误都说明错在哪里、为什么、怎么改，并带一个不变的代码，共 {len(found)} 个。"
        yield "`{}` 里的词在出错时换成实际的值。有错误时什么都不保存。"
    else:
        yield from ("# Error codes", "", "[中文](errors.zh-CN.md)", "")
        yield f"Every error says what is wrong, where, and the remedy, and carries a code that stays; there are {len(found)}."
        yield "Words in `{}` stand for the values of the case. Nothing is stored where an error is raised."
    yield from (
        "",
        "```python",
        "from tanzuji import CodedError, read_model",
        "",
        "try:",
        '    read_model(b"id: a")',
        "except CodedError as error:",
        "    for problem in error.problems:",
        f'        print(problem.code, problem.path, problem.text("{language}"), problem.remedy("{language}"))',
        "```",
    )
    for name, group in groupby(found, room):
        yield from ("", f"## {ROOMS[name][0 if zh else 1]}", "")
        yield "| 代码 | 错在哪里 | 怎么改 |" if zh else "| code | what is wrong | remedy |"
        yield "|---|---|---|"
        for message in group:
            sentence, remedy = (message.zh, message.remedy_zh) if zh else (message.en, message.remedy_en)
            yield f"| `{message.code}` | {_cell(sentence)} | {_cell(remedy)} |"


def _cell(text: str) -> str:
    """Text as it stands in a cell of Markdown, its fields and what it quotes from files set as code."""
    text = re.sub(r"`[^`]*`|\{(\w+)\}", lambda m: f"`{m[0].strip('`')}`", text)
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("\n", " ")


if __name__ == "__main__":
    for spoken, name in PAGES.items():
        (ROOT / "docs" / name).write_text(page(spoken), "utf-8")
        print(f"docs/{name}")
