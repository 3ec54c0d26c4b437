"""The transparency log on the command line: `tanzuji log verify | monitor | witness | export | sign | keys | restart`."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from tanzuji.documents.errors import Language
from tanzuji.proofs.notes import Key, live_keys
from tanzuji.proofs.refusals import NOT_SIGNED
from tanzuji.site import terminal, usage
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.operations import ready_django, refuse_taken
from tanzuji.site.options import FOUND_ERRORS, Lang

log = typer.Typer(
    name="log",
    cls=usage.Group,
    help=pick(
        "公开日志：验证、监测、见证、导出、签署、密钥。/ The public log: verify, monitor, witness, export, sign, keys."
    ),
    no_args_is_help=True,
    add_completion=False,
)

Keys = Annotated[
    list[str] | None,
    typer.Option(
        "--key",
        metavar="VKEY|@FILE",
        help=pick("日志的公钥，或公钥文件；可多次 / key of the log, or a file of keys; may repeat"),
    ),
]
Reason = Annotated[
    str,
    typer.Option("--reason", metavar="TEXT", help=pick("原因，写入日志 / why; it is written in the log")),
]


def verify(
    where: Annotated[
        str,
        typer.Argument(
            metavar="[ADDRESS|FOLDER]",
            help=pick(
                "日志的网址（如 https://主机/log）或导出的文件夹；不写则验本机数据库 / address or exported folder of a log; default: this database"
            ),
        ),
    ] = "",
    key: Keys = None,
    lang: Lang = None,
) -> None:
    """逐条重算日志并核对每个检查点；有问题时指出第一条，退出码为 1。/ Reckon the log anew and hold every checkpoint against it; exit code 1 with the first wrong entry."""
    language = chosen(lang)
    if where:
        _verify_elsewhere(where, key, language)
        return
    ready_django()
    from tanzuji.ledger import guard, soundness

    found = soundness.examine()
    for finding in found.findings:
        terminal.out.print(f"[red]✗[/] {finding.index}  ", end="")
        terminal.out.print(finding.what.to(language), markup=False, soft_wrap=True)
    refused = guard.objection() if not found.findings else None
    if refused is not None:
        terminal.print_error(refused, language)
    _say_size(found.size, found.root, found.checkpoints, language)
    if found.findings or refused:
        raise typer.Exit(FOUND_ERRORS)


def _verify_elsewhere(where: str, key: list[str] | None, language: Language) -> None:
    from tanzuji.proofs import monitoring

    seen = monitoring.watch(monitoring.source(where), _keys(key), None)
    _say_size(seen.head.size, seen.head.root, 1, language)


def _say_size(size: int, root: bytes, checkpoints: int, language: Language) -> None:
    zh = f"{size} 条，{checkpoints} 个检查点，根 {root.hex()}"
    en = f"{size} entries, {checkpoints} checkpoints, root {root.hex()}"
    terminal.out.print(say(language, zh, en), markup=False, soft_wrap=True)


def _keys(given: list[str] | None) -> list[Key]:
    """The keys of options `--key` that have not ended. Raises `log.bad-key`, `log.not-signed` where none is left."""

    lines: list[str] = []
    for text in given or ():
        lines += Path(text[1:]).read_text("utf-8").splitlines() if text.startswith("@") else [text]
    keys = live_keys(lines)
    if not keys:
        raise NOT_SIGNED.error("--key")
    return keys


def monitor(
    where: Annotated[
        str, typer.Argument(metavar="ADDRESS", help=pick("日志的网址或文件夹 / address or folder of a log"))
    ],
    state: Annotated[
        Path,
        typer.Option("--state", metavar="FILE", help=pick("记住看过的内容 / file that keeps what was seen")),
    ],
    key: Keys = None,
    every: Annotated[
        int,
        typer.Option(
            "--every", min=0, metavar="SECONDS", help=pick("每隔几秒再看；0 只看一次 / look again; 0: once")
        ),
    ] = 0,
    lang: Lang = None,
) -> None:
    """像外人一样跟踪一个日志：新条目逐条列出，历史被改或变短时退出码为 3。/ Follow a log as anybody can; list what is new; exit code 3 where its past was changed."""
    from tanzuji.proofs import monitoring

    language = chosen(lang)
    get, keys = monitoring.source(where), _keys(key)
    while True:
        before = monitoring.kept(state)
        seen = monitoring.watch(get, keys, before, _list_entry)
        monitoring.keep(state, seen)
        _say_size(seen.head.size, seen.head.root, 1, language)
        if not every:
            return
        time.sleep(every)


def _list_entry(index: int, entry: bytes) -> None:
    terminal.out.print(f"{index} {entry.decode('utf-8', 'replace')}".replace("\n", " "), markup=False)


def witness(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", help=pick("见证方自己的密钥和数据库 / key and database of the witness")
        ),
    ],
    key: Keys = None,
    name: Annotated[
        str,
        typer.Option("--name", metavar="NAME", help=pick("见证方的名称，如 example.org/w1 / its name")),
    ] = "witness",
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help=pick("监听地址 / address to listen on"))
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help=pick("端口 / port"))] = 8010,
    lang: Lang = None,
) -> None:
    """为日志作见证：独立的进程，自己的密钥和数据库，只为接续以前历史的检查点签名。/ Be a witness of logs: a process with key and database of its own that signs only what continues the past."""
    from tanzuji.proofs import witnessing

    language = chosen(lang)
    opened = witnessing.opened(folder, name, _keys(key))
    refuse_taken(host, port)
    server = witnessing.server(opened, host, port)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    terminal.out.print(opened.key.vkey, markup=False, soft_wrap=True)
    terminal.out.print(
        say(language, f"在 http://{host}:{port}/add-checkpoint", f"At http://{host}:{port}/add-checkpoint"),
        markup=False,
    )
    server.serve_forever()
    server.server_close()


def export(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help=pick("写到这个文件夹 / folder to write"), readable=False)
    ],
    lang: Lang = None,
) -> None:
    """把日志写成静态文件（供 CDN、镜像），只写还没有的。/ Write the log as static files (for a CDN or mirror), of which only new ones."""
    ready_django()
    from tanzuji.ledger import publishing

    language = chosen(lang)
    written = publishing.export(folder)
    terminal.wrote(folder, language)
    terminal.out.print(say(language, f"写了 {written} 个文件。", f"{written} files written."))


def sign(lang: Lang = None) -> None:
    """立即签署检查点，并请见证方签名；平时由后台进程做。/ Sign a checkpoint now and ask the witnesses; the worker does so by itself."""
    ready_django()
    from tanzuji.ledger import attesting, heads

    heads.sign_now()
    attesting.attend()
    newest = heads.checkpoint()
    if newest is not None:
        terminal.out.print(newest.text, markup=False, end="", soft_wrap=True)


def keys(
    rotate: Annotated[
        str,
        typer.Option(
            "--rotate",
            metavar="NAME",
            help=pick("换钥：log 或 issuer/单位 / make a new key for: log, or issuer/ORGANISATION"),
        ),
    ] = "",
    lost: Annotated[
        bool,
        typer.Option(
            "--lost", metavar="", help=pick("日志私钥已丢失，换新钥 / the log's private key is lost")
        ),
    ] = False,
    reason: Reason = "",
    lang: Lang = None,
) -> None:
    """列出日志的公钥及其起止；换钥，或登记丢失。/ List the log's keys with their ranges; rotate one, or say that it is lost."""
    ready_django()
    from tanzuji.ledger import publishing, succession

    if rotate:
        succession.rotate(rotate)
    elif lost:
        succession.lost(reason)
    chosen(lang)
    terminal.out.print(publishing.keys_text(), markup=False, end="", soft_wrap=True)


def restart(reason: Reason, lang: Lang = None) -> None:
    """已签署的历史确已丢失时，以新名称另起日志，并写明原日志的最后检查点。/ Begin a log anew under a new name where the signed past is lost for good; it names the old log's last checkpoint."""
    ready_django()
    from tanzuji.ledger import succession

    chosen(lang)
    newest = succession.begin_anew(reason)
    if newest is not None:
        terminal.out.print(newest.text, markup=False, end="", soft_wrap=True)


COMMANDS: dict[str, Callable[..., None]] = {
    "verify": verify,
    "monitor": monitor,
    "witness": witness,
    "export": export,
    "sign": sign,
    "keys": keys,
    "restart": restart,
}

for _name, _command in COMMANDS.items():
    log.command(name=_name, cls=usage.Command, help=pick(_command.__doc__ or ""))(_command)
