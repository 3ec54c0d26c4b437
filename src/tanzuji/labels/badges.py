"""Who stands behind a number: self-declared, verified, certified, filed. Four words, four outlines, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tanzuji.certificates.facts import CertificateView
from tanzuji.documents.text import Text

Kind = Literal["self", "verified", "certified", "filed"]

WORDS: dict[Kind, Text] = {
    "self": Text(zh="自我声明", en="Self-declared"),
    "verified": Text(zh="已核查", en="Verified"),
    "certified": Text(zh="已认证", en="Certified"),
    "filed": Text(zh="已备案", en="Filed"),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge (`ui.badge(kind, words)` on pages); `by` is who stands behind it."""

    kind: Kind
    words: Text
    by: Text | None = None


def badge(view: CertificateView | None, filed: bool = False) -> tuple[Badge, ...]:
    """The badges of a certificate: what its gate gives, and beside it whether it is filed. None at all: self-declared.

    They say who looked, not whether it still holds: that is the status, which is shown with them.
    """
    if view is None:
        who: Badge = Badge("self", WORDS["self"])
    elif view.gate == "certified":
        who = Badge("certified", WORDS["certified"], view.body_name)
    else:
        who = Badge("verified", WORDS["verified"], view.verifier or view.body_name)
    return (who, Badge("filed", WORDS["filed"])) if filed else (who,)
