from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze


class Migration(migrations.Migration):
    dependencies = (("footprints", "0008_origin"),)
    operations = (freeze("footprints_origin"),)
