"""What every document shares: frozen values, one canonical form, errors with a path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.documents.refusals import choices, field_words, shown, wanted

MISSING = define(
    "document.missing",
    zh="缺少“{field}”。",
    en="“{field}” is missing.",
    remedy_zh="请补上这一项。",
    remedy_en="Add it.",
)
UNKNOWN_FIELD = define(
    "document.unknown-field",
    zh="不认识“{field}”这一项。",
    en="“{field}” is not a known field.",
    remedy_zh="请删去或改成：{known}。",
    remedy_en="Remove it, or use one of: {known}.",
)
NOT_ONE_OF = define(
    "document.not-one-of",
    zh="“{value}”不在可选值之中。",
    en="“{value}” is not one of the choices.",
    remedy_zh="可选：{expected}。",
    remedy_en="Must be one of: {expected}.",
)
NOT_A_NUMBER = define(
    "document.not-a-number",
    zh="“{value}”不能读作数。",
    en="“{value}” cannot be read as a number.",
    remedy_zh="请写成如 1.5 的有限的数，小数点用“.”，不写单位和千位分隔。",
    remedy_en="Write a finite number such as 1.5, with a decimal point, without unit or thousands separator.",
)
WRONG_TYPE = define(
    "document.wrong-type",
    zh="“{value}”的类型不对：{detail}。",
    en="“{value}” has the wrong type: {detail}.",
    remedy_zh="请对照说明书中的字段类型改正。",
    remedy_en="Compare with the field's type in the schema.",
)
INVALID = define(
    "document.invalid",
    zh="“{value}”不符合要求：{detail}。",
    en="“{value}” is not valid: {detail}.",
    remedy_zh="请对照字段说明改正。",
    remedy_en="Compare with the field's description.",
)

MORE = define(
    "document.more-problems",
    zh="还有 {count} 处问题没有列出。",
    en="{count} more problems are not listed.",
    remedy_zh="请先改正列出的各处，再读一次。",
    remedy_en="Correct what is listed and read it again.",
)

MAX_PROBLEMS = 200
"""Problems one document lists; nobody reads more, and a hostile file could have a hundred thousand."""

_NUMBER_ERRORS = {"float_parsing", "float_type", "finite_number", "int_parsing", "int_type"}


class Document(BaseModel):
    """A frozen value that refuses unknown fields, NaN and infinities."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        str_strip_whitespace=True,
        ser_json_inf_nan="strings",
    )

    @classmethod
    def parse(cls, value: Any) -> Self:
        """The document in `value` (plain data). Raises CodedError with one problem a wrong place."""
        try:
            return cls.model_validate(value)
        except ValidationError as error:
            raise CodedError(_problems(cls, error)) from error

    def plain(self) -> dict[str, Any]:
        """Plain data that `parse` reads back; fields at their default are left out."""
        return self.model_dump(mode="json", exclude_defaults=True, exclude_none=True)


def _path(location: tuple[int | str, ...]) -> str:
    path = ""
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        elif not step.startswith(
            ("function-", "str", "float", "int", "constrained", "lax-or-strict", "tagged")
        ):
            path += f".{_shown(step)}" if path else _shown(step)
    return path


def _problems(cls: type[BaseModel], error: ValidationError) -> list[Problem]:
    problems: dict[str, Problem] = {}
    for item in error.errors(include_url=False):
        if len(problems) == MAX_PROBLEMS:
            return [*problems.values(), MORE.problem(count=error.error_count() - MAX_PROBLEMS)]
        problem = problem_of(cls, dict(item))
        problems.setdefault(problem.path, problem)  # one problem a place, the first alternative's
    return list(problems.values())


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def problem_of(cls: type[BaseModel], item: Mapping[str, Any]) -> Problem:
    """One of pydantic's errors as a coded problem; `cls` is the model its location begins in."""
    kind, location, context = item["type"], tuple(item["loc"]), item.get("ctx", {})
    path, value = _path(location), shown(item.get("input"))
    last = _shown(location[-1]) if location else ""
    fields = [step for step in location if isinstance(step, str)]
    if isinstance(context.get("error"), CodedError):
        inner: Problem = context["error"].problems[0]
        return inner.at(path)
    if kind == "missing":
        return MISSING.problem(path, field=field_words([*fields[:-1], last]) if fields else last)
    if kind == "extra_forbidden":
        return UNKNOWN_FIELD.problem(path, field=last, known=", ".join(_siblings(cls, location)))
    if kind in {"literal_error", "enum"}:
        return NOT_ONE_OF.problem(
            path, value=value, expected=choices(fields, str(context.get("expected", "")))
        )
    if kind in _NUMBER_ERRORS:
        return NOT_A_NUMBER.problem(path, value=value)
    if kind.endswith("_type") or kind.endswith("_parsing"):
        return WRONG_TYPE.problem(path, value=value, detail=wanted(kind, context))
    return INVALID.problem(path, value=value, detail=wanted(kind, context))


def _siblings(cls: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """The field names that could stand where the unknown one stands."""
    current: Any = cls
    for step in location[:-1]:
        if isinstance(step, str) and isinstance(current, type) and issubclass(current, BaseModel):
            field = current.model_fields.get(step)
            current = _document_in(field.annotation) if field else None
    if isinstance(current, type) and issubclass(current, BaseModel):
        return list(current.model_fields)
    return []


def _document_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _document_in(inner)
        if found is not None:
            return found
    return None
