"""Facilities, products, goods and meters registered; calibrations recorded; meters retired."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from tanzuji.activity import events, messages, policy, queries
from tanzuji.activity.kinds import CARRIERS, GOOD_KINDS, METER_KINDS
from tanzuji.activity.models import Calibration, Facility, Good, Meter, Product
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.quantities import convertible, factor
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting

Row = TypeVar("Row", Facility, Product, Good, Meter)


def register_facility(
    acting: Acting, *, code: str, name_zh: str = "", name_en: str = "", region: str = "", address: str = ""
) -> Facility:
    """A facility. Raises `activity.needed`, `activity.code-taken`."""
    policy.may_record(acting).enforce()
    row = Facility(
        organisation=acting.organisation, code=code.strip()[:60], name_zh=name_zh.strip()[:200],
        name_en=name_en.strip()[:200], region=region.strip()[:120], address=address.strip()[:300],
    )  # fmt: skip
    return _registered(acting, row, [], events.FACILITY, "facility")


def register_product(
    acting: Acting, facility_id: UUID | str, *, code: str, unit: str, name_zh: str = "", name_en: str = ""
) -> Product:
    """A product of a facility, an intermediate one as well. Raises `web.absent`, `quantity.unknown-unit`, …"""
    policy.may_record(acting).enforce()
    facility = queries.facility(acting, facility_id)
    row = Product(
        organisation=acting.organisation, facility=facility, code=code.strip()[:60], unit=unit.strip(),
        name_zh=name_zh.strip()[:200], name_en=name_en.strip()[:200],
    )  # fmt: skip
    return _registered(acting, row, _unit_problems(unit), events.PRODUCT, "facility_product")


def register_good(
    acting: Acting,
    facility_id: UUID | str,
    *,
    code: str,
    kind: str,
    unit: str,
    name_zh: str = "",
    name_en: str = "",
    heating_value: float | None = None,
    heating_source: str = "",
) -> Good:
    """A fuel, material or waste that is booked; its heating value in MJ a unit."""
    policy.may_record(acting).enforce()
    facility = queries.facility(acting, facility_id)
    problems = _unit_problems(unit) + _among("kind", kind, GOOD_KINDS)
    if heating_value is not None and not heating_value > 0:
        problems.append(messages.NOT_POSITIVE.problem("heating_value", value=heating_value))
    row = Good(
        organisation=acting.organisation, facility=facility, code=code.strip()[:60], kind=kind, unit=unit.strip(),
        name_zh=name_zh.strip()[:200], name_en=name_en.strip()[:200], heating_value=heating_value,
        heating_source=heating_source.strip()[:200],
    )  # fmt: skip
    return _registered(acting, row, problems, events.GOOD, "good")


def register_meter(
    acting: Acting,
    facility_id: UUID | str,
    *,
    code: str,
    carrier: str,
    unit: str,
    kind: str = "cumulative",
    parent: UUID | str | None = None,
    **stated: Any,
) -> Meter:
    """A meter in its place of the tree.

    `stated`: name_zh, name_en, multiplier, rolls_over_at, accuracy, serial, place, specification, calibration_months.
    Raises `web.absent`, `activity.wrong-unit`, `activity.other-carrier`, `activity.code-taken`, …
    """
    policy.may_record(acting).enforce()
    facility = queries.facility(acting, facility_id)
    row = Meter(
        organisation=acting.organisation, facility=facility, code=code.strip()[:60], carrier=carrier, kind=kind,
        unit=unit.strip(), parent=_own(acting, parent),
    )  # fmt: skip
    _state(row, stated)
    return _registered(acting, row, _meter_problems(row), events.METER, "meter")


def change_meter(acting: Acting, meter_id: UUID | str, *, parent: UUID | str | None, **stated: Any) -> Meter:
    """What is said of a meter changed; what its readings are read with (unit, kind, multiplier) stays once it has any."""
    policy.may_record(acting).enforce()
    with transaction.atomic():
        row = queries.own_meter(acting, meter_id)
        row.parent = _own(acting, parent)
        if row.readings.exists():
            stated = {name: value for name, value in stated.items() if name != "multiplier"}
        _state(row, stated)
        problems = _meter_problems(row)
        if problems:
            raise CodedError(problems)
        row.save()
        record(events.METER_CHANGED, acting, "meter", row.id, code=row.code)
    return row


_LENGTHS = {"name_zh": 200, "name_en": 200, "accuracy": 20, "serial": 80, "place": 200, "specification": 200}


def _state(row: Meter, stated: dict[str, Any]) -> None:
    for name, value in stated.items():
        if name in _LENGTHS:
            setattr(row, name, str(value).strip()[: _LENGTHS[name]])
        elif name in ("multiplier", "rolls_over_at", "calibration_months"):
            setattr(row, name, value)
        else:
            raise TypeError(f"a meter has no {name!r}")


def _own(acting: Acting, meter_id: UUID | str | None) -> Meter | None:
    return queries.own_meter(acting, meter_id) if meter_id else None


def _meter_problems(row: Meter) -> list[Problem]:
    problems = _among("carrier", row.carrier, CARRIERS) + _among("kind", row.kind, METER_KINDS)
    problems += _unit_problems(row.unit)
    if problems:
        return problems
    carrier = CARRIERS[row.carrier]
    if not convertible(row.unit, carrier.unit):
        problems.append(
            messages.WRONG_UNIT.problem("unit", carrier_name=carrier.name, unit=row.unit, target=carrier.unit)
        )
    for name in ("multiplier", "rolls_over_at", "calibration_months"):
        value = getattr(row, name)
        if value is not None and not value > 0:
            problems.append(messages.NOT_POSITIVE.problem(name, value=value))
    if row.parent is not None:
        problems += _tree_problems(row, row.parent)
    return problems


def _tree_problems(row: Meter, parent: Meter) -> list[Problem]:
    if parent.carrier != row.carrier or parent.facility_id != row.facility_id:
        own, other = CARRIERS[row.carrier].name, CARRIERS[parent.carrier].name
        return [messages.OTHER_CARRIER.problem("parent", own=own, other=other)]
    above: Meter | None = parent
    while above is not None:
        if above.id == row.id:
            return [messages.CIRCLE.problem("parent", code=parent.code)]
        above = above.parent
    return []


def _unit_problems(unit: str) -> list[Problem]:
    if not unit.strip():
        return [messages.NEEDED.problem("unit")]
    try:
        factor(unit, unit)
    except CodedError as error:
        return list(error.at("unit").problems)
    return []


def _among(path: str, value: str, known: Any) -> list[Problem]:
    if value in known:
        return []
    return [messages.UNKNOWN_CHOICE.problem(path, value=value[:60], known=", ".join(known))]


def _registered(acting: Acting, row: Row, problems: list[Problem], event: str, subject: str) -> Row:
    """The row stored and told, once nothing is wrong with it."""
    model: type[Model] = type(row)
    if not row.code:
        problems.append(messages.NEEDED.problem("code"))
    with transaction.atomic():
        taken = model._default_manager.filter(organisation=acting.organisation, code=row.code).exists()
        if taken:
            problems.append(messages.CODE_TAKEN.problem("code", code=row.code))
        if problems:
            raise CodedError(problems)
        row.save(force_insert=True)
        record(event, acting, subject, row.id, code=row.code)
    return row


def calibrate(
    acting: Acting,
    meter_id: UUID | str,
    *,
    done_on: date,
    due_on: date,
    passed: bool = True,
    certificate: str = "",
    laboratory: str = "",
    evidence_id: UUID | str | None = None,
) -> Calibration:
    """A calibration as its certificate states it. Raises `activity.due-before`, `activity.in-future`, `web.absent`."""
    policy.may_record(acting).enforce()
    meter = queries.own_meter(acting, meter_id)
    problems = []
    if due_on <= done_on:
        problems.append(
            messages.DUE_BEFORE.problem("due_on", due=due_on.isoformat(), done=done_on.isoformat())
        )
    if done_on > timezone.localdate():
        problems.append(messages.IN_FUTURE.problem("done_on", day=done_on.isoformat()))
    if problems:
        raise CodedError(problems)
    paper = queries.own_evidence(acting, evidence_id) if evidence_id else None
    with transaction.atomic():
        row = Calibration.objects.create(
            meter=meter, done_on=done_on, due_on=due_on, passed=passed, certificate=certificate.strip()[:120],
            laboratory=laboratory.strip()[:200], evidence=paper, person=acting.person,
        )  # fmt: skip
        done, due = done_on.isoformat(), due_on.isoformat()
        record(events.CALIBRATED, acting, "meter", meter.id, done=done, due=due, passed=passed)
    return row


def retire(acting: Acting, meter_id: UUID | str, *, day: date, reason: str) -> Meter:
    """A meter put out of use; its readings stay. Raises `activity.meter-retired` where it is already."""
    policy.may_record(acting).enforce()
    if not reason.strip():
        raise messages.NO_REASON.error("reason")
    with transaction.atomic():
        row = queries.own_meter(acting, meter_id)
        if row.retired_on is not None:
            raise messages.RETIRED.error("day", code=row.code, day=row.retired_on.isoformat())
        row.retired_on, row.retired_because = day, reason.strip()[:300]
        row.save(update_fields=["retired_on", "retired_because"])
        record(events.RETIRED, acting, "meter", row.id, reason=row.retired_because, day=day.isoformat())
    return row
