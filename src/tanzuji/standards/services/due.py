"""Bringing into force what is due: asked for by the worker every hour and by `tanzuji standards due`."""

from __future__ import annotations

from datetime import date

import structlog
from django.db import transaction
from django.utils import timezone

from tanzuji.documents.errors import CodedError
from tanzuji.standards.models import Standard
from tanzuji.standards.services.consequences import bring_where_due

_log = structlog.get_logger("tanzuji.standards")


def bring_into_force(today: date | None = None) -> list[Standard]:
    """Every published standard whose day has come is in force afterwards; those, by number.

    Each in a transaction of its own, so that one whose rule cannot be activated holds up none of the others; that one
    is tried again the next time, and the log says why.
    """
    now = today or timezone.localdate()
    due = Standard.objects.filter(state="published", in_force_on__lte=now).order_by("in_force_on", "number")
    done = []
    for id_ in list(due.values_list("id", flat=True)):
        try:
            with transaction.atomic():
                standard = Standard.objects.select_for_update().get(id=id_)
                if bring_where_due(standard, now):
                    done.append(standard)
        except CodedError as error:
            _log.error("standard not brought into force", standard=str(id_), problems=error.render("en"))
    return done
