"""What is there to start from: examples, rule packs, forms of files, the Excel template."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Query

from tanzuji.documents.models import ProductModel
from tanzuji.footprints import exchange, shelf
from tanzuji.footprints.api import schemas
from tanzuji.footprints.api.common import document
from tanzuji.footprints.tasks import FORMS
from tanzuji.formats.models import write_json
from tanzuji.formats.workbook import write_template
from tanzuji.rules import available
from tanzuji.web.api import both, refusals
from tanzuji.web.downloads import TYPES, attachment

router = Router()


@router.get("examples", response={200: list[schemas.ExampleRow], **refusals()}, summary="List examples")
def list_examples(request: HttpRequest) -> list[schemas.ExampleRow]:
    """The products that ship with the system, with their footprints on the starter library."""
    return [
        schemas.ExampleRow(
            key=example.key,
            name=both(example.model.product.name),
            unit=both(example.model.unit.description),
            boundary=example.model.boundary.type,
            total=example.total,
            lines=example.lines,
        )
        for example in shelf.examples()
    ]


@router.get("examples/{slug:name}", response={200: ProductModel, **refusals(404)}, summary="Read an example")
def get_example(request: HttpRequest, name: str) -> HttpResponse:
    """The product model of an example."""
    return document(write_json(shelf.example(name)))


@router.get("rules", response={200: list[schemas.RuleRow], **refusals()}, summary="List rule packs")
def list_rules(request: HttpRequest) -> list[schemas.RuleRow]:
    """The rule packs that a model may name, general ones first."""
    return [
        schemas.RuleRow(
            id=pack.id,
            version=pack.version,
            layer=pack.layer,
            title=both(pack.title),
            number=pack.number,
            inherits=pack.inherits,
        )
        for pack in available()
    ]


@router.get("forms", response={200: list[schemas.FormRow], **refusals()}, summary="List forms of files")
def list_forms(request: HttpRequest) -> list[schemas.FormRow]:
    """What a model can be exported as and a report written as."""
    models = [schemas.FormRow(suffix=s, content_type=TYPES[s], what="model") for s in exchange.SUFFIXES]
    return models + [schemas.FormRow(suffix=s, content_type=TYPES[s], what="report") for s in FORMS]


@router.get(
    "template.xlsx",
    response=refusals(),
    summary="Fetch the Excel template",
    openapi_extra={"responses": {200: {"description": "The workbook", "content": {TYPES["xlsx"]: {}}}}},
)
def get_template(request: HttpRequest, language: Literal["zh", "en"] = Query("zh")) -> HttpResponse:
    """An empty workbook with a guide and sample rows."""
    return attachment(write_template(language), f"product-footprint-template.{language}.xlsx", TYPES["xlsx"])
