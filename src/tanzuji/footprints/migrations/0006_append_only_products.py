from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("footprints", "0005_product_catalogue"), ("ledger", "0002_append_only")]
    operations = [freeze("footprints_publication"), freeze("footprints_use")]
