from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze

_RECORDS = ("evidence", "calibration", "upload", "reading", "allocationkey", "share", "taking")


class Migration(migrations.Migration):
    dependencies = [("activity", "0001_initial"), ("ledger", "0002_append_only")]
    operations = [freeze(f"activity_{table}") for table in _RECORDS]
