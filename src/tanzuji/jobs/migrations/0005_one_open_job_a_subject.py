"""One open job a subject: what one job makes no second begins to make."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0004_notes"),
        ("parties", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="subject",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ("queued", "running")), models.Q(("subject", ""), _negated=True)
                ),
                fields=("organisation", "kind", "subject"),
                name="one_open_job_a_subject",
            ),
        ),
    ]
