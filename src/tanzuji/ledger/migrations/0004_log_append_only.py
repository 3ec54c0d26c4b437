from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_log")]
    operations = [
        freeze(f"ledger_{table}") for table in ("leaf", "node", "signedhead", "cosigned", "stamped")
    ]
