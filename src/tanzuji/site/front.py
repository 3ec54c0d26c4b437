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
        zh="交给贵单位的入库数据在“数据 › 入库”里：验证结果，或核验数据的来路。对一项核算的核查在“标识 › 核查”里：受理、抽样、提问、重算，由第二人签发声明。",
        en="Data assigned to you wait under “Data › Contributions”: verify the result, or check where it comes from. Studies are verified under “Labels › Verification”: accept, sample, ask, recompute; a second person signs the statement.",
    ),
    "certification_body": Text(
        zh="在“标识 › 认证”里受理申请、评审文件、现场检查、评价；由第二人批准，证书随即公示。",
        en="Under “Labels › Certification” applications are accepted, reviewed, checked on site and evaluated; a second person approves, and the certificate is public at once.",
    ),
    "regulator": Text(
        zh="在“规则”里立项、发布和转化标准，决定限定值、基准值和标杆值；在“核算 › 归集任务”里组织年度核算。在“标识 › 备案”里审核备案，在“监管”里抽查、处理投诉、采取措施。",
        en="Under “Rules” standards are accepted, published and converted, and limit, benchmark and best values decided; under “Studies › Campaigns” yearly rounds are run. Under “Labels › Filings” certificates are filed; under “Oversight” inspections are drawn, complaints answered and measures taken.",
    ),
    "bank": Text(
        zh="经授权查看企业碳足迹的工作台还没有开放。现在可以查阅数据和规则，看懂企业交来的报告。",
        en="Seeing footprints with an enterprise's consent is not open yet. Data and rules can be read now, which help to understand a report you are given.",
    ),
    "buyer": Text(
        zh="向供应商索取碳足迹的工作台还没有开放。现在可以核算自己的产品，用数据库里的因子代表供应商。",
        en="Asking suppliers for footprints is not open yet. You can account your own products now, with factors of the library in the place of suppliers.",
    ),
    "retailer": Text(
        zh="按碳足迹陈列商品的工作台还没有开放。现在可以核算自有品牌的产品，查阅数据和规则。",
        en="Showing goods by their footprint is not open yet. You can account products of your own brand now, and read data and rules.",
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
