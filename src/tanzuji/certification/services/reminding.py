"""Deadlines: whoever has to act is told when a step is due soon, and when it is late; in the system and by mail."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from tanzuji.certification import events, queries
from tanzuji.certification.kinds import STEP_OF_STATE
from tanzuji.certification.models import Application, Nonconformity, Reminder, Surveillance
from tanzuji.certification.services.keeping import page_of
from tanzuji.certification.states import APPLICATION, OPEN
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import declare as declare_notice
from tanzuji.notices.services import tell

REMINDED = declare_notice(
    "certification.reminded", zh="认证期限提醒", en="Reminders of certification deadlines"
)

SURVEILLANCE_SOON = 60
"""Days before it is due at which a surveillance is spoken of."""
CORRECTION_SOON = 14


def remind_due(*, today: date | None = None) -> int:
    """Every step, nonconformity and surveillance that is due soon or late, each of the two once; how many were told.

    Workers call it every hour, and `tanzuji remind`.
    """
    today = today or timezone.localdate()
    told = 0
    for of in Application.objects.filter(state__in=OPEN, due__isnull=False).order_by("id"):
        step = STEP_OF_STATE.get(of.state)
        soon = queries.document(of).process.days_of(step).remind if step else 7
        waits = of.organisation_id if of.state in ("returned", "accepted") else of.body_id
        told += _remind(
            of, of.due, soon, f"{of.state} {of.number_of_steps}", waits, APPLICATION.states[of.state], today
        )
    rows = Nonconformity.objects.exclude(state="closed").select_related("application")
    for one in rows.order_by("id"):
        of = one.application
        waits = of.organisation_id if one.state == "open" else of.body_id
        what = Text(zh=f"不符合项 {one.number}", en=f"nonconformity {one.number}")
        told += _remind(of, one.due, CORRECTION_SOON, f"nc {one.number} {one.state}", waits, what, today)
    cycles = Surveillance.objects.filter(state__in=("planned", "under_way")).select_related("application")
    for cycle in cycles.order_by("id"):
        of = cycle.application
        what = Text(
            zh=f"证书 {cycle.certificate} 的监督", en=f"surveillance of certificate {cycle.certificate}"
        )
        told += _remind(
            of,
            cycle.due,
            SURVEILLANCE_SOON,
            f"cycle {cycle.certificate} {cycle.cycle}",
            of.body_id,
            what,
            today,
        )
    return told


def _remind(
    of: Application, due: date | None, soon: int, cause: str, whom: object, what: Text, today: date
) -> int:
    """1 where somebody was told now; 0 where nothing is due, or they were told before."""
    if due is None or due > today + timedelta(days=soon):
        return 0
    late = due < today
    with transaction.atomic():
        Application.objects.select_for_update().get(id=of.id)
        _, made = Reminder.objects.get_or_create(
            application=of, cause=f"{cause} {'late' if late else 'soon'} {due}"[:80]
        )
        if not made:
            return 0
        zh = f"{of.number} {what.to('zh')}：{'已过期限' if late else '期限'} {due}"
        en = f"{of.number} {what.to('en')}: {'was due' if late else 'due'} {due}"
        tell([whom], REMINDED, Text(zh=zh, en=en), page=page_of(of))
        record(
            events.REMINDED,
            None,
            "certification-application",
            of.id,
            organisation=of.organisation_id,
            due=str(due),
        )
    return 1
