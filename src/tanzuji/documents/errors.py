"""Coded, bilingual errors that say what is wrong, where, and the remedy.

A message is declared once, next to the code that may raise it::

    UNIT_MISMATCH = define(
        "quantity.unit-mismatch",
        zh="单位“{unit}”不能换算为“{target}”。", en="Unit “{unit}” cannot be converted to “{target}”.",
        remedy_zh="…", remedy_en="…",
    )
    raise UNIT_MISMATCH.error("processes[0].inputs[2].unit", unit="kg", target="kWh")

`catalogue()` lists every declared message, so that documentation and tests can walk them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Language = Literal["zh", "en"]

_CATALOGUE: dict[str, Message] = {}


@dataclass(frozen=True, slots=True)
class Message:
    """A declared error: a stable code with its text and remedy in both languages."""

    code: str
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str

    def problem(self, path: str = "", /, **fields: Any) -> Problem:
        """This message at `path` (a place inside the input, e.g. `stages[1].inputs[3].amount`)."""
        return Problem(self, path, fields)

    def error(self, path: str = "", /, **fields: Any) -> CodedError:
        """An exception that carries this one problem."""
        return CodedError([self.problem(path, **fields)])


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it is, and the values its sentence needs."""

    message: Message
    path: str = ""
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.message.code

    def text(self, language: Language = "zh") -> str:
        """What is wrong, as a sentence."""
        return _fill(self.message.zh if language == "zh" else self.message.en, self.fields, language)

    def remedy(self, language: Language = "zh") -> str:
        """What to do about it, as a sentence."""
        template = self.message.remedy_zh if language == "zh" else self.message.remedy_en
        return _fill(template, self.fields, language)

    def at(self, prefix: str) -> Problem:
        """The same problem seen from an outer document."""
        joined = (
            f"{prefix}.{self.path}" if self.path and not self.path.startswith("[") else f"{prefix}{self.path}"
        )
        return Problem(self.message, joined if prefix else self.path, self.fields)


class CodedError(ValueError):
    """One or more problems; nothing was stored. `str()` gives the English sentences."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.render("en"))

    @property
    def code(self) -> str:
        """The code of the first problem."""
        return self.problems[0].code

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(problem.code for problem in self.problems)

    def render(self, language: Language = "zh") -> str:
        """Every problem on its own line: `code path: sentence remedy`."""
        return "\n".join(
            f"{p.code}{' ' + p.path if p.path else ''}: {p.text(language)} {p.remedy(language)}".rstrip()
            for p in self.problems
        )

    def at(self, prefix: str) -> CodedError:
        """The same error seen from an outer document."""
        return type(self)(problem.at(prefix) for problem in self.problems)


def define(code: str, *, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Message:
    """Declare a message. Codes read `room.what-is-wrong` and are declared once."""
    message = Message(code, zh, en, remedy_zh, remedy_en)
    if _CATALOGUE.setdefault(code, message) != message:
        raise ValueError(f"error code {code!r} is declared twice with different texts")
    return message


def catalogue() -> Iterator[Message]:
    """Every message declared by the modules imported so far, by code."""
    yield from (_CATALOGUE[code] for code in sorted(_CATALOGUE))


class _Missing(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


_LONGEST = 600
"""Characters of one value in a sentence; whoever writes a million of them need not read them again."""


def _fill(template: str, fields: dict[str, Any], language: Language) -> str:
    return template.format_map(_Missing({name: _shown(value, language) for name, value in fields.items()}))


def _shown(value: Any, language: Language) -> Any:
    """A bilingual value (anything with `to(language)`) in the sentence's language; a long string cut short."""
    value = value.to(language) if hasattr(value, "to") else value
    return value[: _LONGEST - 1] + "…" if isinstance(value, str) and len(value) > _LONGEST else value
