"""Verbs on many customers at once, row by row."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0004_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkRun",
            fields=[
                (
                    "batch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="run",
                        serialize=False,
                        to="customers.batch",
                    ),
                ),
                ("verb", models.CharField(max_length=20, verbose_name="what")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("working", "in progress"),
                            ("done", "finished"),
                            ("stopped", "stopped"),
                        ],
                        default="working",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("arguments", models.JSONField(default=dict)),
                ("total", models.PositiveIntegerField(default=0, verbose_name="customers")),
                ("unseen", models.PositiveIntegerField(default=0)),
                ("halted", models.TextField(blank=True, verbose_name="why it stopped")),
                ("work_began_at", models.DateTimeField(null=True)),
                ("settled_before", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "bulk action",
                "verbose_name_plural": "bulk actions",
                "ordering": ["-batch"],
            },
        ),
        migrations.CreateModel(
            name="BatchRow",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField(verbose_name="customer")),
                ("position", models.PositiveIntegerField()),
                ("is_fixed", models.BooleanField(default=False, verbose_name="chosen by hand")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("done", "done"),
                            ("same", "stays where it is"),
                            ("refused", "refused"),
                            ("missing", "no longer there"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=40, verbose_name="rule")),
                ("why", models.TextField(blank=True, verbose_name="why")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="customers.batch",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="to",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["batch", "state", "position"], name="batch_rows_by_state")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "customer"), name="batch_row_once")
                ],
            },
        ),
    ]
