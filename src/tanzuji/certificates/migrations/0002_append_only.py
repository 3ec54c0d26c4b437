from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial"), ("ledger", "0002_append_only")]
    operations = [
        freeze(f"certificates_{table}") for table in ("certificate", "event", "reminder", "request")
    ]
