"""Help and usage errors in the reader's language."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from tanzuji.documents.errors import Problem, define
from tanzuji.site.language import asked, chosen, pick

MISSING = define(
    "cli.missing-argument",
    zh="缺少 {name}。",
    en="{name} is missing.",
    remedy_zh="用 --help 查看用法。",
    remedy_en="See --help.",
)
NO_OPTION = define(
    "cli.unknown-option",
    zh="没有 {name} 这个选项。",
    en="There is no option {name}.",
    remedy_zh="相近的有：{near}；全部见 --help。",
    remedy_en="Near it: {near}; see --help for all.",
)
NO_COMMAND = define(
    "cli.unknown-command",
    zh="没有 {name} 这个命令。",
    en="There is no command {name}.",
    remedy_zh="相近的有：{near}；全部见 tanzuji --help。",
    remedy_en="Near it: {near}; see tanzuji --help for all.",
)
NO_VALUE = define(
    "cli.missing-value",
    zh="选项 {name} 后面缺少值。",
    en="The option {name} needs a value.",
    remedy_zh="用 --help 查看用法。",
    remedy_en="See --help.",
)
BAD_VALUE = define(
    "cli.bad-value",
    zh="{name} 不能是 {value}。",
    en="{name} cannot be {value}.",
    remedy_zh="可选：{expected}。",
    remedy_en="Must be one of: {expected}.",
)
TOO_MUCH = define(
    "cli.extra-argument",
    zh="多出了 {name}。",
    en="{name} is one argument too many.",
    remedy_zh="含空格的文件名请加引号；用 --help 查看用法。",
    remedy_en="Put file names that hold blanks in quotes; see --help.",
)
USAGE = define(
    "cli.usage",
    zh="用法有误（{detail}）。",
    en="Wrong usage ({detail}).",
    remedy_zh="用 --help 查看用法。",
    remedy_en="See --help.",
)

_PATTERNS = (
    (re.compile(r"Missing (?:argument|option|parameter) '(?P<name>[^']+)'"), MISSING),
    (re.compile(r"No such option: (?P<name>\S+)(?: \(Possible options: (?P<near>[^)]+)\))?"), NO_OPTION),
    (re.compile(r"No such command '(?P<name>[^']*)'\.?(?: Did you mean (?P<near>[^?]+)\?)?"), NO_COMMAND),
    (re.compile(r"Option '(?P<name>[^']+)' requires an argument"), NO_VALUE),
    (
        re.compile(
            r"Invalid value for '?(?P<name>[^':]+)'?: (?:Value error, )?'(?P<value>.*)' is not one of (?P<expected>.+?)\.?$",
            re.DOTALL,
        ),
        BAD_VALUE,
    ),
    (re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((?P<name>.+)\)"), TOO_MUCH),
)
"""Sentences of the command-line library that are told again in both languages; others go through `cli.usage`."""


def problem_of(error: typer.TyperException) -> Problem | None:
    """The usage error as a coded problem; None where help was shown instead."""
    sentence = error.format_message().strip()
    for pattern, message in _PATTERNS:
        found = pattern.search(sentence)
        if found:
            fields = {key: (value or "–").replace("'", "") for key, value in found.groupdict().items()}
            return message.problem(**fields)
    return USAGE.problem(detail=sentence) if sentence else None


def speak(language: str) -> None:
    """Set the fixed words of help pages."""
    if language != "zh":
        return
    rich_utils.OPTIONS_PANEL_TITLE = "选项"
    rich_utils.COMMANDS_PANEL_TITLE = "命令"
    rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
    rich_utils.DEFAULT_STRING = "[默认：{}]"
    rich_utils.REQUIRED_LONG_STRING = "[必填]"


class Command(TyperCommand):
    """A command whose help speaks the chosen language."""

    def get_usage(self, ctx: Any) -> str:
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return _help_option(super().get_help_option(ctx))


class Group(TyperGroup):
    """All commands; their help speaks the chosen language."""

    def get_usage(self, ctx: Any) -> str:
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return _help_option(super().get_help_option(ctx))


def _usage(line: str) -> str:
    if chosen(asked()) != "zh":
        return line
    for english, chinese in (
        ("Usage: ", "用法："),
        ("[OPTIONS]", "[选项]"),
        ("COMMAND [ARGS]...", "命令 [参数]..."),
    ):
        line = line.replace(english, chinese, 1)
    return line


def _help_option(option: Any) -> Any:
    if option is not None:
        option.help, option.metavar = pick("显示这些说明 / show this help"), ""
    return option
