"""What the front page tells: how much there is to look up, and what each kind of organisation can do today."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum

from tanzuji.documents.text import Text
from tanzuji.library import queries as library
from tanzuji.rules import available


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the platform holds that anybody may look at."""

    datasets: int
    publications: int
    rules: int
    checks: int


def counts() -> Counts:
    """Counted now: datasets and publications of the public libraries, rule packs and the checks in them."""
    releases = library.visible(None).filter(current=True)
    packs = available()
    return Counts(
        datasets=releases.aggregate(all=Sum("count"))["all"] or 0,
        publications=releases.aggregate(all=Count("entries__source", distinct=True))["all"],
        rules=len(packs),
        checks=sum(len(pack.checks) for pack in packs),
    )


KIND_WORDS: dict[str, Text] = {
    "verifier": Text(
        zh="企业委托的核查在“标识 › 核查”里：应承、计划、证据、发现、复算、声明。交给贵单位的入库数据在“数据 › 入库”里。",
        en="Verifications that enterprises ask for are under “Labels › Verification”: offer, plan, evidence, findings, recomputation, statement. Data assigned to you wait under “Data › Contributions”.",
    ),
    "certification_body": Text(
        zh="企业的申请在“标识 › 认证”里：受理、文件评审、现场检查、决定、监督。签发的证书在“标识 › 证书”里；资质和人员在“认证”里申报。",
        en="Applications are under “Labels › Certification”: acceptance, document review, visit, decision, surveillance. What you issued is under “Labels › Certificates”; qualification and staff are declared under “Certification”.",
    ),
    "regulator": Text(
        zh="在“规则”里立项、发布和转化标准，决定限定值、基准值和标杆值；在“核算 › 归集任务”里组织年度核算；在“标识 › 备案”里核对备案；在“监管”里抽查、处理投诉。",
        en="Under “Rules” standards are accepted, published and converted, and limit, benchmark and best values decided; under “Studies › Campaigns” yearly rounds are run; under “Labels › Filings” filings are checked; under “Oversight” firms are drawn for inspection and complaints answered.",
    ),
    "bank": Text(
        zh="经授权查看企业碳足迹的工作台还没有开放。现在可以在“标识 › 公示”里查证书的真伪和状态，查阅数据和规则，看懂企业交来的报告。",
        en="Seeing footprints with an enterprise's consent is not open yet. Under “Labels › Register” you can check whether a certificate is genuine and valid, and read data and rules to understand a report you are given.",
    ),
    "buyer": Text(
        zh="向供应商索取碳足迹的工作台还没有开放。现在可以在“标识 › 公示”里查供应商的证书，核算自己的产品，用数据库里的因子代表供应商。",
        en="Asking suppliers for footprints is not open yet. Under “Labels › Register” you can look up suppliers' certificates; you can account your own products, with factors of the library in the place of suppliers.",
    ),
    "retailer": Text(
        zh="按碳足迹陈列商品的工作台还没有开放。现在可以在“标识 › 公示”里按条码查商品的证书，核算自有品牌的产品，查阅数据和规则。",
        en="Showing goods by their footprint is not open yet. Under “Labels › Register” you can look up certificates by barcode; you can account products of your own brand, and read data and rules.",
    ),
    "association": Text(
        zh="在“规则”里编写产品规则、提出标准、征求意见、申请转化；在“数据”里建立和发布行业数据库。",
        en="Under “Rules” product rules are written, standards proposed, opened for comments and put forward for conversion; under “Data” a sector's database is built and published.",
    ),
    "research": Text(
        zh="上传因子和数据，参与标准编制，编制产品参考模型。",
        en="Offer factors and data, take part in writing standards, make reference models of products.",
    ),
}
"""What organisations without a desk of their own can do today."""
