"""From an application to the facts of its certificate: the verified result, rounded once, without its recipe.

What is shown of the inside is the life-cycle stages alone; a stage of fewer than three flows is put together with others,
so that no amount of the recipe can be solved for (TRUST §3).
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

from tanzuji.certificates.checking import close
from tanzuji.certificates.facts import CertificateFacts, Stage, unit_of
from tanzuji.certificates.rating import Rating, rate
from tanzuji.certification import messages, queries
from tanzuji.certification.models import Application
from tanzuji.documents.errors import CodedError
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.rounding import exact, round_to_digits
from tanzuji.documents.text import Text
from tanzuji.footprints import benchmarking, verifying
from tanzuji.footprints import queries as footprints
from tanzuji.rules import load_pack
from tanzuji.rules.schemes import Scheme
from tanzuji.verification.queries import StatementView

LEAST_FLOWS = 3
STAGE_DIGITS = 3
OTHER = Text(zh="其他阶段", en="Other stages")


def facts_of(of: Application, *, today: date | None = None) -> CertificateFacts:
    """What the certificate of an application says. Raises `certification.not-verified`, `.no-rating`."""
    statement = queries.statement_of(of)
    if statement is None:
        raise messages.NOT_VERIFIED.error("statement")
    scheme = queries.document(of)
    version = verifying.version(statement.version_id)
    footprint = footprints.footprint(version)
    rating = _rating(of, statement)
    rounding = scheme.management.rounding
    interval = benchmarking.ninety(footprint, version.releases)
    return CertificateFacts(
        scheme=scheme.code,
        scheme_version=scheme.version,
        scheme_name=scheme.name,
        family=scheme.family,
        body=of.body_id,
        holder=of.organisation_id,
        maker=footprint.model.product.maker or of.organisation.name,
        product=of.product,
        models=of.models,
        gtin=of.gtin,
        version_id=statement.version_id,
        statement=statement.id,
        dataset_digest=statement.result_digest,
        standard=_standard(statement.rule),
        rule=statement.rule,
        value=rounding.round(statement.total),
        unrounded=statement.total,
        unit=unit_of(statement.unit),
        unit_words=footprint.model.unit.description,
        boundary=statement.boundary,
        stages=shown_stages(footprint),
        interval=_interval(interval, rounding.digits or 3),
        reference_year=_year(footprint, version.made_at.year),
        variant=of.variant,  # type: ignore[arg-type]  # one of VARIANTS
        score=rating.score if rating else None,
        grade=_grade(rating, scheme),
        rating_note=rating.note if rating else None,
        level=statement.level,  # type: ignore[arg-type]  # limited or reasonable
        verifier=statement.verifier.name,
        gate="certified",
        months=scheme.management.months,
        surveillance_months=scheme.management.surveillance_months,
        rounding=rounding.rule,
        near_tie=close(statement.total, rounding.rule),
        number_pattern=scheme.management.number,
    )


def shown_stages(footprint: Footprint) -> tuple[Stage, ...]:
    """The stages that hold something, three significant digits each; small ones put together under one name.

    A single small stage takes the smallest of the others along, since it could be had as a difference.
    """
    flows = Counter(one.stage for one in footprint.contributions)
    held = [stage for stage in footprint.stages if flows[stage.stage]]
    few = [stage for stage in held if flows[stage.stage] < LEAST_FLOWS]
    enough = [stage for stage in held if flows[stage.stage] >= LEAST_FLOWS]
    while few and enough and sum(flows[stage.stage] for stage in few) < LEAST_FLOWS:
        smallest = min(enough, key=lambda stage: abs(stage.total))
        enough.remove(smallest)
        few.append(smallest)
    found = [(stage.stage, stage.name, stage.total) for stage in enough]
    if few:
        only = few[0] if len(few) == 1 else None
        joined = Text(
            zh="、".join(stage.name.to("zh") for stage in few),
            en=", ".join(stage.name.to("en") for stage in few),
        )
        name = only.name if only else joined if len(few) <= 3 else OTHER
        found.append((only.stage if only else "other", name, sum(stage.total for stage in few)))
    whole = sum((exact(total) for _, _, total in found), Decimal(0))
    return tuple(
        Stage(key, name, round_to_digits(total, STAGE_DIGITS), _share(exact(total), whole))
        for key, name, total in found
    )


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return round_to_digits(part / whole * 100, STAGE_DIGITS) if whole else Decimal(0)


def _rating(of: Application, statement: StatementView) -> Rating | None:
    """Score and grade where the variant shows them. Raises `certification.no-rating` where there are none."""
    if of.variant == "numeric":
        return None
    found = rate(statement.version_id, level=statement.level)
    missing = found.score is None if of.variant == "score" else not found.grade
    if missing:
        raise messages.NO_RATING.error(
            "variant", why=found.note or Text(zh="没有可比的基准值", en="no comparable benchmark")
        )
    return found


def _grade(rating: Rating | None, scheme: Scheme) -> str:
    """The grade in the scheme's own marks: A to E, or 1 to 5."""
    if rating is None or not rating.grade:
        return ""
    return rating.grade if scheme.pattern.grades == "A-E" else str("ABCDE".index(rating.grade) + 1)


def _interval(found: tuple[float, float] | None, digits: int) -> tuple[Decimal, Decimal] | None:
    return (
        (round_to_digits(found[0], digits), round_to_digits(found[1], digits)) if found is not None else None
    )


def _standard(rule: str) -> str:
    """The number of the standard behind a rule: its own, or that of what it inherits from; else the rule itself."""
    try:
        pack = first = load_pack(rule.partition("@")[0])
        while not pack.number and pack.inherits:
            pack = load_pack(pack.inherits)
    except CodedError:
        return rule
    return pack.number or first.id


def _year(footprint: Footprint, made: int) -> str:
    period = footprint.model.period
    if period is None:
        return str(made)
    first, last = period.start.year, period.end.year
    return str(first) if first == last else f"{first}–{last}"
