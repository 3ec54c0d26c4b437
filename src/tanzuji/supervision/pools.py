"""What is drawn from: valid certificates, their holders, the bodies that issued them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from tanzuji.certificates import queries as certificates
from tanzuji.documents.text import Text
from tanzuji.parties import queries as parties
from tanzuji.supervision.kinds import RAISED_DAYS
from tanzuji.supervision.models import Complaint, Inspection, Measure
from tanzuji.supervision.states import OPEN


@dataclass(frozen=True, slots=True)
class Drawable:
    """Something that may be drawn: its code, name, class of attention, and whom an inspector must have no tie to."""

    code: str
    name: Text
    attention: str
    subject: UUID
    certificate: str
    parties: tuple[UUID, ...]


def pool_of(kind: str, authority: UUID) -> list[Drawable]:
    """The pool by code. Left out is what this authority is inspecting anyway.

    A certificate's code is its number; that of an organisation the last of its credit code, or else of its id.
    """
    views = [view for view in certificates.current() if view.status == "valid"]
    raised, busy = _raised(), _busy(authority)
    if kind == "certificates":
        found = [
            Drawable(
                view.number,
                Text(
                    zh=f"{view.product.to('zh')}（{view.maker.to('zh')}）",
                    en=f"{view.product.to('en')} ({view.maker.to('en')})",
                ),
                "raised" if view.holder in raised or view.number in raised else "ordinary",
                view.holder,
                view.number,
                (view.holder, view.body),
            )
            for view in views
            if view.number not in busy
        ]
        return sorted(found, key=lambda one: one.code)
    ids = {id_ for view in views if (id_ := view.holder if kind == "enterprises" else view.body) not in busy}
    found = [
        Drawable(
            code_of(id_),
            parties.organisation(id_).name,
            "raised" if id_ in raised else "ordinary",
            id_,
            "",
            (id_,),
        )
        for id_ in ids
    ]
    return sorted(found, key=lambda one: one.code)


def code_of(organisation: UUID) -> str:
    """What stands for an organisation in a draw: its registered code, or its id where it has none of its own."""
    code = parties.organisation(organisation).code
    only = parties.organisation_called(code)
    return code if only is not None and only.id == organisation else str(organisation)


def find(kind: str, code: str) -> tuple[UUID, str]:
    """Organisation and certificate number behind a code of a pool. Raises `web.absent`."""
    if kind == "certificates":
        view = certificates.by_number(code)
        if view is not None:
            return view.holder, view.number
    found = parties.organisation_called(code)
    return (found.id if found is not None else parties.organisation(code).id), ""


def _raised() -> set[UUID | str]:
    """Organisations and certificates in the class of raised attention: a measure, or a complaint that was upheld."""
    since = timezone.now() - timedelta(days=RAISED_DAYS)
    found: set[UUID | str] = set(Measure.objects.filter(at__gte=since).values_list("subject_id", flat=True))
    upheld = Complaint.objects.filter(upheld=True, answered_at__gte=since).exclude(certificate="")
    return found | set(upheld.values_list("certificate", flat=True))


def _busy(authority: UUID) -> set[UUID | str]:
    open_ = Inspection.objects.filter(organisation_id=authority, state__in=OPEN)
    rows = open_.values_list("subject_id", "certificate")
    return {number or subject for subject, number in rows}
