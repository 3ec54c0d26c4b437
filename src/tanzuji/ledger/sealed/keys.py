"""Which key encrypts fields now, and those that did."""

from __future__ import annotations

from django.conf import settings

from tanzuji.documents.errors import define
from tanzuji.ledger.keys import provider
from tanzuji.proofs.sealing import ALGORITHMS, SealAlgorithm, SealingKey

KEYS_MISSING = define(
    "sealing.keys-missing",
    zh="数据库里有加密的字段，密钥文件夹里却没有一把它们的密钥。",
    en="The database holds encrypted fields, but the key folder holds none of their keys.",
    remedy_zh="请放回密钥文件夹的备份（数据文件夹的 keys/），不要另起一把；密钥确已丢失时见 docs/production.zh-CN.md“加密字段”。",
    remedy_en="Put back the copy of the key folder (keys/ of the data folder); no new key is made. Where it is lost for good, see docs/production.md, “Encrypted fields”.",
)


def algorithm() -> SealAlgorithm | None:
    """What fields are encrypted with; none where they are written plain."""
    return next((known for known in ALGORITHMS if known == settings.FIELD_ENCRYPTION), None)


def newest() -> SealingKey | None:
    """The key that encrypts what is written now; made on first use. None where fields are written plain.

    Raises `sealing.keys-missing` where no key is there although rows are encrypted.
    """
    wanted = algorithm()
    if wanted is None:
        return None
    for key in reversed(held()):
        if key.algorithm == wanted:
            return key
    refuse_lost()
    provider().add_sealing_key(wanted)
    return newest()


def held() -> tuple[SealingKey, ...]:
    """Every key that is held, oldest first."""
    return provider().sealing_keys()


def current_id() -> str | None:
    """The id of the key that encrypts now, if it is made already."""
    wanted = algorithm()
    return next((key.id for key in reversed(held()) if key.algorithm == wanted), None)


def by_id(key_id: str) -> SealingKey | None:
    """The key of that id, if it is held."""
    return next((key for key in held() if key.id == key_id), None)


def refuse_lost() -> None:
    """Raises `sealing.keys-missing` where rows are encrypted and no key is held."""
    if not provider().sealing_keys():
        _refuse_lost()


def _refuse_lost() -> None:
    from tanzuji.ledger.sealed.rows import (
        any_encrypted,
    )  # the tables' classes hold the fields, which need this module

    if any_encrypted():
        raise KEYS_MISSING.error()
