from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze


class Migration(migrations.Migration):
    dependencies = (("labels", "0001_initial"),)
    operations = (freeze("labels_step"), freeze("labels_proof"))
