"""An entry of the public log as people read it: which act, what it is about, where that stands, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse

from tanzuji.certificates.states import EVENTS
from tanzuji.documents.text import Text
from tanzuji.filings.states import STATES as FILING_STATES
from tanzuji.labels.kinds import PLACEMENTS
from tanzuji.labels.states import LABEL
from tanzuji.ledger import kinds
from tanzuji.ledger.log import Entry
from tanzuji.standards.states import STANDARD
from tanzuji.supervision.kinds import MEASURES, OUTCOMES

_DRAWS = {
    "draw-committed": Text(zh="抽查承诺", en="Random draw committed to"),
    "draw-made": Text(zh="抽查结果", en="Random draw made"),
}
_KEYS = {
    "made": Text(zh="启用", en="Made"),
    "retired": Text(zh="停用", en="Retired"),
    "lost": Text(zh="遗失", en="Lost"),
    "begun-anew": Text(zh="日志重新开始", en="Log begun anew"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """An entry in words. `about` names the thing, `address` is its public page; both are empty for confidential ones."""

    index: int
    at: datetime
    kind: Text
    act: Text | None
    about: str
    address: str
    reason: str
    confidential: bool


@dataclass(frozen=True, slots=True)
class _Said:
    act: Text | None
    about: str
    address: str = ""


def told(entry: Entry) -> Told:
    """The entry in words; of a confidential one nothing but its kind."""
    name = kinds.name_of(entry.kind)
    if entry.confidential:
        return Told(entry.index, entry.at, name, None, "", "", "", True)
    said = _said(entry)
    reason = str(entry.payload.get("reason", ""))
    return Told(entry.index, entry.at, name, said.act, said.about, said.address, reason, False)


def _said(entry: Entry) -> _Said:
    try:
        tell = _BY_KIND.get(entry.kind)
        return tell(entry, entry.payload) if tell else _Said(None, "")
    except KeyError:  # an entry of an earlier form: its kind is said, and its text stands on its page
        return _Said(None, "")


def _certificate(_: Entry, payload: dict[str, Any]) -> _Said:
    return _Said(EVENTS.get(payload["event"]), payload["number"], _public(payload["number"]))


def _filing(_: Entry, payload: dict[str, Any]) -> _Said:
    """The page of a certificate issued elsewhere is called by its filing."""
    page = payload["filing"] if payload["origin"] == "external" else payload["certificate"]
    return _Said(
        FILING_STATES.get(payload["event"]), f"{payload['filing']} · {payload['certificate']}", _public(page)
    )


def _label(_: Entry, payload: dict[str, Any]) -> _Said:
    act, place = LABEL.actions.get(payload["event"]), PLACEMENTS.get(payload["placement"])
    if act and place:
        act = Text(zh=f"{place.to('zh')}：{act.to('zh')}", en=f"{place.to('en')}: {act.to('en')}")
    return _Said(act, f"{payload['number']} · {payload['certificate']}", _public(payload["certificate"]))


def _supervision(entry: Entry, payload: dict[str, Any]) -> _Said:
    event, number = payload["event"], payload.get("certificate", "")
    if event in _DRAWS:
        return _Said(_DRAWS[event], payload["draw"], _at("supervision:draw", entry.subject_id))
    if event == "inspection-concluded":
        ended = OUTCOMES.get(payload["outcome"], Text(en=payload["outcome"]))
        act = Text(zh=f"检查：{ended.to('zh')}", en=f"Inspection: {ended.to('en').lower()}")
        return _Said(act, payload["inspection"], _public(number) if number else _list("inspections"))
    measure = MEASURES.get(payload.get("kind", ""), Text(zh="措施", en="Measure"))
    over = event == "measure-ended"
    act = Text(zh=f"{measure.to('zh')}，解除", en=f"{measure.to('en')}, lifted") if over else measure
    return _Said(act, payload["measure"], _public(number) if number else _list("measures"))


def _release(_: Entry, payload: dict[str, Any]) -> _Said:
    name, number = payload["library"], payload["version"]
    page = (
        _at("publications:release", name, int(number))
        if number.isdigit()
        else _at("publications:library", name)
    )
    return _Said(Text(zh="发布", en="Released"), f"{name} {number}", page)


def _standard(entry: Entry, payload: dict[str, Any]) -> _Said:
    about = f"{payload['number']} {payload['title']}".strip()
    return _Said(STANDARD.actions.get(payload["event"]), about, _at("standards:standard", entry.subject_id))


def _key(_: Entry, payload: dict[str, Any]) -> _Said:
    return _Said(_KEYS.get(payload["event"]), payload["name"], reverse("log:keys"))


_BY_KIND: dict[str, Callable[[Entry, dict[str, Any]], _Said]] = {
    kinds.CERTIFICATE: _certificate,
    kinds.FILING: _filing,
    kinds.LABEL: _label,
    kinds.SUPERVISION: _supervision,
    kinds.RELEASE: _release,
    kinds.STANDARD: _standard,
    kinds.KEY: _key,
}


def _public(number: str) -> str:
    return _at("public:certificate", number)


def _list(part: str) -> str:
    return f"{reverse('supervision:measures')}?part={part}"


def _at(name: str, *args: Any) -> str:
    """The address of a page, none where what the entry says makes no address."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
