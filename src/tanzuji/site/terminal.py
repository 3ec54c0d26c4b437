"""The terminal: tables, errors, progress. Results go to standard output, all else to standard error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from tanzuji.documents.errors import CodedError, Language
from tanzuji.site.language import say


def safe(text: str) -> str:
    """A text as it may reach a terminal: escape sequences, control and direction characters made visible."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class _Terminal(Console):
    """A console to which names from files cannot send commands: what is inside a text is only ever shown."""

    def render_str(self, text: str, **options: Any) -> Text:
        return super().render_str(safe(text), **options)


out = _Terminal(highlight=False, emoji=False)
err = _Terminal(stderr=True, highlight=False, emoji=False)

WIDE = 110
"""Columns from which a table may carry a column of long texts beside its numbers."""


def wide() -> bool:
    """Whether there is room for a column of long texts."""
    return out.width >= WIDE


def table(*columns: tuple[str, str]) -> Table:
    """A table without boxes; columns are (head, `right`, `left` or `text`). Only `text` may break over lines."""
    made = Table(box=None, header_style="bold", pad_edge=False)
    for head, kind in columns:
        made.add_column(
            head,
            justify="right" if kind == "right" else "left",
            overflow="fold",
            no_wrap=kind != "text",
        )
    return made


def kilograms(language: Language) -> str:
    """`kgCO₂e`, `kg CO₂e`."""
    return say(language, "kgCO₂e", "kg CO₂e")


def unit(symbol: str) -> str:
    """A unit as it is read: `t*km` as `t·km`, `m3` as `m³`."""
    return symbol.replace("*", "·").replace("m3", "m³").replace("m2", "m²")


def indented(text: str, by: int) -> Padding:
    """A paragraph whose every line is indented."""
    return Padding(text, (0, 0, 0, by), expand=False)


def wrote(path: object, language: Language) -> None:
    """Tell that a file was written."""
    err.print(say(language, f"已写 {path}", f"wrote {path}"), markup=False, soft_wrap=True)


def print_error(error: CodedError, language: Language) -> None:
    """Every problem: what, where, remedy, code."""
    for problem in error.problems:
        path = problem.path if len(problem.path) <= 200 else problem.path[:199] + "…"
        where = f"{path}: " if path else ""
        err.print(f"[red]✗[/] {escape(where)}{escape(problem.text(language))}", soft_wrap=True)
        err.print(f"  {escape(problem.remedy(language))}  [dim]{problem.code}[/]", soft_wrap=True)


@contextmanager
def progress(language: Language) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar a step; calls are (step, done, total). Silent where nobody watches."""
    columns = (TextColumn("{task.description:<14}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        tasks: dict[str, int] = {}

        def tell(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(STEPS.get(step, {}).get(language, step), total=total)
            bar.update(tasks[step], completed=done, total=total)  # type: ignore[arg-type]

        yield tell


STEPS: dict[str, dict[Language, str]] = {
    "read": {"zh": "读取", "en": "reading"},
    "link": {"zh": "链接", "en": "linking"},
    "balance": {"zh": "核对平衡", "en": "balancing"},
    "solve": {"zh": "求解", "en": "solving"},
    "sample": {"zh": "抽样", "en": "sampling"},
    "gather": {"zh": "整理", "en": "gathering"},
    "write": {"zh": "写文件", "en": "writing"},
    "footprints": {"zh": "核算", "en": "accounting"},
    "reports": {"zh": "写报告", "en": "writing reports"},
    "encryption": {"zh": "重写字段", "en": "rewriting fields"},
}
