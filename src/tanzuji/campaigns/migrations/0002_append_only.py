from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze


class Migration(migrations.Migration):
    dependencies = (("campaigns", "0001_initial"),)
    operations = (freeze("campaigns_plandecision"), freeze("campaigns_reminder"))
