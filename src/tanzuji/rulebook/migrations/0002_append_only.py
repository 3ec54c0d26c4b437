from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze


class Migration(migrations.Migration):
    dependencies = (("rulebook", "0001_initial"),)
    operations = (
        freeze(
            "rulebook_ruleversion",
            (
                "id", "organisation_id", "rule", "version", "text", "digest", "cases", "kind", "layer", "level",
                "inherits", "title_zh", "title_en", "number", "changes", "made_by_id", "made_at",
            ),
        ),
        freeze("rulebook_standing"),
    )  # fmt: skip
