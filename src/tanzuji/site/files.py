"""Commands about files: template, convert."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tanzuji.documents.models import ProductModel
from tanzuji.formats.files import keep
from tanzuji.site import terminal
from tanzuji.site.language import chosen, pick
from tanzuji.site.options import Force, Lang, ModelFile, model_of, writable

MODELS = (".yaml", ".yml", ".json", ".xlsx")
"""Endings of the files a product model is written to."""


def template(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=pick("写到哪个文件 / file to write"))] = Path(
        "tanzuji-template.xlsx"
    ),
    example: Annotated[
        str | None,
        typer.Option(
            "--example",
            metavar="NAME",
            help=pick("填入演示产品，如 cement_po425 / filled with a demo product, e.g. cement_po425"),
        ),
    ] = None,
    force: Force = False,
    lang: Lang = None,
) -> None:
    """写空的 Excel 模板，或填好的例子（.xlsx .yaml .json）。/ Write an empty Excel template, or a filled example (.xlsx .yaml .json)."""
    from tanzuji.formats.demo_models import demo_models
    from tanzuji.formats.workbook import write_template

    language = chosen(lang)
    if example is None:
        keep(writable(file, force, (".xlsx",)), write_template(language))
    else:
        models = demo_models()
        if example not in models:
            known = ", ".join(f"'{name}'" for name in models)
            raise typer.BadParameter(f"'{example}' is not one of {known}", param_hint="'--example'")
        _write_model(models[example], writable(file, force, MODELS))
    terminal.wrote(file, language)


def convert(
    model: ModelFile,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=".yaml .json .xlsx")],
    force: Force = False,
    lang: Lang = None,
) -> None:
    """把产品模型换成另一种文件，内容与摘要不变。/ Put a product model into another kind of file; same content, same digest."""
    language = chosen(lang)
    document = model_of(model, language)
    _write_model(document, writable(file, force, MODELS))
    terminal.wrote(file, language)


def _write_model(model: ProductModel, file: Path) -> None:
    """The model as the kind of file its ending names."""
    from tanzuji.formats.models import write_json, write_yaml
    from tanzuji.formats.workbook import write_workbook

    if file.suffix.lower() == ".xlsx":
        keep(file, write_workbook(model))
    elif file.suffix.lower() == ".json":
        keep(file, write_json(model).encode())
    else:
        keep(file, write_yaml(model).encode())
