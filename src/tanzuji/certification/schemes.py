"""Schemes that hold here: the shipped ones, and versions that were written and brought into force on this installation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Q

from tanzuji.certification.models import SchemeEdition
from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.rules.schemes import Family, Management, Pattern, Process, Scheme, Scope, parse_scheme, shipped
from tanzuji.web.answers import absent

HELD = ("active", "superseded")
"""States in which a version that held once is there for everybody to read."""


@dataclass(frozen=True, slots=True)
class SchemeVersion:
    """A version of a scheme as it is read: shipped, or kept here in `row`."""

    document: Scheme
    text: str
    row: SchemeEdition | None = None

    @property
    def code(self) -> str:
        return self.document.code

    @property
    def version(self) -> int:
        return self.document.version

    @property
    def id(self) -> str:
        return self.document.id

    @property
    def name(self) -> Text:
        return self.document.name

    @property
    def family(self) -> Family:
        return self.document.family

    @property
    def scope(self) -> Scope:
        return self.document.scope

    @property
    def pattern(self) -> Pattern:
        return self.document.pattern

    @property
    def process(self) -> Process:
        return self.document.process

    @property
    def management(self) -> Management:
        return self.document.management

    @property
    def state(self) -> str:
        return self.row.state if self.row is not None else "active"

    @property
    def owner_id(self) -> UUID | None:
        """The organisation that wrote it here; None for a shipped one."""
        return self.row.organisation_id if self.row is not None else None

    @property
    def bodys_own(self) -> bool:
        """Whether a certification body wrote it, which then alone certifies by it."""
        return self.row is not None and self.row.organisation.kind == "certification_body"


@lru_cache(maxsize=256)
def parsed(text: str) -> Scheme:
    """The scheme in a text that was found sound when it was kept."""
    return parse_scheme(text)


def of_row(row: SchemeEdition) -> SchemeVersion:
    return SchemeVersion(parsed(row.text), row.text, row)


def active() -> list[SchemeVersion]:
    """The schemes that hold here, by family and code; one written here takes the place of a shipped one of its code."""
    rows = SchemeEdition.objects.filter(state="active").select_related("organisation")
    held = {row.code: of_row(row) for row in rows}
    for code, text in shipped().items():
        held.setdefault(code, SchemeVersion(parsed(text), text))
    families = ("footprint", "reduction", "neutrality", "efficiency")
    return sorted(held.values(), key=lambda one: (families.index(one.family), one.code))


def scheme(code: str, version: int | None = None) -> SchemeVersion:
    """The scheme of this code that holds, or this version of it, which holds or held. Raises `web.absent`."""
    rows = SchemeEdition.objects.filter(code=code[:80]).select_related("organisation")
    found = (
        rows.filter(state="active").first()
        if version is None
        else rows.filter(version=version, state__in=HELD).first()
    )
    if found is not None:
        return of_row(found)
    text = shipped().get(code)
    if text is None or version not in (None, parsed(text).version):
        raise absent()
    return SchemeVersion(parsed(text), text)


def versions(code: str, acting: Acting | None = None) -> list[SchemeVersion]:
    """Every version of a scheme that may be read, newest first: what held, and what one's own organisation made."""
    seen = Q(state__in=HELD)
    if acting is not None:
        seen |= Q(organisation_id=acting.organisation_id)
    rows = SchemeEdition.objects.filter(seen, code=code[:80]).select_related("organisation")
    found = [of_row(row) for row in rows.order_by("-version", "-made_at")]
    text = shipped().get(code)
    if text is not None:
        found.append(SchemeVersion(parsed(text), text))
    return found


def usable(body: UUID | None = None) -> list[SchemeVersion]:
    """The schemes a body may certify by: those of everybody, and its own; all that hold where no body is named."""
    return [one for one in active() if not one.bodys_own or body is None or one.owner_id == body]


def open_variants(of: Scheme, item: str, on: date) -> tuple[str, ...]:
    """The label variants enabled for a product on a day."""
    return of.pattern.variants(item, on)
