"""Why rows were kept, and why runs of plans ended: a sentence for each language."""

from django.db import migrations, models

# What was said so far is in the language of whoever had it said.
SAID = """
ALTER TABLE {table} ALTER COLUMN {column} TYPE jsonb USING CASE WHEN {column} = '' THEN '{{}}'
    ELSE jsonb_build_object('zh-hans', {column}, 'en', {column}) END
"""
UNSAID = """
ALTER TABLE {table} ALTER COLUMN {column} TYPE text USING coalesce({column} ->> 'en', '')
"""


def in_each_language(table, column, *altered):
    named = {"table": table, "column": column}
    return migrations.RunSQL(SAID.format(**named), UNSAID.format(**named), list(altered))


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0035_unsummed_figures"),
    ]

    operations = [
        in_each_language(
            "customers_rowcheck",
            "why_kept",
            migrations.AlterField(
                model_name="rowcheck",
                name="why_kept",
                field=models.JSONField(blank=True, default=dict, verbose_name="why"),
            ),
        ),
        in_each_language(
            "customers_planrun",
            "why",
            migrations.AlterField(
                model_name="planrun",
                name="why",
                field=models.JSONField(blank=True, default=dict, editable=False),
            ),
        ),
    ]
