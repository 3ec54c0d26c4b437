"""What was sent, what arrived and what was examined never changes; only where it stands does."""

from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("nodes", "0001_initial")]
    operations = [
        freeze(
            "nodes_shipment", ("dataset", "parcel", "digest", "release", "theirs", "peer_id", "queued_by_id")
        ),
        freeze(
            "nodes_arrival",
            ("organisation_id", "person_id", "sender", "dataset", "parcel", "digest", "conflicts"),
        ),
        freeze("nodes_examination"),
    ]
