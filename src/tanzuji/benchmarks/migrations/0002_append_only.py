from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("benchmarks", "0001_initial"), ("ledger", "0002_append_only")]
    operations = [freeze(f"benchmarks_{table}") for table in ("snapshot", "step", "comment", "answer")]
