"""Asks an address as everybody, for one's own, another tenant's and nobody's id, and compares what is answered."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from tenants import Caller, Ids, World, rows_of
from url_rows import ROWS, Address, Body

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")

VARIED = {"editor", "admin", "verifier", "reading token"}
"""Who asks with every query; the others ask without."""

FIRST = "editor"

_CHANGING = re.compile(
    r"X-Request-ID: \S+|[Ee]xpires[=:][^;\n]+|Server-Timing: .*|csrftoken=.*|sessionid=.*|\b[A-Za-z0-9]{64}\b"
    r"|invitation/[\w-]{43}|\b\w{8}-\w{4}-\w{4}-\w{4}-\w{12}\b|\d{4}-\d\d-\d\dT[\d:.]+Z|\b\d\d:\d\d\b"
)
"""What is another at every answer: numbers of requests, times, tokens of forms and sessions, what is made anew."""


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is rolled back, so that one request does not meet what another left."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def check(world: World, address: Address) -> int:
    """Every method as everybody. Raises AssertionError with what was wrong; gives the number of requests back."""
    before = rows_of(world.theirs.organisation)
    asked = 0
    for method in METHODS:
        for role, answers in _asked_as_everybody(world, address, method):
            asked += len(answers)
            if role == FIRST and {answer.status for answer in answers} == {405}:
                break  # what no handler takes is refused before anything is looked up, whoever asks
    if not any(ROWS[name].adds for name in address.names):
        assert rows_of(world.theirs.organisation) == before, (
            f"{address.name}: the other tenant's rows were changed"
        )
    return asked


def _asked_as_everybody(world: World, address: Address, method: str) -> Iterator[tuple[str, list[Answer]]]:
    """Who asked, and what was answered; `HEAD`, which the handler of `GET` answers, is for a few to ask."""
    for role in (FIRST, *(role for role in world.clients if role != FIRST)):
        if method != "HEAD" or role in VARIED or role == "anonymous":
            yield role, _check(world, address, role, world.clients[role], method)


def _check(world: World, address: Address, role: str, caller: Caller, method: str) -> list[Answer]:
    asked: list[Answer] = []
    for row, query in _requests(address, method, role in VARIED):
        about = f"{role} {method} {address.name}{query and '?'}{query}"
        if address.tenants or (row and _names_somebody(world, row.sends[method])):
            theirs = _ask(world, address, caller, method, query, world.theirs.ids)
            absent = _ask(world, address, caller, method, query, world.absent)
            looks_up = any(ROWS[name].looks_up for name in address.names)
            assert looks_up or theirs.statements == absent.statements, (
                f"{about}: the database is asked something else:"
            )
            assert theirs.said == absent.said, (
                f"{about}: another's id is answered unlike an absent one\n{_apart(theirs, absent)}"
            )
            _sound(world, about, theirs)
            asked += [theirs, absent]
            for mixed in _mixed(world, address):
                theirs, absent = (
                    _ask(
                        world,
                        address,
                        caller,
                        method,
                        query,
                        {**world.own.ids, mixed: world.ids(whose)[mixed]},
                    )
                    for whose in ("theirs", "absent")
                )
                assert theirs.said == absent.said, (
                    f"{about}: another's {mixed} is answered otherwise\n{_apart(theirs, absent)}"
                )
                _sound(world, about, theirs)
                asked += [theirs, absent]
        # Of a method that an address with an id does not know, one role tells what one's own is answered.
        if not address.tenants or row or method == "GET" or role == FIRST:
            own = _ask(world, address, caller, method, query, world.own.ids)
            _sound(world, about, own)
            asked.append(own)
    return asked


def _requests(address: Address, method: str, varied: bool) -> Iterator[tuple[Any, str]]:
    """What is asked with a method: with what a row sends, and for reading, where it is `varied`, with every query."""
    sending = [ROWS[name] for name in address.names if method in ROWS[name].sends]
    asks = (
        next((ROWS[name].asks for name in address.names if ROWS[name].asks), "")
        if method in ("GET", "HEAD")
        else ""
    )
    yield (sending[0] if sending else None), asks
    if method == "GET" and varied:
        for name in address.names:
            for query in ROWS[name].queries:
                yield None, query


def _names_somebody(world: World, sends: Body) -> bool:
    """Whether what is sent names a person by e-mail."""
    ids = world.theirs.ids
    return str(ids["email"]) in str(sends(world, ids))


def _mixed(world: World, address: Address) -> list[str]:
    """Parameters that name another's thing inside one's own."""
    return [name for name in address.tenants if name != "study_id"] if "study_id" in address.tenants else []


class Answer:
    """An answer, what it says without what changes every time, and what the database was asked."""

    def __init__(self, answer: Any, ids: Ids, statements: list[str]) -> None:
        from canaries import told

        self.status = answer.status_code
        self.text = told(answer)
        said = self.text
        for value in sorted({str(v) for v in ids.values()}, key=len, reverse=True):
            if len(value) > 4:
                said = said.replace(value, "ID")
        self.said = f"{self.status}\n{_CHANGING.sub('…', said)}"
        self.statements = [sql for sql in statements if "SAVEPOINT" not in sql]
        self.mails = [(m.to, f"{m.subject}\n{m.body}") for m in mail.outbox]


def _apart(one: Answer, other: Answer) -> str:
    """The lines in which two answers differ."""
    lines = difflib.unified_diff(one.said.splitlines(), other.said.splitlines(), lineterm="", n=0)
    return "\n".join(lines)[:2000]


def _ask(world: World, address: Address, caller: Caller, method: str, query: str, ids: Ids) -> Answer:
    cache.clear()
    mail.outbox.clear()
    rows = [ROWS[name] for name in address.names if method in ROWS[name].sends]
    body = rows[0].sends[method](world, ids) if rows else None
    headers = rows[0].headers(world) if rows else {}
    kind = "application/json" if isinstance(body, bytes) else ""
    path = address.path(ids) + (f"?{query}" if query else "")
    statements: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with undone(), connection.execute_wrapper(note):
        answer = caller.ask(method, path, body, kind, **headers)
    return Answer(answer, ids, statements)


def _sound(world: World, about: str, answer: Answer) -> None:
    """No failure, nothing of the other tenant, neither in the answer nor in a mail to somebody else."""
    assert answer.status < 500, f"{about}: {answer.status}"
    sent = sorted({str(v) for v in world.theirs.ids.values() if len(str(v)) > 4}, key=len, reverse=True)
    text = answer.text
    for value in sent:
        text = text.replace(value, "ID")
    found = world.watch.found_in(text)
    assert not found, f"{about}: {found}"
    for to, words in answer.mails:
        if not all("leak-b-" in address.lower() for address in to):
            assert not world.watch.found_in(words), (
                f"{about}: a mail to {to} holds {world.watch.found_in(words)}"
            )
