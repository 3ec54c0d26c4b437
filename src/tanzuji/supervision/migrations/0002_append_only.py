from __future__ import annotations

from django.db import migrations

from tanzuji.ledger.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial")]
    operations = [
        freeze("supervision_planstep"),
        freeze("supervision_draw"),
        freeze("supervision_drawresult"),
        freeze("supervision_inspectionstep"),
        freeze("supervision_complaintstep"),
        freeze("supervision_sighting"),
        freeze("supervision_measure"),
        freeze("supervision_measureend"),
        freeze("supervision_picture"),
        freeze("supervision_reminder"),
        freeze("supervision_complaint", ("number", "receipt", "certificate", "kind", "text", "at")),
    ]
