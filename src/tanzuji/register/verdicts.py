"""The first thing a public page says: whether the label holds, in a colour, a word and an icon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tanzuji.documents.text import Text

Tone = Literal["ok", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`tone` and `icon` say the same as the words; `since` is from when, or until when."""

    tone: Tone
    icon: str
    words: Text
    since: Text | None

    @property
    def holds(self) -> bool:
        return self.tone == "ok"


_WORDS: dict[str, tuple[Tone, str, Text]] = {
    "valid": ("ok", "seal", Text(zh="标识有效", en="This label is valid")),
    "suspended": ("warn", "pause", Text(zh="已暂停，目前不得使用", en="Suspended, not to be used now")),
    "revoked": ("bad", "error", Text(zh="已撤销，不再有效", en="Revoked, no longer valid")),
    "cancelled": ("bad", "error", Text(zh="已注销，不再有效", en="Cancelled, no longer valid")),
    "expired": ("bad", "clock", Text(zh="已到期，不再有效", en="Expired, no longer valid")),
    "superseded": ("warn", "arrow", Text(zh="已换发新证书", en="Replaced by a new certificate")),
    "withdrawn": ("bad", "error", Text(zh="备案已撤回", en="The filing was withdrawn")),
}

NAMES: dict[str, Text] = {
    "valid": Text(zh="有效", en="valid"),
    "suspended": Text(zh="已暂停", en="suspended"),
    "revoked": Text(zh="已撤销", en="revoked"),
    "cancelled": Text(zh="已注销", en="cancelled"),
    "expired": Text(zh="已到期", en="expired"),
    "superseded": Text(zh="已换证", en="replaced"),
    "withdrawn": Text(zh="备案已撤回", en="filing withdrawn"),
}
"""What a status is called in lists."""

_ELSEWHERE = Text(
    zh="证书有效（其他机构签发，已备案）", en="The certificate is valid (issued elsewhere, filed here)"
)


_VERIFIED = Text(zh="标识有效（已核查，未认证）", en="This label is valid (verified, not certified)")


def verdict_of(
    status: str, since: date, until: date, *, external: bool = False, certified: bool = True
) -> Verdict:
    """The verdict of a status that holds since a day; `until` is the certificate's last day."""
    tone, icon, words = _WORDS[status]
    if status == "valid":
        kept = Text(zh=f"有效至 {_zh(until)}", en=f"valid until {_en(until)}")
        if external:
            return Verdict(tone, "file", _ELSEWHERE, kept)
        return Verdict(tone, icon if certified else "ok", words if certified else _VERIFIED, kept)
    if status == "expired":
        return Verdict(
            tone, icon, words, Text(zh=f"有效期到 {_zh(until)} 为止", en=f"it was valid until {_en(until)}")
        )
    if status == "withdrawn":
        return Verdict(tone, icon, words, Text(zh=f"{_zh(since)}起", en=f"since {_en(since)}"))
    return Verdict(
        tone, icon, words,
        Text(zh=f"{_zh(since)}起，不得再使用本标识", en=f"Since {_en(since)} this label may not be used"),
    )  # fmt: skip


def _zh(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _en(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
