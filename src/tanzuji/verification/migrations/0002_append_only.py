from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze

_FINDING = (
    "engagement_id",
    "number",
    "submission_id",
    "place",
    "severity",
    "clause",
    "text",
    "effect",
    "by_id",
    "at",
)
_REQUEST = ("engagement_id", "number", "place", "text", "due", "by_id", "at")
_REMARK = ("review_id", "number", "place", "severity", "text", "at")


class Migration(migrations.Migration):
    dependencies = [("verification", "0001_initial")]
    operations = [
        freeze("verification_submission"),
        freeze("verification_plan"),
        freeze("verification_step"),
        freeze("verification_answer"),
        freeze("verification_findingstep"),
        freeze("verification_recomputation"),
        freeze("verification_draft"),
        freeze("verification_statement"),
        freeze("verification_withdrawal"),
        freeze("verification_finding", _FINDING),
        freeze("verification_evidencerequest", _REQUEST),
        freeze("verification_reviewremark", _REMARK),
    ]
