"""Texts and numbers that belong to one tenant alone, and the search for them in what others are answered."""

from __future__ import annotations

import io
import re
import types
import zipfile
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any, Union, get_args, get_origin
from uuid import uuid4

from tanzuji.documents.base import Document
from tanzuji.documents.models import ProductModel
from tanzuji.documents.text import Text

MARK = "LEAK-B-"
"""Begins every canary; nothing else of the system holds it."""

PRIMES = (
    15485863, 32452843, 49979687, 67867967, 86028121, 104395301, 122949823, 141650939, 160481183, 179424673,
    198491317, 217645177, 236887691, 256203161, 275604541, 295075147, 314606869, 334214459, 353868013, 373587883,
)  # fmt: skip
"""The millionth prime, the two-millionth …: amounts that no other study holds."""

_STRUCTURE = {
    "id", "format", "kind", "type", "unit", "mass_unit", "distance_unit", "stage", "canonical", "datasets", "dataset",
    "process", "grid_datasets", "gas", "line", "category", "method", "biogenic", "end_of_life", "gwp_set", "rules",
    "deliver", "start", "end", "basis", "electricity", "name:Parameter", "virgin", "recycled", "recycling",
    "substituted", "disposal", "energy_recovery", "substituted_heat", "substituted_electricity", "parameters",
    "amount", "mass", "distance", "energy", "price", "share", "value", "biogenic_carbon_content",
}  # fmt: skip
"""Fields whose text steers the computation: another one would be another model, or none."""


_MEANING = {"burden_free"}
"""Texts whose presence means something; they are replaced where they stand, not added."""


def canary() -> str:
    """A new text of the tenant's own."""
    return f"{MARK}{uuid4().hex[:12]}"


def _both() -> dict[str, str]:
    return {"zh": f"碳{canary()}", "en": canary()}


def _document_in(annotation: Any) -> tuple[type[Document] | None, bool]:
    """The kind of document in a field's type, and whether the field holds a list of it."""
    if isinstance(annotation, type) and issubclass(annotation, Document):
        return annotation, False
    inner = [a for a in get_args(annotation) if a is not type(None)]
    if get_origin(annotation) is tuple:
        return _document_in(inner[0])[0], True
    if get_origin(annotation) in (Union, types.UnionType):
        return next((_document_in(a) for a in inner if _document_in(a)[0]), (None, False))
    return None, False


def is_structure(kind: type[Document], name: str) -> bool:
    """Whether a field's text means something to the computation."""
    return name in _STRUCTURE or f"{name}:{kind.__name__}" in _STRUCTURE


def leaky(plain: dict[str, Any], kind: type[Document] = ProductModel) -> dict[str, Any]:
    """The document with a canary for every text that means nothing to the computation, absent ones filled in."""
    found = dict(plain)
    for name, field in kind.model_fields.items():
        inner, many = _document_in(field.annotation)
        if inner is Text:
            if name in found or name not in _MEANING:
                found[name] = _both()
        elif inner is not None and many:
            items = found.get(name) or ([{"title": ""}] if inner.__name__ == "Evidence" else [])
            found[name] = [leaky(item, inner) for item in items]
        elif inner is not None:
            if name in found or (not field.is_required() and field.default is not None):
                found[name] = leaky(found.get(name) or {}, inner)
        elif field.annotation is str and not is_structure(kind, name):
            found[name] = canary()
        elif name == "codes":
            found[name] = {canary(): canary()}
    return found


def texts(plain: Any, kind: type[Document] = ProductModel) -> Iterator[tuple[str, str, Any]]:
    """Every text field a document of this kind can hold, as (kind, field, value or None), in what is there."""
    for name, field in kind.model_fields.items():
        inner, many = _document_in(field.annotation)
        value = plain.get(name)
        if inner is Text or field.annotation is str:
            if not is_structure(kind, name):
                yield kind.__name__, name, value
        elif inner is not None:
            for item in (value or []) if many else [value] if value else []:
                yield from texts(item, inner)


def with_primes(plain: dict[str, Any]) -> dict[str, Any]:
    """The model with a rare prime for every plain amount of an input, and for what is written beside the result."""
    at = count()
    found = dict(plain)
    found["processes"] = [
        {
            **process,
            **{
                lines: [
                    {**line, "amount": float(PRIMES[next(at) % len(PRIMES)])}
                    if isinstance(line.get("amount"), int | float) else line
                    for line in process.get(lines, [])
                ]
                for lines in ("inputs", "energy", "wastes") if process.get(lines)
            },
        }
        for process in plain["processes"]
    ]  # fmt: skip
    found["comparisons"] = [
        {**c, "low": float(PRIMES[next(at) % len(PRIMES)])} for c in plain.get("comparisons", [])
    ]
    found["biogenic_carbon_content"] = float(PRIMES[-1])
    return found


class Watch:
    """Finds what belongs to a tenant in an answer: canaries, its numbers as anybody would write them, its ids."""

    def __init__(self, numbers: Iterable[float], ids: Iterable[str]) -> None:
        written = {form for number in numbers for form in _written(number)}
        self._numbers = re.compile("|".join(sorted(map(re.escape, written), key=len, reverse=True)))
        self._ids = re.compile("|".join(re.escape(id_) for id_ in ids))

    def found_in(self, text: str, *, ids: bool = True) -> list[str]:
        """The first few things of the tenant in a text."""
        at = [m.start() for m in re.finditer(MARK, text, re.IGNORECASE)]
        found = [text[max(0, i - 20) : i + 40] for i in at]
        found += self._numbers.findall(text)
        return (found + (self._ids.findall(text) if ids else []))[:5]

    def found_in_answer(self, answer: Any, sent: Iterable[str] = ()) -> list[str]:
        """The same in body and headers; what the request itself named does not count, nor its id echoed."""
        text = told(answer)
        for word in sent:
            text = text.replace(word, "…")
        return self.found_in(text)


def told(answer: Any) -> str:
    """Everything an answer says: headers, cookies and body; workbooks and other packages opened."""
    body = answer.content if not answer.streaming else b"".join(answer.streaming_content)
    parts = [f"{name}: {value}" for name, value in answer.items()]
    parts += [morsel.OutputString() for morsel in answer.cookies.values()]
    return "\n".join([*parts, opened(body)])


def opened(body: bytes) -> str:
    """A body as text; the members of a package one after the other."""
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            members = [f"{m}\n{package.read(m).decode('utf-8', 'replace')}" for m in package.namelist()]
        return "\n".join(members)
    return body.decode("utf-8", "replace")


def _written(number: float) -> set[str]:
    """A number as JSON, pages and tables write it: plain, grouped, with eight digits."""
    plain = repr(number).removesuffix(".0")
    grouped = f"{number:,.10g}" if abs(number) < 1e10 else plain
    whole = f"{int(number):,}" if number == int(number) else grouped
    return {
        form for form in (plain, whole, *(whole.replace(",", blank) for blank in ("\u202f", "\u00a0", "\u2009")))
        if sum(c.isdigit() for c in form) >= 7
    }  # fmt: skip
