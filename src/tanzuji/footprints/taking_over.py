"""From readings to the activity data of a study: what each line could take, and taking it with its trail.

An amount of a year divided by the output of the year, times what one run of the process gives, is the amount of the line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.db import transaction

from tanzuji.activity import queries as activity
from tanzuji.activity import services as activity_services
from tanzuji.activity.kinds import FLAWS
from tanzuji.activity.queries import Books, Borne, Period, Total, borne_name, carrier_of
from tanzuji.documents.editing import Set
from tanzuji.documents.editing.places import Item, write_place
from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.documents.exchanges import Exchange
from tanzuji.documents.models import Process, ProductModel
from tanzuji.documents.quantities import convertible, factor
from tanzuji.documents.text import Text
from tanzuji.engine.formulas import evaluate_parameters
from tanzuji.footprints import queries, services
from tanzuji.footprints.models import Study
from tanzuji.footprints.services.drafting import Edited
from tanzuji.formats.factor_lists.fields import folded
from tanzuji.parties.acting import Acting
from tanzuji.web.verdicts import Stale

LISTS = ("inputs", "energy", "wastes")
"""Lines of a process whose amount may come from readings."""

STRANGE = 0.3
"""Change, as a part of the present amount, from which on a line is looked at before it is taken over."""

NO_OUTPUT = define(
    "footprints.no-output-booked",
    zh="“{product}”在这一期没有产量。",
    en="No output of “{product}” is booked for the period.",
    remedy_zh="请在基础数据里上传产量。",
    remedy_en="Upload its output in base data.",
)
PART_OUTPUT = define(
    "footprints.output-incomplete",
    zh="“{product}”的产量只记了这一期 {share} 的时间，不能用来除整期的用量。",
    en="The output of “{product}” is booked for {share} of the period only; the period's amounts cannot be divided by it.",
    remedy_zh="请在基础数据里补齐产量；没有生产的月份记 0。",
    remedy_en="Complete its output in base data; book 0 for months without production.",
)
UNKNOWN_AMOUNT = define(
    "footprints.amount-not-known",
    zh="“{source}”从 {first} 到 {last} 的用量不清：{reason}。",
    en="The amount of “{source}” from {first} to {last} is not known: {reason}.",
    remedy_zh="请在基础数据里按原因补齐或改正。",
    remedy_en="Complete or correct it in base data.",
)
NOT_READ = define(
    "footprints.readings-incomplete",
    zh="这一期只有 {share} 的时间有读数。",
    en="Only {share} of the period was read.",
    remedy_zh="请补齐读数，或选“缺的按比例补足”（记为估算）。",
    remedy_en="Complete the readings, or choose to fill in proportion (kept as an estimate).",
)
CHANGED = define(
    "footprints.draft-changed",
    zh="您看这一页的时候，草稿被改过了。",
    en="The draft changed while you were looking at this page.",
    remedy_zh="请再看一遍新的对照，然后取入。",
    remedy_en="Look at the comparison again, then take over.",
)
NOTHING = define(
    "footprints.nothing-to-take",
    zh="没有选要取入的行。",
    en="No line was chosen.",
    remedy_zh="请至少选一行。",
    remedy_en="Choose at least one.",
)


@dataclass(frozen=True)
class Offered:
    """A line of the study with where its amount may come from and what it would be then."""

    process: Process
    kind: str
    line: Exchange
    options: tuple[tuple[str, Text], ...]
    source: str
    borne: Borne | None = None
    amount: float | None = None
    made: float | None = None
    product_unit: str = ""
    scale: float = 1.0
    """Units of the line per unit of the source: a conversion of units, or a heating value."""
    problems: tuple[Problem, ...] = ()
    present: float | None = None
    """What the line is now, a formula worked out; none where it is unknown."""

    @property
    def strange(self) -> bool:
        """Whether the readings give something else altogether: the line may mean more than the product's own share.

        Nobody takes such a line over unseen.
        """
        if self.amount is None:
            return False
        if not self.present:
            return isinstance(self.line.amount, str)
        return abs(self.amount - self.present) > STRANGE * abs(self.present)

    @property
    def key(self) -> str:
        return f"{self.process.id}/{self.line.id}"

    @property
    def run(self) -> tuple[float, str]:
        """What one run gives, in the unit of the facility's product."""
        output = self.process.output
        assert output is not None and isinstance(output.amount, float | int)
        return output.amount * factor(output.unit, self.product_unit), self.product_unit

    @property
    def complete(self) -> bool:
        return self.borne is not None and self.borne.complete

    def filled(self) -> float | None:
        """The amount with the missing time of each source filled in proportion."""
        whole = self.borne.filled() if self.borne is not None else None
        if self.amount is None or whole is None or not self.made:
            return None
        return whole * self.scale / self.made * self.run[0]


@dataclass(frozen=True)
class Offer:
    """A study beside the books of a facility: by process the product it makes, by line what it could take."""

    study: Study
    books: Books
    products: dict[str, str]
    lines: tuple[Offered, ...]

    @property
    def unplaced(self) -> list[tuple[Text, Borne]]:
        """What products that the study makes bear and no line takes: energy and materials that would be left out."""
        made = {code: process for process, code in self.products.items() if code}
        taken = {(self.products[one.process.id], one.source) for one in self.lines if one.source}
        return [
            (product.name, borne)
            for product, _ in self.books.products
            if product.code in made
            for borne in self.books.borne(product)
            if (product.code, borne.key) not in taken and borne.amount
        ]


def offer(acting: Acting, study: Study, books: Books, chosen: Mapping[str, str] | None = None) -> Offer:
    """What the lines of a draft could take from a facility's period.

    `chosen`: process → code of the product it makes, `process/line` → source. What is not chosen is as it was taken last, else
    by name: the product called as the process or its output, the carrier of an energy line, the good of the same name.
    """
    model: ProductModel = ProductModel.parse(json.loads(study.document))
    remembered = activity.sources(acting, study.id)
    wanted = {**remembered, **(chosen or {})}
    now = _present(model)
    by_code = {product.code: product for product, _ in books.products}
    products: dict[str, str] = {}
    lines: list[Offered] = []
    for process in _measurable(model):
        code = wanted.get(process.id)
        if code is None:
            words = [process.name.zh, process.name.en]
            if process.output and process.output.name:
                words += [process.output.name.zh, process.output.name.en]
            if process.id == _delivering(model):
                words = [model.product.name.zh, model.product.name.en]
            code = _product_named(words, {c: p.name for c, p in by_code.items()})
        products[process.id] = code if code in by_code else ""
        product = by_code.get(code or "")
        borne = {each.key: each for each in books.borne(product)} if product is not None else {}
        lines += [
            replace(
                _offered(
                    process,
                    kind,
                    line,
                    borne,
                    books.outputs[product.id] if product else None,
                    product,
                    wanted,
                ),
                present=now.get((process.id, str(line.id))),
            )
            for kind, line in _lines(process)
        ]
    return Offer(study, books, products, tuple(lines))


def _present(model: ProductModel) -> dict[tuple[str, str], float]:
    """The amounts of all lines as they are, formulas worked out; those that cannot be are left out."""
    shared: dict[str, float | str] = {
        p.name: _formula(p.value) for p in model.parameters if p.value is not None
    }
    found: dict[tuple[str, str], float] = {}
    for process in model.processes:
        for _, line in _lines(process):
            if isinstance(line.amount, str):
                try:
                    values = evaluate_parameters({**shared, _LINE: _formula(line.amount)})
                except CodedError:
                    continue
                found[process.id, str(line.id)] = values[_LINE]
            elif line.amount is not None:
                found[process.id, str(line.id)] = float(line.amount)
    return found


_LINE = "amount_of_this_line"


def _formula(amount: float | str) -> float | str:
    return amount.lstrip("= ") if isinstance(amount, str) else amount


def _delivering(model: ProductModel) -> str:
    """The process that makes the product of the study."""
    made = [process.id for process in model.processes if process.output is not None]
    return model.deliver or (made[-1] if made else "")


def _measurable(model: ProductModel) -> Iterator[Process]:
    """Processes with an output in plain numbers: what a run gives is then known."""
    for process in model.processes:
        if (
            process.output is not None
            and isinstance(process.output.amount, float | int)
            and process.output.amount
        ):
            yield process


def _lines(process: Process) -> Iterator[tuple[str, Exchange]]:
    for kind in LISTS:
        for line in getattr(process, kind):
            if line.process is None:
                yield kind, line


def _product_named(words: Iterable[str | None], names: Mapping[str, Text]) -> str:
    """The code of the product that is called so, or shares the longest run of signs with it; empty where two do or none."""
    said = {folded(word) for word in words if word}
    scored: list[tuple[int, str]] = []
    for code, name in names.items():
        own = {folded(word) for word in (code, name.zh, name.en) if word}
        runs = [_run(one, other) for one in own for other in said]
        scored.append((MAX_RUN if own & said else max(runs, default=0), code))
    best = max(scored, default=(0, ""))
    alike = sum(score == best[0] for score, _ in scored)
    return best[1] if best[0] and alike == 1 else ""


MAX_RUN = 1000
"""Score of the very same name."""


def _run(one: str, other: str) -> int:
    """Length of the longest run of signs that stands in both: two Chinese signs or six Latin letters at least, else 0."""
    found = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return found.size if found.size >= (6 if one[found.a : found.a + found.size].isascii() else 2) else 0


def _offered(
    process: Process, kind: str, line: Exchange, borne: Mapping[str, Borne], output: Total | None, product: Any,
    wanted: Mapping[str, str],
) -> Offered:  # fmt: skip
    options = tuple(
        (key, borne_name(each)) for key, each in borne.items() if _scale(each, line.unit) is not None
    )
    source = wanted.get(f"{process.id}/{line.id}")
    if source is None or (source and source not in dict(options)):
        source = _source_named(kind, line, options)
    found = borne.get(source) if source else None
    if found is None or product is None:
        return Offered(process, kind, line, options, source if found else "")
    unit = product.unit
    assert process.output is not None
    problems = [
        UNKNOWN_AMOUNT.problem(
            f"{process.id}/{line.id}", source=flaw.source.name, first=flaw.period.first.isoformat(),
            last=flaw.period.last.isoformat(), reason=FLAWS[flaw.reason],
        )
        for flaw in found.flaws
    ]  # fmt: skip
    amount = None
    made = output.amount if output is not None and output.complete else None
    scale = _scale(found, line.unit) or 1.0
    if output is not None and output.covered and not output.complete:
        problems.append(PART_OUTPUT.problem(process.id, product=product.name, share=f"{output.covered:.1%}"))
    elif not made:
        problems.append(NO_OUTPUT.problem(process.id, product=product.name))
    elif not convertible(process.output.unit, unit):
        try:
            factor(process.output.unit, unit)
        except CodedError as error:
            problems += error.at(process.id).problems
    elif not found.flaws:
        run = float(process.output.amount) * factor(process.output.unit, unit)
        amount = found.amount * scale / made * run
    return Offered(process, kind, line, options, source, found, amount, made, unit, scale, tuple(problems))


def _scale(borne: Borne, unit: str) -> float | None:
    """Units of the line per unit of the amount: by the units, or by the heating value of a fuel; None where neither."""
    if convertible(borne.unit, unit):
        return factor(borne.unit, unit)
    heating = getattr(borne.source, "heating_value", None)
    return heating * factor("MJ", unit) if heating and convertible("MJ", unit) else None


def _source_named(kind: str, line: Exchange, options: Sequence[tuple[str, Text]]) -> str:
    words = [word for word in (line.name.zh, line.name.en) if word]
    for key, name in options:
        own = {folded(word) for word in (name.zh, name.en) if word}
        if own & {folded(word) for word in words}:
            return key
    if kind == "energy":
        electricity = getattr(line, "electricity", None)
        if electricity == "on_site":
            return _only(options, "carrier:own_electricity")
        if electricity is not None:
            return _only(options, "carrier:electricity")
    for word in words:
        carrier = carrier_of(word, line.unit) if kind == "energy" else ""
        if carrier and _only(options, f"carrier:{carrier}"):
            return f"carrier:{carrier}"
    for key, name in options:
        if (
            key.startswith(("good:", "meter:"))
            and name.zh
            and any(folded(name.zh) in folded(word) or folded(word) in folded(name.zh) for word in words)
        ):
            return key
    return ""


def _only(options: Sequence[tuple[str, Text]], key: str) -> str:
    return key if key in dict(options) else ""


def operations(
    found: Offer, taken: Sequence[str], *, filling: frozenset[str], location: str = ""
) -> list[Set]:
    """What taking over the chosen lines writes into the draft: their amounts and where these were read."""
    plain = json.loads(found.study.document)
    result: list[Set] = []
    for one in found.lines:
        if one.key not in taken or one.amount is None:
            continue
        was = _plain_line(plain, one)
        place = write_place(("processes", Item(one.process.id), one.kind, Item(str(one.line.id))))
        value = one.filled() if one.key in filling and not one.complete else one.amount
        origin = {
            **(was.get("data") or {}),
            **_origin(one, found, filled=one.key in filling and not one.complete, location=location),
        }
        result.append(Set(place=f"{place}.amount", value=value, was=was.get("amount")))
        result.append(Set(place=f"{place}.data", value=origin, was=was.get("data")))
    return result


def _plain_line(plain: dict[str, Any], one: Offered) -> dict[str, Any]:
    process = next(p for p in plain["processes"] if p["id"] == one.process.id)
    line: dict[str, Any] = next(x for x in process[one.kind] if x["id"] == one.line.id)
    return line


def _origin(one: Offered, found: Offer, *, filled: bool, location: str) -> dict[str, Any]:
    """The `data` of a line: primary, read in these meters or ledgers, in this period, with its scores and papers."""
    assert one.borne is not None
    period = found.books.period
    sources = "; ".join(dict.fromkeys(piece.source.reference for piece in one.borne.pieces))
    facility = found.books.facility.name
    return {
        "kind": "estimate" if filled else "primary",
        "citation": f"{facility.to('zh')} {period.first:%Y-%m-%d}/{period.last:%Y-%m-%d}",
        "read_in": sources,
        "confidence": "estimate (missing time filled in proportion)" if filled else "read directly",
        "year_from": period.first.year,
        "year_to": period.last.year,
        "quality": one.borne.quality.plain(),
        "evidence": [
            {"title": paper.title, "digest": paper.digest, "location": location}
            for paper in activity.papers_of(one.borne)
        ],
    }


def take_over(
    acting: Acting,
    study_id: UUID | str,
    books_of: tuple[UUID | str, Period],
    chosen: Mapping[str, str],
    taken: Sequence[str],
    *,
    filling: frozenset[str] = frozenset(),
    seen: str = "",
) -> Edited:
    """The chosen lines of a draft with their amounts from readings, the trail kept, the choices remembered.

    `seen` is the digest of the draft the person looked at. Raises `footprints.draft-changed` (409) where it is another now,
    `footprints.readings-incomplete` for a line with missing time that is not to be filled, `footprints.nothing-to-take`.
    """
    study = queries.study(acting, study_id)
    if seen and seen != study.digest:
        raise Stale([CHANGED.problem()])
    facility, period = books_of
    found = offer(acting, study, Books(activity.facility(acting, facility), period), chosen)
    lines = [one for one in found.lines if one.key in taken]
    problems = [problem for one in lines for problem in one.problems]
    problems += [
        NOT_READ.problem(one.key, share=f"{one.borne.covered:.1%}")
        for one in lines
        if one.borne is not None and not one.problems and not one.complete and one.key not in filling
    ]
    lines = [one for one in lines if one.amount is not None]
    if not lines and not problems:
        problems.append(NOTHING.problem())
    if problems:
        raise CodedError(problems)
    with transaction.atomic():
        kept = activity_services.take(acting, study.id, period, [_told(one, filling) for one in lines])
        activity_services.remember_sources(
            acting, study.id, {**found.products, **{one.key: one.source for one in lines}}
        )
        written = operations(found, taken, filling=filling, location=f"/base-data/takings/{kept.id}/")
        return services.edit(acting, study.id, written)


def _told(one: Offered, filling: frozenset[str]) -> dict[str, Any]:
    """A line as the record of what was taken over tells it: every step from the readings to the amount."""
    assert one.borne is not None and one.made is not None
    filled = one.key in filling and not one.complete
    run, run_unit = one.run
    return {
        "line": one.key,
        "name": one.line.name.plain(),
        "amount": one.filled() if filled else one.amount,
        "unit": one.line.unit,
        "source": one.source,
        "whole": one.borne.amount,
        "whole_unit": one.borne.unit,
        "scale": one.scale,
        "output": one.made,
        "output_unit": one.product_unit,
        "run": run,
        "run_unit": run_unit,
        "covered": one.borne.covered,
        "filled": filled,
        "quality": one.borne.quality.plain(),
        "pieces": [
            {
                "source": piece.source.reference,
                "name": piece.source.code,
                "whole": piece.whole,
                "fraction": piece.fraction,
                "covered": piece.covered,
                "first": piece.period.first.isoformat(),
                "last": piece.period.last.isoformat(),
                "method": piece.method,
                "precision": piece.precision,
                "readings": list(piece.readings),
            }
            for piece in one.borne.pieces
        ],
    }
