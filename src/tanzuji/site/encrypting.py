"""Encrypted fields on the command line: `tanzuji encryption status | rewrite | rotate | forget`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from tanzuji.site import terminal, usage
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.operations import ready_django
from tanzuji.site.options import FOUND_ERRORS, Lang

encryption = typer.Typer(
    name="encryption",
    cls=usage.Group,
    help=pick(
        "加密字段：状况、重写、换钥、销毁旧钥。/ Encrypted fields: standing, rewriting, rotation, old keys."
    ),
    no_args_is_help=True,
    add_completion=False,
)


def status(lang: Lang = None) -> None:
    """数出明文、用现钥、用旧钥、打不开的字段；有打不开的时退出码为 1。/ Count fields that are plain, under the key in use, under older keys, unreadable; exit code 1 where one is unreadable."""
    language = chosen(lang)
    ready_django()
    from tanzuji.ledger.sealed import keys, rows

    found, algorithm = rows.standing(), keys.algorithm()
    for name, value in (
        (say(language, "设置", "setting"), algorithm or "off"),
        (say(language, "现用密钥", "key in use"), keys.current_id() or "–"),
        (say(language, "现钥加密", "under the key in use"), found.newest),
        (say(language, "旧钥加密", "under older keys"), found.older),
        (say(language, "明文", "plain"), found.plain),
        (say(language, "打不开", "unreadable"), found.unreadable),
    ):
        terminal.out.print(f"{name}  {value}", markup=False)
    if found.unreadable:
        raise typer.Exit(FOUND_ERRORS)


def rewrite(lang: Lang = None) -> None:
    """按设置重写已有的行：用现钥加密，设为 off 时写回明文；中断后再运行即从断处继续。/ Bring the rows that are there into line with the setting: encrypted with the key in use, plain where it is off; run it again to go on after a stop."""
    language = chosen(lang)
    ready_django()
    from tanzuji.ledger.sealed import rewriting

    with terminal.progress(language) as tell:
        found = rewriting.rewrite(tell)
    terminal.out.print(
        say(language, f"重写 {found.values} 个值。", f"Rewrote {found.values} values."), markup=False
    )
    if found.unreadable:
        zh, en = (
            f"{found.unreadable} 个值打不开，未动。",
            f"{found.unreadable} values do not open; left alone.",
        )
        terminal.out.print(say(language, zh, en), markup=False)
        raise typer.Exit(FOUND_ERRORS)


def rotate(
    lost: Annotated[
        bool,
        typer.Option(
            "--lost",
            metavar="",
            help=pick("以前的密钥确已丢失，另起一把 / former keys are lost for good; begin with a new one"),
        ),
    ] = False,
    lang: Lang = None,
) -> None:
    """换一把新钥，再把已有的行用它重写；旧钥保留。/ Make a new key and rewrite the rows with it; older keys are kept."""
    language = chosen(lang)
    ready_django()
    from tanzuji.ledger.sealed import rewriting

    key = rewriting.rotate(lost=lost)
    terminal.out.print(say(language, f"现用密钥 {key.id}。", f"Key in use: {key.id}."), markup=False)
    rewrite(lang)


def forget(lang: Lang = None) -> None:
    """销毁已没有一行使用的旧钥；此前的备份里用它加密的字段从此读不出。/ Destroy older keys that no row uses any more; what earlier backups hold under them is lost with them."""
    language = chosen(lang)
    ready_django()
    from tanzuji.ledger.sealed import rewriting

    gone, used = rewriting.forget()
    for key_id in gone:
        terminal.out.print(say(language, f"已销毁 {key_id}", f"destroyed {key_id}"), markup=False)
    for key_id in used:
        zh, en = f"仍有行使用 {key_id}", f"rows still use {key_id}"
        terminal.out.print(say(language, zh, en), markup=False)
    if not gone and not used:
        terminal.out.print(say(language, "没有旧钥。", "There are no older keys."), markup=False)


COMMANDS: dict[str, Callable[..., None]] = {
    "status": status,
    "rewrite": rewrite,
    "rotate": rotate,
    "forget": forget,
}

for _name, _command in COMMANDS.items():
    encryption.command(name=_name, cls=usage.Command, help=pick(_command.__doc__ or ""))(_command)
