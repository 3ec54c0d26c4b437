"""The index of words as rows of packed positions, in place of each database's own full-text search.

What was indexed before is indexed anew from the releases' files when the site starts (`services.index_installed`).
"""

from __future__ import annotations

from importlib import import_module

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_full_text = import_module("tanzuji.library.migrations.0002_words")


def _back(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    _full_text._forward(apps, editor)
    if editor.connection.vendor == "sqlite":
        editor.execute("INSERT INTO library_words(library_words) VALUES ('rebuild')", None)


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0004_imports"),
        ("parties", "0002_mandates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(_full_text._backward, _back),
        migrations.CreateModel(
            name="SortKeys",
            fields=[
                (
                    "release",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sort_keys",
                        serialize=False,
                        to="library.release",
                    ),
                ),
                ("arrays", models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name="entry",
            name="rating",
            field=models.FloatField(null=True),
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("written", models.CharField(max_length=200)),
                ("kind", models.CharField(blank=True, default="", max_length=12)),
                ("unit", models.CharField(blank=True, default="", max_length=60)),
                ("release", models.CharField(max_length=60)),
                ("dataset", models.CharField(max_length=200)),
                ("times", models.PositiveIntegerField(default=1)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "-at"], name="match_of_organisation")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "key"), name="one_match_a_line")
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.BinaryField(max_length=256)),
                ("head", models.BinaryField()),
                ("rest", models.BinaryField()),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="postings",
                        to="library.release",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("word", "release"), name="one_posting_a_word")
                ],
            },
        ),
        migrations.AddField(
            model_name="release",
            name="made_of",
            field=models.ForeignKey(
                default=None,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="releases",
                to="library.import",
            ),
        ),
    ]
