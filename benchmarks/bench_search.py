"""Half a million datasets searched as people and editors do: words in both languages, codes, units, facets, pages.

    python benchmarks/bench_search.py FOLDER [--datasets 500000] [--each 20000] [--rounds 5]
    DATABASE_URL=postgresql://… python benchmarks/bench_search.py FOLDER

FOLDER keeps the releases and, on SQLite, the database, so that a second run measures at once. The whole of a search is
measured as the page calls it: words, facets with their counts, twenty rows. No two searches of a round are the same,
and nothing of an answer is kept. Ends with 1 where p95 is not below 100 ms.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SEARCHES: tuple[dict[str, Any], ...] = (
    {"text": ""}, {"text": "电力"}, {"text": "水泥"}, {"text": "钢"}, {"text": "铝"}, {"text": "电"}, {"text": "光伏"},
    {"text": "全国 电力 2024"}, {"text": "江苏 电网电力 2023"}, {"text": "水泥熟料 干法"}, {"text": "普通硅酸盐水泥 42.5"},
    {"text": "磷酸铁锂 实景数据"}, {"text": "锂离子电池正极材料"}, {"text": "再生铝"}, {"text": "柴油货车公路运输"}, {"text": "聚丙烯 再生料"},
    {"text": "生态环境部 电力"}, {"text": "煤制 甲醇 宁夏"}, {"text": "烧碱 山东 2022"}, {"text": "废钢回收"},
    {"text": "steel"}, {"text": "primary aluminium China 2024"}, {"text": "grid electricity"}, {"text": "cement clinker dry process"},
    {"text": "road freight lorry"}, {"text": "lithium-ion battery"}, {"text": "polyethylene recycled"}, {"text": "natural gas"},
    {"text": "production"}, {"text": "st"}, {"text": "kwh"}, {"text": "t*km"}, {"text": "mate-003-001234"}, {"text": "elec-001"},
    {"text": "不存在的词 水泥"}, {"text": "nothing like this"}, {"text": "2024"}, {"text": "CN-ZJ"},
    {"text": "电力", "filters": {"region": ["CN"], "year": ["2024", "2023"]}},
    {"text": "水泥", "filters": {"confidence": ["high"], "boundary": ["cradle_to_gate"]}},
    {"text": "", "filters": {"topic": ["transport"], "unit_kind": ["freight"]}},
    {"text": "钢材", "unit": "t", "geography": "CN-JS", "kind": "input", "year": 2024, "technology": "短流程"},
    {"text": "steam", "unit": "GJ", "geography": "CN-SD", "kind": "energy", "year": 2023, "explain": True},
    {"text": "电力", "unit": "kWh", "geography": "CN-ZJ", "kind": "energy", "explain": True},
    {"text": "聚氯乙烯", "offset": 200}, {"text": "transport", "offset": 5000}, {"text": "", "offset": 100000},
)  # fmt: skip
"""What is asked for; as many searches of one frequent word as of several rarer ones."""

CHOICES = (("电力", "kWh", "CN", "energy"), ("水泥", "t", "CN-JS", "input"), ("steel", "kg", "CN", "input"),
           ("柴油", "L", "CN", "energy"), ("公路", "t*km", "CN", "transport"), ("填埋", "kg", "CN", "waste"))  # fmt: skip
"""What the editor's combobox asks for: words, unit of the line, region, kind."""


def main() -> int:
    asked = _asked()
    os.environ["TANZUJI_HOME"] = str(asked.folder.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanzuji.site.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    count = fill(asked.datasets, asked.each)
    print(f"{count:,} datasets on {connection.vendor}; load average {os.getloadavg()[0]:.1f}")
    taken = measured(asked.rounds)
    for name, seconds in taken.items():
        ms = sorted(1000 * s for s in seconds)
        p95 = statistics.quantiles(ms, n=20, method="inclusive")[-1] if len(ms) > 1 else ms[0]
        print(
            f"{name:<28} n={len(ms):>4}  p50 {statistics.median(ms):6.1f} ms  p95 {p95:6.1f} ms  max {ms[-1]:6.1f} ms"
        )
    everything = [
        1000 * s for name, seconds in taken.items() if not name.startswith("first") for s in seconds
    ]
    return 0 if statistics.quantiles(everything, n=20)[-1] < 100 else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--datasets", type=int, default=500_000)
    parser.add_argument("--each", type=int, default=20_000, help="datasets of one library")
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def fill(count: int, each: int) -> int:
    """Libraries of `each` datasets, written and indexed unless they are there; how many datasets there are."""
    from django.db import connection
    from generated_catalogue import datasets

    from tanzuji.documents.text import Text
    from tanzuji.engine import write_release
    from tanzuji.engine.store import open_release, release_folder
    from tanzuji.library import services
    from tanzuji.library.models import Release

    for number in range(-(-count // each)):
        name = f"generated-{number:03d}"
        if Release.objects.filter(name=name, present=True, current=True, sort_keys__isnull=False).exists():
            continue
        folder = release_folder(name, "1")
        begun = time.perf_counter()
        if not folder.exists():
            write_release(
                folder, name=name, version="1", title=Text(zh=f"生成的数据库 {number}", en=f"generated library {number}"),
                licence="", datasets=list(datasets(each, number)),
            )  # fmt: skip
        written = time.perf_counter()
        row = services.index_release(open_release(name, "1"))
        Release.objects.filter(id=row.id).update(public=True)
        print(
            f"{name}: written in {written - begun:.1f} s, indexed in {time.perf_counter() - written:.1f} s",
            flush=True,
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return sum(Release.objects.filter(current=True, public=True).values_list("count", flat=True))


def measured(rounds: int) -> dict[str, list[float]]:
    """Seconds of every search by kind: the first of the process, those of the page, those of the editor."""
    from tanzuji.library import queries

    def seconds(search: Callable[..., object], *asked: Any, **more: Any) -> float:
        begun = time.perf_counter()
        search(*asked, **more)
        return time.perf_counter() - begun

    found: dict[str, list[float]] = {
        "first of a process": [seconds(queries.search, "水泥")],
        "page": [],
        "editor": [],
    }
    for number in range(rounds):
        worst = [(seconds(queries.search, **search, limit=20 + number), str(search)) for search in SEARCHES]
        found["page"] += [taken for taken, _ in worst]
        for one in CHOICES:
            found["editor"].append(seconds(queries.choices, *one, limit=20 + number))
        if number == 0:
            for taken, told in sorted(worst, reverse=True)[:5]:
                print(f"    slowest of the first round: {1000 * taken:6.1f} ms  {told}")
    return found


if __name__ == "__main__":
    sys.exit(main())
