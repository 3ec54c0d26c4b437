"""Filings in the demonstration: certificates of this platform filed, and steel that another body certified.

It needs the story of certification before it: whatever valid certificates Lanshi holds are filed. Baiqiao's certificate
from elsewhere needs nothing: it was suspended meanwhile, which shows at once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tanzuji.certificates import queries as certificates
from tanzuji.filings import services
from tanzuji.filings.facts import FiledCertificate
from tanzuji.filings.services import Upload
from tanzuji.parties.acting import Acting

_PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n"
"""The least that is a PDF."""


def tell(people: dict[str, Acting]) -> None:
    """Lanshi files, the authority's two people agree; Baiqiao reports two certificates issued elsewhere, one waits."""
    clerk, judge = people["xun.cha@authority.example"], people["fang.zheng@authority.example"]
    works, steel = people["lin.lan@lanshi.example"], people["he.chuan@baiqiao.example"]
    for view in certificates.of_holder(works):
        if view.status == "valid":
            made = services.submit_own(works, view.number)
            services.check(clerk, made.id)
            services.file(judge, made.id)
    suspended = services.submit_external(steel, _elsewhere(1, "1850"), [_paper()])
    services.check(clerk, suspended.id)
    services.file(judge, suspended.id)
    services.report_status(
        steel, suspended.id, "suspended", "监督检查未按期安排 The surveillance visit is overdue"
    )
    services.submit_external(steel, _elsewhere(2, "1920"), [_paper()], note="第二条产线 The second line")


def _paper() -> Upload:
    return Upload("certificate", "certificate.pdf", _PAPER)


def _elsewhere(line: int, value: str) -> FiledCertificate:
    """A made-up certificate of a made-up body."""
    begun = timezone.localdate() - timedelta(days=200)
    plain: dict[str, Any] = {
        "number": f"WZ-CFP-{begun.year}-00{line}7",
        "scheme": {"zh": "产品碳足迹标识认证", "en": "Product carbon footprint label"},
        "body": {"zh": "外证示例认证有限公司", "en": "Waizheng Example Certification Co., Ltd."},
        "holder": {"zh": "柏桥钢铁有限公司", "en": "Baiqiao Iron and Steel Co., Ltd."},
        "maker": {"zh": "柏桥钢铁有限公司", "en": "Baiqiao Iron and Steel Co., Ltd."},
        "product": {
            "zh": f"热轧带肋钢筋 HRB400E，{line} 号线",
            "en": f"Hot-rolled ribbed bar HRB400E, line {line}",
        },
        "models": ["HRB400E"],
        "value": value,
        "unit": "kgCO2e/t",
        "unit_words": {"zh": "每吨钢筋", "en": "per tonne of rebar"},
        "boundary": "cradle_to_gate",
        "standard": "GB/T 24067-2024",
        "reference_year": str(begun.year - 1),
        "verifier": {"zh": "外核示例核查有限公司", "en": "Waihe Example Verification Co., Ltd."},
        "level": "reasonable",
        "issued_on": begun.isoformat(),
        "valid_until": (begun + timedelta(days=729)).isoformat(),
    }
    return FiledCertificate.parse(plain)
