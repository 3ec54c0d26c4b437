"""The standards that ship with the installation, registered where they are not yet: numbers, dates and sources, no texts."""

from __future__ import annotations

import csv
from importlib.resources import files

from django.db import transaction

from tanzuji.standards.kinds import COMPANION
from tanzuji.standards.models import Adoption, AdoptionList, Relation, Standard
from tanzuji.standards.services.adopting import register_list
from tanzuji.standards.services.describing import register

LISTS = (
    {
        "number": "工信部联节函〔2026〕32号",
        "title_zh": "工业产品碳足迹核算规则团体标准推荐清单（第三批）",
        "title_en": "Recommended association standards for product carbon footprints, third batch",
        "issuer": "工业和信息化部、生态环境部、国家发展改革委、市场监管总局",
        "batch": "3",
        "items": "73",
        "issued_on": "2026-01-26",
        "source_tag": "V",
        "source_ref": "工信部联节函〔2026〕32号",
    },
)
"""Batches 1 and 2 were not seen and are not listed."""


def seed() -> list[Standard]:
    """Register what is missing of the shipped table; what somebody registered under the same number stays as it is."""
    text = files("tanzuji.standards.catalogue").joinpath("registry.csv").read_text("utf-8")
    made = []
    with transaction.atomic():
        lists = [
            AdoptionList.objects.filter(number=row["number"]).first() or register_list(None, row)
            for row in LISTS
        ]
        for row in csv.DictReader(text.splitlines()):
            known = (
                Standard.objects.filter(number=row["number"])
                if row["number"]
                else Standard.objects.filter(title_zh=row["title_zh"])
            )
            if known.exists():
                continue
            fields = row | {"procedure": row["procedure"].replace(";", "\n")}
            standard = register(None, fields)
            _tie(standard, row)
            for listed in lists:
                if listed.number == row["adopted"]:
                    Adoption.objects.create(list=listed, standard=standard)
            made.append(standard)
    return made


def _tie(standard: Standard, row: dict[str, str]) -> None:
    """The accounting standard it serves."""
    served = Standard.objects.filter(number=row["serves"]).exclude(number="").first()
    if served is not None and standard.kind in COMPANION:
        Relation.objects.create(standard=standard, other=served, kind=COMPANION[standard.kind])
