"""Verdicts: whether somebody may do something, and if not, why not, in both languages.

Policies are pure functions that return one. A page shows what is refused with its reason; a service raises it.
"""

from __future__ import annotations

from dataclasses import dataclass

from tanzuji.documents.errors import CodedError, Problem


class Refused(CodedError):
    """Somebody may not do this; carries the reason. Answered as 403."""


class Absent(CodedError):
    """There is nothing here, or nothing this person may know of. Answered as 404, always alike."""


class Stale(CodedError):
    """What the request rests on has changed meanwhile. Answered as 409."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Allowed, or refused with the problem that says why."""

    problem: Problem | None = None

    @property
    def allowed(self) -> bool:
        return self.problem is None

    def __bool__(self) -> bool:
        return self.allowed

    def enforce(self) -> None:
        """Raises Refused with the reason where it is not allowed."""
        if self.problem is not None:
            raise Refused([self.problem])


ALLOWED = Verdict()


def first(*verdicts: Verdict) -> Verdict:
    """The first refusal, or allowed."""
    return next((verdict for verdict in verdicts if not verdict.allowed), ALLOWED)
