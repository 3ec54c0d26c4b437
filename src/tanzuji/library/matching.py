"""What a query looks for, in the words of each database's full-text search, and how well a dataset matches it.

Both hold the same words (`words.column`) and are asked for words as they stand, so that they find the same. How good
a match is, is counted here in plain SQL and not left to either's own ranking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from tanzuji.library.words import HEAD, Form, Query, Term

Parameter = str | int


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL over `library_entry e` with its parameters."""

    text: str
    parameters: tuple[Parameter, ...] = ()


def _postgres() -> bool:
    return connection.vendor == "postgresql"


def _form(form: Form, mark: str) -> str:
    """`"电力"`, `"steel" *` for FTS5; `'电力'`, `'steel':*` for a tsquery. Words hold letters and digits only."""
    quote, star, both = ("'", ":*", " & ") if _postgres() else ('"', " *", " AND ")
    *first, last = [f"{quote}{mark}{word}{quote}" for word in form.words]
    return "(" + both.join([*first, last + star if form.prefix else last]) + ")"


def _any(forms: Sequence[Form], mark: str) -> str:
    either = " | " if _postgres() else " OR "
    return "(" + either.join(_form(form, mark) for form in forms) + ")"


def _has(expression: str) -> Sql:
    """Whether an entry's words match an expression."""
    if _postgres():
        return Sql("e.id IN (SELECT w.id FROM library_found(%s::tsquery) AS w(id))", (expression,))
    return Sql("e.id IN (SELECT rowid FROM library_words WHERE library_words MATCH %s)", (expression,))


def matching(query: Query, *, every: bool) -> Sql:
    """Entries that hold every term, or any of them."""
    between = (" & ", " | ") if _postgres() else (" AND ", " OR ")
    return _has(between[0 if every else 1].join(_any(term.forms, "") for term in query.terms))


def matched(query: Query) -> Sql:
    """How many of the terms an entry holds."""
    cases = [_has(_any(term.forms, "")) for term in query.terms]
    return _sum([Sql(f"CASE WHEN {case.text} THEN 1 ELSE 0 END", case.parameters) for case in cases])


def closeness(query: Query) -> Sql:
    """How well an entry matches: a term counts 4 where the head of the dataset has it, 3 where it has a word that
    begins so, 2 where it has another name of the same, 1 where it stands elsewhere (category, source)."""
    return _sum([_points(term) for term in query.terms])


def _points(term: Term) -> Sql:
    text, parameters = "CASE", list[Parameter]()
    for points, forms in ((4, term.whole), (3, term.begun), (2, term.called)):
        if forms:
            case = _has(_any(forms, HEAD))
            text += f" WHEN {case.text} THEN {points}"
            parameters += case.parameters
    return Sql(text + " ELSE 1 END", tuple(parameters))


def _sum(parts: Sequence[Sql]) -> Sql:
    return Sql(
        " + ".join(f"({part.text})" for part in parts),
        tuple(parameter for part in parts for parameter in part.parameters),
    )
