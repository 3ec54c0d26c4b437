"""Where a published and a shipped dataset say the same of the same, it is told which one to cite."""

from __future__ import annotations

from dataclasses import replace

from tanzuji.documents.text import Text
from tanzuji.library.found import Row
from tanzuji.library.queries import SAME_VALUE, one_to_cite

SHIPPED = Row(
    dataset="a", version="1", release="starter@2026", name=Text(zh="2024年全国电力平均碳足迹因子"), unit="kWh",
    geography="CN", year_from=2024, year_to=2024, boundary="unknown", gas_basis="co2e", gwp_set="",
    category=("electricity",), value=0.5777, confidence="high", includes_losses=None, replaced_by="",
    source=(), fits=True, reasons=(),
)  # fmt: skip


def test_the_published_one_comes_first_and_the_shipped_one_says_so() -> None:
    published, other = (
        replace(SHIPPED, release="cn-sd@1"),
        replace(SHIPPED, year_from=2023, year_to=2023, value=0.6205),
    )
    found = one_to_cite([SHIPPED, other, published])
    assert [row.release for row in found] == ["cn-sd@1", "starter@2026", "starter@2026"]
    assert [row.why for row in found] == [(), (), (SAME_VALUE,)]
    assert one_to_cite([SHIPPED, other]) == (SHIPPED, other)
