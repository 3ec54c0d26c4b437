"""All measurements of the engine, written into the documentation: `python benchmarks/run.py --shared FOLDER`.

Measures generated databases of 2 000, 20 000 and 100 000 processes and, where the folder of shared databases is
given, USLCI; writes `docs/benchmarks.md`, its Chinese twin and their chart. `--keep FILE` keeps the figures, and
`--draw FILE` writes the pages from kept figures without measuring.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bench_engine import GOALS, Goal, Run, chosen, measured, show, verdict
from growth_chart import Language, chart, duration

DOCS = Path(__file__).resolve().parent.parent / "docs"
SIZES = (2_000, 20_000, 100_000)

ROWS: tuple[tuple[str, str, str], ...] = (
    ("one, opened", "一个足迹，含打开文件", "one footprint, files opened"),
    ("all, opened", "全部足迹，含打开文件", "all footprints, files opened"),
    ("all, FastScores", "全部足迹，FastScores（正向）", "all footprints, FastScores forward"),
    ("all, adjoint", "全部足迹，FastScores（伴随）", "all footprints, FastScores adjoint"),
    ("all, one by one", "全部足迹，逐个求解", "all footprints, one demand after another"),
    ("load", "读入为矩阵", "to matrices"),
    ("one", "一个足迹，冷求解", "one footprint, cold"),
    ("all", "全部足迹，冷求解", "all footprints, cold"),
    ("tree 0.1 %", "供应链树 0.1 %，冷启动", "supply-chain tree 0.1 %, cold"),
    ("tree 0.01 %", "供应链树 0.01 %，冷启动", "supply-chain tree 0.01 %, cold"),
    ("tree 0.1 %, warm", "供应链树 0.1 %，足迹已知", "supply-chain tree 0.1 %, footprints known"),
    ("inventory", "一个产品的供应量与清单", "supply and inventory of one product"),
    ("edit", "改一处之后：全部足迹（bw2calc：一个）", "after one edit: all footprints (bw2calc: one)"),
    ("iteration", "蒙特卡洛一次迭代：全部产品（bw2calc：一个）",
     "one Monte Carlo iteration: all products (bw2calc: one)"),
)  # fmt: skip


def machine(language: Language) -> str:
    """What it was measured on and when, and how busy that was with other things."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        models = [
            line.split(":")[1].strip() for line in info.read_text().splitlines() if "model name" in line
        ]
        cpu = models[0] if models else cpu
    parts = [f"{name} {version(name)}" for name in ("numpy", "scipy")]
    what = f"{cpu}, Python {platform.python_version()}, {', '.join(parts)}"
    cores, load = os.cpu_count(), os.getloadavg()[0]
    if language == "zh":
        return f"{date.today()}，{cores} 核（开始时负载 {load:.1f}），{what}；所有程序在同一轮中测得。"
    return f"{date.today()}, {cores} cores (load {load:.1f} at the start), {what}; all programs in one run."


def page(runs: list[Run], language: Language, on: str) -> str:
    """The page in one language, markdown."""
    zh = language == "zh"
    head = _HEAD[language].format(machine=on)
    return "\n".join([head, _goals(runs, zh), *(_table(run, zh) for run in runs), _TAIL[language]]) + "\n"


def _goals(runs: list[Run], zh: bool) -> str:
    names = [_name(run, zh) for run in runs]
    written = [_row(["要达到的" if zh else "to be reached", "倍数" if zh else "ratio", *names])]
    written.append(_row(["---", *["---:"] * (len(runs) + 1)]))
    for goal in GOALS:
        least = f"≥ {goal.least:,.0f}" if goal.least else "–"
        written.append(
            _row([goal.zh if zh else goal.en, least, *(_reached(goal, run, zh=zh) for run in runs)])
        )
    apart = [f"{run.difference:.0e}" if run.brightway.get("scores") else "–" for run in runs]
    written.append(
        _row(["足迹的最大相对差" if zh else "largest relative difference of footprints", "≤ 1e-9", *apart])
    )
    return "\n".join(written) + "\n"


def _reached(goal: Goal, run: Run, *, zh: bool) -> str:
    ratio = goal.reached(run)
    if ratio is None:
        return "–"
    missed = "" if ratio >= goal.least else "（未达到）" if zh else " (missed)"
    return f"{ratio:,.0f} ×{missed}"


def _table(run: Run, zh: bool) -> str:
    programs = [run.tanzuji, run.brightway, run.graph_tools]
    exchanges = f"{run.head['exchanges']:,}"
    written = [f"## {_name(run, zh)}{'，' if zh else ', '}{exchanges} {'条交换' if zh else 'exchanges'}\n"]
    written.append(_row(["", *(figures.get("program", "–") for figures in programs)]))
    written.append(_row(["---", *["---:"] * 3]))
    for key, words_zh, words_en in ROWS:
        cells = [duration(figures[key]) if key in figures else "" for figures in programs]
        if any(cells):
            written.append(_row([words_zh if zh else words_en, *cells]))
    for key, words_zh, words_en in (("peak", "内存峰值", "peak memory"),
                                    ("peak, sampling", "内存峰值，含抽样", "peak memory, sampling included")):  # fmt: skip
        cells = [f"{figures[key]:,.0f} MB" if key in figures else "" for figures in programs]
        written.append(_row([words_zh if zh else words_en, *cells]))
    ours = run.tanzuji
    once = ours["bytes"] / ours["bandwidth"]
    words = _BANDWIDTH["zh" if zh else "en"].format(
        bandwidth=ours["bandwidth"] / 1e9,
        once=duration(once),
        all=ours["all"] / once,
        one=ours["iteration"] / once,
    )
    return "\n".join([*written, "", words, ""])


def _name(run: Run, zh: bool) -> str:
    n = f"{run.head['n']:,}"
    name = "USLCI" if run.head["name"] == "USLCI" else ("生成的" if zh else "generated")
    return f"{name}，{n} 个过程" if zh else f"{name}, {n} processes"


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


_BANDWIDTH: dict[Language, str] = {
    "zh": "本机复制数组的速度为 {bandwidth:.1f} GB/s，读一遍两个矩阵需 {once}：冷求解全部足迹相当于读 {all:.0f} 遍，"
    "一次迭代相当于 {one:.0f} 遍。",
    "en": "Copying arrays moves {bandwidth:.1f} GB/s here, so reading the two matrices once takes {once}: all footprints, "
    "cold, take {all:.0f} readings, an iteration {one:.0f}.",
}
_HEAD: dict[Language, str] = {
    "zh": """# 基准测试

[English](benchmarks.md)

同样的数据库、同样的交换、同一轮运行，与 bw2calc 和 bw_graph_tools 对比。一条命令重新测量并写出本页：

    python benchmarks/run.py --shared 共享数据库文件夹

{machine}

![各问题所需时间，以及随规模的增长](img/benchmarks.zh.svg)
""",
    "en": """# Benchmarks

[中文](benchmarks.zh-CN.md)

The same databases, the same exchanges, the same run, beside bw2calc and bw_graph_tools. One command measures again
and writes this page:

    python benchmarks/run.py --shared FOLDER-OF-SHARED-DATABASES

{machine}

![What each question takes, and how it grows with size](img/benchmarks.en.svg)
""",
}
_TAIL: dict[Language, str] = {
    "zh": """## 怎么测的

- 生成的数据库：每个过程约十一个输入，三分之二的过程在同一个循环里，单位相差六个数量级；什么都不删减。
- 每个程序在自己的进程里打开自己的文件（已在系统缓存中），取几次中的最好值；导入软件包的时间不计。
- “含打开文件”：tanzuji 的数据库版本自带足迹 λ，打开即读；bw2calc 读数据包、建矩阵、求解。“冷求解”从矩阵开始。
- FastScores 正向和逐个求解由 200 个和 30 个产品外推到全部。
- 蒙特卡洛：输入和排放均为对数正态（ln 的标准差 0.2 和 0.4），单进程。tanzuji 每次迭代得到全部产品的足迹，bw2calc 得到一个。
- 要达到的倍数是按 20 000 个过程的数据库定的；小数据库（如 USLCI）几毫秒就能求解，打开文件占了大部分时间。
- FastScores 有正向和伴随两种方式；伴随方式和 tanzuji 一样只解一次转置方程组，两种都列出。
- 超过 10 分钟没算完的程序没有数字。
""",
    "en": """## How it is measured

- Generated databases: about eleven inputs a process, two thirds of the processes in one loop, units six orders of
  magnitude apart; nothing is pruned.
- Every program opens its own files (in the system's cache) in a process of its own; the best of a few runs counts,
  importing packages does not.
- “Files opened”: a tanzuji release carries its footprints λ, so that opening is reading; bw2calc reads its datapackage,
  builds matrices and solves. “Cold” starts from the matrices.
- FastScores forward and one demand after another are extrapolated from 200 and 30 products.
- Monte Carlo: inputs and emissions are lognormal (standard deviation of ln 0.2 and 0.4), one process. An iteration
  gives tanzuji the footprints of all products, bw2calc that of one.
- The ratios to be reached were set for a database of 20 000 processes; small ones such as USLCI are solved in
  milliseconds by any program, and opening files is most of it.
- FastScores works forward or adjoint; adjoint solves the transposed system once, as tanzuji does. Both are shown.
- A program that has not finished within 10 minutes has no figures.
""",
}


def write(runs: list[Run], on: dict[str, str]) -> None:
    """Both pages and both charts."""
    (DOCS / "img").mkdir(exist_ok=True)
    names: tuple[tuple[Language, str], ...] = (("zh", "benchmarks.zh-CN.md"), ("en", "benchmarks.md"))
    for language, name in names:
        (DOCS / name).write_text(page(runs, language, on[language]), "utf-8")
        (DOCS / "img" / f"benchmarks.{language}.svg").write_text(chart(runs, language), "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--shared", type=Path, help="folder of shared databases, for USLCI")
    parser.add_argument("--keep", type=Path, help="keep the figures in this file")
    parser.add_argument("--draw", type=Path, help="write the pages from kept figures, without measuring")
    options = parser.parse_args()
    if options.draw:
        kept = json.loads(options.draw.read_text("utf-8"))
        write([Run(**run) for run in kept["runs"]], kept["on"])
        return 0
    on = {"zh": machine("zh"), "en": machine("en")}
    runs: list[Run] = []
    missed: list[str] = []
    for run in measured(chosen(options.sizes, options.shared)):
        show(run)
        missed += verdict(run)
        runs.append(run)
        if options.keep:
            kept = {"runs": [asdict(run) for run in runs], "on": on}
            options.keep.write_text(json.dumps(kept), "utf-8")
    write(runs, on)
    for what in missed:
        print(f"not reached: {what}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
