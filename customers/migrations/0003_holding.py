"""What rules and quotas need on the customer and in the ledger."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0002_access"),
        ("crm", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
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
                            ("verb", "bulk action"),
                            ("handover", "hand-over"),
                            ("night", "night of release"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="started"),
                ),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
            ],
            options={
                "verbose_name": "batch",
                "verbose_name_plural": "batches",
            },
        ),
        migrations.CreateModel(
            name="RuleVersion",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "preset",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("loose", "loose"),
                            ("standard", "standard"),
                            ("strict", "strict"),
                        ],
                        max_length=10,
                        verbose_name="preset",
                    ),
                ),
                ("sections", models.JSONField(default=dict)),
                ("effective_from", models.DateField(verbose_name="in force from")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="set"),
                ),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "version of the rules",
                "verbose_name_plural": "versions of the rules",
            },
        ),
        migrations.AddField(
            model_name="customer",
            name="is_frozen",
            field=models.BooleanField(default=False, editable=False, verbose_name="in dispute"),
        ),
        migrations.AddField(
            model_name="customer",
            name="is_whitelisted",
            field=models.BooleanField(default=False, editable=False, verbose_name="never released"),
        ),
        migrations.AddField(
            model_name="customer",
            name="origin",
            field=models.CharField(
                choices=[
                    ("own", "added"),
                    ("claimed", "claimed"),
                    ("assigned", "assigned"),
                    ("imported", "imported"),
                    ("handed_over", "handed over"),
                ],
                default="own",
                editable=False,
                max_length=12,
                verbose_name="came by",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="pooled_since",
            field=models.DateTimeField(editable=False, null=True, verbose_name="in the pool since"),
        ),
        migrations.AddField(
            model_name="customer",
            name="release_due_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="leaves"),
        ),
        migrations.AddField(
            model_name="customer",
            name="release_rule",
            field=models.CharField(
                blank=True, editable=False, max_length=40, verbose_name="by the rule"
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="return_reason",
            field=models.CharField(
                blank=True, editable=False, max_length=600, verbose_name="why returned"
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="returned",
            field=models.PositiveSmallIntegerField(
                default=0, editable=False, verbose_name="returned"
            ),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="rule",
            field=models.CharField(blank=True, max_length=40, verbose_name="rule"),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="verb",
            field=models.CharField(
                choices=[
                    ("created", "created"),
                    ("claimed", "claimed"),
                    ("assigned", "assigned"),
                    ("shared", "shared"),
                    ("unshared", "share ended"),
                    ("protected", "protected"),
                    ("unprotected", "protection ended"),
                    ("released", "released"),
                    ("deleted", "deleted"),
                    ("restored", "restored"),
                    ("handed_over", "handed over"),
                    ("taken_back", "hand-over undone"),
                    ("whitelisted", "never to be released"),
                    ("unlisted", "open to release again"),
                    ("asked", "asked"),
                    ("granted", "request granted"),
                    ("declined", "request declined"),
                    ("frozen", "frozen by a dispute"),
                    ("ruled", "dispute ruled"),
                ],
                max_length=12,
                verbose_name="what",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF current_setting('zhibi.emptying', true) = 'on' THEN\n                        RETURN NULL;\n                    END IF;\n                    RAISE EXCEPTION 'the ledger is append-only';\n                ",
                    hash="cae70132760e188cf4db8d7c16e77b9adefbbc38",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_b186c",
                    table="customers_ledgerentry",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="batch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="customers.batch",
            ),
        ),
        migrations.AddField(
            model_name="ruleversion",
            name="created_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="ruleversion",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rule_versions",
                to="crm.team",
                verbose_name="team",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="release_version",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.ruleversion",
            ),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="rules",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.ruleversion",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("release_due_at__isnull", False)),
                fields=["release_due_at", "id"],
                name="customer_by_release",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("is_whitelisted", True)), fields=["owner"], name="whitelisted"
            ),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(
                condition=models.Q(("from_owner__isnull", False), ("to_owner__isnull", True)),
                fields=["customer", "from_owner", "-at"],
                name="ledger_of_losses",
            ),
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(fields=["by", "-started_at"], name="batch_by_actor"),
        ),
        migrations.AddIndex(
            model_name="ruleversion",
            index=models.Index(fields=["team", "-effective_from", "-id"], name="rules_by_team"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ruleversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF OLD.withdrawn_at IS NULL AND TG_OP = 'UPDATE' AND OLD.effective_from > CURRENT_DATE\n        AND to_jsonb(NEW) - 'withdrawn_at' = to_jsonb(OLD) - 'withdrawn_at' THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'versions of rules are append-only';\n",
                    hash="303fac2268ba19fe25b913a83191ffde99185ec3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_dfa5d",
                    table="customers_ruleversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="has_open_opportunity",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="open opportunity"
            ),
        ),
        migrations.AddField(
            model_name="teamshare",
            name="may_reshare",
            field=models.BooleanField(default=False, verbose_name="may share it on"),
        ),
        migrations.AddField(
            model_name="teamshare",
            name="is_reshared",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="usershare",
            name="is_reshared",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="usershare",
            name="may_reshare",
            field=models.BooleanField(default=False, verbose_name="may share it on"),
        ),
        migrations.RunSQL(
            "UPDATE customers_customer SET pooled_since = updated_at WHERE owner_id IS NULL",
            migrations.RunSQL.noop,
        ),
    ]
