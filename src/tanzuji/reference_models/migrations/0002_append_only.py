from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze

_DOCUMENT = (
    "model_id", "number", "document", "digest", "group", "coverage", "name_zh", "name_en", "total", "processes",
    "gaps", "computed_on", "note", "made_by_id", "made_at",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = (("reference_models", "0001_initial"),)
    operations = (
        freeze("reference_models_modeldecision"),
        freeze("reference_models_modelversion", _DOCUMENT),
    )
