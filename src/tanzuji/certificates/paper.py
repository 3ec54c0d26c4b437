"""What a certificate's sheet says, in Chinese or English, from the certificate as it stands today."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.conf import settings
from django.utils import timezone

from tanzuji.certificates.facts import CertificateView
from tanzuji.certificates.states import EVENTS, STATES
from tanzuji.certificates.wording import FAMILIES, LEVELS, RELATIONS, boundary, rounding_rule
from tanzuji.documents.errors import Language
from tanzuji.documents.rounding import printed
from tanzuji.documents.text import Text
from tanzuji.reports.blocks import Fact
from tanzuji.reports.certificates import Caution, CertificatePaper, write_certificate


def pdf(view: CertificateView, language: Language) -> bytes:
    """The sheet as PDF."""
    return write_certificate(paper(view, language))


def address(view: CertificateView) -> str:
    """Where the certificate's public page is, for whoever scans the code."""
    return f"{settings.ADDRESS}/c/{view.number}"


def paper(view: CertificateView, language: Language) -> CertificatePaper:
    """Every text of the sheet."""
    say = _Saying(language)
    unit = _unit(view.unit, language)
    return CertificatePaper(
        language=language,
        number=view.number,
        body=view.body_name.to(language),
        title=say(*_TITLES[view.family]),
        scheme=say(
            f"{view.scheme_name.to('zh')}，第 {view.scheme_version} 版",
            f"{view.scheme_name.to('en')}, version {view.scheme_version}",
        ),
        statement=_statement(view, say),
        value=printed(view.value),
        unit=unit,
        per=_sentence(say, view.unit_words, boundary(view.boundary)),
        measured=_measured(view, say, unit),
        url=address(view),
        product=_product(view, say),
        stages=tuple(
            (stage.name.to(language), printed(stage.value), printed(stage.share)) for stage in view.stages
        ),
        rounding=say(
            "各阶段分别修约，相加与总量可能差末位。", "Stages are rounded one by one; their sum may differ in the last digit."
        ),
        grounds=_grounds(view, say),
        validity=_validity(view, say),
        history=_history(view, language),
        limits=tuple(limit.to(language) for limit in LIMITS),
        foot=say(f"内容 {view.facts_digest}", f"Facts {view.facts_digest}"),
        warning=_warning(view, say),
        moment=datetime.fromtimestamp(int(view.status_since.timestamp()), UTC),
    )  # fmt: skip


_TITLES: dict[str, tuple[str, str]] = {
    "footprint": ("产品碳足迹证书", "Product carbon footprint certificate"),
    "reduction": ("产品减碳证书", "Product carbon reduction certificate"),
    "neutrality": ("产品碳中和证书", "Product carbon neutrality certificate"),
    "efficiency": ("碳效评价证书", "Carbon efficiency certificate"),
}

LIMITS: tuple[Text, ...] = (
    Text(
        zh="不说明产品的其他环境影响，也不说明产品质量和安全。",
        en="It says nothing of other environmental impacts, nor of quality and safety.",
    ),
    Text(
        zh="数值只能与规则、单位、边界、方法和时段都相同的产品比较。",
        en="Its value is comparable only with products of the same rule, unit, boundary, method and period.",
    ),
    Text(
        zh="不在边界内的阶段没有计入；不含碳抵消。",
        en="Stages outside the boundary are not counted; offsets are not part of the value.",
    ),
    Text(
        zh="这张纸不显示打印以后的暂停、撤销和换证。",
        en="This sheet cannot show a suspension, revocation or renewal after it was printed.",
    ),
)
"""What a certificate does not say; its page says the same."""


class _Saying:
    """One language, chosen once."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def day(self, value: date) -> str:
        if self.language == "zh":
            return f"{value.year} 年 {value.month} 月 {value.day} 日"
        return f"{value.day} {value:%b} {value.year}"


def _unit(unit: str, language: Language) -> str:
    mass = "kgCO₂e" if language == "zh" else "kg\u00a0CO₂e"
    return unit.replace("kgCO2e", mass, 1)


def _sentence(say: _Saying, *parts: Text) -> str:
    words = [part.to(say.language) for part in parts]
    return say("，".join(words), ", ".join([words[0], *(word[:1].lower() + word[1:] for word in words[1:])]))


def _statement(view: CertificateView, say: _Saying) -> str:
    holder, body = view.holder_name.to(say.language), view.body_name.to(say.language)
    if view.family == "efficiency":
        return say(
            f"{body}按 {view.standard} 评价了{holder}下列产品的碳效，结果如下。",
            f"{body} rated the carbon efficiency of the product below, of {holder}, by {view.standard}.",
        )
    return say(
        f"{body}证明：{holder}下列产品的碳足迹按 {view.standard} 量化并经核查，产品与量化对象一致，结果如下。",
        f"{body} certifies that the carbon footprint of the product below, of {holder}, was quantified by {view.standard} and verified, and that the product is the one that was quantified.",
    )


def _measured(view: CertificateView, say: _Saying, unit: str) -> str:
    parts = [say(f"数据年份 {view.reference_year}", f"data of {view.reference_year}")]
    if view.interval is not None:
        low, high = map(printed, view.interval)
        parts.insert(0, say(f"90 % 区间 {low} – {high} {unit}", f"90 % interval {low} – {high} {unit}"))
    if view.score is not None:
        parts.append(say(f"碳得分 {printed(view.score)}", f"score {printed(view.score)}"))
    if view.grade:
        parts.append(say(f"碳等级 {view.grade}", f"grade {view.grade}"))
    said = say("；", "; ").join(parts)
    return said[:1].upper() + said[1:]


def _product(view: CertificateView, say: _Saying) -> tuple[Fact, ...]:
    lang = say.language
    rows = [
        (say("产品", "Product"), view.product.to(lang)),
        (say("型号", "Models"), say("、", ", ").join(view.models)),
        (say("商品条码", "GTIN"), view.gtin),
        (say("生产者", "Maker"), view.maker.to(lang)),
        (say("持有人", "Holder"), _with_code(view.holder_name, view.holder_code, say)),
        (say("单位", "Unit"), view.unit_words.to(lang)),
        (say("系统边界", "Boundary"), boundary(view.boundary).to(lang)),
    ]
    return tuple(Fact(name, value) for name, value in rows if value)


def _with_code(name: Text, code: str, say: _Saying) -> str:
    said = name.to(say.language)
    return say(f"{said}（{code}）", f"{said} ({code})") if code else said


def _grounds(view: CertificateView, say: _Saying) -> tuple[Fact, ...]:
    lang = say.language
    rows = [
        (say("类别", "Kind"), FAMILIES[view.family].to(lang)),
        (say("标准", "Standard"), view.standard),
        (say("规则", "Rule"), view.rule),
        (say("核查机构", "Verifier"), view.verifier.to(lang) if view.verifier else ""),
        (say("保证等级", "Assurance"), LEVELS[view.level].to(lang) if view.level else ""),
        (say("修约", "Rounding"), rounding_rule(view.rounding).to(lang)),
    ]
    return tuple(Fact(name, value) for name, value in rows if value)


def _validity(view: CertificateView, say: _Saying) -> tuple[Fact, ...]:
    relation = RELATIONS.get(view.document.get("relation", ""))
    rows = [
        (say("颁发", "Issued"), say.day(view.issued_on)),
        (say("有效至", "Valid until"), say.day(view.expires_on)),
        (say("监督", "Surveillance"), say(f"每 {view.surveillance_months} 个月内一次", f"within every {view.surveillance_months} months")),
        (say("颁发机构", "Issued by"), _with_code(view.body_name, view.body_code, say)),
        (relation.to(say.language) if relation else "", view.replaces),
        (say("换为", "Replaced by"), view.replaced_by),
    ]  # fmt: skip
    return tuple(Fact(name, value) for name, value in rows if name and value)


def _history(view: CertificateView, language: Language) -> tuple[tuple[str, str, str], ...]:
    rows = []
    for event in view.history:
        said = event.reason.to(language)
        by = event.by_body.to(language) if event.by_body else ""
        text = (
            "，".join(filter(None, (by, said))) if language == "zh" else "; ".join(filter(None, (by, said)))
        )
        rows.append((f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}", EVENTS[event.kind].to(language), text))
    return tuple(rows)


def _warning(view: CertificateView, say: _Saying) -> Caution | None:
    if view.status == "valid":
        return None
    since = say.day(timezone.localdate(view.status_since))
    state = STATES[view.status].to(say.language)
    return Caution(
        "warn" if view.status == "suspended" else "bad",
        say(f"{state}：{since}起，这份证书不能使用", f"{state} since {since}: this certificate is not to be used"),
        say(f"原因：{view.status_reason.to('zh')}", f"Reason: {view.status_reason.to('en')}"),
    )  # fmt: skip
