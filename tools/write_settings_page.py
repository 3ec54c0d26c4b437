"""Write docs/settings.md and docs/settings.zh-CN.md from the table of settings: `python tools/write_settings_page.py`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from tanzuji.documents.errors import Language  # noqa: E402
from tanzuji.site.environment import SETTINGS  # noqa: E402

PAGES: dict[Language, str] = {"zh": "settings.zh-CN.md", "en": "settings.md"}


def page(language: Language) -> str:
    """The page in one language."""
    return "\n".join(_lines(language)) + "\n"


def _lines(language: Language) -> Iterator[str]:
    if language == "zh":
        yield from ("# 设置", "", "[English](settings.md)", "")
        yield "全部设置都是环境变量；不设就用缺省值。值不能用时，命令以 `settings.bad-value` 拒绝启动，说明应为什么。"
        yield "部署步骤见[运行平台](production.zh-CN.md)。"
        yield from ("", "| 变量 | 含义 | 应为 | 缺省 |", "|---|---|---|---|")
    else:
        yield from ("# Settings", "", "[中文](settings.zh-CN.md)", "")
        yield "Every setting is an environment variable; what is not set has its default. A value that cannot be used is"
        yield "refused with `settings.bad-value` before anything starts, and the message says what it should be. How to deploy:"
        yield "[running the system](production.md)."
        yield from ("", "| variable | meaning | should be | default |", "|---|---|---|---|")
    for setting in SETTINGS:
        default = f"`{setting.default}`" if setting.default else "–"
        yield f"| `{setting.name}` | {setting.meaning.to(language)} | {setting.expected.to(language)} | {default} |"
    yield ""
    if language == "zh":
        yield "`tanzuji createadmin` 另读 `TANZUJI_PASSWORD`（新账号的密码；不给时生成一个并显示一次）。"
    else:
        yield "`tanzuji createadmin` also reads `TANZUJI_PASSWORD`, the new account's password; without it one is made and shown once."


if __name__ == "__main__":
    for spoken, name in PAGES.items():
        (ROOT / "docs" / name).write_text(page(spoken), "utf-8")
        print(f"docs/{name}")
