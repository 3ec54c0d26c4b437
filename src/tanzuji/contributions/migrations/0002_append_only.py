from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze

_WORDS = ("contribution_id", "place", "answers_id", "revision", "text", "by_id", "organisation_id", "at")


class Migration(migrations.Migration):
    dependencies = [("contributions", "0001_initial")]
    operations = [
        freeze("contributions_revision"),
        freeze("contributions_step"),
        freeze("contributions_remark", _WORDS),
    ]
