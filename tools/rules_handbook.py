"""Write the generated tables of docs/rules.md and docs/rules.zh-CN.md: `python -m tools.rules_handbook`."""

from __future__ import annotations

from pathlib import Path

from tanzuji.documents.errors import Language
from tanzuji.rules.catalogue import catalogue_markdown, names_markdown

ROOT = Path(__file__).resolve().parent.parent
HANDBOOKS: dict[Language, Path] = {"en": ROOT / "docs" / "rules.md", "zh": ROOT / "docs" / "rules.zh-CN.md"}


def replaced(text: str, mark: str, table: str) -> str:
    """`text` with what stands between the comments of `mark` replaced by `table`."""
    head, start, rest = text.partition(f"<!-- {mark} -->\n")
    _, end, tail = rest.partition(f"<!-- /{mark} -->")
    if not (start and end):
        raise SystemExit(f"the handbook lacks the marks of {mark!r}")
    return f"{head}{start}\n{table}\n{end}{tail}"


def main() -> None:
    for language, path in HANDBOOKS.items():
        text = path.read_text("utf-8")
        text = replaced(text, "names", names_markdown(language))
        text = replaced(text, "catalogue", catalogue_markdown(language))
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
