"""Market surveillance: what a label that was met claims, against what the register says of it (SH-302, JS-301)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils import timezone

from tanzuji.certificates import queries as certificates
from tanzuji.certificates.facts import CertificateView
from tanzuji.documents.text import Text
from tanzuji.labels import queries as labels

MISUSES: dict[str, Text] = {
    "unknown_number": Text(zh="编号查不到，疑似伪造", en="The number is in no register"),
    "no_number": Text(zh="标识上没有编号，无法核对", en="The label shows no number to check it by"),
    "not_valid": Text(
        zh="证书当日不是有效状态，标识仍在使用", en="Used on a day on which the certificate was not valid"
    ),
    "value_differs": Text(zh="标出的数值与证书不符", en="The value is not that of the certificate"),
    "unit_differs": Text(zh="标出的单位与证书不符", en="The unit is not that of the certificate"),
    "placement": Text(zh="用在没有授权的位置", en="Used in a place without authorisation"),
    "frozen": Text(zh="使用授权已冻结或作废，仍在使用", en="Used though the authorisation is frozen or void"),
    "overstated": Text(zh="把自我声明或核查说成认证", en="Claims certification for what is not certified"),
    "national_mark": Text(
        zh="使用了国家统一标识，须由有权机构颁发",
        en="Shows the national mark, which only an authorised body issues",
    ),
}
"""What can be wrong with a label's use."""

_UNIT = str.maketrans({"₂": "2", " ": "", "\u00a0": "", "·": ""})


@dataclass(frozen=True, slots=True)
class Met:
    """A label as it was met."""

    number: str
    gtin: str = ""
    seen_on: date | None = None
    placement: str = ""
    badge: str = ""
    value: str = ""
    unit: str = ""
    national_mark: bool = False


def verdicts(met: Met) -> list[str]:
    """The codes of `MISUSES` that apply, in their order; empty where the register confirms the label."""
    found = set(_verdicts(met))
    return [code for code in MISUSES if code in found]


def _verdicts(met: Met) -> Iterator[str]:
    if met.national_mark:
        yield "national_mark"
    view = _view(met)
    if view is None:
        if met.number:
            yield "unknown_number"
        elif met.badge in ("certified", "filed", ""):
            yield "no_number"
        if met.badge in ("certified", "filed"):
            yield "overstated"
        return
    if met.seen_on is not None and status_on(view, met.seen_on) != "valid":
        yield "not_valid"
    if met.badge == "certified" and view.gate != "certified":
        yield "overstated"
    yield from _differences(met, view)
    yield from _placement(met, view)


def _view(met: Met) -> CertificateView | None:
    if met.number:
        return certificates.by_number(met.number)
    return next(iter(certificates.by_gtin(met.gtin)), None) if met.gtin else None


def status_on(view: CertificateView, day: date) -> str:
    """How a certificate stood at the end of a day: `valid`, `suspended`, … or `not_issued` before its first."""
    if day < view.issued_on:
        return "not_issued"
    before = [event for event in view.history if timezone.localdate(event.at) <= day]
    status: str = before[-1].status if before else "valid"
    return "expired" if status in ("valid", "suspended") and day > view.expires_on else status


def _differences(met: Met, view: CertificateView) -> Iterator[str]:
    if met.value:
        try:
            if Decimal(met.value.replace(",", "").replace("，", "").strip()) != view.value:
                yield "value_differs"
        except InvalidOperation:
            yield "value_differs"
    if met.unit and _plain(met.unit) != _plain(view.unit):
        yield "unit_differs"


def _plain(unit: str) -> str:
    return unit.translate(_UNIT).lower()


def _placement(met: Met, view: CertificateView) -> Iterator[str]:
    if not met.placement:
        return
    states = {each.state for each in labels.authorisations(view.number) if each.placement == met.placement}
    if states & {"authorised", "in_use"}:
        return
    yield "frozen" if states & {"frozen", "void"} else "placement"
