"""The only writer of events."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

from tanzuji.documents.text import Text
from tanzuji.ledger.models import Event
from tanzuji.web.middleware import request_id

_KINDS: dict[str, Text] = {}


class Actor(Protocol):
    """Whoever acts: a person, or a program in a person's name."""

    @property
    def actor_id(self) -> str: ...

    @property
    def actor_name(self) -> str: ...

    @property
    def organisation_id(self) -> UUID | None: ...


def declare(kind: str, *, zh: str, en: str) -> str:
    """Declare a kind of event, `room.subject.action`, with its name for people; gives the kind back."""
    if _KINDS.setdefault(kind, Text(zh=zh, en=en)) != Text(zh=zh, en=en):
        raise ValueError(f"event kind {kind!r} is declared twice with different names")
    return kind


News = Event
"""What a handler is told: kind, organisation, subject, subject_id, reason, detail as JSON."""

Handler = Callable[[News], None]

_HANDLERS: dict[str, list[Handler]] = {}


def listen(kind: str, handler: Handler) -> None:
    """Call `handler(event)` whenever an event of this kind is recorded, in the same transaction.

    So news travels to higher rooms without an import: they listen when the installation starts (`AppConfig.ready`).
    What takes long belongs in a job that the handler begins.
    """
    known = _HANDLERS.setdefault(kind, [])
    if handler not in known:
        known.append(handler)


def kinds() -> dict[str, Text]:
    """Every declared kind of event and its name."""
    return dict(sorted(_KINDS.items()))


def record(
    kind: str,
    actor: Actor | None,
    subject: str,
    subject_id: object,
    /,
    *,
    organisation: UUID | None = None,
    reason: str = "",
    **detail: Any,
) -> Event:
    """Add an event within the caller's transaction. `organisation` defaults to the actor's."""
    if kind not in _KINDS:
        raise ValueError(f"event kind {kind!r} is not declared")
    event = Event.objects.create(
        kind=kind,
        request=request_id.get(),
        actor=actor.actor_id if actor else "",
        actor_name=actor.actor_name if actor else "",
        organisation=organisation or (actor.organisation_id if actor else None),
        subject=subject,
        subject_id=str(subject_id),
        reason=reason,
        detail=json.dumps(detail, ensure_ascii=False, sort_keys=True, allow_nan=False),
    )
    for handler in _HANDLERS.get(kind, ()):
        handler(event)
    return event
