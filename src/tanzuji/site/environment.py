"""The settings an operator can make, as environment variables; one table for the code, the docs and the tests."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tanzuji.documents.errors import CodedError, define
from tanzuji.documents.text import Text
from tanzuji.engine.store import home

BAD_SETTING = define(
    "settings.bad-value",
    zh="环境变量 {name} 的值“{value}”不能用。",
    en="The environment variable {name} cannot be “{value}”.",
    remedy_zh="应为：{expected}。",
    remedy_en="It should be: {expected}.",
)


_WORDS = Text(zh="文字", en="text")
_SWITCH = Text(zh="1 或 0", en="1 or 0")


@dataclass(frozen=True, slots=True)
class Setting:
    """An environment variable: its default and what it means."""

    name: str
    default: str
    meaning: Text
    expected: Text = _WORDS


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "TANZUJI_HOME",
        "",
        Text(
            zh="数据文件夹：数据库、因子库、密钥；默认是用户的数据文件夹",
            en="Folder of database, library releases and keys; default: the user's data folder",
        ),
        Text(zh="文件夹", en="a folder"),
    ),
    Setting(
        "DATABASE_URL",
        "",
        Text(zh="数据库；默认是数据文件夹里的 SQLite", en="The database; default: SQLite in the data folder"),
        Text(zh="postgres://用户:密码@主机/库", en="postgres://user:password@host/name"),
    ),
    Setting(
        "TANZUJI_SECRET_KEY",
        "",
        Text(
            zh="签名密钥；默认在数据文件夹里生成一个只有本用户可读的文件",
            en="Signing key; default: a file in the data folder that only this user can read",
        ),
        Text(zh="至少 32 个字符", en="32 characters or more"),
    ),
    Setting(
        "TANZUJI_HOSTS",
        "localhost,127.0.0.1,[::1]",
        Text(zh="对外的主机名，逗号分隔", en="Host names it answers to, separated by commas"),
        Text(zh="主机名", en="host names"),
    ),
    Setting(
        "TANZUJI_HTTPS",
        "0",
        Text(
            zh="经 HTTPS 提供服务（安全 Cookie、HSTS）；反向代理须设置 X-Forwarded-Proto",
            en="Served over HTTPS (secure cookies, HSTS); the proxy sets X-Forwarded-Proto",
        ),
        _SWITCH,
    ),
    Setting(
        "TANZUJI_DEMO",
        "0",
        Text(
            zh="演示：登录页列出演示账号，可一键登录；只在本机使用",
            en="Demonstration: the sign-in page lists demo accounts; on this machine only",
        ),
        _SWITCH,
    ),
    Setting(
        "TANZUJI_ADDRESS",
        "http://localhost:8000",
        Text(
            zh="对外的网址，写在邮件、订阅源和引用里",
            en="The address people reach it at, as mails, feeds and citations write it",
        ),
        Text(zh="http:// 或 https:// 开头的网址", en="an address beginning with http:// or https://"),
    ),
    Setting(
        "TANZUJI_JURISDICTION",
        "cn",
        Text(
            zh="适用哪个地区的政策（jurisdictions 里的代号，如 cn-js）",
            en="Whose policy applies: a code of the jurisdictions, as cn-js",
        ),
        Text(zh="地区政策的代号", en="the code of a jurisdiction"),
    ),
    Setting(
        "TANZUJI_INNER_PEERS",
        "0",
        Text(
            zh="允许与内网或不加密的节点对接",
            en="Nodes inside the network, or without HTTPS, may be exchanged with",
        ),
        _SWITCH,
    ),
    Setting(
        "TANZUJI_SECOND_FACTOR",
        "1",
        Text(
            zh="签署决定（核查声明、认证决定、证书变更、备案、监督结论）前须出示第二因素",
            en="Decisions (statements, certification, changes of certificates, filing, supervision) take a second factor",
        ),
        _SWITCH,
    ),
    Setting(
        "TANZUJI_SM2",
        "0",
        Text(
            zh="公开日志的检查点另加国密 SM2 签名（需安装 tanzuji[sm2]）",
            en="Checkpoints of the public log carry an SM2 signature as well (needs tanzuji[sm2])",
        ),
        _SWITCH,
    ),
    Setting(
        "TANZUJI_KEY_PROVIDER",
        "tanzuji.ledger.key_files:FileKeys",
        Text(
            zh="签名密钥由谁保管；默认是数据文件夹里的文件",
            en="Who keeps the signing keys; default: files in the data folder",
        ),
        Text(zh="模块:类", en="module:class"),
    ),
    Setting(
        "TANZUJI_FIELD_ENCRYPTION",
        "off",
        Text(
            zh="产品模型、用量等保密字段在数据库和备份里加密；没有密钥文件夹的副本，备份就无法读出",
            en="Confidential fields (models, amounts) lie encrypted in database and backups; without a copy of the key folder a backup is worthless",
        ),
        Text(zh="off、aes-256-gcm 或 sm4-gcm", en="off, aes-256-gcm or sm4-gcm"),
    ),
    Setting(
        "TANZUJI_WITNESSES",
        "",
        Text(
            zh="为公开日志作见证的服务：公钥@网址，空格分隔",
            en="Witnesses of the public log: key@address, separated by spaces",
        ),
        Text(zh="公钥@网址", en="key@address"),
    ),
    Setting(
        "TANZUJI_TIME_STAMPS",
        "",
        Text(
            zh="时间戳机构（RFC 3161）的网址，每天给检查点加一次时间戳",
            en="Address of a time-stamping authority (RFC 3161), asked once a day for the newest checkpoint",
        ),
        Text(zh="http:// 或 https:// 开头的网址", en="an address beginning with http:// or https://"),
    ),
    Setting(
        "TANZUJI_IDLE_MINUTES",
        "60",
        Text(
            zh="多少分钟没有操作就退出登录", en="Minutes without a request after which somebody is signed out"
        ),
        Text(zh="1 到 720", en="1 to 720"),
    ),
    Setting(
        "TANZUJI_NAME_ZH",
        "",
        Text(zh="平台名称（中文）", en="Name of the platform in Chinese"),
    ),
    Setting(
        "TANZUJI_NAME_EN",
        "",
        Text(zh="平台名称（英文）", en="Name of the platform in English"),
    ),
    Setting(
        "TANZUJI_EMAIL_URL",
        "",
        Text(zh="发信服务器；默认写进日志", en="Mail server; default: mails are written to the log"),
        Text(zh="smtp://用户:密码@主机:端口", en="smtp://user:password@host:port"),
    ),
    Setting(
        "TANZUJI_EMAIL_FROM",
        "tanzuji@localhost",
        Text(zh="发件人地址", en="Sender of mails"),
        Text(zh="邮件地址", en="an address"),
    ),
    Setting(
        "TANZUJI_LOG",
        "json",
        Text(zh="日志格式", en="Format of the log"),
        Text(zh="json 或 text", en="json or text"),
    ),
    Setting(
        "TANZUJI_TIME_ZONE",
        "Asia/Shanghai",
        Text(zh="显示时间的时区", en="Time zone of shown times"),
        Text(zh="IANA 时区名", en="an IANA name"),
    ),
    Setting(
        "TANZUJI_LANG",
        "",
        Text(zh="命令行的语言", en="Language of the command line"),
        Text(zh="zh 或 en", en="zh or en"),
    ),
)

_BY_NAME = {setting.name: setting for setting in SETTINGS}


def value(name: str) -> str:
    """The setting's value, or its default."""
    return os.environ.get(name, "").strip() or _BY_NAME[name].default


def switch(name: str) -> bool:
    """Whether a 0/1 setting is on. Raises `settings.bad-value`."""
    given = value(name)
    if given not in ("0", "1"):
        raise refused(name)
    return given == "1"


def number(name: str, least: int, most: int) -> int:
    """The setting as a whole number within bounds. Raises `settings.bad-value`."""
    given = value(name)
    if not (given.isascii() and given.isdigit() and len(given) < 10 and least <= int(given) <= most):
        raise refused(name)
    return int(given)


def one_of(name: str, known: Sequence[str]) -> str:
    """The setting, which is one of these. Raises `settings.bad-value`."""
    given = value(name)
    if given not in known:
        raise refused(name)
    return given


def refused(name: str) -> CodedError:
    """The error for a value that cannot be used."""
    shown = "…" if "KEY" in name or "URL" in name else value(name)
    return BAD_SETTING.error(name, name=name, value=shown, expected=_BY_NAME[name].expected)


def secret_key() -> str:
    """The signing key: from the environment, else from a file under `home()` made once with mode 0600."""
    given = value("TANZUJI_SECRET_KEY")
    if given:
        if len(given) < 32:
            raise refused("TANZUJI_SECRET_KEY")
        return given
    path = home() / "secret.key"
    if not path.is_file():
        _write_once(path, secrets.token_urlsafe(48))
    return path.read_text("ascii").strip()


def _write_once(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was first
        return
    with os.fdopen(handle, "w") as file:
        file.write(text)
