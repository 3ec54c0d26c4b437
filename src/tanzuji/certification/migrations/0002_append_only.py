from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze


class Migration(migrations.Migration):
    dependencies = (("certification", "0001_initial"),)
    operations = (
        freeze(
            "certification_schemeedition",
            ("organisation_id", "code", "version", "text", "digest", "family", "made_by_id", "made_at"),
        ),
        freeze("certification_schemestep"),
        freeze("certification_step"),
        freeze("certification_quote"),
        freeze("certification_signature"),
        freeze("certification_plan"),
        freeze("certification_answer"),
        freeze("certification_assessment"),
        freeze("certification_reminder"),
        freeze("certification_paper", ("application_id", "item", "evidence_id", "note", "by_id", "at")),
        freeze(
            "certification_nonconformity",
            ("application_id", "surveillance_id", "number", "text", "severity", "raised_by_id", "raised_at"),
        ),
    )
