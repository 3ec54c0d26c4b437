"""A footprint and its findings on the terminal."""

from __future__ import annotations

from rich.markup import escape

from tanzuji.documents.errors import Language
from tanzuji.documents.footprints import Contribution, FactorUse, Footprint
from tanzuji.documents.rounding import figure
from tanzuji.documents.rules import CheckResult, Severity
from tanzuji.figures.amounts import amount, interval_of
from tanzuji.site.language import say
from tanzuji.site.terminal import indented, kilograms, out, table, unit

LARGEST = 10
"""How many contributions are listed one by one."""

SEVERITY: dict[Severity, tuple[str, str, str]] = {
    "error": ("red", "错误", "error"),
    "warning": ("yellow", "警告", "warning"),
    "info": ("dim", "提示", "note"),
}


def per(footprint: Footprint, language: Language) -> str:
    """`kgCO₂e/t`: the unit of the result."""
    return f"{kilograms(language)}/{unit(footprint.unit_label.to(language).removeprefix('1 '))}"


def percent(share: float | None) -> str:
    """A share as `12.3`; a dash where the total is near zero."""
    return "–" if share is None else f"{share * 100:.1f}".replace("-", "−")


def print_footprint(footprint: Footprint, check: CheckResult, language: Language) -> None:
    """Headline, stages, largest contributions, their factors, gaps, findings."""
    name = footprint.model.product.name.to(language)
    kind = (
        say(language, "产品部分碳足迹", "Partial carbon footprint")
        if footprint.partial
        else say(language, "产品碳足迹", "Carbon footprint")
    )
    of = f"{kind}{say(language, '，', ', ')}{footprint.model.unit.description.to(language)}"
    out.print(f"\n[bold]{escape(name)}[/]  {escape(of)}")
    out.print(
        f"[bold]{figure(footprint.total)} {per(footprint, language)}[/]   {footprint.method.gwp_set} GWP100\n"
    )
    _print_stages(footprint, language)
    _print_contributions(footprint, language)
    unknown = [gap for gap in footprint.gaps if gap.reason in ("no_amount", "no_factor")]
    if unknown:
        names = say(language, "、", ", ").join(gap.name.to(language) for gap in unknown)
        head = say(language, f"未计算 {len(unknown)} 项：", f"Not calculated ({len(unknown)}): ")
        out.print(f"\n{head}{escape(names)}")
    print_findings(check, language)
    out.print(f"\n[dim]{say(language, '研究标识', 'study id')} {footprint.id}[/]", soft_wrap=True)


def _print_stages(footprint: Footprint, language: Language) -> None:
    rows = table((say(language, "阶段", "stage"), "text"), (kilograms(language), "right"), ("%", "right"))
    interval = interval_of(footprint)
    for stage in footprint.stages:
        if stage.total:
            rows.add_row(escape(stage.name.to(language)), amount(stage.total, interval), percent(stage.share))
    whole = percent(None if all(stage.share is None for stage in footprint.stages) else 1.0)
    rows.add_row(say(language, "合计", "total"), figure(footprint.total), whole)
    out.print(rows)


def _print_contributions(footprint: Footprint, language: Language) -> None:
    """The largest contributions, numbered to the factors listed below them."""
    interval = interval_of(footprint)
    ordered = sorted(footprint.contributions, key=lambda c: -abs(c.total))
    largest, others = ordered[:LARGEST], ordered[LARGEST:]
    factors = list({f.dataset: f for c in largest for f in c.factors}.values())
    number = {factor.dataset: at for at, factor in enumerate(factors, 1)}
    rows = table(
        (say(language, "主要贡献", "largest contributions"), "text"),
        (say(language, "用量", "amount"), "right"),
        (kilograms(language), "right"),
        ("%", "right"),
        (say(language, "因子", "factor"), "text"),
    )
    for item in largest:
        rows.add_row(
            escape(item.name.to(language)),
            f"{figure(item.amount)} {unit(item.unit)}",
            amount(item.total, interval),
            percent(item.share),
            _marks(item, number),
        )
    if others:
        rest = sum(item.total for item in others)
        share = rest / footprint.total if largest[0].share is not None and footprint.total else None
        rows.add_row(
            say(language, f"其余 {len(others)} 项", f"{len(others)} others"),
            "",
            figure(rest),
            percent(share),
            "",
        )
    out.print()
    out.print(rows)
    if factors:
        out.print(f"\n[bold]{say(language, '因子与来源', 'factors and their sources')}[/]")
    for factor in factors:
        _print_factor(number[factor.dataset], factor, language)


def _marks(item: Contribution, number: dict[str, int]) -> str:
    if item.factors:
        return escape(" ".join(f"[{number[factor.dataset]}]" for factor in item.factors))
    return f"{item.gas} GWP" if item.gas else ""


def _print_factor(number: int, factor: FactorUse, language: Language) -> None:
    value = f"{figure(factor.value)} {kilograms(language)}/{unit(factor.unit)}"
    out.print(f"{escape(f'[{number}]'):>4} {value}  {factor.dataset}", soft_wrap=True)
    words = [factor.name.to(language), factor.source]
    out.print(indented(f"[dim]{escape(say(language, '；', '; ').join(w for w in words if w))}[/]", 5))


def print_findings(check: CheckResult, language: Language) -> None:
    """Errors and warnings with place and remedy; notes and passes as counts."""
    packs = ", ".join(f"{pack.id} {pack.version}" for pack in check.packs)
    errors, warnings, notes = (check.count(severity) for severity in ("error", "warning", "info"))
    out.print(
        "\n[bold]"
        + say(language, "规则检查", "Rule check")
        + "[/]  "
        + escape(packs)
        + "\n"
        + say(
            language,
            f"错误 {errors}，警告 {warnings}，提示 {notes}，通过 {check.passed}",
            f"errors {errors}, warnings {warnings}, notes {notes}, passed {check.passed}",
        )
    )
    for finding in check.findings:
        if finding.severity == "info":
            continue
        colour, zh, en = SEVERITY[finding.severity]
        out.print(f"  [{colour}]{say(language, zh, en)}[/] {finding.rule}")
        out.print(indented(escape(finding.message.to(language)), 7))
        place = f"{finding.path}  " if finding.path else ""
        out.print(indented(f"[dim]{escape(place)}{escape(finding.remedy.to(language))}[/]", 7))
