"""The standards library from the command line: `tanzuji standards`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from tanzuji.site import terminal
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.operations import ready_django
from tanzuji.site.options import Lang


class Task(StrEnum):
    """What is done with the library."""

    LIST = "list"
    SEED = "seed"
    DUE = "due"


def standards(
    task: Annotated[
        Task,
        typer.Argument(
            help=pick(
                "list 列出现行标准，seed 登记随附的标准，due 让到期的标准实施 / "
                "list those in force, seed those that ship, due brings into force what is due"
            )
        ),
    ] = Task.LIST,
    lang: Lang = None,
) -> None:
    """标准规则库：列出现行标准，登记随附的标准，让到期的标准实施。/ The standards library: list, seed, bring into force."""
    language = chosen(lang)
    ready_django()
    from tanzuji.standards import queries, services

    if task is Task.LIST:
        found = list(queries.in_force())
    else:
        found = services.seed() if task is Task.SEED else services.bring_into_force()
    for one in found:
        day = one.in_force_on.isoformat() if one.in_force_on else "–"
        terminal.out.print(f"{one.named.to(language)}  {day}", markup=False)
    words = {
        Task.LIST: say(language, f"现行标准 {len(found)} 项。", f"In force: {len(found)}."),
        Task.SEED: say(language, f"新登记 {len(found)} 项。", f"Registered now: {len(found)}."),
        Task.DUE: say(language, f"今天实施 {len(found)} 项。", f"Brought into force: {len(found)}."),
    }
    terminal.out.print(words[task], markup=False)
