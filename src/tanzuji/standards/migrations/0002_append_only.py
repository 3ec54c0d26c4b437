from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze

TABLES = (
    "step",
    "draft",
    "consultation",
    "remark",
    "answer",
    "vote",
    "relation",
    "adoption",
    "conversionstep",
    "score",
    "prioritychange",
    "opinion",
    "confirmation",
)


class Migration(migrations.Migration):
    """What was said, decided and counted is only ever added to."""

    dependencies = (("standards", "0001_initial"),)
    operations = [freeze(f"standards_{table}") for table in TABLES]
