"""The command that draws a release's footprints and stores the samples with it."""

from __future__ import annotations

from typing import Annotated

import typer

from tanzuji.engine.samples.executors import Executor, Processes, Serial
from tanzuji.engine.samples.release_samples import ITERATIONS, SEED, add_samples
from tanzuji.site import terminal
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.options import Lang, releases_of


def sample(
    name: Annotated[str, typer.Argument(metavar="NAME", help=pick("数据库版本 / library release"))],
    iterations: Annotated[
        int,
        typer.Option("--iterations", min=1, max=100_000, metavar="N", help=pick("抽样次数 / how many draws")),
    ] = ITERATIONS,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help=pick("随机种子 / seed of the draws"))
    ] = SEED,
    workers: Annotated[
        int,
        typer.Option("--workers", min=1, max=256, metavar="N", help=pick("用几个进程 / how many processes")),
    ] = 1,
    lang: Lang = None,
) -> None:
    """对数据库全部足迹联合抽样，与版本存在一起。/ Draw all footprints of a release jointly, stored with it."""
    language = chosen(lang)
    release = releases_of([name])[0]
    executor: Executor = Serial() if workers == 1 else Processes(workers)
    with terminal.progress(language) as tell:
        sampled = add_samples(
            release,
            iterations,
            seed,
            executor=executor,
            progress=lambda done, total: tell("sample", done, total),
        )
    where = f"{release.name}@{release.version}"
    if not sampled.has_samples:
        words = say(
            language,
            f"{where} 中没有带不确定度的交换，不必存样本。",
            f"{where} has no uncertain exchanges, so there is nothing to store.",
        )
    else:
        count, n = sampled.sample_count, len(sampled)
        words = say(
            language,
            f"{where}：{n} 个数据集各 {count} 个联合样本，种子 {seed}。",
            f"{where}: {count} joint samples of {n} datasets, seed {seed}.",
        )
    terminal.err.print(words, markup=False, soft_wrap=True)
