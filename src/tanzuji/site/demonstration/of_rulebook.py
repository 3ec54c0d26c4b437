"""The rulebook's part of the demonstration: an association's cement rule from draft to activation, a second version
that waits for a decision, and a draft that loosens what it inherits and is told the line."""

from __future__ import annotations

from tanzuji.parties.acting import Acting
from tanzuji.rulebook import queries, services
from tanzuji.rules.cases import Case

_RULE = """\
# 示例省建材行业协会的水泥规则：继承平台的水泥规则，收紧舍弃准则和数据要求。
format: tanzuji/rule-pack/1
id: t.demo.cement
version: "{version}"
layer: product
level: T
title: {{zh: 通用硅酸盐水泥（示例团标）, en: Common Portland cement (example association standard)}}
number: T/DEMO 0001-2026
inherits: cn.cement
source: {{zh: 演示用，非真实标准, en: "For the demonstration; not a real standard"}}
confidence: low
product_match: {{names: [示例团标水泥]}}
parameters:
  cutoff.total_max: {{value: {cutoff}, source_tag: D}}
  primary_share_expected: {{value: {primary}, source_tag: D}}
ranges:
  - id: CEM-KWH
    title: {{zh: 吨水泥电耗, en: Electricity per tonne}}
    quantity: flows['CEM-ELECTRICITY'].amount / study.unit.kg * 1000.0
    when: has(flows['CEM-ELECTRICITY'].amount) && has(study.unit.kg)
    unit: kWh/t
    low: {low}
    high: 120
    path: processes
    remedy: {{zh: 请核对电耗的单位和范围。, en: Check unit and extent of the electricity.}}
    source_tag: D
"""

_PRODUCT = {"zh": "示例团标水泥", "en": "Cement of the example standard"}
"""The product the rule is for; the example cement itself is accounted by the platform's rule."""

_CASES = (
    Case.parse(
        {
            "id": "example", "title": {"zh": "示例水泥通过", "en": "the example cement passes"}, "expects": "pass",
            "example": "cement_po425", "changes": {"product.name": _PRODUCT},
        }
    ),
    Case.parse(
        {
            "id": "too-much-power", "title": {"zh": "电耗超出范围", "en": "electricity outside the range"},
            "expects": "fail", "rules": ["CEM-KWH"], "example": "cement_po425",
            "changes": {
                "product.name": _PRODUCT,
                "processes[cement_mill].energy[electricity-whole-plant].amount": 900,
            },
        }
    ),
)  # fmt: skip


def tell(people: dict[str, Acting]) -> None:
    """Version 1 holds, version 2 is offered, and a draft says which of its lines loosens its parent."""
    editor = people["shi.lei@materials.example"]
    curator = people["qing.he@data-centre.example"]
    first = services.begin(
        editor,
        _RULE.format(version="1", cutoff=0.04, primary=0.6, low=60),
        cases=_CASES,
        origin="cn.cement@1",
    )
    made = services.fix(editor, first.id, changes="第一版：收紧舍弃合计和电耗范围。First version.")
    services.act(editor, made.id, "offer")
    services.act(curator, made.id, "activate")
    known = queries.draft(editor, first.id)
    services.save(
        editor, first.id, _RULE.format(version="2", cutoff=0.03, primary=0.7, low=65), revision=known.revision
    )
    second = services.fix(
        editor, first.id, changes="舍弃合计由 4 % 收紧到 3 %。Cut-off tightened from 4 to 3 %."
    )
    services.act(editor, second.id, "offer")
    services.save(
        editor, first.id, _RULE.format(version="3", cutoff=0.08, primary=0.7, low=40),
        revision=queries.draft(editor, first.id).revision,
    )  # fmt: skip
