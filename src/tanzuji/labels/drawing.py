"""From a certificate to its artwork: nothing on a label is typed, all of it is read from the certificate."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import cast

from django.conf import settings

from tanzuji.certificates.facts import CertificateView, Stage
from tanzuji.certificates.states import STATES as CERTIFICATE_STATES
from tanzuji.documents import names
from tanzuji.documents.errors import Language
from tanzuji.documents.lines import STAGES
from tanzuji.documents.lines import Stage as Canonical
from tanzuji.documents.text import Text
from tanzuji.figures import labels as figures
from tanzuji.figures.labels import Evidence, Format, Label, Size, Stratum, Variant
from tanzuji.figures.parts import role_of
from tanzuji.labels import messages
from tanzuji.rules.stages import vocabularies

_RANK: dict[str, int] = {"self": 0, "verified": 1, "certified": 2}
_RATED = {"score": Text(zh="碳得分", en="carbon score"), "grade": Text(zh="碳等级", en="carbon grade")}
_ONE = re.compile(r"^(1\s*|每\s*|per\s+)(?=\D)", re.IGNORECASE)
"""What a declared unit begins with in words: the label has a stroke there instead."""


def variants_of(view: CertificateView) -> tuple[Variant, ...]:
    """The kinds of label a certificate has: its value always, score or grade where it was rated."""
    found: list[Variant] = ["numeric"]
    found += ["score"] if view.score is not None else []
    found += ["grade"] if view.grade else []
    return tuple(found)


def label_of(view: CertificateView, language: Language, *, variant: str = "", badge: str = "") -> Label:
    """What the label of a certificate says. Raises `labels.not-in-force`, `labels.other-variant`, `labels.higher-badge`.

    `badge` may ask for a lower evidence than the certificate has, never for a higher.
    """
    if view.status != "valid":
        raise messages.NOT_IN_FORCE.error(
            "number", number=view.number, status=CERTIFICATE_STATES[view.status]
        )
    kind = variant or view.variant
    known = variants_of(view)
    if kind not in known:
        raise messages.OTHER_VARIANT.error(
            "variant", number=view.number, what=_RATED.get(kind, kind[:40]), known=", ".join(known)
        )
    base = settings.ADDRESS
    return Label(
        language=language,
        variant=kind,
        evidence=_evidence(view, badge),
        value=view.value,
        unit=_mass(view.unit),
        per=_ONE.sub("", view.unit_words.to(language).strip()),
        boundary=boundary_name(view.boundary, language),
        product=view.product.to(language),
        maker=view.maker.to(language),
        valid_until=view.expires_on,
        number=view.number,
        issuer=view.body_name.to(language),
        address=figures.status_address(base, view.number),
        link=figures.digital_link(base, view.gtin, view.number),
        strata=_strata(view.stages, language),
        score=view.score,
        grade=view.grade,
        scale=view.rating_note.to(language) if view.rating_note else "",
    )


def _evidence(view: CertificateView, badge: str) -> Evidence:
    asked = badge or view.gate
    if asked not in _RANK or _RANK[asked] > _RANK[view.gate]:
        words = figures.EVIDENCE
        raise messages.HIGHER_BADGE.error(
            "badge", number=view.number, has=words[view.gate],
            asked=words[cast(Evidence, asked)] if asked in _RANK else asked[:40],
        )  # fmt: skip
    return cast(Evidence, asked)


def _mass(unit: str) -> str:
    """The upper half of a unit: `kgCO2e` of `kgCO2e/t`."""
    upper = unit.partition("/")[0].strip()
    return upper if "CO2" in upper or "CO₂" in upper else "kgCO2e"


def boundary_name(boundary: str, language: Language) -> str:
    """The boundary in words; the Chinese one without the 从 that a label has no room for."""
    pair = names.BOUNDARIES.get(boundary)
    if pair is None:
        return boundary.replace("_", " ")
    return pair[0].removeprefix("从") if language == "zh" else pair[1]


def _strata(stages: tuple[Stage, ...], language: Language) -> tuple[Stratum, ...]:
    """The stages with their share of the sum, from the ground up as they follow each other."""
    whole = sum((stage.value for stage in stages), Decimal(0))
    if whole <= 0:
        return ()
    return tuple(
        Stratum(_role(stage.stage), stage.name.to(language), float(stage.value / whole)) for stage in stages
    )


def _role(stage: str) -> str:
    """The colour role of a stage: canonical, or of one of the vocabularies; stages put together have their own."""
    canonical = stage if stage in STAGES else _canonical().get(stage)
    return role_of(stage, cast(Canonical, canonical)) if canonical else "f-other"


@lru_cache(maxsize=1)
def _canonical() -> dict[str, str]:
    return {stage.id: stage.canonical for one in vocabularies().values() for stage in one.stages}


@lru_cache(maxsize=512)
def drawn(label: Label, size: Size, format: Format, mono: bool) -> bytes:
    """The artwork of a label; the same again is not drawn again."""
    return figures.draw(label, size, format, mono=mono)


@lru_cache(maxsize=256)
def stood_down(language: Language, status: str, number: str, size: Size) -> bytes:
    """The plain notice in place of a label whose certificate is not in force."""
    return figures.notice(language, CERTIFICATE_STATES[status].to(language), number, size)
