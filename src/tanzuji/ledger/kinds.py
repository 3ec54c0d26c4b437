"""Which official acts are entries of the log, and what they are called."""

from __future__ import annotations

from tanzuji.documents.text import Text

_KINDS: dict[str, Text] = {}


def declare(kind: str, *, zh: str, en: str) -> str:
    """Declare a kind of entry, `pcf-<what>/v<version>`, with its name for people; gives the kind back."""
    if _KINDS.setdefault(kind, Text(zh=zh, en=en)) != Text(zh=zh, en=en):
        raise ValueError(f"kind of entry {kind!r} is declared twice with different names")
    return kind


def kinds() -> dict[str, Text]:
    """Every declared kind and its name."""
    return dict(_KINDS)


def name_of(kind: str) -> Text:
    """What a kind of entry is called; a salted one says so."""
    plain = _KINDS.get(kind.removesuffix("-salted"), Text(en=kind))
    if not kind.endswith("-salted"):
        return plain
    return Text(
        zh=f"{plain.to('zh')}（保密，只公布摘要）", en=f"{plain.to('en')} (confidential: digest only)"
    )


CERTIFICATE = declare("pcf-cert/v1", zh="证书", en="Certificate")
FILING = declare("pcf-filing/v1", zh="备案", en="Filing")
LABEL = declare("pcf-label/v1", zh="标识使用授权", en="Authorisation to use a label")
SUPERVISION = declare("pcf-supervision/v1", zh="监督管理", en="Supervision")
STATEMENT = declare("pcf-statement/v1", zh="核查声明", en="Verification statement")
RELEASE = declare("pcf-release/v1", zh="因子数据集发布", en="Release of a dataset")
STANDARD = declare("pcf-standard/v1", zh="标准实施", en="Standard in force")
KEY = declare("pcf-key/v1", zh="签名密钥", en="Signing key")
