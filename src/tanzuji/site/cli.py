"""The command line. Exit codes: 0 done · 1 a rule found errors · 2 wrong usage · 3 input refused · 130 stopped."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

import typer

from tanzuji import __version__
from tanzuji.documents.errors import CodedError
from tanzuji.site import (
    accounting,
    catalogues,
    certainty,
    databases,
    encrypting,
    files,
    libraries,
    mandates,
    offices,
    operations,
    publishing,
    reminders,
    ruling,
    sampling,
    showing,
    standards_library,
    terminal,
    transparency,
    trying,
    usage,
    verifying,
)
from tanzuji.site.language import asked, chosen, pick
from tanzuji.site.options import NO_ACCESS, NO_MEMORY, REFUSED, STOPPED, Lang

usage.speak(chosen(asked()))

app = typer.Typer(
    name="tanzuji",
    cls=usage.Group,
    help=pick(
        "碳足迹：核算、检查、解释、出报告。（English: --lang en --help）/ Product carbon footprints: account, check, explain, report. (中文：--lang zh --help)"
    ),
    epilog=pick(
        "退出码：0 完成 · 1 规则发现错误 · 2 用法有误 · 3 输入被拒绝。\n\n环境变量见 docs/settings.zh-CN.md，如 TANZUJI_HOME 数据文件夹，TANZUJI_LANG 语言。"
        "/ Exit codes: 0 done · 1 a rule found errors · 2 wrong usage · 3 input refused.\n\n"
        "Environment (docs/settings.md): TANZUJI_HOME data folder, TANZUJI_LANG language, and more."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def options(lang: Lang = None) -> None:
    """Options before the command: `tanzuji --lang en footprint …` sets the language of everything after it."""
    if lang is not None:
        os.environ["TANZUJI_LANG"] = lang.value


COMMANDS: dict[str, Callable[..., None]] = {
    "demo": showing.demo,
    "footprint": accounting.footprint,
    "uncertainty": certainty.uncertainty,
    "what-if": trying.what_if,
    "profiles": trying.profiles,
    "recompute": catalogues.recompute,
    "verify-study": verifying.verify_study,
    "check": accounting.check,
    "rules": accounting.rules,
    "import": databases.import_,
    "export": databases.export,
    "intensities": libraries.intensities,
    "library": libraries.library,
    "sample": sampling.sample,
    "template": files.template,
    "convert": files.convert,
    "serve": operations.serve,
    "worker": operations.worker,
    "createadmin": operations.createadmin,
    "mandate": mandates.mandate,
    "office": offices.office,
    "affected": publishing.affected,
    "remind": reminders.remind,
    "standards": standards_library.standards,
    "backup": operations.backup,
    "restore": operations.restore,
}
"""Every command but `version`, in the order of the help page; their docstrings read `中文 / English`."""

for name, command in COMMANDS.items():
    app.command(name=name, cls=usage.Command, help=pick(command.__doc__ or ""))(command)


app.add_typer(ruling.rule)
app.add_typer(transparency.log)
app.add_typer(encrypting.encryption)


@app.command(cls=usage.Command, help=pick("版本号。/ The version."))
def version() -> None:
    """The version of the package."""
    terminal.out.print(f"tanzuji {__version__}")


def run() -> int:
    """Run the command of `sys.argv`; what went wrong becomes a sentence, and the exit code comes back."""
    language = chosen(asked())
    try:
        return int(app(prog_name="tanzuji", standalone_mode=False) or 0)
    except CodedError as error:
        terminal.print_error(error, language)
        return REFUSED
    except MemoryError:
        terminal.print_error(NO_MEMORY.error(), language)
        return REFUSED
    except OSError as error:
        name = str(error.filename or "")
        terminal.print_error(NO_ACCESS.error(file=name, detail=error.strerror or error), language)
        return REFUSED
    except typer.TyperException as error:
        problem = usage.problem_of(error)
        if problem is not None:
            terminal.print_error(CodedError([problem]), language)
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return STOPPED


def main() -> None:
    """Entry point of `tanzuji` and `python -m tanzuji`."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends the program without a word
    for stream in (sys.stdout, sys.stderr):
        # GBK, the encoding of redirected output on Chinese Windows, has no subscript two for CO₂
        if not stream.isatty() and "PYTHONIOENCODING" not in os.environ:
            stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(run())


if __name__ == "__main__":
    main()
