from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze


class Migration(migrations.Migration):
    dependencies = (("archive", "0001_initial"),)
    operations = (freeze("archive_evaluation"), freeze("archive_digest"))
