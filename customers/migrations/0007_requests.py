"""Requests and disputes."""

import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0006_release"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("keep", "keep"),
                            ("extend", "extend a protection"),
                            ("access", "get access"),
                            ("dispute", "dispute"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("known_as", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "wanted",
                    models.JSONField(
                        default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="asked on"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "to be decided"),
                            ("granted", "granted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("holder", "stays with who holds it"),
                            ("asker", "goes to who disputes it"),
                            ("pool", "goes to the pool"),
                        ],
                        max_length=6,
                        verbose_name="ruling",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided on")),
                ("ruling", models.TextField(blank=True, verbose_name="note")),
                (
                    "asked",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="to decide",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="customers.customer",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "request",
                "verbose_name_plural": "requests",
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("asker", "who disputes it"), ("holder", "who holds it")],
                        max_length=6,
                    ),
                ),
                ("text", models.TextField(verbose_name="what happened")),
                ("happened_on", models.DateField(verbose_name="when")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="customers.request",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
            },
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["by", "-created_at"], name="request_by_asker"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["decided_by", "-decided_at"], name="request_by_decider"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "open")),
                fields=("customer", "by", "kind"),
                name="one_open_request_of_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "dispute"), ("status", "open")),
                fields=("customer",),
                name="one_open_dispute",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF current_setting('zhibi.erasing', true) = 'on' THEN\n                        RETURN COALESCE(NEW, OLD);\n                    END IF;\n                    RAISE EXCEPTION 'evidence is append-only';\n                ",
                    hash="28b32735da0bcdcf0e0d242435af44a6c03af7c4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c8bb4",
                    table="customers_evidence",
                    when="BEFORE",
                ),
            ),
        ),
    ]
