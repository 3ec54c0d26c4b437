"""Licences that forbid passing on, lawful bases without a word behind them, trails that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tanzuji.contributions.guards import messages
from tanzuji.contributions.guards.findings import Finding, Offer, value_of
from tanzuji.contributions.papers import LAWFUL_BASES, Input, Provenance
from tanzuji.contributions.provenance.coverage import coverage
from tanzuji.contributions.provenance.resolving import kind_of
from tanzuji.documents.text import Text

_CLOSED = re.compile(
    r"all rights reserved|proprietary|confidential|no redistribution|not for redistribution|ecoinvent|EULA|"
    r"版权所有|保留所有权利|不得转载|禁止转载|仅供内部|内部使用|保密|商业授权|CC[ -]BY(?:[ -]NC)?[ -]ND",
    re.IGNORECASE,
)
"""Licences of data that nobody may pass on without an agreement of his own."""


def licence(offer: Offer) -> Iterator[Finding]:
    """Whether the data may be passed on, and what that rests on (SH-204: lawful and with its source)."""
    said, source = offer.declarations, offer.dataset.source
    agreed = said.lawful_basis in ("licensed", "consent_of_owner") and bool(said.basis_note)
    if _CLOSED.search(source.licence) and not agreed and said.lawful_basis != "own_data":
        yield Finding(
            "error", messages.LICENCE_CLOSED.problem("dataset.source.licence", licence=source.licence[:80])
        )
    if said.lawful_basis is None or said.lawful_basis == "own_data":
        return
    if said.lawful_basis == "public_source":
        lacking = not (source.url or source.location or said.basis_note)
        wanted = Text(
            zh="在哪里发布（网址、文号或页码）", en="where it was published (address, number or page)"
        )
    else:
        lacking = not said.basis_note
        wanted = Text(zh="协议或授权文件", en="the agreement or permission")
    if lacking:
        basis = LAWFUL_BASES[said.lawful_basis]
        yield Finding(
            "error", messages.BASIS_UNPROVEN.problem("declarations.basis_note", basis=basis, wanted=wanted)
        )


def trail(offer: Offer, resolved: Mapping[str, bool], asked: float) -> Iterator[Finding]:
    """What is wrong with the trail; `resolved` says which references lead somewhere, `asked` how much they must cover."""
    inputs = offer.provenance.inputs
    if not inputs:
        yield Finding("error", messages.NO_TRAIL.problem("provenance.inputs"))
        return
    known: set[str] = set()
    for at, each in enumerate(inputs):
        if each.id in known:
            yield Finding("error", messages.INPUT_TWICE.problem(f"provenance.inputs[{at}].id", input=each.id))
        known.add(each.id)
    for at, each in enumerate(inputs):
        place = f"provenance.inputs[{at}]"
        if each.feeds and not _leads_to_value(offer.provenance, each):
            yield Finding(
                "error",
                messages.FEEDS_NOTHING.problem(f"{place}.feeds", input=each.id, feeds=each.feeds[:80]),
            )
        for number, reference in enumerate(each.references):
            if resolved.get(reference):
                continue
            of = messages.LEADS_NOWHERE if kind_of(reference) else messages.BAD_REFERENCE
            yield Finding("error", of.problem(f"{place}.references[{number}]", reference=reference[:120]))
    covered = coverage(offer.provenance, value_of(offer.dataset), resolved)
    if covered.share < asked:
        shares = {"share": f"{covered.share * 100:.1f} %", "asked": f"{asked * 100:.0f} %"}
        yield Finding("error", messages.TRAIL_SHORT.problem("provenance.inputs", **shares))


def _leads_to_value(of: Provenance, start: Input) -> bool:
    """Whether an input explains the value, through others, without a loop."""
    by_id = {each.id: each for each in of.inputs}
    seen, at = {start.id}, start
    while at.feeds:
        if at.feeds in seen or at.feeds not in by_id:
            return False
        seen.add(at.feeds)
        at = by_id[at.feeds]
    return True
