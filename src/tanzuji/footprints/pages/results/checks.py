"""What the rules say of a study: findings that lead to the field, and what was passed, by pack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanzuji.documents.rules import (
    LAYER_NAMES,
    CheckOutcome,
    CheckResult,
    Finding,
    PackReference,
    RuleNote,
    Severity,
)
from tanzuji.documents.text import Text
from tanzuji.footprints import queries
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.pages.links import field_address
from tanzuji.footprints.pages.results import edition
from tanzuji.footprints.pages.results.edition import Edition
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.rules import available

SEVERITIES: tuple[tuple[Severity, Text, str], ...] = (
    ("error", Text(zh="错误", en="Errors"), "error"),
    ("warning", Text(zh="提醒", en="Warnings"), "warn"),
    ("info", Text(zh="说明", en="Information"), "info"),
)
"""Gravest first, with the name of the group and its icon."""


@dataclass(frozen=True, slots=True)
class PackShown:
    """A pack with how its checks ended."""

    pack: PackReference
    thin: bool
    passed: tuple[CheckOutcome, ...]
    failed: int
    not_applicable: tuple[CheckOutcome, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one severity; those of the same rule stand together."""

    severity: Severity
    name: Text
    icon: str
    findings: tuple[Finding, ...]


@require_safe
@signed_in
def checks(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """The findings of the draft, or of the version that is asked for."""
    study = queries.study(acting, study_id)
    shown = edition.chosen(study, request.GET.get("version"))
    context = {**frame(acting, study, "checks", version=shown.version), **of_edition(shown)}
    return render(request, "footprints/checks.html", context)


def of_edition(shown: Edition) -> dict[str, Any]:
    """What the templates of findings need."""
    plain = shown.plain
    found = shown.check
    return {
        "edition": shown,
        "check": found,
        "problems": shown.problems,
        "field": lambda path: field_address(shown.study, plain, path),
        "groups": groups(found) if found else [],
        "packs": packs(found) if found else [],
        "layers": {layer: Text(zh=zh, en=en) for layer, (zh, en) in LAYER_NAMES.items()},
        "notes": notes(found) if found else [],
    }


def groups(found: CheckResult) -> list[Group]:
    """Findings by severity, in the order of the rules within it."""
    return [
        Group(severity, name, icon, tuple(f for f in found.findings if f.severity == severity))
        for severity, name, icon in SEVERITIES
    ]


def packs(found: CheckResult) -> list[PackShown]:
    """Every pack that was used, from the most general to the most specific."""
    thin = {pack.id for pack in available() if pack.thin}

    def ended(pack: str, status: str) -> tuple[CheckOutcome, ...]:
        return tuple(o for o in found.outcomes if o.pack == pack and o.status == status)

    return [
        PackShown(
            pack,
            pack.id in thin,
            ended(pack.id, "passed"),
            len(ended(pack.id, "failed")),
            ended(pack.id, "not_applicable"),
        )
        for pack in found.packs
    ]


def notes(found: CheckResult) -> list[RuleNote]:
    """What a person still has to look at."""
    return [note for note in found.notes if note.kind == "person"]
