from __future__ import annotations

from django.db import migrations

from tanzuji.web.walls import wall

_OWNED = ("facility", "product", "good", "upload", "allocationkey", "plan", "sourcechoice", "taking")


class Migration(migrations.Migration):
    dependencies = [("activity", "0002_append_only")]
    operations = [
        *(wall(f"activity_{table}", "organisation_id") for table in _OWNED),
        # whoever was granted a meter or a paper, or was handed a report, sees that one as well
        wall("activity_grant", "organisation_id", "grantee_id"),
        wall("activity_report", "organisation_id", "handed_to_id"),
        wall("activity_meter", "organisation_id", named_by=[("activity_grant", "meter_id")]),
        wall(
            "activity_evidence",
            "organisation_id",
            named_by=[("activity_grant", "evidence_id"), ("activity_report", "evidence_id")],
        ),
        wall("activity_calibration", through=[("meter_id", "activity_meter")]),
        wall(
            "activity_reading",
            through=[("upload_id", "activity_upload"), ("meter_id", "activity_meter")],
        ),
        wall("activity_share", through=[("key_id", "activity_allocationkey")]),
        wall("activity_planline", through=[("plan_id", "activity_plan")]),
        wall("activity_reportline", through=[("report_id", "activity_report")]),
    ]
