"""What has to be right about facts before they become a certificate; and that they are what was verified."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol
from uuid import UUID

from tanzuji.certificates import messages
from tanzuji.certificates.facts import WITHOUT_STATEMENT, CertificateFacts
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.rounding import near_tie, near_tie_at_digits, round_to_digits, round_to_interval
from tanzuji.documents.text import Text
from tanzuji.documents.trade_items import gtin_ok

FAMILIES = ("footprint", "reduction", "neutrality", "efficiency")
LONGEST = 300
MONTHS = 120
POWER = 18
"""Values lie between 10⁻¹⁸ and 10¹⁸."""
SUPPORTS = ("unmodified", "qualified")
"""Opinions on which a certificate can rest."""

_MISSING = Text(zh="没有写", en="it is not given")
_TOO_LONG = Text(zh=f"超过 {LONGEST} 字", en=f"it is longer than {LONGEST} characters")
_NO_NUMBER = Text(zh="不是合理范围内的数", en="it is no number within reason")


class Party(Protocol):
    """Whose study was verified."""

    @property
    def pk(self) -> Any: ...


class Statement(Protocol):
    """A verification statement, as far as a certificate rests on it (`verification.queries.StatementView`)."""

    @property
    def id(self) -> UUID: ...
    @property
    def number(self) -> str: ...
    @property
    def version_id(self) -> int: ...
    @property
    def level(self) -> str: ...
    @property
    def opinion(self) -> str: ...
    @property
    def result_digest(self) -> str: ...
    @property
    def total(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def boundary(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def client(self) -> Party: ...


def rounded(unrounded: str, rule: str) -> Decimal:
    """The value a label shows, rounded once by GB/T 8170. Raises `certificates.bad-fact`.

    `rule` is `digits:N` (significant digits) or `interval:X` (a multiple of X).
    """
    number, (digits, step) = _number(unrounded, "unrounded"), _rule(rule)
    return round_to_digits(number, digits) if digits else round_to_interval(number, step)


def close(unrounded: str, rule: str) -> bool:
    """Whether a value lies within 1e-9, relative, of a tie of its rounding: the last of its ten digits decides the label.

    Raises `certificates.bad-fact`.
    """
    number, (digits, step) = _number(unrounded, "unrounded"), _rule(rule)
    return near_tie_at_digits(number, digits) if digits else near_tie(number, step)


def _rule(rule: str) -> tuple[int, Decimal]:
    """Significant digits, or the interval where they are 0. Raises `certificates.bad-fact`."""
    kind, _, size = rule.partition(":")
    if kind == "digits" and size.isascii() and size.isdigit() and 1 <= int(size) <= 10:
        return int(size), Decimal(0)
    if kind == "interval" and (step := _number(size, "rounding")) > 0:
        return 0, step
    why = Text(zh="写作 digits:3 或 interval:0.1", en="it reads like digits:3 or interval:0.1")
    raise messages.BAD_FACT.error("rounding", value=rule[:40], why=why)


def check(facts: CertificateFacts) -> None:
    """Raises CodedError with everything that is wrong with the facts by themselves."""
    problems = [*_texts(facts), *_terms(facts)] or list(_rating(facts))
    if problems:
        raise CodedError(problems)
    value = rounded(facts.unrounded, facts.rounding)
    if value != facts.value:
        raise messages.NOT_ROUNDED.error(
            "value", value=f"{facts.value:f}", unrounded=facts.unrounded, rule=facts.rounding, expected=f"{value:f}"
        )  # fmt: skip
    if facts.near_tie is not close(facts.unrounded, facts.rounding):
        raise messages.TIE_UNTOLD.error("near_tie", unrounded=facts.unrounded, rule=facts.rounding)
    _stages(facts)


def check_against(facts: CertificateFacts, statement: Statement | None) -> None:
    """Raises where the facts do not rest on a valid statement about exactly their version, or say something else."""
    if statement is None or statement.id != facts.statement or statement.version_id != facts.version_id:
        if facts.family in WITHOUT_STATEMENT and facts.statement is None:
            return
        raise messages.NOT_VERIFIED.error("statement")
    if statement.client.pk != facts.holder:
        raise messages.NOT_HOLDERS.error("holder", number=statement.number)
    if statement.opinion not in SUPPORTS:
        raise messages.ADVERSE.error("statement", number=statement.number)
    same = (
        ("dataset_digest", Text(zh="结果摘要", en="result digest"), facts.dataset_digest, statement.result_digest),
        ("unit", Text(zh="单位", en="unit"), per(facts.unit), per(statement.unit)),
        ("boundary", Text(zh="系统边界", en="boundary"), facts.boundary, statement.boundary),
        ("rule", Text(zh="规则", en="rule"), facts.rule, statement.rule),
        ("level", Text(zh="保证等级", en="level of assurance"), facts.level, statement.level),
        ("unrounded", Text(zh="值", en="value"), facts.unrounded, statement.total),
    )  # fmt: skip
    wrong = [
        messages.NOT_AS_VERIFIED.problem(
            path, what=what, value=said[:80], stated=stated[:80], number=statement.number
        )
        for path, what, said, stated in same
        if not _equal(said, stated)
    ]
    if wrong:
        raise CodedError(wrong)


def per(unit: str) -> str:
    """What a value is given per: `t` for `kgCO2e/t`, `1 t` and `t` alike."""
    return unit.rpartition("CO2e/")[2].strip().removeprefix("1 ").strip()


def _equal(said: str, stated: str) -> bool:
    if said == stated:
        return True
    try:
        return Decimal(said) == Decimal(stated)
    except InvalidOperation:
        return False


def _number(text: str, path: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not -POWER < found.adjusted() < POWER:
        raise messages.BAD_FACT.error(path, value=text[:40], why=_NO_NUMBER)
    return found


def _texts(facts: CertificateFacts) -> Iterator[Problem]:
    needed = {
        name: getattr(facts, name)
        for name in ("scheme", "scheme_name", "maker", "product", "dataset_digest", "standard", "unit",
                     "unit_words", "boundary", "reference_year")
    }  # fmt: skip
    if facts.family not in WITHOUT_STATEMENT:
        needed |= {"verifier": facts.verifier, "level": facts.level}
    for name, value in needed.items():
        if not value:
            yield messages.BAD_FACT.problem(name, value="", why=_MISSING)
    for name, value in (needed | {"rating_note": facts.rating_note}).items():
        if any(len(said or "") > LONGEST for said in _said(value)):
            yield messages.BAD_FACT.problem(name, value=str(value)[:20], why=_TOO_LONG)
    for place, model in enumerate(facts.models):
        if not model.strip() or len(model) > LONGEST:
            yield messages.BAD_FACT.problem(f"models[{place}]", value=model[:20], why=_MISSING)
    if facts.gtin and not gtin_ok(facts.gtin):
        yield messages.BAD_GTIN.problem("gtin", gtin=facts.gtin[:20])


def _said(value: object) -> tuple[str | None, ...]:
    return (value.zh, value.en) if isinstance(value, Text) else (str(value or ""),)


def _terms(facts: CertificateFacts) -> Iterator[Problem]:
    choices = (
        ("family", facts.family, FAMILIES),
        ("variant", facts.variant, ("numeric", "score", "grade")),
        ("gate", facts.gate, ("certified", "verified")),
        ("level", facts.level, ("", "limited", "reasonable")),
    )
    for name, value, known in choices:
        if value not in known:
            why = Text(zh="可用：" + "、".join(known), en="it is one of " + ", ".join(known))
            yield messages.BAD_FACT.problem(name, value=str(value)[:40], why=why)
    if facts.unit and not facts.unit.startswith("kgCO2e/"):
        why = Text(zh="写作 kgCO2e/单位，如 kgCO2e/t", en="it reads kgCO2e per unit, such as kgCO2e/t")
        yield messages.BAD_FACT.problem("unit", value=facts.unit[:40], why=why)
    for name, months in (("months", facts.months), ("surveillance_months", facts.surveillance_months)):
        if not 1 <= months <= MONTHS:
            why = Text(zh=f"应为 1 到 {MONTHS} 个月", en=f"it is 1 to {MONTHS} months")
            yield messages.BAD_FACT.problem(name, value=str(months), why=why)
    numbers = {"value": facts.value, "score": facts.score or Decimal(0)}
    numbers |= {f"interval[{place}]": end for place, end in enumerate(facts.interval or ())}
    for at, stage in enumerate(facts.stages):
        numbers |= {f"stages[{at}].value": stage.value, f"stages[{at}].share": stage.share}
    endless = [
        name for name, value in numbers.items() if not (value.is_finite() and abs(value.adjusted()) < POWER)
    ]
    for name in endless:
        yield messages.BAD_FACT.problem(name, value=str(numbers[name])[:40], why=_NO_NUMBER)
    if not endless and facts.interval is not None and facts.interval[0] > facts.interval[1]:
        why = Text(zh="下限高于上限", en="its lower end is above the upper one")
        yield messages.BAD_FACT.problem(
            "interval", value=f"{facts.interval[0]} … {facts.interval[1]}", why=why
        )


def _rating(facts: CertificateFacts) -> Iterator[Problem]:
    """A label by score shows one from 0 to 100, a label by grade a grade."""
    why = Text(zh="碳得分应为 0 到 100", en="a score is 0 to 100")
    outside = facts.score is not None and not 0 <= facts.score <= 100
    if outside or (facts.variant == "score" and facts.score is None):
        yield messages.BAD_FACT.problem("score", value=str(facts.score), why=why)
    if (facts.variant == "grade" and not facts.grade) or len(facts.grade) > 20:
        yield messages.BAD_FACT.problem("grade", value=facts.grade[:20], why=_MISSING)


def _stages(facts: CertificateFacts) -> None:
    """Stages, each rounded by itself, add up to the value within one per cent of all that they hold."""
    if not facts.stages:
        return
    total = _number(facts.unrounded, "unrounded")
    added = sum((stage.value for stage in facts.stages), Decimal(0))
    held = sum((abs(stage.value) for stage in facts.stages), Decimal(0))
    if abs(added - total) > max(held, abs(total)) / 100:
        raise messages.STAGES_DIFFER.error("stages", sum=f"{added:f}", total=f"{total:f}")
