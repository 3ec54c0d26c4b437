"""Write docs/schemas/*.json from the documents. Run it after a document changes; a test tells when it was forgotten."""

from __future__ import annotations

from pathlib import Path

from tanzuji.formats.schema import SCHEMAS, schema_text

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "schemas"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in SCHEMAS:
        (FOLDER / f"{name}.json").write_text(schema_text(name), encoding="utf-8")


if __name__ == "__main__":
    main()
