"""Commands of an operator: demo, serve, worker, createadmin, backup, restore. Django is loaded only when one runs."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from tanzuji.documents.errors import Language, define
from tanzuji.engine.store import home
from tanzuji.parties.kinds import Kind
from tanzuji.site import terminal
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.options import FOUND_ERRORS, Force, Lang, writable

PORT = 8000

NOT_MIGRATED = define(
    "operations.not-migrated",
    zh="数据库还没有准备好（有 {count} 项迁移未执行）。",
    en="The database is not ready ({count} migrations are pending).",
    remedy_zh="运行 tanzuji serve --migrate，或先备份再迁移。",
    remedy_en="Run tanzuji serve --migrate; make a backup first.",
)
PORT_TAKEN = define(
    "operations.port-taken",
    zh="{host}:{port} 已被别的程序占用。",
    en="{host}:{port} is taken by another program.",
    remedy_zh="请用 --port 换一个端口，或停掉那个程序。",
    remedy_en="Choose another with --port, or stop that program.",
)
DEMO_IN_PUBLIC = define(
    "operations.demo-in-public",
    zh="演示账号可以一键登录，不能在 {host} 上对外提供。",
    en="Demo accounts sign in with one click; they cannot be served at {host}.",
    remedy_zh="请用 127.0.0.1，或去掉 TANZUJI_DEMO。",
    remedy_en="Use 127.0.0.1, or unset TANZUJI_DEMO.",
)
PERSON_EXISTS = define(
    "operations.person-exists",
    zh="已有使用“{email}”的账号。",
    en="There is an account “{email}” already.",
    remedy_zh="请换一个地址，或用“忘记密码”。",
    remedy_en="Use another address, or reset the password.",
)
BAD_PASSWORD = define(
    "operations.bad-password",
    zh="密码不合要求：{detail}",
    en="The password will not do: {detail}",
    remedy_zh="请用至少 10 个字符、不常见、不含姓名和地址的密码；不给时自动生成。",
    remedy_en="Use 10 characters or more, uncommon, without name or address; leave it out to have one made.",
)

Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help=pick("监听地址 / address to listen on"))]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help=pick("端口 / port"))]
Processes = Annotated[
    int, typer.Option("--processes", min=1, max=64, help=pick("进程数 / number of processes"))
]


def ready_django() -> None:
    """Load Django with the settings of the environment; what is written from now on only this user reads.

    Raises `settings.bad-value`.
    """
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanzuji.site.settings")
    os.umask(0o077)
    home().mkdir(parents=True, exist_ok=True)
    django.setup()


def migrate() -> None:
    """Bring the database to this version's tables, index the installed libraries and register the shipped standards."""
    from django.core.management import call_command

    from tanzuji.formats.starter import starter_release
    from tanzuji.library.services import index_installed
    from tanzuji.standards.services import seed

    call_command("migrate", interactive=False, verbosity=0)
    starter_release()
    index_installed()
    seed()


def index_libraries() -> bool:
    """Make what was just imported findable in a running site; whether there is a site on this data folder."""
    if "DATABASE_URL" not in os.environ and not (home() / "tanzuji.sqlite3").is_file():
        return False
    ready_django()
    _refuse_unready()
    from tanzuji.library.services import index_installed

    index_installed()
    return True


def serve(
    host: Host = "127.0.0.1",
    port: Port = PORT,
    processes: Processes = 2,
    migrate_first: Annotated[
        bool, typer.Option("--migrate", metavar="", help=pick("先迁移数据库 / migrate the database first"))
    ] = False,
    with_worker: Annotated[
        bool, typer.Option("--worker", metavar="", help=pick("同时运行后台进程 / run a worker as well"))
    ] = False,
    lang: Lang = None,
) -> None:
    """启动网站。/ Serve the site."""
    ready_django()
    if migrate_first:
        migrate()
    index_libraries()
    run_server(host, port, processes, with_worker=with_worker, language=chosen(lang))


def worker(lang: Lang = None) -> None:
    """运行后台进程：报告、导入等。/ Run a worker: reports, imports and the like."""
    ready_django()
    _refuse_unready()
    from tanzuji.jobs.worker import run

    run()


def createadmin(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help=pick("登录地址 / address to sign in with"))],
    name: Annotated[str, typer.Option("--name", help=pick("姓名 / name"))] = "",
    organisation: Annotated[
        str, typer.Option("--organisation", help=pick("新单位的名称 / name of the new organisation"))
    ] = "",
    kind: Annotated[
        Kind, typer.Option("--kind", help=pick("单位类型 / kind of organisation"))
    ] = "enterprise",
    operator: Annotated[
        bool, typer.Option("--operator", metavar="", help=pick("平台管理员 / operator of the platform"))
    ] = False,
    lang: Lang = None,
) -> None:
    """新建账号并登记其单位，密码取自 TANZUJI_PASSWORD，否则生成。/ Create an account and its organisation; the password is TANZUJI_PASSWORD or a new one."""
    ready_django()
    _refuse_unready()
    language = chosen(lang)
    password = os.environ.get("TANZUJI_PASSWORD") or secrets.token_urlsafe(12)
    _create(email.strip().lower(), name.strip() or email, password, organisation.strip(), kind, operator)
    terminal.out.print(say(language, f"已建账号 {email}。", f"Created {email}."), markup=False)
    if not os.environ.get("TANZUJI_PASSWORD"):
        terminal.out.print(say(language, f"密码：{password}", f"Password: {password}"), markup=False)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=pick("备份文件 .zip / backup file .zip"))],
    force: Force = False,
    lang: Lang = None,
) -> None:
    """把数据库和因子库写成一个备份文件，SQLite 与 PostgreSQL 通用。/ Write database and libraries to one file that either engine restores."""
    language = chosen(lang)
    writable(file, force, (".zip",))
    ready_django()
    from tanzuji.site.safekeeping import write_backup

    with terminal.progress(language) as tell:
        rows = write_backup(file, tell)
    terminal.wrote(file, language)
    terminal.out.print(say(language, f"{rows} 行。", f"{rows} rows."), markup=False)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=pick("备份文件 / backup file"))],
    lang: Lang = None,
) -> None:
    """把备份恢复到空数据库；有数据时拒绝；早于已签署的公开日志时退出码为 1。/ Restore a backup into an empty database; refused where there is data; exit code 1 where it is older than what the public log has signed."""
    language = chosen(lang)
    ready_django()
    from tanzuji.ledger import guard
    from tanzuji.site.safekeeping import restore_backup

    with terminal.progress(language) as tell:
        rows = restore_backup(file, tell)
    terminal.out.print(say(language, f"已恢复 {rows} 行。", f"Restored {rows} rows."), markup=False)
    refused = guard.objection()
    if refused is not None:  # everything is there, but older than what the log has signed
        terminal.print_error(refused, language)
        raise typer.Exit(FOUND_ERRORS)


def check_installation(language: Language) -> None:
    """Print the state of every part; exit code 1 where one is wrong."""
    ready_django()
    from tanzuji.site.installation import examine

    marks = {"ok": "[green]✓[/]", "warning": "[yellow]![/]", "error": "[red]✗[/]"}
    wrong = False
    for part in examine():
        wrong |= part.state == "error"
        terminal.out.print(f"{marks[part.state]} {part.name.to(language)}  ", end="")
        terminal.out.print(part.detail.to(language), markup=False, soft_wrap=True)
    if wrong:
        raise typer.Exit(FOUND_ERRORS)


def _create(email: str, name: str, password: str, organisation: str, kind: Kind, operator: bool) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from tanzuji.documents.base import INVALID
    from tanzuji.parties import services

    try:
        validate_email(email)
    except ValidationError as error:
        raise INVALID.error("EMAIL", value=email[:60], detail="e-mail") from error
    if services.person_by_address(email) is not None:
        raise PERSON_EXISTS.error(email=email)
    try:
        validate_password(password)
    except ValidationError as error:
        raise BAD_PASSWORD.error(detail=" ".join(error.messages)) from error
    services.register(
        email=email, name=name, password=password, operator=operator,
        organisation=organisation, kind=kind,
    )  # fmt: skip


def _refuse_unready() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        raise NOT_MIGRATED.error(count=len(plan))


def run_server(host: str, port: int, processes: int, *, with_worker: bool, language: Language) -> None:
    from django.conf import settings
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces

    if settings.DEMO and host not in ("127.0.0.1", "::1", "localhost"):
        raise DEMO_IN_PUBLIC.error(host=host)
    refuse_taken(host, port)
    server = Granian(
        "tanzuji.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=4,
        backlog=512,
        backpressure=64,
        log_access=False,
        websockets=False,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
    )
    connections.close_all()  # granian forks: a connection is nobody's to share
    with _worker_beside() if with_worker else nullcontext():
        terminal.out.print(
            say(
                language,
                f"在 http://{host}:{port}/ （Ctrl+C 停止）",
                f"At http://{host}:{port}/ (Ctrl+C stops)",
            ),
            markup=False,
        )
        server.serve()


def refuse_taken(host: str, port: int) -> None:
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PORT_TAKEN.error(host=host, port=port) from error


@contextmanager
def _worker_beside() -> Iterator[None]:
    """A worker process that ends with the server."""
    process = subprocess.Popen(  # in a session of its own: Ctrl+C would tell it twice to stop
        [sys.executable, "-m", "tanzuji", "worker"], env=os.environ.copy(), start_new_session=True
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=30)  # it finishes the job at hand
        except subprocess.TimeoutExpired:
            process.kill()
