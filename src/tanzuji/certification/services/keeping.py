"""What every step of an application does: hold it, move it, say when the next step is due, and tell who has to know."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from tanzuji.certification import events, messages, queries
from tanzuji.certification.kinds import STEP_OF_STATE
from tanzuji.certification.models import Application, Step
from tanzuji.certification.states import APPLICATION
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import declare as declare_notice
from tanzuji.notices.services import tell
from tanzuji.parties.acting import Acting
from tanzuji.web.typed import clean

MOVED = declare_notice(
    "certification.moved", zh="认证申请的进展", en="Progress of certification applications"
)

ANSWER_DAYS = 30
"""Days the applicant has to complete what was sent back or to sign; a default of this software."""
LONGEST = 4000


def locked(acting: Acting, application_id: UUID | str) -> Application:
    """The application, held until the transaction ends. Raises `web.absent`."""
    known = queries.application(acting, application_id)
    Application.objects.select_for_update().get(id=known.id)
    return queries.application(acting, known.id)


def due_in(of: Application, state: str, today: date) -> date | None:
    """When a state's step is due: the scheme's days, fewer of them on a fast lane; None where nothing is awaited."""
    if state in ("returned", "accepted"):
        return today + timedelta(days=ANSWER_DAYS)
    step = STEP_OF_STATE.get(state)
    if step is None:
        return None
    scheme = queries.document(of)
    days = scheme.process.days_of(step).days
    lanes = [lane.percent for lane in scheme.scope.fast_lane if lane.tag in of.tag_set]
    return today + timedelta(days=max(1, -(-days * min(lanes, default=100) // 100)))


def stepped(acting: Acting, of: Application, action: str, reason: str, today: date) -> Application:
    """The application moved by the table's row of this action, with its step written down and the others told."""
    row = APPLICATION.find(of.state, action)
    assert row is not None  # the verdict would have refused
    before, due = of.state, of.due
    of.number_of_steps += 1
    of.state, of.since, of.due = row.to, timezone.now(), due_in(of, row.to, today)
    of.save()
    Step.objects.create(
        application=of, number=of.number_of_steps, action=action, before=before, after=row.to,
        person=acting.person, organisation=acting.organisation, reason=reason, due=due,
    )  # fmt: skip
    kind = events.CERTIFIED if row.to == "certified" else events.STEPPED
    record(
        kind, acting, "certification-application", of.id,
        organisation=of.organisation_id, reason=reason, action=action, state=row.to, number=of.number,
    )  # fmt: skip
    news(acting, of, Text(
        zh=f"{of.number} {of.product.to('zh')}：{APPLICATION.states[of.state].to('zh')}",
        en=f"{of.number} {of.product.to('en')}: {APPLICATION.states[of.state].to('en')}",
    ), Text(zh=reason, en=reason) if reason else None)  # fmt: skip
    return of


def news(acting: Acting | None, of: Application, title: Text, text: Text | None = None) -> None:
    """The other side is told; both where nobody acts. A body hears nothing of what was never handed in."""
    sides = {of.organisation_id, of.body_id} - ({acting.organisation_id} if acting is not None else set())
    if of.number_of_steps <= 1 and of.state == "withdrawn":
        sides -= {of.body_id}
    tell(sorted(sides), MOVED, title, text, page=page_of(of), roles=("editor", "reviewer", "admin"))


def page_of(of: Application) -> str:
    """The application's address without the language."""
    return f"/certification/applications/{of.id}/"


def needed(path: str, value: object, what: Text, longest: int = LONGEST) -> str:
    """A text that must be there. Raises `certification.text-needed`."""
    text = clean(str(value or ""), longest)
    if not text:
        raise messages.TEXT_NEEDED.error(path, what=what)
    return text


def day(path: str, value: Any) -> date | None:
    """A date as it was typed; None where it was left empty. Raises `certification.bad-date`."""
    if isinstance(value, date) or value in (None, ""):
        return value or None
    text = clean(str(value), 40)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise messages.BAD_DATE.error(path, value=text) from None


def needed_day(path: str, value: Any) -> date:
    """A date that must be there."""
    found = day(path, value)
    if found is None:
        raise messages.BAD_DATE.error(path, value="")
    return found
