from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("footprints", "0002_initial"), ("ledger", "0002_append_only")]
    operations = [freeze("footprints_version"), freeze("footprints_edit"), freeze("footprints_decision")]
