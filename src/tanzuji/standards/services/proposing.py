"""Projects proposed by whichever organisation, and public calls for proposals (SH-101, JS-102, ZJ-104, SD-102)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tanzuji import jurisdictions
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.standards import events, messages, policy, queries, written
from tanzuji.standards.kinds import KINDS, LAYERS, LEVELS, MADE_HERE
from tanzuji.standards.models import Call, Standard
from tanzuji.standards.services.keeping import keep_codes, stepped, task
from tanzuji.web.lookup import by_id
from tanzuji.web.verdicts import first


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a proposal says. `codes` by list, several in one text; `call`: the call it answers."""

    kind: str = ""
    level: str = ""
    layer: str = ""
    group: str = ""
    """A group of the catalogue, or `other`: then `product_zh` or `product_en` and a code say what it is."""
    product_zh: str = ""
    product_en: str = ""
    sector: str = ""
    jurisdiction: str = ""
    title_zh: str = ""
    title_en: str = ""
    scope_zh: str = ""
    scope_en: str = ""
    reason: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    call: str = ""


def propose(acting: Acting, proposal: Proposal, *, today: date | None = None) -> Standard:
    """A project that waits for acceptance; nobody else sees it until then.

    Raises the policy's reason, `standards.needed`, `.not-known`, `.no-group`, `.bad-code`, `.call-closed`, and
    `standards.no-direct-path` or `standards.higher-exists` where the jurisdiction leaves no room for it.
    """
    policy.may_propose(acting).enforce()
    now = today or timezone.localdate()
    call = _call(proposal.call, now)
    codes = written.product_codes("codes", proposal.codes)
    with transaction.atomic():
        standard = Standard(
            **_described(proposal, codes),
            organisation=acting.organisation,
            proposed_by=acting.person,
            call=call,
        )
        standard.save()
        keep_codes(standard, codes)
        standing = queries.standing(acting, standard, now)
        first(policy.direct(standing), policy.without_higher(standing)).enforce()
        stepped(standard, "propose", "proposed", acting, reason=standard.reason, on=now)
        record(events.PROPOSED, acting, "standard", standard.id, kind=standard.kind, level=standard.level)
        if standard.level != "enterprise":
            task(standard, Text(zh="标准项目待立项", en="A project waits for acceptance"))
    return standard


def _described(proposal: Proposal, codes: list[tuple[str, str]]) -> dict[str, object]:
    layer = written.one_of("layer", proposal.layer, LAYERS, Text(zh="层", en="the layers"))
    group, sector = written.product(layer, proposal.group, proposal.sector)
    named = {"group": proposal.group, "product_zh": proposal.product_zh, "product_en": proposal.product_en}
    made: dict[str, Text] = {level: LEVELS[level] for level in MADE_HERE}
    zh, en = written.clean(proposal.title_zh, 200), written.clean(proposal.title_en, 200)
    if not zh and not en:
        raise messages.NEEDED.error("title_zh", what=Text(zh="名称", en="A title"))
    return {
        "kind": written.one_of("kind", proposal.kind, KINDS, Text(zh="类型", en="the kinds")),
        "level": written.one_of("level", proposal.level, made, Text(zh="层级", en="the levels")),
        "layer": layer,
        "group": group,
        **written.own_product(layer, named, codes),
        "sector": sector,
        "jurisdiction": jurisdictions.load(proposal.jurisdiction or settings.JURISDICTION).code,
        "title_zh": zh,
        "title_en": en,
        "scope_zh": written.clean(proposal.scope_zh),
        "scope_en": written.clean(proposal.scope_en),
        "reason": written.needed("reason", proposal.reason, Text(zh="提出理由", en="Why it is needed")),
    }


def _call(id_: str, today: date) -> Call | None:
    if not id_:
        return None
    call = by_id(Call.objects.all(), id_)
    if call.closes_on < today:
        raise messages.CALL_CLOSED.error("call", closed=call.closes_on)
    return call


def publish_call(
    acting: Acting,
    *,
    title: str,
    text: str,
    closes_on: date | str,
    jurisdiction: str = "",
    today: date | None = None,
) -> Call:
    """A public call for proposals. Raises the policy's reason, `standards.needed`, `.bad-date`, `.dates-crossed`."""
    policy.may_prepare(acting, "authority", "standards").enforce()
    closes = written.day("closes_on", closes_on)
    if closes is None:
        raise messages.NEEDED.error("closes_on", what=Text(zh="截止日期", en="The last day"))
    now = today or timezone.localdate()
    written.in_order(
        "closes_on", now, closes, (Text(zh="今天", en="today"), Text(zh="截止日期", en="the last day"))
    )
    with transaction.atomic():
        call = Call.objects.create(
            title=written.needed("title", title, Text(zh="标题", en="A title"), 200),
            text=written.needed("text", text, Text(zh="征集内容", en="What is called for")),
            closes_on=closes, jurisdiction=jurisdictions.load(jurisdiction or settings.JURISDICTION).code,
            organisation=acting.organisation, by=acting.person,
        )  # fmt: skip
        record(events.CALLED, acting, "call", call.id, closes=str(closes))
    return call


def as_proposal(form: Mapping[str, str]) -> Proposal:
    """A proposal from the fields of a form or of JSON; codes are `cpc`, `hs` and `gbt7635`."""
    plain = {
        name: str(form.get(name) or "")
        for name in (
            "kind", "level", "layer", "group", "product_zh", "product_en", "sector", "jurisdiction", "title_zh", "title_en", "scope_zh",
            "scope_en", "reason", "call",
        )
    }  # fmt: skip
    codes = {scheme: str(form.get(scheme) or "") for scheme in ("cpc", "hs", "gbt7635")}
    return Proposal(**plain, codes=codes)
