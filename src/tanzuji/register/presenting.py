"""A certificate as its public page shows it, whether it was issued here or elsewhere: verdict first, then the value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from tanzuji.certificates.facts import CertificateView, Stage
from tanzuji.certificates.states import EVENTS
from tanzuji.certificates.wording import FAMILIES, LEVELS, boundary
from tanzuji.documents.lines import STAGE_NAMES
from tanzuji.documents.rounding import printed
from tanzuji.documents.text import Text
from tanzuji.filings.queries import FilingView
from tanzuji.labels.badges import Badge, badge
from tanzuji.register.reservations import reservations
from tanzuji.register.verdicts import Verdict, verdict_of
from tanzuji.rulebook.queries import title_of
from tanzuji.verification.queries import StatementView

_CANONICAL = {
    "raw_materials": "raw", "manufacturing": "manufacturing", "distribution": "distribution", "use": "use",
    "end_of_life": "eol", "recycling": "recycling", "transport": "distribution", "production": "manufacturing",
}  # fmt: skip


_ORDER = ("raw", "manufacturing", "distribution", "use", "eol")
"""The colours of stages, as `kit.css` calls them (`f-raw` …)."""


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage with its value as it is shown, its share, and where its strip begins and how wide it is, in per cent."""

    role: str
    name: Text
    value: str
    share: str
    x: float
    width: float
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """Somebody who answers for the number, or an act: what, who, when, a word more, the log's entry."""

    what: Text
    who: Text | None
    day: date | None
    more: Text | None = None
    log_index: int | None = None


@dataclass(frozen=True, slots=True)
class RuleName:
    """A rule as `id@version`, with its title where it is known here."""

    rule: str
    title: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything the page says. Values are text as the certificate writes it, thousands parted."""

    number: str
    address: str
    external: bool
    status: str
    verdict: Verdict
    badges: tuple[Badge, ...]
    product: Text
    holder: Text
    maker: Text
    models: tuple[str, ...]
    gtin: str
    family: Text | None
    efficiency: bool
    value: str
    unit: str
    """The declared unit alone, as `t`, where the value is in kg CO2e; else the whole unit."""
    is_mass: bool
    unit_words: Text
    boundary: Text
    stages: tuple[StageRow, ...]
    outside: tuple[Text, ...]
    interval: tuple[str, str] | None
    score: str
    grade: str
    rating_note: Text | None
    facts: tuple[tuple[Text, str | Text | RuleName], ...]
    reason: Text | None
    since: date
    decided_by: Text | None
    history: tuple[Trace, ...]
    trail: tuple[Trace, ...]
    reservations: tuple[Text, ...]
    replaces: str
    replaced_by: str
    digest: str
    log_index: int | None
    link: str
    valid_until: date
    stamp: str = ""


def issued_here(
    view: CertificateView, filing: FilingView | None, stated: StatementView | None = None
) -> Shown:
    """A certificate of this platform."""
    stands = filing is not None and filing.stands
    is_mass = view.unit.startswith("kgCO2e/")
    return Shown(
        number=view.number,
        address=f"{settings.ADDRESS}/c/{view.number}",
        external=False,
        status=view.status,
        verdict=verdict_of(
            view.status,
            timezone.localdate(view.status_since),
            view.expires_on,
            certified=view.gate == "certified",
        ),
        badges=badge(view, stands) if view.status == "valid" else (),
        product=view.product,
        holder=view.holder_name,
        maker=view.maker,
        models=view.models,
        gtin=view.gtin,
        family=FAMILIES.get(view.family),
        efficiency=view.family == "efficiency",
        value=printed(view.value),
        unit=view.unit.removeprefix("kgCO2e/"),
        is_mass=is_mass,
        unit_words=view.unit_words,
        boundary=_within(boundary(view.boundary)),
        stages=_stages(view.stages),
        outside=_outside(view.boundary, view.stages),
        interval=(printed(view.interval[0]), printed(view.interval[1])) if view.interval else None,
        score=f"{view.score:f}" if view.score is not None else "",
        grade=view.grade,
        rating_note=view.rating_note,
        facts=tuple(_facts(view, filing)),
        reason=view.status_reason if view.status != "valid" else None,
        since=timezone.localdate(view.status_since),
        decided_by=view.history[-1].by_body if view.history else None,
        history=tuple(_history(view)),
        trail=tuple(_trail(view, filing, stated)),
        reservations=reservations(
            view.boundary, view.family, view.models, view.reference_year, certified=view.gate == "certified"
        ),
        replaces=view.replaces,
        replaced_by=view.replaced_by,
        digest=view.facts_digest,
        log_index=view.history[-1].log_index if view.history else None,
        link="",
        valid_until=view.expires_on,
    )


def issued_elsewhere(view: FilingView) -> Shown:
    """A certificate that is filed here and was issued by somebody outside of this platform."""
    facts = view.facts
    status = view.status if view.stands else "withdrawn"
    since = (
        facts.status_since or facts.valid_until if status != "withdrawn" else timezone.localdate(view.since)
    )
    last = view.history[-1] if view.history else None
    said = facts.status_reason
    if status == "withdrawn" and last is not None and last.reason:
        said = Text(zh=last.reason, en=last.reason)
    badges = (Badge("filed", Text(zh="已备案", en="Filed"), view.authority),) if status == "valid" else ()
    return Shown(
        number=view.number,
        address=f"{settings.ADDRESS}/c/{view.number}",
        external=True,
        status=status,
        verdict=verdict_of(status, since, facts.valid_until, external=True),
        badges=badges,
        product=facts.product,
        holder=facts.holder,
        maker=facts.maker,
        models=facts.models,
        gtin=facts.gtin,
        family=None,
        efficiency=False,
        value=printed(Decimal(facts.value)),
        unit=facts.unit.removeprefix("kgCO2e/"),
        is_mass=True,
        unit_words=facts.unit_words,
        boundary=_within(boundary(facts.boundary)),
        stages=_stages(tuple(Stage("", one.name, Decimal(one.value), _share(one.value, facts.value)) for one in facts.stages)),
        outside=(),
        interval=None,
        score="",
        grade="",
        rating_note=None,
        facts=tuple(_external_facts(view)),
        reason=said if status != "valid" else None,
        since=since,
        decided_by=facts.body if status not in ("valid", "withdrawn") else last.by if last else None,
        history=tuple(Trace(_FILED.get(e.kind, e.name), e.by, timezone.localdate(e.at), _as_said(e.reason), e.log_index) for e in reversed(view.history)),
        trail=(
            Trace(Text(zh="备案", en="Filed"), view.authority, view.filed_on),
            Trace(Text(zh="认证", en="Certified"), facts.body, facts.issued_on, _until(facts.valid_until)),
            *((Trace(Text(zh="核查", en="Verified"), facts.verifier, None),) if facts.verifier else ()),
            Trace(Text(zh="核算", en="Calculated"), facts.maker, None, _year(facts.reference_year)),
        ),
        reservations=reservations(facts.boundary, "footprint", facts.models, facts.reference_year, external=True),
        replaces="",
        replaced_by="",
        digest=view.digest,
        log_index=last.log_index if last else None,
        link=facts.link,
        valid_until=facts.valid_until,
    )  # fmt: skip


def _within(name: Text) -> Text:
    """A name in the middle of a sentence."""
    said = name.to("en")
    return Text(zh=name.to("zh"), en=said[:1].lower() + said[1:])


def _share(value: str, whole: str) -> Decimal:
    total = Decimal(whole)
    return Decimal(value) / total * 100 if total else Decimal(0)


def _stages(stages: tuple[Stage, ...]) -> tuple[StageRow, ...]:
    """Strips side by side, as wide as their part of all that is emitted; what is taken up has a row and no strip."""
    positive = sum((stage.value for stage in stages if stage.value > 0), Decimal(0))
    rows: list[StageRow] = []
    x = 0.0
    for stage in stages:
        width = float(stage.value / positive * 100) if positive and stage.value > 0 else 0.0
        role = _role(stage.stage, len(rows))
        share = printed(stage.share.quantize(Decimal("0.1")))
        rows.append(StageRow(role, stage.name, printed(stage.value), share, x, width, stage.value < 0))
        x += width
    return tuple(rows)


def _role(stage: str, place: int) -> str:
    """The colour of a stage: its own where it is a canonical one or says so, else by its place along the life cycle."""
    named = next((role for key, role in _CANONICAL.items() if key in stage), "")
    return named or _ORDER[min(place, len(_ORDER) - 1)]


def _outside(name: str, stages: tuple[Stage, ...]) -> tuple[Text, ...]:
    """Stages that the boundary leaves out."""
    if name not in ("cradle_to_gate", "gate_to_gate"):
        return ()
    there = {stage.stage for stage in stages}
    left = ("distribution", "use", "end_of_life") if name == "cradle_to_gate" else ("raw_materials", "distribution", "use", "end_of_life")  # fmt: skip
    names = [STAGE_NAMES[s] for s in left if s not in there]  # type: ignore[index]
    return tuple(Text(zh=zh, en=en if i == 0 else en.lower()) for i, (zh, en) in enumerate(names))


def _facts(view: CertificateView, filing: FilingView | None) -> Iterable[tuple[Text, str | Text | RuleName]]:
    yield Text(zh="证书编号", en="Certificate"), view.number
    if filing is not None and filing.stands:
        yield Text(zh="备案号", en="Filing"), filing.number
    yield (
        Text(zh="认证制度", en="Scheme"),
        Text(
            zh=f"{view.scheme_name.to('zh')}，第 {view.scheme_version} 版",
            en=f"{view.scheme_name.to('en')}, version {view.scheme_version}",
        ),
    )
    yield Text(zh="标准", en="Standard"), Text(zh=view.standard, en=view.standard)
    if view.rule:
        yield Text(zh="规则", en="Rule"), RuleName(view.rule, title_of(view.rule))
    yield (
        Text(zh="数据年份", en="Year of the data"),
        Text(zh=view.reference_year or "–", en=view.reference_year or "–"),
    )
    if view.level:
        yield Text(zh="保证等级", en="Assurance"), LEVELS[view.level]
    if view.near_tie:
        yield (
            Text(zh="修约", en="Rounding"),
            Text(
                zh="未修约的值距进舍临界点不到十亿分之一，显示的末位由它的末位数字决定",
                en="the unrounded value lies within 1e-9 of a tie: its last digits decide the last digit shown",
            ),
        )
    yield Text(zh="结果摘要", en="Digest of the result"), view.dataset_digest


def _external_facts(view: FilingView) -> Iterable[tuple[Text, str | Text | RuleName]]:
    facts = view.facts
    yield Text(zh="证书编号", en="Certificate"), facts.number
    yield Text(zh="备案号", en="Filing"), view.number
    yield Text(zh="认证制度", en="Scheme"), facts.scheme
    if facts.body_code:
        yield Text(zh="机构批准号", en="Approval of the body"), facts.body_code
    yield Text(zh="标准", en="Standard"), Text(zh=facts.standard, en=facts.standard)
    if facts.rule:
        yield Text(zh="规则", en="Rule"), RuleName(facts.rule, title_of(facts.rule))
    if facts.reference_year:
        yield Text(zh="数据年份", en="Year of the data"), facts.reference_year


def _history(view: CertificateView) -> Iterable[Trace]:
    """What happened to it, newest first."""
    for event in reversed(view.history):
        more = None if event.kind == "issued" else event.reason
        yield Trace(EVENTS[event.kind], event.by_body, timezone.localdate(event.at), more, event.log_index)


def _trail(view: CertificateView, filing: FilingView | None, stated: StatementView | None) -> Iterable[Trace]:
    """From whoever looked last down to whoever computed it."""
    for event in reversed(view.history):
        if event.kind in ("suspended", "resumed", "revoked", "cancelled"):
            yield Trace(EVENTS[event.kind], event.by_body, timezone.localdate(event.at))
    if filing is not None:
        words = (
            Text(zh="备案", en="Filed")
            if filing.stands
            else Text(zh="备案，后撤回", en="Filed, later withdrawn")
        )
        yield Trace(words, filing.authority, filing.filed_on)
    gate = Text(zh="认证", en="Certified") if view.gate == "certified" else Text(zh="出具", en="Issued")
    yield Trace(gate, view.body_name, view.issued_on, _until(view.expires_on))
    if view.verifier:
        yield _verified(view, stated)
    yield Trace(Text(zh="核算", en="Calculated"), view.holder_name, None, _year(view.reference_year))


def _verified(view: CertificateView, stated: StatementView | None) -> Trace:
    """The verification the certificate was issued on: by whom, when signed, how sure, its statement's number."""
    what, level = Text(zh="核查", en="Verified"), LEVELS.get(view.level)
    if stated is None:
        return Trace(what, view.verifier, None, level)
    more = Text(zh=f"声明 {stated.number}", en=f"statement {stated.number}")
    if level is not None:
        more = Text(zh=f"{level.to('zh')}，{more.zh}", en=f"{level.to('en')}, {more.en}")
    if stated.status == "withdrawn":
        more = Text(zh=f"{more.zh}，后撤回", en=f"{more.en}, later withdrawn")
    return Trace(what, view.verifier, timezone.localdate(stated.signed_at), more)


def _until(day: date) -> Text:
    return Text(zh=f"有效至 {day}", en=f"valid until {day}")


def _year(said: str) -> Text | None:
    return (
        Text(zh=f"{said} 年度数据" if said.isdigit() else f"数据：{said}", en=f"data of {said}")
        if said
        else None
    )


_FILED = {
    "file": Text(zh="备案", en="Filed"),
    "report": Text(zh="报送状态变化", en="Status reported"),
    "update": Text(zh="准予变更", en="Change accepted"),
    "change_accept": Text(zh="准予变更", en="Change accepted"),
    "follow": Text(zh="随证书变更", en="Followed its certificate"),
    "withdraw": Text(zh="撤回备案", en="Filing withdrawn"),
}
"""Acts on a filing as the page of what was filed names them."""


def _as_said(reason: str) -> Text | None:
    return Text(zh=reason, en=reason) if reason else None
