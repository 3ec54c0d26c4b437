"""The chart of the benchmarks: what each question takes with each program, and how that grows with size."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal

from databases import read  # noqa: F401  puts the sources on the path

from tanzuji.figures.svg import element, escape, text_width

Language = Literal["zh", "en"]

WIDTH, LABELS, RIGHT = 900.0, 345.0, 70.0
BLUE, GREY, ORANGE, INK, QUIET, LINE = "#1b4f8f", "#76848f", "#cc6714", "#15202b", "#44525f", "#d5dce0"
LOWEST, HIGHEST = -4.0, 4.0  # 0.1 ms to three hours, powers of ten of a second
FONT = "system-ui, 'Noto Sans SC', sans-serif"

BARS: tuple[tuple[str, str, str, str, str], ...] = (
    ("一个足迹，含打开", "one footprint, with opening", "one, opened", "brightway", "one, opened"),
    ("全部足迹，含打开（bw2calc：FastScores）", "all footprints, with opening (bw2calc: FastScores)",
     "all, opened", "brightway", "all, FastScores"),
    ("全部足迹，冷求解（bw2calc：逐个）", "all footprints, cold (bw2calc: one by one)", "all", "brightway", "all, one by one"),
    ("供应链树 0.1 %，冷启动", "supply-chain tree 0.1 %, cold", "tree 0.1 %", "graph_tools", "tree 0.1 %"),
    ("改一处之后：全部足迹（bw2calc：一个）", "after one edit: all footprints (bw2calc: one)", "edit", "brightway", "edit"),
    ("一次蒙特卡洛迭代：全部产品（bw2calc：一个）", "Monte Carlo iteration: all products (bw2calc: one)",
     "iteration", "brightway", "iteration"),
)  # fmt: skip
"""Words, tanzuji's figure, and the peer's program and figure."""

GROWTH: tuple[tuple[str, str, str, str, str], ...] = (
    ("tanzuji：全部足迹，冷求解", "tanzuji: all footprints, cold", "tanzuji", "all", BLUE),
    ("tanzuji：一次迭代，全部产品", "tanzuji: an iteration, all products", "tanzuji", "iteration", ORANGE),
    ("bw2calc：一个足迹", "bw2calc: one footprint", "brightway", "one", GREY),
)


def chart(runs: Sequence[Any], language: Language) -> str:
    """An SVG with its own colours on white. `runs`: of `bench_engine`, generated ones by size."""
    sized = sorted((run for run in runs if run.head["name"] != "USLCI"), key=lambda run: run.head["n"])
    shown = min(sized, key=lambda run: abs(run.head["n"] - 20_000))
    bars, height = _bars(shown, language)
    lines, total = _growth(sized, language, height + 40)
    title = "各问题所需时间" if language == "zh" else "What each question takes"
    return element(
        "svg",
        element("title", escape(title))
        + element("rect", width="100%", height="100%", fill="#ffffff")
        + element("g", bars + lines, font_family=FONT, font_size=13.0, fill=INK),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH:g} {total:g}",
        role="img",
    )


def duration(seconds: float) -> str:
    """Two digits and a unit: 0.43 ms, 19 ms, 2.1 s, 450 s."""
    scale, unit = (1e3, "ms") if seconds < 1 else (1.0, "s")
    value = seconds * scale
    digits = max(0, 1 - math.floor(math.log10(value))) if value > 0 else 0
    return f"{round(value, 1 - math.floor(math.log10(value))):,.{digits}f} {unit}" if value > 0 else "0"


def _bars(run: Any, language: Language) -> tuple[str, float]:
    words = f"{run.head['n']:,} 个过程，{run.head['exchanges']:,} 条交换（对数刻度）" if language == "zh" else (
        f"{run.head['n']:,} processes, {run.head['exchanges']:,} exchanges (logarithmic)"
    )  # fmt: skip
    drawn, y = _text(0, 20, words, weight="600"), 40.0
    bottom = y + 44 * len(BARS)
    drawn += _grid(y, bottom)
    for zh, en, ours, program, theirs in BARS:
        drawn += _text(0, y + 22, zh if language == "zh" else en)
        for row, (figures, key, colour) in enumerate(
            ((run.tanzuji, ours, BLUE), (getattr(run, program), theirs, GREY))
        ):
            top = y + 6 + 15 * row
            if key in figures:
                end = _x(figures[key])
                drawn += element(
                    "rect", x=LABELS, y=top, width=max(end - LABELS, 1), height=12.0, fill=colour
                )
                drawn += _text(end + 5, top + 10.5, duration(figures[key]), size=12)
        y += 44
    names = "tanzuji", "bw2calc · bw_graph_tools"
    for at, (name, colour) in enumerate(zip(names, (BLUE, GREY), strict=True)):
        drawn += element("rect", x=LABELS + 130 * at, y=bottom + 26, width=12.0, height=12.0, fill=colour)
        drawn += _text(LABELS + 130 * at + 18, bottom + 36.5, name, size=12)
    return drawn, bottom + 44


def _x(seconds: float) -> float:
    share = (math.log10(max(seconds, 10**LOWEST)) - LOWEST) / (HIGHEST - LOWEST)
    return LABELS + share * (WIDTH - LABELS - RIGHT)


def _grid(top: float, bottom: float) -> str:
    drawn = ""
    for power in range(int(LOWEST), int(HIGHEST) + 1):
        x = _x(10.0**power)
        drawn += element("line", x1=x, x2=x, y1=top, y2=bottom, stroke=LINE)
        drawn += _text(x, bottom + 16, _round(power), size=12, anchor="middle", colour=QUIET)
    return drawn


def _round(power: int) -> str:
    return f"{10.0 ** (power + 3):g} ms" if power < 0 else f"{10**power:,} s"


def _growth(runs: Sequence[Any], language: Language, top: float) -> tuple[str, float]:
    words = (
        "随过程数的增长（双对数刻度）"
        if language == "zh"
        else "Growth with the number of processes (both axes logarithmic)"
    )
    drawn, height = _text(0, top, words, weight="600"), 220.0
    left, right, upper = 60.0, WIDTH - 260, top + 20
    sizes = [run.head["n"] for run in runs]
    values = [
        figures[key]
        for run in runs
        for _, _, program, key, _ in GROWTH
        if key in (figures := getattr(run, program))
    ]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    first, last = math.log10(min(sizes)), math.log10(max(sizes))

    def place(n: float, seconds: float) -> tuple[float, float]:
        along = (math.log10(n) - first) / ((last - first) or 1)
        up = (math.log10(seconds) - low) / (high - low)
        return left + along * (right - left), upper + height * (1 - up)

    for power in range(low, high + 1):
        y = place(sizes[0], 10.0**power)[1]
        drawn += element("line", x1=left, x2=right, y1=y, y2=y, stroke=LINE)
        drawn += _text(left - 6, y + 4, _round(power), size=12, anchor="end", colour=QUIET)
    for n in sizes:
        drawn += _text(
            place(n, values[0])[0], upper + height + 18, f"{n:,}", size=12, anchor="middle", colour=QUIET
        )
    names: list[tuple[float, str, str]] = []
    for zh, en, program, key, colour in GROWTH:
        points = [
            place(run.head["n"], getattr(run, program)[key]) for run in runs if key in getattr(run, program)
        ]
        if points:
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            drawn += element("polyline", points=path, fill="none", stroke=colour, stroke_width=2.0)
            drawn += "".join(element("circle", cx=x, cy=y, r=3.5, fill=colour) for x, y in points)
            names.append((points[-1][1], zh if language == "zh" else en, colour))
    free = upper
    for y, name, colour in sorted(names):
        free = max(y, free) + 17
        drawn += _text(right + 10, free - 13, name, size=12, colour=colour)
    return drawn, upper + height + 40


def _text(
    x: float, y: float, text: str, *, size: float = 13, weight: str = "", anchor: str = "", colour: str = ""
) -> str:
    assert anchor or x + text_width(text, size) <= WIDTH + 40, text
    return element(
        "text", escape(text), x=x, y=y, font_size=size, font_weight=weight, text_anchor=anchor, fill=colour
    )
