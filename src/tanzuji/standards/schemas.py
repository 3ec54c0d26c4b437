"""Schemas of the standards room's API."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema
from ninja.params.functions import Query
from pydantic import Field

from tanzuji.web.api import BothLanguages


class CodeOut(Schema):
    scheme: str
    code: str


class StandardOut(Schema):
    """A standard or rule of the registry."""

    id: UUID
    number: str
    title: BothLanguages
    kind: str
    level: str
    layer: str
    jurisdiction: str
    sector: str
    group: str
    product: BothLanguages | None = Field(description="of no group: what it is called")
    state: str = Field(examples=["in_force"])
    public: bool
    issued_on: date | None
    in_force_on: date | None
    ended_on: date | None
    to_be_abolished: bool
    rule: str = Field(description="id of the machine rule; blank where there is none")
    rule_version: str
    codes: list[CodeOut]
    adoption_lists: list[str]
    source_tag: str
    source_ref: str


class StandardsOut(Schema):
    items: list[StandardOut]
    count: int


class TieOut(Schema):
    kind: str
    standard: UUID
    number: str
    from_here: bool


class StepOut(Schema):
    action: str
    after: str
    reason: str
    on: date


class ChoiceOut(Schema):
    action: str
    name: BothLanguages
    allowed: bool
    code: str = Field(description="why not; blank where it is allowed")


class StandardDetail(StandardOut):
    """A standard with its ties, what was done with it, and what whoever asks may do next."""

    scope: BothLanguages
    ties: list[TieOut]
    steps: list[StepOut]
    next: list[ChoiceOut]
    procedure: dict[str, Any] | None


class RemarkOut(Schema):
    id: UUID
    draft: int
    clause: str
    text: str
    proposal: str
    organisation: BothLanguages
    answers: list[dict[str, str]]


class PathOut(Schema):
    target: str
    stated: str = Field(description="open, closed or not_stated")
    condition: BothLanguages | None
    source: str
    allowed: bool
    code: str


class ConversionOut(Schema):
    id: UUID
    standard: UUID
    target: str
    jurisdiction: str
    state: str
    result: UUID | None


class ProductCodeOut(Schema):
    scheme: str
    code: str
    name: BothLanguages
    group: str
    source_tag: str
    source_ref: str


class ProgressOut(Schema):
    target: str
    name: BothLanguages
    year: int
    metric: str
    value: float | None
    counted: int | None = Field(description="registered here and in force; null where another room counts")
    coming: int
    confirmed: int | None


class ProposalIn(Schema):
    kind: str
    level: str
    layer: str
    group: str = ""
    product_zh: str = ""
    product_en: str = ""
    sector: str = ""
    jurisdiction: str = ""
    title_zh: str = ""
    title_en: str = ""
    scope_zh: str = ""
    scope_en: str = ""
    reason: str
    call: str = ""
    cpc: str = ""
    hs: str = ""
    gbt7635: str = ""


class RegistrationIn(Schema):
    kind: str
    level: str
    layer: str
    number: str = ""
    group: str = ""
    product_zh: str = ""
    product_en: str = ""
    sector: str = ""
    jurisdiction: str = "cn"
    title_zh: str = ""
    title_en: str = ""
    scope_zh: str = ""
    scope_en: str = ""
    issuer_zh: str = ""
    issuer_en: str = ""
    issued_on: str = ""
    in_force_on: str = ""
    rule: str = ""
    rule_version: str = ""
    reference: str = ""
    source_tag: str
    source_ref: str
    verified_on: str = ""
    cpc: str = ""
    hs: str = ""
    gbt7635: str = ""


class ActIn(Schema):
    action: str = Field(examples=["consult"])
    reason: str = ""
    closes_on: str = ""
    notice: str = ""
    number: str = ""
    issued_on: str = ""
    in_force_on: str = ""


class DraftIn(Schema):
    text: str = Field(max_length=20_000)
    rule_text: str = Field("", max_length=20_000)
    note: str = ""


class DraftOut(Schema):
    number: int
    problems: list[str] = Field(description="codes of what its rule breaks; empty where it conforms")
    missing: list[str] = Field(description="clauses of the base standard that were not found")


class RemarkIn(Schema):
    text: str
    clause: str = ""
    proposal: str = ""


class AnswerIn(Schema):
    disposition: str
    text: str


class VoteIn(Schema):
    choice: str
    reason: str = ""


class ConversionIn(Schema):
    target: str
    reason: str
    jurisdiction: str = ""


class Filters(Schema):
    q: str = Field("", max_length=200, description="words, a number or a product code")
    kind: str = Field("", max_length=16)
    level: str = Field("", max_length=16)
    layer: str = Field("", max_length=16)
    stage: str = Field("", max_length=16, description="valid, published, open or ended")
    jurisdiction: str = Field("", max_length=24)
    sector: str = Field("", max_length=40)
    group: str = Field("", max_length=40)


FILTERS = Query(...)


class Applies(Schema):
    """What a rule is to apply to."""

    product_code: str = Field("", max_length=20)
    group: str = Field("", max_length=40)
    kind: str = Field("", max_length=16)
    jurisdiction: str = Field("", max_length=24)


class Words(Schema):
    q: str = Field("", max_length=80)


class Place(Schema):
    jurisdiction: str = Field("", max_length=24)


APPLIES = Query(...)
WORDS = Query(...)
PLACE = Query(...)
