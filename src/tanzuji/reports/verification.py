"""A signed verification → verification report: the opinion first, then what was examined and how it came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from tanzuji.documents.errors import Language
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.rounding import figure
from tanzuji.documents.rules import CheckResult
from tanzuji.documents.text import Text
from tanzuji.reports import opening, wording
from tanzuji.reports.blocks import (
    Block,
    Column,
    Cover,
    Fact,
    Facts,
    Notice,
    Paragraph,
    Report,
    Row,
    Section,
    Statement,
    Table,
    cleaned,
)
from tanzuji.reports.study import Study
from tanzuji.reports.wording import labels


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the team, their part in it, and when they declared their independence."""

    name: str
    role: Text
    declared: date | None
    threats: str


@dataclass(frozen=True, slots=True)
class Sampled:
    """A line of the sample: share of the result, why it was chosen, what was planned, whether and how it was examined."""

    process: Text
    name: Text
    total: float
    share: float
    reason: Text
    procedure: str
    examined: bool
    done: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of evidence with the papers that answered it, by title and digest."""

    number: str
    place: str
    text: str
    papers: tuple[str, ...]
    checked: date | None


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, what was done about it, and how it ended."""

    number: str
    severity: Text
    place: str
    text: str
    clause: str
    effect: float | None
    state: Text
    last: str


@dataclass(frozen=True, slots=True)
class Handed:
    """A version that was handed in."""

    number: int
    version: int
    day: date
    total: float
    digest: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What the report tells; amounts in kg CO2e per unit of the study, shares of the total."""

    number: str
    engagement: str
    client: Text
    verifier: Text
    level: Text
    opinion: Text
    unmodified: bool
    criteria: str
    scope: Text
    basis: Text
    reservations: Text | None
    materiality: float
    uncorrected: float | None
    purpose: str
    signed_on: date
    valid_until: date
    withdrawn: str
    drafted_by: str
    signed_by: str
    digest: str
    team: tuple[Person, ...]
    confidence: float
    hits: int
    interval: float
    lines: int
    covered: float
    risks: str
    visit: str
    sampled: tuple[Sampled, ...]
    asked: tuple[Asked, ...]
    found: tuple[Found, ...]
    handed: tuple[Handed, ...]
    recomputed: tuple[tuple[Text, str], ...]
    """What the recomputation came to: names and values."""


def build_verification_report(
    told: Verification, footprint: Footprint, check: CheckResult | None, *, language: Language = "zh"
) -> Report:
    """The report of a verification whose statement was signed, in one language."""
    study = Study(footprint, check, language, told.signed_on)
    say = study.say
    kind = say("产品碳足迹核查报告", "Product carbon footprint verification report")
    sections = (
        _statement(told, study),
        _subject(told, study),
        _team(told, study),
        _plan(told, study),
        _evidence(told, study),
        _findings(told, study),
        _recomputation(told, study),
        _identification(told, study),
    )
    report = Report(
        language=language,
        title=f"{study.model.product.name.to(language)}{say(' ', ' – ')}{kind}",
        author=told.verifier.to(language),
        study=told.number,
        generator=f"tanzuji {footprint.engine_version}",
        cover=_cover(told, study, kind),
        sections=_numbered(sections),
        labels=labels(language == "zh"),
        date=told.signed_on.isoformat(),
    )
    return cleaned(report)


def _cover(told: Verification, study: Study, kind: str) -> Cover:
    say, lang = study.say, study.language
    facts = (
        Fact(say("声明编号", "Statement"), told.number),
        Fact(say("核查机构", "Verifier"), told.verifier.to(lang)),
        Fact(say("委托方", "Client"), told.client.to(lang)),
        Fact(say("保证等级", "Level of assurance"), told.level.to(lang)),
        Fact(say("意见", "Opinion"), told.opinion.to(lang)),
        Fact(say("签发日期", "Signed on"), told.signed_on.isoformat()),
        Fact(say("有效期至", "Valid until"), told.valid_until.isoformat()),
        Fact(say("结果编号", "Footprint id"), study.footprint.id),
        Fact(say("结果摘要", "Result digest"), study.footprint.result_digest),
    )
    notices = []
    if told.withdrawn:
        notices.append(Notice(say("这份声明已撤回", "This statement is withdrawn"), told.withdrawn, "bad"))
    if told.reservations:
        notices.append(
            Notice(say("意见带有保留", "The opinion is qualified"), told.reservations.to(lang), "warn")
        )
    return Cover(
        kind=kind,
        product=study.model.product.name.to(lang),
        value=opening.result(study),
        boundary=study.word(wording.BOUNDARIES, study.footprint.boundary),
        badge=say(f"经核查：{told.verifier.to(lang)}", f"Verified by {told.verifier.to(lang)}"),
        facts=facts,
        notices=tuple(notices),
        strip=next(iter(study.drawing("lifecycle-strip")), None),
        stands="verified",
    )


def _statement(told: Verification, study: Study) -> Section:
    say, lang = study.say, study.language
    total, product = figure(study.footprint.total), study.model.product.name.to(lang)
    limited = told.level.en is not None and told.level.en.lower().startswith("limited")
    blocks: list[Block] = [
        Paragraph(
            say(
                f"受{told.client.to(lang)}委托，{told.verifier.to(lang)}核查了“{product}”的碳足迹结果 {total} {study.unit}。"
                f"编制结果是委托方的责任，本机构的责任是依据所做的工作发表意见。",
                f"At the request of {told.client.to(lang)}, {told.verifier.to(lang)} verified the footprint of "
                f"“{product}”, {total} {study.unit}. The result is the client's responsibility; ours is to give an "
                "opinion on the basis of our work.",
            )
        ),
        Statement(say("意见", "Opinion"), _opinion(told, study, limited)),
    ]
    if told.reservations:
        blocks.append(Statement(say("保留事项", "Reservations"), told.reservations.to(lang)))
    blocks += [
        Statement(say("范围", "Scope"), told.scope.to(lang)),
        Statement(say("依据的准则", "Criteria"), told.criteria),
        Statement(say("所做的工作", "What was done"), told.basis.to(lang)),
    ]
    return Section("statement", say("核查声明", "Verification statement"), tuple(blocks))


def _opinion(told: Verification, study: Study, limited: bool) -> str:
    say, lang = study.say, study.language
    name = told.opinion.to(lang)
    if not told.unmodified:
        return name
    if limited:
        return say(
            f"{name}：依据所做的工作，没有发现表明结果在重大方面不符合准则的情况（{told.level.to(lang)}）。",
            f"{name}: nothing has come to our attention that makes us believe that the result is not, in all material "
            f"respects, in conformity with the criteria ({told.level.to(lang).lower()}).",
        )
    return say(
        f"{name}：结果在所有重大方面符合准则（{told.level.to(lang)}）。",
        f"{name}: in all material respects the result conforms to the criteria ({told.level.to(lang).lower()}).",
    )


def _subject(told: Verification, study: Study) -> Section:
    say = study.say
    rows = tuple(
        Row((str(h.number), str(h.version), h.day.isoformat(), figure(h.total), h.digest))
        for h in told.handed
    )
    columns = (
        Column(say("提交", "Submission"), weight=0), Column(say("版本", "Version"), weight=0),
        Column(say("日期", "Date"), weight=0), Column(study.unit, "number", weight=0),
        Column(say("结果摘要", "Result digest"), "code"),
    )  # fmt: skip
    facts = (
        Fact(say("用途", "Purpose"), told.purpose or None),
        Fact(say("边界", "Boundary"), study.word(wording.BOUNDARIES, study.footprint.boundary)),
        Fact(say("规则", "Rules"), opening.rules(study)),
        Fact(say("方法", "Method"), opening.method_line(study)),
        Fact(say("数据期间", "Data period"), opening.period(study)),
    )
    caption = say("提交核查的版本", "Versions handed in")
    return Section(
        "subject",
        say("核查对象", "What was verified"),
        (Facts(facts), Table(caption, columns, rows, say("声明就最后一行出具。", "The statement is on the last row."))),
    )  # fmt: skip


def _team(told: Verification, study: Study) -> Section:
    say, lang = study.say, study.language
    columns = (
        Column(say("姓名", "Name")), Column(say("职责", "Part")), Column(say("声明独立性", "Declared independent"), weight=0),
        Column(say("所述的影响与防范", "Threats and safeguards")),
    )  # fmt: skip
    rows = tuple(
        Row((p.name, p.role.to(lang), p.declared.isoformat() if p.declared else None, p.threats or say("无", "none")))
        for p in told.team
    )  # fmt: skip
    words = say(
        "每人声明：与委托方没有经济利益关系，没有参与编制或咨询，没有亲属或雇佣关系，对所知保密。起草与签发由不同的人担任。",
        "Each declared: no interest in the client, no part in the study nor advice on it, no kinship or employment, "
        "confidentiality. Drafting and signing were done by different people.",
    )
    caption = say("核查组", "The team")
    return Section("team", say("独立性", "Independence"), (Paragraph(words), Table(caption, columns, rows)))


def _plan(told: Verification, study: Study) -> Section:
    say, lang = study.say, study.language
    facts = (
        Fact(say("重要性水平", "Materiality"), f"{told.materiality:.1%}"),
        Fact(say("抽样的置信水平", "Confidence of the sample"), f"{told.confidence:.0%}"),
        Fact(say("抽样间隔", "Sampling interval"), f"{figure(told.interval)} {study.unit}"),
        Fact(say("抽中", "Hits"), str(told.hits)),
        Fact(say("样本的行", "Lines of the sample"), f"{len(told.sampled)} / {told.lines}"),
        Fact(
            say("审查的行", "Lines examined"),
            f"{sum(s.examined for s in told.sampled)} / {len(told.sampled)}",
        ),
        Fact(say("占排放的份额", "Share of the result"), f"{told.covered:.1%}"),
        Fact(say("风险", "Risks"), told.risks or None),
        Fact(say("现场", "Site visit"), told.visit or None),
    )
    columns = (
        Column(say("过程", "Process")), Column(say("项", "Line")), Column(study.unit, "number", weight=0),
        Column("%", "number", weight=0), Column(say("选中的原因", "Chosen because")), Column(say("程序", "Procedure"), weight=2),
        Column(say("审查", "Examined"), weight=2),
    )  # fmt: skip
    rows = tuple(
        Row((
            s.process.to(lang), s.name.to(lang), study.kg(s.total), f"{s.share * 100:.1f}", s.reason.to(lang), s.procedure,
            (say("已审查", "yes") if s.examined else say("没有审查", "no")) + (say("：", ": ") + s.done if s.done else ""),
        ))
        for s in told.sampled
    )  # fmt: skip
    note = say(
        "按货币单位抽样（以 kgCO2e 代替货币）：间隔 = 重要性水平 × 总量 ÷ R，R = −ln(1 − 置信水平)；不短于间隔的行全部入样。",
        "Monetary-unit sampling with kg CO2e for money: interval = materiality × total ÷ R, R = −ln(1 − confidence); "
        "lines not shorter than the interval are all in the sample.",
    )
    return Section(
        "plan",
        say("计划与抽样", "Plan and sample"),
        (Facts(facts), Table(say("样本", "The sample"), columns, rows, note)),
    )


def _evidence(told: Verification, study: Study) -> Section:
    say = study.say
    if not told.asked:
        blocks: tuple[Block, ...] = (
            Paragraph(say("没有另外索取证据。", "No further evidence was asked for.")),
        )
    else:
        columns = (
            Column(say("编号", "No."), weight=0), Column(say("要求", "Asked for"), weight=2),
            Column(say("位置", "Place")), Column(say("凭证与摘要", "Papers and digests"), weight=2),
            Column(say("核对", "Checked"), weight=0),
        )  # fmt: skip
        rows = tuple(
            Row((a.number, a.text, a.place or None, "\n".join(a.papers) or None,
                 a.checked.isoformat() if a.checked else say("未核对", "not checked")))
            for a in told.asked
        )  # fmt: skip
        blocks = (Table(say("证据", "Evidence"), columns, rows),)
    return Section("evidence", say("证据", "Evidence"), blocks)


def _findings(told: Verification, study: Study) -> Section:
    say, lang = study.say, study.language
    if not told.found:
        blocks: tuple[Block, ...] = (Paragraph(say("没有发现不符合。", "Nothing was found amiss.")),)
    else:
        columns = (
            Column(say("编号", "No."), weight=0), Column(say("程度", "Severity"), weight=0),
            Column(say("发现", "Finding"), weight=2), Column(say("位置与依据", "Place and clause")),
            Column(study.unit, "number", weight=0), Column(say("处理", "Settled")),
        )  # fmt: skip
        rows = tuple(
            Row((
                f.number, f.severity.to(lang), f.text, "\n".join(filter(None, (f.place, f.clause))) or None,
                None if f.effect is None else study.kg(f.effect),
                f"{f.state.to(lang)}{say('：', ': ')}{f.last}" if f.last else f.state.to(lang),
            ))
            for f in told.found
        )  # fmt: skip
        left = say("没有", "none") if told.uncorrected is None else f"{told.uncorrected:.2%}"
        note = say(f"未纠正的误差推断到总体：{left}。", f"Errors left, projected to the whole: {left}.")
        blocks = (Table(say("发现", "Findings"), columns, rows, note),)
    return Section("findings", say("发现与纠正", "Findings and corrective action"), blocks)


def _recomputation(told: Verification, study: Study) -> Section:
    facts = Facts(tuple(Fact(name.to(study.language), value) for name, value in told.recomputed))
    words = study.say(
        "由提交的文件在独立进程里重新计算，比较摘要和十位有效数字。",
        "Computed anew from the submitted documents in a process of its own; digests and ten significant digits compared.",
    )
    return Section("recomputation", study.say("复算", "Recomputation"), (Paragraph(words), facts))


def _identification(told: Verification, study: Study) -> Section:
    say = study.say
    facts = (
        Fact(say("起草", "Drafted by"), told.drafted_by),
        Fact(say("技术复核与签发", "Reviewed and signed by"), told.signed_by),
        Fact(say("签发日期", "Signed on"), told.signed_on.isoformat()),
        Fact(say("有效期至", "Valid until"), told.valid_until.isoformat()),
        Fact(say("委托编号", "Engagement"), told.engagement),
        Fact(say("声明摘要", "Digest of the statement"), told.digest),
    )
    return Section("signatures", say("签发", "Signature"), (Facts(facts),))


def _numbered(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Sections with their numbers, tables numbered through the report."""
    tables = count(1)
    found = []
    for place, section in enumerate(sections, 1):
        blocks = tuple(
            Table(b.caption, b.columns, b.rows, b.note, next(tables)) if isinstance(b, Table) else b
            for b in section.blocks
        )
        found.append(Section(section.id, section.title, blocks, number=str(place)))
    return tuple(found)
