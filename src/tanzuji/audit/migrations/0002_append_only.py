from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [freeze("audit_act")]
