"""What was given and taken never changes."""

from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial")]
    operations = [freeze("sharing_delivery"), freeze("sharing_taking")]
