from __future__ import annotations

from django.db import migrations

from tanzuji.web.walls import wall

_OF_STUDY = (("study_id", "footprints_study"),)
_OF_VERSION = (("version_id", "footprints_version"),)


class Migration(migrations.Migration):
    dependencies = [("footprints", "0009_append_only_origin")]
    operations = [
        wall("footprints_study", "organisation_id"),
        wall("footprints_answeredrequest", "organisation_id"),
        wall("footprints_publication", "organisation_id"),
        wall("footprints_recomputation", "organisation_id"),
        wall("footprints_effect", "organisation_id"),
        wall("footprints_edit", through=_OF_STUDY),
        wall("footprints_version", through=_OF_STUDY),
        wall("footprints_decision", through=_OF_STUDY),
        wall("footprints_comment", through=_OF_STUDY),
        wall("footprints_limits", through=_OF_STUDY),
        wall("footprints_origin", through=_OF_STUDY),
        wall("footprints_use", through=_OF_VERSION),
        wall("footprints_recomputedproduct", through=(("recomputation_id", "footprints_recomputation"),)),
    ]
