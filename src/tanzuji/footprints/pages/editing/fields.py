"""Fields of a page: what stands at a place of the draft, in which kind of control, with which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse
from django.utils.http import urlencode

from tanzuji.documents.editing import Plain
from tanzuji.documents.editing.places import read_place
from tanzuji.documents.errors import Problem
from tanzuji.documents.models import ProductModel
from tanzuji.footprints.live import opened
from tanzuji.footprints.pages.editing.actions import asked, new_name
from tanzuji.footprints.pages.editing.rows import Source, View
from tanzuji.footprints.pages.editing.typed import as_seen, seen, written
from tanzuji.footprints.pages.schema import Fields, Leaf, children, fields_of, leaf_at
from tanzuji.footprints.pages.wording import choice_names, hint, label
from tanzuji.web.language import language, say

LONG = frozenset(
    {"description", "note", "notes", "reason", "reasons", "sensitivity", "burden_free", "comparison_reason"}
)
"""Texts that take more than a line; those of the scope statements do as well."""

_USUAL: dict[tuple[str, ...], str] = {
    ("unit",): "kg",
    ("output.unit",): "kg",
    ("processes", "energy", "unit"): "kWh",
    ("processes", "energy", "electricity"): "grid",
    ("parameters", "unit"): "",
}
"""What stands in a new form before anybody wrote there."""

UNIT_FIELDS = ("unit", "mass_unit", "distance_unit")


@dataclass(frozen=True, slots=True)
class FieldView:
    """One control. `text` is what stands in it, `was` what the server holds (JSON), sent back with an edit."""

    place: str
    id: str
    label: str
    control: str
    text: str
    was: str
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    required: bool = False
    problem: Problem | None = None
    computed: str = ""
    sources: tuple[Source, ...] = ()
    find: str = ""
    """Where the search for datasets asks."""
    name: str = ""
    """What the control is called in a form, where it is no place: a field of something new."""

    @property
    def described(self) -> str:
        """Ids of what explains the field, for aria-describedby."""
        parts = [f"{self.id}-hint"] if self.hint else []
        return " ".join([*parts, f"{self.id}-error"] if self.problem else parts)


def field_id(place: str) -> str:
    """The id of the control at a place; ids hold no blanks."""
    return "f-" + place.replace(" ", "␣")


@dataclass
class Sheet:
    """The fields of a draft. `typed` and `problems` are what a form brought that was not stored, by place."""

    view: View
    plain: Plain
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, Problem] = field(default_factory=dict)

    @property
    def model(self) -> ProductModel:
        return self.view.model

    def field(self, place: str, *, name: str = "") -> FieldView:
        """The control at a place; `name` stands instead of the field's own."""
        leaf = leaf_at(place)
        if leaf is None:
            raise LookupError(place)
        value = seen(self.plain, place)
        text = written(place, value if value is not None else leaf.default)
        text = self.typed.get(place, text)
        return FieldView(
            place=place,
            id=field_id(place),
            label=name or label(leaf.fields, language()),
            control=control_of(leaf),
            text=text,
            was=as_seen(value),
            choices=self.choices(leaf, text),
            hint=hint(leaf.fields, language()),
            required=leaf.required and leaf.fields[-1] not in ("zh", "en"),
            problem=self.problems.get(place),
            computed=self.view.computed(value) if leaf.kind == "amount" else "",
            sources=tuple(map(self.view.source, value or ())) if leaf.kind == "ids" else (),
            find=self.search_address if leaf.kind == "ids" else "",
        )

    def fields(self, place: str, names: Iterable[str]) -> list[FieldView]:
        """The controls of several fields of the part at `place`."""
        return [self.field(f"{place}.{name}" if place else name) for name in names]

    def words(self, place: str, *, name: str = "") -> tuple[FieldView, FieldView]:
        """The two controls of a bilingual text."""
        own = name or label(fields_of(read_place(place)), language())
        return self.field(f"{place}.zh", name=own), self.field(f"{place}.en", name=own)

    def knows(self, place: str) -> bool:
        """Whether the schema has a single value at a place."""
        return leaf_at(place) is not None

    def new(self, place: str) -> list[FieldView]:
        """The controls of the small form for something new at `place`; names are asked for in the page's language."""
        fields = fields_of(read_place(place))
        known = {".".join(leaf.fields[len(fields) :]): leaf for leaf in children(fields)}
        found = []
        for wanted in asked(fields):
            name = wanted if wanted in known else f"{wanted}.{language()}"
            found.append(self._fresh(known[name], new_name(place, name), name, new_name(place, wanted)))
        return found

    @cached_property
    def search_address(self) -> str:
        """Where the search for datasets asks: the study's own releases and the organisation's products, its region first."""
        releases = [f"{r.name}@{r.version}" for r in opened(self.view.releases)]
        if self.view.products:
            name = self.view.products.partition("@")[0]
            releases = [*(r for r in releases if r.partition("@")[0] != name), self.view.products]
        asked = {"release": releases, "geography": self.model.boundary.geography}
        return f"{reverse('library:choices')}?{urlencode(asked, doseq=True)}"

    def new_value(self, place: str, field: str, leaf_place: str) -> FieldView:
        """The control of the key or the value of a new entry of the mapping at `place`."""
        leaf = leaf_at(leaf_place)
        assert leaf is not None  # the caller names a mapping of the schema
        name = new_name(place, field)
        return self._fresh(leaf, name, field, name)

    def _fresh(self, leaf: Leaf, name: str, field: str, other_name: str) -> FieldView:
        usual = _USUAL.get((*leaf.fields[:-1], field), _USUAL.get((field,), ""))
        text = self.typed.get(name, leaf.default if isinstance(leaf.default, str) else usual)
        return FieldView(
            place=name,
            id=field_id(name),
            label=label(leaf.fields, language()),
            control=control_of(leaf),
            text=text,
            was="null",
            choices=self.choices(leaf, text),
            required=leaf.required,
            problem=self.problems.get(name) or self.problems.get(other_name),
            find=self.search_address if leaf.kind == "ids" else "",
            name=name,
        )

    def has(self, place: str) -> bool:
        """Whether anything stands at a place."""
        return seen(self.plain, place) is not None

    @cached_property
    def stages(self) -> tuple[tuple[str, str], ...]:
        return tuple((stage.id, stage.name.to(language())) for stage in self.model.stages())

    def choices(self, leaf: Leaf, text: str) -> tuple[tuple[str, str], ...]:
        """What a field may be, with the words for it; empty where anything may be written."""
        last = leaf.fields[-1]
        if leaf.fields == ("processes", "stage"):
            known = self.stages
        elif is_supplier(leaf.fields):
            known = (("", say("不来自本模型", "not from this model")), *self.view.outputs.items())
        elif leaf.kind == "choice":
            names = choice_names(leaf.fields)
            known = tuple((value, say(*names[value])) for value in leaf.choices)
            if leaf.default is None and not leaf.required:
                known = (("", say("未填", "not stated")), *known)
        elif leaf.kind == "truth":
            known = (("", say("未填", "not stated")), ("true", say("是", "yes")), ("false", say("否", "no")))
        elif last in UNIT_FIELDS:
            return ()
        else:
            return ()
        if text not in {value for value, _ in known}:
            known = (*known, (text, text))
        return known


def is_supplier(fields: Fields) -> bool:
    """Whether a field names one of the model's own processes."""
    return fields == ("deliver",) or (
        len(fields) == 3 and fields[0] == "processes" and fields[-1] == "process"
    )


def control_of(leaf: Leaf) -> str:
    """Which control a value is typed in: amount, number, date, line, area, unit, gas, choice, check, datasets, rules."""
    last, fields = leaf.fields[-1], leaf.fields
    if leaf.kind in ("amount", "number", "date"):
        return leaf.kind
    if leaf.kind == "whole":
        return "number"
    if leaf.kind == "ids":
        return "rules" if fields == ("rules",) else "datasets"
    if leaf.kind == "truth":
        return "choice" if leaf.default is None else "check"
    if leaf.kind == "choice" or fields == ("processes", "stage") or is_supplier(fields):
        return "choice"
    if last in UNIT_FIELDS:
        return "unit"
    if last == "gas":
        return "gas"
    if last in ("zh", "en") and (fields[-2] in LONG or fields[0] in ("scope", "goal")):
        return "area"
    return "line"
