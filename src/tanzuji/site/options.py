"""Options that several commands share, and what they mean."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tanzuji.documents.errors import Language, define
from tanzuji.documents.models import Method, ProductModel
from tanzuji.engine.release import Release
from tanzuji.engine.store import open_release
from tanzuji.site import terminal
from tanzuji.site.language import pick

FOUND_ERRORS, REFUSED, STOPPED = 1, 3, 130
"""Exit codes; wrong usage is 2."""

EXISTS = define(
    "cli.file-exists",
    zh="“{file}”已存在。",
    en="“{file}” exists already.",
    remedy_zh="请换个文件名，或加 --force 覆盖。",
    remedy_en="Choose another name, or add --force to replace it.",
)
BAD_ENDING = define(
    "cli.unknown-ending",
    zh="不能从“{file}”的扩展名看出要写哪种文件。",
    en="The ending of “{file}” does not say which kind of file to write.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)
NO_ACCESS = define(
    "cli.cannot-access",
    zh="不能读写“{file}”（{detail}）。",
    en="“{file}” cannot be read or written ({detail}).",
    remedy_zh="请检查路径、权限和磁盘空间。",
    remedy_en="Check the path, its permissions and the space left.",
)
NO_MEMORY = define(
    "cli.no-memory",
    zh="内存不够。",
    en="There is not enough memory.",
    remedy_zh="请关闭别的程序，或换一台内存更大的机器；没有写下任何东西。",
    remedy_en="Close other programs or use a machine with more memory; nothing was stored.",
)


class Gwp(StrEnum):
    AR4 = "AR4"
    AR5 = "AR5"
    AR6 = "AR6"


class AllocationChoice(StrEnum):
    none = "none"
    physical = "physical"
    economic = "economic"
    causal = "causal"
    as_stated = "as-stated"


class LanguageChoice(StrEnum):
    zh = "zh"
    en = "en"


Lang = Annotated[LanguageChoice | None, typer.Option("--lang", help=pick("语言 / language"), metavar="zh|en")]
ModelFile = Annotated[
    Path,
    typer.Argument(
        help=pick("产品模型：YAML、JSON 或 Excel / product model: YAML, JSON or Excel"),
        metavar="MODEL",
        readable=False,  # the reader says it with a code
    ),
]
OptionalModel = Annotated[
    Path | None,
    typer.Argument(
        help=pick("产品模型；不给时检查安装 / product model; without one the installation is checked"),
        metavar="MODEL",
        show_default=False,
        readable=False,
    ),
]
Releases = Annotated[
    list[str] | None,
    typer.Option("--release", "-r", metavar="NAME", help=pick("数据库版本：名称、名称@版本或文件夹；可多次 / library release: name, name@version or folder; may repeat")),
]  # fmt: skip
Packs = Annotated[
    list[str] | None,
    typer.Option(
        "--rule",
        metavar="ID",
        help=pick("规则包；默认取模型所列；可多次 / rule pack; default: those the model names; may repeat"),
    ),
]
GwpOption = Annotated[Gwp | None, typer.Option("--gwp", help=pick("GWP100 的来源 / set of GWP100 values"))]
Force = Annotated[
    bool, typer.Option("--force", metavar="", help=pick("覆盖已有文件 / replace an existing file"))
]
AsJson = Annotated[
    bool, typer.Option("--json", metavar="", help=pick("输出 JSON，不列表 / print JSON instead of tables"))
]


def releases_of(names: list[str] | None) -> tuple[Release, ...]:
    """The releases asked for, then the starter library. Raises `release.not-found`."""
    from tanzuji.formats.starter import starter_release

    opened = []
    for name in names or ():
        if name == "starter":
            opened.append(starter_release())
        elif Path(name).joinpath("release.json").is_file():
            opened.append(Release.open(Path(name)))
        else:
            plain, _, version = name.partition("@")
            opened.append(open_release(plain, version or None))
    if not any(release.name == "starter" for release in opened):
        opened.append(starter_release())
    return tuple(opened)


def model_of(path: Path, language: Language) -> ProductModel:
    """The product model in a file; notices go to standard error."""
    from tanzuji.formats.models import read_model_with_notices

    model, notices = read_model_with_notices(path)
    for notice in notices:
        terminal.err.print(f"· {notice.path} {notice.text(language)}", markup=False)
    return model


def method_of(model: ProductModel, gwp: Gwp | None) -> Method:
    """The model's method, with another set of GWPs where one is asked for."""
    return model.method if gwp is None else model.method.model_copy(update={"gwp_set": gwp.value})


def writable(path: Path, force: bool, endings: Sequence[str]) -> Path:
    """`path`, ready to be written. Raises `cli.unknown-ending` and, without `force`, `cli.file-exists`."""
    if endings and path.suffix.lower() not in endings:
        raise BAD_ENDING.error(file=path.name, known=" ".join(endings))
    if (path.exists() or path.is_symlink()) and not force:
        raise EXISTS.error(file=path.name)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
