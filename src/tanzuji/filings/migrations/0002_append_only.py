from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("filings", "0001_initial"), ("ledger", "0002_append_only")]
    operations = [freeze(f"filings_{table}") for table in ("statement", "paper", "step", "reminder")]
