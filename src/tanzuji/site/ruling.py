"""Rules on the command line: `tanzuji rule lint | test | compare | tree`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from tanzuji.documents.errors import Language
from tanzuji.documents.rules import KIND_NAMES, LAYER_NAMES, RulePack
from tanzuji.site import terminal, usage
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.options import FOUND_ERRORS, Lang

rule = typer.Typer(
    name="rule",
    cls=usage.Group,
    help=pick(
        "规则：逐行检查、试用例、比较、看继承。/ Rules: lint by line, try cases, compare, see the inheritance."
    ),
    no_args_is_help=True,
    add_completion=False,
)

Rule = Annotated[
    str,
    typer.Argument(metavar="RULE", help=pick("YAML 文件，或规则的标识 / a YAML file, or the id of a rule")),
]


def _named(name: str) -> str:
    """The text of a file, or of the rule of that id. Raises `rules.unknown-pack`, `yaml.encoding`, OSError."""
    from tanzuji.formats.safe_yaml import decoded
    from tanzuji.rules.load import text_of

    if not Path(name).is_file() and not name.endswith((".yaml", ".yml")):
        return text_of(name)
    return decoded(Path(name).read_bytes(), name=Path(name).name)


def lint(name: Rule, lang: Lang = None) -> None:
    """逐行列出规则的问题；有问题时退出码为 1。/ List what is wrong with a rule, line by line; exit code 1 where something is."""
    from tanzuji.rules.diagnosis import diagnose

    language = chosen(lang)
    found = diagnose(_named(name))
    for remark in found.remarks:
        problem = remark.problem
        terminal.out.print(
            f"{name}:{remark.line}: {problem.code}: {problem.text(language)} {problem.remedy(language)}",
            markup=False, soft_wrap=True,
        )  # fmt: skip
    if not found.sound:
        raise typer.Exit(FOUND_ERRORS)
    terminal.out.print(say(language, "没有问题。", "Nothing is wrong."), markup=False)


def test(
    name: Rule,
    cases: Annotated[
        Path | None,
        typer.Option(
            "--cases",
            metavar="FILE",
            help=pick(
                "用例文件；不写则用规则旁的 .cases.yaml 或自带的 / cases; else RULE.cases.yaml beside it, or those shipped"
            ),
        ),
    ] = None,
    lang: Lang = None,
) -> None:
    """用和规则一起保存的研究试规则；有不符时退出码为 1。/ Try a rule with the studies kept with it; exit code 1 where one does not come out as it should."""
    from tanzuji.rules.cases import read_cases, run_all
    from tanzuji.rules.load import read_pack
    from tanzuji.rules.shipped_cases import shipped_cases

    language = chosen(lang)
    pack = read_pack(_named(name))
    beside = Path(name).with_suffix(".cases.yaml")
    file = cases or (beside if beside.is_file() else None)
    kept = read_cases(file.read_bytes()) if file else shipped_cases(pack.id)
    rows = terminal.table(
        (say(language, "用例", "case"), "left"),
        (say(language, "应", "has to"), "left"),
        (say(language, "结果", "came out"), "left"),
        (say(language, "发现", "found"), "text"),
    )
    outcomes = run_all(pack, kept)
    for each in outcomes:
        expects = say(language, *{"pass": ("通过", "pass"), "fail": ("不通过", "fail")}[each.case.expects])
        met = say(language, "符合", "as expected") if each.met else say(language, "不符", "not as expected")
        told = [p.text(language) for p in each.problems] or sorted(
            each.failed, key=lambda found: found not in each.case.rules
        )
        rows.add_row(each.case.id, expects, met, escape(", ".join(told[:6])))
    terminal.out.print(rows)
    if not all(each.met for each in outcomes):
        raise typer.Exit(FOUND_ERRORS)


def compare(first: Rule, second: Rule, lang: Lang = None) -> None:
    """逐项比较两个规则或两个版本，写明收紧还是放松。/ Compare two rules or versions item by item, and say what is tighter."""
    from tanzuji.rules.compare import TURN_NAMES
    from tanzuji.rules.compare import compare as held_against
    from tanzuji.rules.items import shown

    language = chosen(lang)
    found = held_against(_named(first), _named(second))
    rows = terminal.table(
        (say(language, "项", "item"), "left"),
        (f"{found.first.id}@{found.first.version}", "text"),
        (f"{found.second.id}@{found.second.version}", "text"),
        (say(language, "变化", "change"), "left"),
    )
    for change in found.changes:
        was = (
            ""
            if change.turn == "added"
            else _placed(shown(change.key, change.was, language), change.line_was)
        )
        now = (
            ""
            if change.turn == "removed"
            else _placed(shown(change.key, change.now, language), change.line_now)
        )
        rows.add_row(escape(change.key), escape(was), escape(now), TURN_NAMES[change.turn].to(language))
    terminal.out.print(rows)


def _placed(value: str, line: int | None) -> str:
    return value if line is None else f"{line}: {value}"


def tree(
    name: Annotated[
        str,
        typer.Argument(
            metavar="[RULE]", help=pick("规则；不写则列出全部 / a rule; all of them where none is given")
        ),
    ] = "",
    lang: Lang = None,
) -> None:
    """规则的继承：全部规则的树，或一个规则的哪一行收紧了什么。/ The inheritance: the tree of all rules, or which line of one tightens what."""
    from tanzuji.rules import available
    from tanzuji.rules.items import shown
    from tanzuji.rules.tree import RELATION_NAMES, inheritance

    language = chosen(lang)
    if not name:
        packs = available()
        ids = {pack.id for pack in packs}
        _branch(packs, ids, None, 0, language)
        return
    found = inheritance(_named(name))
    terminal.out.print(" → ".join(pack.id for pack in found.packs), markup=False)
    own = found.packs[-1].id
    for strand in found.strands:
        if strand.bends or strand.steps[0].rule == own:
            terminal.out.print(strand.key, markup=False, style="bold")
            for step in strand.steps:
                value = shown(strand.key, step.value, language)
                relation = RELATION_NAMES[step.relation].to(language)
                terminal.out.print(
                    f"    {step.rule}:{step.line or '–'}  {relation}  {value}", markup=False, soft_wrap=True
                )


def _branch(
    packs: tuple[RulePack, ...], ids: set[str], parent: str | None, depth: int, language: Language
) -> None:
    i = 0 if language == "zh" else 1
    for pack in packs:
        if (pack.inherits if pack.inherits in ids else None) == parent:
            thin = say(language, " · 初步", " · thin") if pack.thin else ""
            kind = KIND_NAMES[pack.kind].to(language)
            line = f"{'  ' * depth}{pack.id}@{pack.version}  {pack.title.to(language)} · {LAYER_NAMES[pack.layer][i]} · {kind}{thin}"
            terminal.out.print(line, markup=False, soft_wrap=True)
            _branch(packs, ids, pack.id, depth + 1, language)


COMMANDS: dict[str, Callable[..., None]] = {"lint": lint, "test": test, "compare": compare, "tree": tree}

for _name, _command in COMMANDS.items():
    rule.command(name=_name, cls=usage.Command, help=pick(_command.__doc__ or ""))(_command)
