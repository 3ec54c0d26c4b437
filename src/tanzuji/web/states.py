"""State machines as tables, so that a page can list what may happen next and why something may not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from tanzuji.documents.errors import define
from tanzuji.documents.text import Text
from tanzuji.web.verdicts import ALLOWED, Verdict

Subject = TypeVar("Subject")

WRONG_STATE = define(
    "state.not-now",
    zh="现在是“{state}”，不能“{action}”。",
    en="It is “{state}” now; “{action}” is not possible.",
    remedy_zh="现在可以：{next}。",
    remedy_en="Possible now: {next}.",
)


@dataclass(frozen=True, slots=True)
class Transition(Generic[Subject]):
    """From one of `states`, `action` leads to `to` if the guard allows it."""

    states: tuple[str, ...]
    action: str
    to: str
    guard: Callable[[Subject], Verdict] = lambda subject: ALLOWED


@dataclass(frozen=True, slots=True)
class Machine(Generic[Subject]):
    """A table of transitions with the names of its states and actions."""

    states: dict[str, Text]
    actions: dict[str, Text]
    table: tuple[Transition[Subject], ...]

    def find(self, state: str, action: str) -> Transition[Subject] | None:
        return next((row for row in self.table if row.action == action and state in row.states), None)

    def verdict(self, state: str, action: str, subject: Subject) -> Verdict:
        """Whether the action is possible in this state, with the guard's reason where it is not."""
        row = self.find(state, action)
        if row is not None:
            return row.guard(subject)
        possible = [self.actions[r.action] for r in self.table if state in r.states]
        return Verdict(
            WRONG_STATE.problem(
                state=self.states[state], action=self.actions[action], next=_joined(*possible)
            )
        )

    def next(self, state: str, subject: Subject) -> Iterable[tuple[str, Verdict]]:
        """Every action that leaves this state, with its verdict."""
        for row in self.table:
            if state in row.states:
                yield row.action, row.guard(subject)


def _joined(*texts: Text) -> Text:
    """Names in a row, in both languages."""
    zh, en = "、".join(t.to("zh") for t in texts), ", ".join(t.to("en") for t in texts)
    return Text(zh=zh or "–", en=en or "–")
