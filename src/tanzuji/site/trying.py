"""Commands about doing it otherwise: one model under many standards, and what if."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

import typer
from rich.markup import escape

from tanzuji.documents.base import Document
from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.comparisons import Reason
from tanzuji.documents.errors import Language, define
from tanzuji.documents.models import ProductModel
from tanzuji.documents.profiles import Bridge, ProfileComparison, ProfileResult
from tanzuji.documents.rounding import figure
from tanzuji.documents.what_if import Marginal, Measure, Outcome, Plan, Strategy
from tanzuji.figures.amounts import amount, percent, signed
from tanzuji.figures.bridge import MARK, interval_of_totals
from tanzuji.site import terminal
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.options import AsJson, Lang, ModelFile, Releases, model_of, releases_of

LISTED = 15
"""Marginals that are listed."""
EXAMPLES, EXAMPLE = 2, 30
"""Changes in an example, and their per cent."""

BAD_CHANGE = define(
    "cli.bad-change",
    zh="“{given}”不能读作改动。",
    en="“{given}” cannot be read as a change.",
    remedy_zh="请写成 位置=值，如 cell/power=-10%、service_years=10 或 cell/power=数据集标识。",
    remedy_en="Write PLACE=VALUE, e.g. cell/power=-10%, service_years=10 or cell/power=dataset-id.",
)
BAD_TARGET = define(
    "cli.bad-target",
    zh="“{given}”不能读作目标。",
    en="“{given}” cannot be read as a target.",
    remedy_zh="请写成如 -20% 的百分数，或 kg CO2e 的数。",
    remedy_en="Write a percentage such as -20%, or a number of kg CO2e.",
)
NO_CHANGES = define(
    "cli.target-without-changes",
    zh="目标 {given} 没有给出可以做的改动。",
    en="The target {given} comes without changes that could be made.",
    remedy_zh="请写出最多能做到的改动，如 {example}（这个模型里影响最大的用量）。",
    remedy_en="Say what could be done at most, e.g. {example} (the amounts that matter most in this model).",
)

Between = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--between",
        metavar="A B",
        help=pick(
            "逐步说明 A 与 B 之差；own 是研究本身 / explain A to B step by step; own: the study itself"
        ),
    ),
]
Chosen = Annotated[
    list[str] | None,
    typer.Option("--profile", metavar="ID", help=pick("哪些标准；可多次 / which standards; may repeat")),
]


def profiles(
    model: ModelFile,
    release: Releases = None,
    profile: Chosen = None,
    between: Between = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """同一模型按不同标准计算，并逐步说明差别。/ Compute one model under several standards and explain the differences step by step."""
    from tanzuji.engine.profiles import OWN, bridge, profile_results
    from tanzuji.engine.profiles import profile as profile_named

    language = chosen(lang)
    document, releases = model_of(model, language), releases_of(release)
    if between is not None:
        sides = [None if name == OWN else profile_named(name) for name in between]
        found = bridge(document, releases, *sides)
        if as_json:
            return _json(found)
        results = profile_results(document, releases, [side for side in sides if side is not None])
        _print_bridge(found, results, document, language)
        return _print_notes([r for r in results.results if r.profile in between], language)
    results = profile_results(document, releases, profile or None)
    if as_json:
        return _json(results)
    _print_results(results, document, language)
    _print_notes(results.results, language)
    _print_bridges(results, document, language)
    return None


def what_if(
    model: ModelFile,
    change: Annotated[
        list[str] | None,
        typer.Option(
            "--change",
            "-c",
            metavar="PLACE=VALUE",
            help=pick(
                "改动：过程/行=-10%、过程=产出、参数=值、材料/字段=值、过程/行=数据集；可多次"
                " / a change: process/line=-10%, process=output, parameter=value, material/field=value, process/line=dataset; may repeat"
            ),
        ),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(
            "--target",
            metavar="-20%",
            help=pick("求达到目标要做到多少 / how much of the changes reaches a target"),
        ),
    ] = None,
    strategy: Annotated[
        str, typer.Option("--strategy", metavar="fewest|least|even", help=pick("怎样选 / how to choose"))
    ] = "fewest",
    release: Releases = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """推演：改动后的结果；不给改动时列出哪些用量最要紧。/ What if: the result of changes; without any, which amounts matter most."""
    from tanzuji.engine.what_if import Ground, marginals, reach, scenario_of

    language = chosen(lang)
    ground = Ground(model_of(model, language), releases_of(release))
    measures = [_measure(i, text, ground.model) for i, text in enumerate(change or ())]
    if target is not None:
        wanted = _target(target, ground.base.total)
        if not measures:
            raise NO_CHANGES.error("--change", given=target[:40], example=_example(marginals(ground)))
        plan = reach(ground, measures, wanted, strategy=_strategy(strategy))
        return _json(plan) if as_json else _print_plan(plan, ground.model, language)
    if measures:
        outcome = ground.answer(scenario_of(ground, measures, [1.0] * len(measures)))
        return _json(outcome) if as_json else _print_outcome(outcome, ground.base, ground.model, language)
    found = marginals(ground)
    if as_json:
        plain = [each.model_dump(mode="json", exclude_none=True) for each in found]
        sys.stdout.buffer.write(canonical_json(plain) + b"\n")
        return None
    return _print_marginals(found, ground.model, language)


def _strategy(text: str) -> Strategy:
    for known in ("fewest", "least", "even"):
        if text == known:
            return known
    raise typer.BadParameter("fewest, least, even", param_hint="--strategy")


def _measure(index: int, text: str, model: ProductModel) -> Measure:
    """A change as a measure. Raises `cli.bad-change`."""
    place, equals, value = (part.strip() for part in text.partition("="))
    given = {"id": f"c{index + 1}", "name": text[:120], "place": place}
    if not (equals and place and value):
        raise BAD_CHANGE.error("--change", given=text[:60])
    number = _number(value.removesuffix("%"))
    materials = {material.id for material in model.materials}
    parameters = {parameter.name.casefold() for parameter in model.parameters}
    if place.casefold() in parameters:
        kind = "parameter"
    elif place.partition("/")[0] in materials and place.partition("/")[0] not in {
        p.id for p in model.processes
    }:
        kind = "material"
    else:
        kind = "amount"
    if number is None:
        if kind != "amount" or value.endswith("%"):
            raise BAD_CHANGE.error("--change", given=text[:60])
        return Measure.parse({**given, "kind": "datasets", "datasets": [v.strip() for v in value.split("+")]})
    if value.endswith("%"):
        return Measure.parse({**given, "kind": kind, "factor": 1 + number / 100})
    return Measure.parse({**given, "kind": kind, "value": number})


def _number(text: str) -> float | None:
    try:
        return float(text.replace("\u2212", "-"))
    except ValueError:
        return None


def _target(text: str, base: float) -> float:
    number = _number(text.strip().removesuffix("%"))
    if number is None:
        raise BAD_TARGET.error("--target", given=text[:40])
    return base * (1 + number / 100) if text.strip().endswith("%") else number


def _example(found: Sequence[Marginal]) -> str:
    """Changes of the lines that matter most, as they are written; parameters where a model has no lines."""
    lowering = [row for row in found if row.kind == "line" and row.per_percent > 0][:EXAMPLES]
    chosen = lowering or [row for row in found if row.kind in ("line", "parameter")][:EXAMPLES]
    return " ".join(
        f"-c {shlex.quote(f'{row.place}={-EXAMPLE if row.per_percent > 0 else EXAMPLE:+d}%')}"
        for row in chosen
    )


def _json(document: Document) -> None:
    sys.stdout.buffer.write(canonical_json(document) + b"\n")
    sys.stdout.buffer.flush()


def _unit(model: ProductModel, language: Language) -> str:
    of = terminal.unit(model.unit.unit)
    count = "" if model.unit.amount == 1 else f"{model.unit.amount:g} "
    return f"{terminal.kilograms(language)}/{count}{of}"


def _share(change: float, of: float) -> str:
    return f"{'+' if change > 0 else ''}{percent(change / abs(of))}" if of else ""


def _total(result: ProfileResult, value: float, interval: Decimal) -> str:
    """A total, marked where a credit counts in it without its burden."""
    return amount(value, interval) + (MARK if result.too_low else "")


def _print_results(found: ProfileComparison, model: ProductModel, language: Language) -> None:
    interval = interval_of_totals(*(result.total for result in found.results))
    own = found.results[0].total
    rows = terminal.table(
        (say(language, "标准", "standard"), "text"),
        (_unit(model, language), "right"),
        (say(language, "与本研究之差", "difference"), "right"),
        (say(language, "与本研究不同的选择", "choices other than the study's"), "text"),
    )
    for result in found.results:
        others = [choice.text.to(language) for choice in result.choices if not choice.own]
        change = result.total - own
        rows.add_row(
            escape(result.name.to(language)),
            _total(result, result.total, interval),
            f"{signed(change, interval)} {_share(change, own)}" if change else "",
            escape(say(language, "；", "; ").join(others)),
        )
    terminal.out.print()
    terminal.out.print(rows)
    for note in found.notes:
        _print_note("", note, language)


def _print_notes(results: Sequence[ProfileResult], language: Language) -> None:
    """What should be known of the results, each note once with the standards that it holds for; marked ones first."""
    holds: dict[str, tuple[Reason, list[str]]] = {}
    for result in sorted(results, key=lambda r: r.too_low is None):
        notes = sorted(result.notes, key=lambda note: note is not result.too_low)
        for note in notes:
            mark = f"{MARK} " if note is result.too_low else ""
            key = mark + note.text.to(language)
            holds.setdefault(key, (note, [mark]))[1].append(result.name.to(language))
    for note, (mark, *names) in holds.values():
        _print_note(mark + say(language, "、", ", ").join(names) + say(language, "：", ": "), note, language)


def _print_note(lead: str, note: Reason, language: Language) -> None:
    remedy = note.remedy.to(language) if note.remedy else ""
    terminal.out.print(f"[dim]{escape(f'{lead}{note.text.to(language)} {remedy}'.strip())}[/]")


def _print_bridges(found: ProfileComparison, model: ProductModel, language: Language) -> None:
    """The bridges in which a number changes; the others in one line."""
    named = {result.profile: result.name.to(language) for result in found.results}
    same = []
    for each in found.bridges:
        if any(step.effect for step in each.steps):
            _print_bridge(each, found, model, language)
        else:
            same.append(f"{named[each.before]} → {named[each.after]}")
    if same:
        head = say(language, "结果没有差别：", "No difference in the result: ")
        terminal.out.print(f"\n[dim]{escape(head + say(language, '；', '; ').join(same))}[/]")


def _print_bridge(found: Bridge, results: ProfileComparison, model: ProductModel, language: Language) -> None:
    """The steps that change the number, between the names of the two; those without effect in a line below."""
    interval = interval_of_totals(found.total_before, found.total_after)
    sides = {result.profile: result for result in results.results}
    before, after = sides[found.before], sides[found.after]
    names = escape(before.name.to(language)), escape(after.name.to(language))
    rows = terminal.table(
        (f"{names[0]} → {names[1]}", "text"),
        (say(language, "从", "from"), "text"),
        (say(language, "到", "to"), "text"),
        (_unit(model, language), "right"),
    )
    rows.add_row(names[0], "", "", _total(before, found.total_before, interval))
    for step in found.steps:
        if step.effect:
            rows.add_row(
                escape(step.name.to(language)),
                escape(step.before_text.to(language)),
                escape(step.after_text.to(language)),
                signed(step.effect, interval),
            )
    rows.add_row(names[1], "", "", _total(after, found.total_after, interval))
    terminal.out.print()
    terminal.out.print(rows)
    idle = [step.name.to(language) for step in found.steps if not step.effect]
    if idle:
        head = say(language, "也不同，但没有影响：", "They differ as well, without effect: ")
        terminal.out.print(f"[dim]{escape(head + say(language, '、', ', ').join(idle))}[/]")


def _plus(value: float) -> str:
    """Four digits with their sign."""
    return f"{'+' if value > 0 else ''}{figure(value)}"


def _print_marginals(found: Sequence[Marginal], model: ProductModel, language: Language) -> None:
    rows = terminal.table(
        ("", "text"),
        (say(language, "位置", "place"), "left"),
        (say(language, "现在", "now"), "right"),
        (say(language, "多 1 %", "1 % more"), "right"),
        (say(language, "多 1 个单位", "1 unit more"), "right"),
    )
    interval = interval_of_totals(*(m.per_percent for m in found[:1]))
    for each in found[:LISTED]:
        rows.add_row(
            escape(each.name.to(language)),
            escape(each.place),
            f"{figure(each.amount)} {terminal.unit(each.unit)}".strip(),
            signed(each.per_percent, interval),
            "" if each.per_unit is None else _plus(each.per_unit),
        )
    terminal.out.print()
    terminal.out.print(rows)
    terminal.out.print(f"[dim]{_unit(model, language)}[/]")


def _print_outcome(outcome: Outcome, base: Outcome, model: ProductModel, language: Language) -> None:
    interval = interval_of_totals(base.total, outcome.total)
    terminal.out.print(
        f"\n[bold]{figure(outcome.total)} {_unit(model, language)}[/]   "
        f"{signed(outcome.difference, interval)} {_share(outcome.difference, base.total)}\n"
    )
    rows = terminal.table(
        (say(language, "阶段", "stage"), "text"),
        (say(language, "基准", "base"), "right"),
        (say(language, "现在", "now"), "right"),
    )
    for stage in model.stages():
        before, after = base.stages[stage.id], outcome.stages[stage.id]
        if before or after:
            rows.add_row(escape(stage.name.to(language)), amount(before, interval), amount(after, interval))
    terminal.out.print(rows)


def _print_plan(plan: Plan, model: ProductModel, language: Language) -> None:
    interval = interval_of_totals(plan.base, plan.target)
    head = (
        say(language, "可以达到", "within reach")
        if plan.reachable
        else say(language, "达不到；最低", "out of reach; lowest")
    )
    terminal.out.print(
        f"\n[bold]{head} {figure(plan.reached)} {_unit(model, language)}[/]   "
        f"{_share(plan.reached - plan.base, plan.base)}\n"
    )
    rows = terminal.table(
        (say(language, "措施", "measure"), "text"),
        (say(language, "做到", "level"), "right"),
        (say(language, "影响", "effect"), "right"),
    )
    for dose in plan.doses:
        rows.add_row(escape(dose.name.to(language)), percent(dose.level), signed(dose.effect, interval))
    terminal.out.print(rows)
    if not plan.exact:
        terminal.out.print(
            f"[dim]{say(language, '改动互相影响，逐步求得。', 'The changes act on each other; found step by step.')}[/]"
        )
