"""The policy page: what the jurisdiction of this installation states, item by item with its source."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanzuji import jurisdictions
from tanzuji.documents.text import Text
from tanzuji.jurisdictions import LEVELS
from tanzuji.rules.stages import vocabulary
from tanzuji.web.answers import absent

PURPOSES: dict[str, Text] = {
    "standard": Text(zh="优先制定标准", en="Standards first"),
    "pilot": Text(zh="试点核算", en="Pilots"),
    "label": Text(zh="碳标识认证", en="Labels"),
    "database": Text(zh="背景数据库", en="Background data"),
    "supply_chain": Text(zh="供应链", en="Supply chains"),
    "consumer": Text(zh="消费品", en="Consumer goods"),
}

SWITCHES: dict[str, Text] = {
    "recognition": Text(zh="区域互认", en="Mutual recognition"),
    "exchange": Text(zh="国际交流", en="Exchange abroad"),
    "consumer_points": Text(zh="碳普惠", en="Consumers' points"),
    "procurement": Text(zh="政府和国企采购", en="Public procurement"),
    "national_link": Text(zh="与国家数据库衔接", en="Link to the national database"),
    "real_scene": Text(zh="实景数据归集", en="Collection of site data"),
    "archive_push": Text(zh="产品档案与政策推送", en="Product archive and push of policy"),
    "catalogue_needs_gates": Text(
        zh="列入目录库须通过验证和溯源性核验",
        en="Catalogued products passed verification and provenance check",
    ),
}


@require_safe
def policy(request: HttpRequest, code: str = "") -> HttpResponse:
    """The pack in force, or the one that is named."""
    known = jurisdictions.codes()
    if code and code not in known:
        raise absent()
    pack = jurisdictions.load(code or settings.JURISDICTION)
    context = {
        "pack": pack,
        "in_force": pack.code == settings.JURISDICTION,
        "others": [jurisdictions.load(each) for each in known],
        "levels": LEVELS,
        "stages": vocabulary(pack.stages),
        "canonical": {stage.id: stage.name for stage in vocabulary("canonical").stages},
        "purposes": [(name, pack.encouraged_for(key)) for key, name in PURPOSES.items()],  # type: ignore[arg-type]
        "switches": [(SWITCHES.get(key, Text(en=key)), on) for key, on in pack.switches.items()],
    }
    return render(request, "policy.html", context)
