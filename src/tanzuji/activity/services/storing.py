"""Readings stored: from a file in the vault, from a form, from a program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from tanzuji.activity import events, messages, policy, queries, vault
from tanzuji.activity.kinds import CARRIERS, READING_EVENTS, UPLOAD_KINDS
from tanzuji.activity.models import Evidence, Facility, Good, Meter, Product, Reading, Upload
from tanzuji.activity.services.registry import register_good, register_meter, register_product
from tanzuji.activity.services.settling import Settled, Settlement, Subject, settle
from tanzuji.activity.uploads.mapping import UploadMapping
from tanzuji.activity.uploads.tables import Line, Lines, read_lines
from tanzuji.activity.uploads.times import DayIs
from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.formats.factor_lists.sheets import read_tables
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.web.lookup import by_id

SHOWN_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person chose for rows that differ from what is there, and for rows that cannot be stored."""

    replace: bool | None = None
    leave_out: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as it would be stored."""

    lines: Lines
    settlement: Settlement


def preview(acting: Acting, kind: str, evidence: Evidence, mapping: UploadMapping) -> Preview:
    """What would become of a file of the vault; nothing is stored. Raises `factors.*`, `workbook.*`, `activity.*`."""
    check_kind(kind)
    lines = read_lines(read_tables(vault.read(evidence.digest), evidence.file), mapping)
    assigned = {name: code for name, code in mapping.subjects.items() if not code.startswith("new:")}
    foreseen = _foreseen(kind, mapping, lines.lines)
    settled = settle(acting, kind, lines.lines, assigned=assigned, day_is=mapping.day_is, foreseen=foreseen)
    return Preview(lines, settled)


def _foreseen(kind: str, mapping: UploadMapping, lines: Sequence[Line]) -> list[Subject]:
    """What the mapping says is to be registered, as it would be; not stored."""
    units = {line.subject: line.unit for line in reversed(lines)}
    found: list[Subject] = []
    for name, what in _wanted(mapping).items():
        unit = units.get(name) or (CARRIERS[what].unit if what in CARRIERS else "")
        named = {"code": name, "name_zh": name, "unit": unit}
        if kind == "readings":
            found.append(Meter(**named, carrier=what, kind=METER_OF[mapping.values]))
        else:
            found.append(Good(**named, kind=what) if kind == "purchases" else Product(**named))
    return found


METER_OF = {"register": "cumulative", "amount": "interval"}
"""The kind of meter whose values are registers, or amounts."""


def _wanted(mapping: UploadMapping) -> dict[str, str]:
    """Names that are to be registered, and as what."""
    return {name: code[4:] for name, code in mapping.subjects.items() if code.startswith("new:")}


def check_kind(kind: str) -> None:
    """Raises `activity.unknown-choice` for a kind of upload there is none of."""
    if kind not in UPLOAD_KINDS:
        raise messages.UNKNOWN_CHOICE.error("kind", value=kind[:60], known=", ".join(UPLOAD_KINDS))


def store_file(
    acting: Acting,
    kind: str,
    evidence_id: UUID | str,
    mapping: UploadMapping,
    *,
    facility_id: UUID | str | None = None,
    decisions: Decisions | None = None,
) -> Upload:
    """The readings of a file of the vault stored, all that may be or none; what is to be registered is, in `facility_id`.

    Raises `activity.rows-with-problems`, `activity.rows-differ` where a decision is lacking, `activity.nothing-new`.
    """
    policy.may_record(acting).enforce()
    evidence = queries.own_evidence(acting, evidence_id)
    with transaction.atomic():
        _one_at_a_time(acting)
        _register_new(acting, kind, evidence, mapping, facility_id)
        known = {name: code for name, code in mapping.subjects.items() if not code.startswith("new:")}
        found = preview(acting, kind, evidence, mapping.model_copy(update={"subjects": known}))
        return _store(
            acting, kind, found.settlement, decisions or Decisions(),
            evidence=evidence, mapping=mapping, read=found.lines,
        )  # fmt: skip


def store_lines(
    acting: Acting,
    kind: str,
    lines: Sequence[Line],
    *,
    day_is: DayIs = "end",
    decisions: Decisions | None = None,
) -> Upload:
    """Readings that somebody typed or a program sent. Raises what `store_file` raises."""
    policy.may_record(acting).enforce()
    check_kind(kind)
    with transaction.atomic():
        _one_at_a_time(acting)
        found = settle(acting, kind, lines, assigned={}, day_is=day_is)
        return _store(acting, kind, found, decisions or Decisions())


def _one_at_a_time(acting: Acting) -> None:
    """Two uploads at once would each find that the other's readings are not there yet."""
    list(Facility.objects.select_for_update().filter(organisation=acting.organisation).order_by("id"))


def _register_new(
    acting: Acting, kind: str, evidence: Evidence, mapping: UploadMapping, facility_id: UUID | str | None
) -> None:
    """Meters, goods and products that the mapping says are to be registered, with the unit their first line states."""
    wanted = _wanted(mapping)
    if not wanted:
        return
    if not facility_id:
        raise messages.NEEDED.error("facility")
    lines = read_lines(read_tables(vault.read(evidence.digest), evidence.file), mapping).lines
    units = {line.subject: line.unit for line in reversed(lines)}
    for name, what in wanted.items():
        named: dict[str, Any] = {"code": name, "name_zh" if not name.isascii() else "name_en": name}
        unit = units.get(name) or (CARRIERS[what].unit if what in CARRIERS else "")
        if kind == "readings":
            register_meter(
                acting, facility_id, carrier=what, unit=unit, kind=METER_OF[mapping.values], **named
            )
        elif kind == "purchases":
            register_good(acting, facility_id, kind=what, unit=unit, **named)
        else:
            register_product(acting, facility_id, unit=unit, **named)


def _store(
    acting: Acting,
    kind: str,
    found: Settlement,
    decisions: Decisions,
    *,
    evidence: Evidence | None = None,
    mapping: UploadMapping | None = None,
    read: Lines | None = None,
) -> Upload:
    _refuse(found, decisions)
    taken = [s for s in found.lines if s.outcome == "new" or (s.outcome == "differs" and decisions.replace)]
    upload = Upload.objects.create(
        organisation=acting.organisation,
        kind=kind,
        evidence=evidence,
        mapping=canonical_json(mapping.plain() if mapping else {}).decode(),
        report=json.dumps(_report(found, decisions, read), ensure_ascii=False),
        stored=len(taken),
        same=found.count("same"),
        replaced=sum(s.outcome == "differs" for s in taken),
        person=acting.person,
        program=acting.program,
    )
    rows: list[Reading] = []
    for one in taken:
        assert one.reading is not None
        one.reading.upload = upload
        one.reading.replaces = one.earlier
        rows.append(one.reading)
    Reading.objects.bulk_create(rows, batch_size=500)
    record(
        events.UPLOADED, acting, "upload", upload.id,
        stored=upload.stored, same=upload.same, replaced=upload.replaced, file=evidence.digest if evidence else "",
    )  # fmt: skip
    return upload


def _refuse(found: Settlement, decisions: Decisions) -> None:
    problems: list[Problem] = []
    bad = [s for s in found.lines if s.outcome == "problem"]
    if bad and not decisions.leave_out:
        problems.append(messages.HAS_PROBLEMS.problem("leave_out", count=len(bad)))
        problems += [p for s in bad for p in s.problems][:SHOWN_PROBLEMS]
    differing = found.count("differs")
    if differing and decisions.replace is None:
        problems.append(messages.DIFFERS.problem("replace", count=differing))
    if not problems and not found.count("new") and not (differing and decisions.replace):
        problems.append(messages.NOTHING_NEW.problem())
    if problems:
        raise CodedError(problems)


def _report(found: Settlement, decisions: Decisions, read: Lines | None) -> dict[str, Any]:
    """What became of every row, for whoever asks later: nothing is dropped without a word."""
    return {
        "replace": decisions.replace,
        "leave_out": decisions.leave_out,
        "counts": {name: found.count(name) for name in ("new", "same", "differs", "problem", "left-out")},
        "empty": read.empty if read else [],
        "sums": read.sums if read else [],
        "converted": sum(s.converted for s in found.lines),
        "lines": [_reported(s) for s in found.lines if s.outcome != "new" or s.falls],
    }


def _reported(settled: Settled) -> dict[str, Any]:
    line = settled.line
    said = {"place": line.place, "subject": line.subject, "written": line.written, "outcome": settled.outcome}
    problems = [{"code": p.code, "zh": p.text("zh"), "en": p.text("en")} for p in settled.problems]
    return (
        said
        | ({"problems": problems} if problems else {})
        | ({"earlier": settled.earlier.value} if settled.earlier is not None else {})
        | ({"falls": True} if settled.falls else {})
    )


def explain(
    acting: Acting,
    meter_id: UUID | str,
    reading_id: int,
    *,
    event: str,
    closing: float | None = None,
    opening: float | None = None,
    reason: str,
) -> Reading:
    """Why a register fell: it rolled over, or the meter was exchanged; told by a reading in the place of the other.

    Raises `web.absent`, `activity.unknown-choice`, `activity.needed` without the old meter's last value.
    """
    policy.may_record(acting).enforce()
    if not reason.strip():
        raise messages.NO_REASON.error("reason")
    if event not in READING_EVENTS:
        raise messages.UNKNOWN_CHOICE.error("event", value=event[:60], known=", ".join(READING_EVENTS))
    if event == "exchange" and closing is None:
        raise messages.NEEDED.error("closing")
    with transaction.atomic():
        meter = queries.own_meter(acting, meter_id)
        if event == "rollover" and meter.rolls_over_at is None:
            raise messages.NO_RANGE.error("event", code=meter.code)
        old = by_id(queries.current(meter.readings.filter(what="register")), str(reading_id))
        upload = Upload.objects.create(
            organisation=acting.organisation, kind="readings", stored=1, replaced=1, person=acting.person,
            program=acting.program,
        )  # fmt: skip
        row = Reading.objects.create(
            meter=meter, upload=upload, what="register", at=old.at, value=old.value, written=old.written,
            place=old.place, event=event, note=reason.strip()[:300], replaces=old,
            closing=closing if event == "exchange" else None,
            opening=(opening or 0.0) if event == "exchange" else None,
        )  # fmt: skip
        record(
            events.UPLOADED,
            acting,
            "upload",
            upload.id,
            reason=row.note,
            stored=1,
            same=0,
            replaced=1,
            file="",
        )
    return row
