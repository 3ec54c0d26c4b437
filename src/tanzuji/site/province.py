"""The province of the demonstration: a policy of its own as a file in the data folder, as any sixth province would have."""

from __future__ import annotations

from tanzuji.engine.store import home

CODE = "cn-example"

PACK = """\
# 演示用的示例省，不是真实的政策。 / The example province of the demonstration; no real policy.
code: cn-example
name: {zh: 示例省, en: Example Province}
parent: cn
library: {name: example-factors, title: {zh: 示例省产品碳足迹因子库, en: Product carbon footprint factors of Example Province}}
conversions:
  - {source: association, target: provincial, allowed: true, condition: {zh: 团体标准先行先试，逐步转化, en: "A group standard is tried first, and converted step by step"}, source_tag: D, source_ref: 演示}
  - {source: association, target: sector, allowed: true, condition: {zh: 技术领先、市场成熟, en: Technically leading and mature in the market}, source_tag: D, source_ref: 演示}
  - {source: association, target: national, allowed: true, adoption_list: true, condition: {zh: 争取纳入国家采信清单, en: To be put on the national adoption list}, source_tag: D, source_ref: 演示}
targets:
  - {id: example-standards, year: 2027, metric: standards.local, op: about, value: 20, unit: 项, name: {zh: 重点产品核算规则标准20个左右, en: About 20 accounting standards for priority products}, source_tag: D, source_ref: 演示}
  - {id: example-products, year: 2027, metric: products.accounted, op: at_least, value: 200, unit: 个, name: {zh: 完成200个产品碳足迹核算, en: 200 products accounted}, source_tag: D, source_ref: 演示}
encouraged:
  - {purpose: standard, name: {zh: 水泥, en: Cement}, group: cn.cement, source_tag: D, source_ref: 演示}
  - {purpose: pilot, name: {zh: 电池、光伏, en: Batteries and photovoltaics}, source_tag: D, source_ref: 演示}
switches: {recognition: true, consumer_points: true, national_link: true}
"""


def settle() -> str:
    """The pack written where it is not there yet; its code."""
    file = home() / "jurisdictions" / f"{CODE}.yaml"
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PACK, "utf-8")
    return CODE
