"""Rows of an import say only what was typed; the keys of duplicates are in the index."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0019_fill_import_checks'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='importrow',
            name='rows_by_verdict',
        ),
        migrations.RemoveField(
            model_name='importrow',
            name='customer',
        ),
        migrations.RemoveField(
            model_name='importrow',
            name='problems',
        ),
        migrations.RemoveField(
            model_name='importrow',
            name='verdict',
        ),
        migrations.RemoveField(
            model_name='sheetimport',
            name='bad',
        ),
        migrations.RemoveField(
            model_name='sheetimport',
            name='good',
        ),
        migrations.AddIndex(
            model_name='contact',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_grams', 'duplicate_keys'], gin_pending_list_limit=1024, name='contact_grams'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=django.contrib.postgres.indexes.GinIndex(fields=['reader_ids', 'insider_ids', 'editor_ids', 'category_ids', 'search_grams', 'duplicate_keys'], gin_pending_list_limit=1024, name='customer_arrays'),
        ),
    ]
