"""What an import would do, row by row; keys by which duplicates are recognised."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0011_grid_layouts'),
        ('customers', '0017_known_header'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RowCheck',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='row')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('verdict', models.CharField(choices=[('new', 'new'), ('changed', 'changed'), ('same', 'no difference'), ('asked', 'to be decided'), ('skipped', 'left out'), ('refused', 'refused')], max_length=8, verbose_name='verdict')),
                ('version', models.PositiveIntegerField(null=True)),
                ('values', models.JSONField(default=dict)),
                ('changes', models.JSONField(default=list, verbose_name='changes')),
                ('problems', models.JSONField(default=list, verbose_name='problems')),
                ('matches', models.JSONField(default=list, verbose_name='exists already')),
                ('decision', models.CharField(blank=True, choices=[('skip', 'leave the row out'), ('fill', 'fill what is empty'), ('overwrite', 'overwrite what differs'), ('create', 'create another customer'), ('ask', 'decide one by one')], max_length=10, verbose_name='decision')),
                ('undone', models.CharField(blank=True, choices=[('back', 'put back'), ('kept', 'kept, because it was edited since'), ('failed', 'could not be put back')], max_length=8, verbose_name='undone')),
                ('why_kept', models.TextField(blank=True, verbose_name='why')),
            ],
            options={
                'verbose_name': 'row of an import',
                'verbose_name_plural': 'rows of an import',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='RowKey',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField()),
                ('number', models.PositiveIntegerField()),
                ('customer_id', models.IntegerField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name='contact',
            name='contact_grams',
        ),
        migrations.RemoveIndex(
            model_name='customer',
            name='customer_arrays',
        ),
        migrations.AddField(
            model_name='contact',
            name='duplicate_keys',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=models.Value([], django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)), default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='customer',
            name='duplicate_keys',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=models.Value([], django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)), default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='sheetimport',
            name='checked_to',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='sheetimport',
            name='committed_to',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='sheetimport',
            name='counts',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='sheetimport',
            name='halted',
            field=models.TextField(blank=True, verbose_name='why it stopped'),
        ),
        migrations.AddField(
            model_name='sheetimport',
            name='kind',
            field=models.CharField(default='customers', editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='sheetimport',
            name='policy',
            field=models.CharField(choices=[('skip', 'leave the row out'), ('fill', 'fill what is empty'), ('overwrite', 'overwrite what differs'), ('create', 'create another customer'), ('ask', 'decide one by one')], default='fill', max_length=10, verbose_name='when the customer exists already'),
        ),
        migrations.AddField(
            model_name='sheetimport',
            name='policy_by_phone',
            field=models.CharField(choices=[('skip', 'leave the row out'), ('fill', 'fill what is empty'), ('overwrite', 'overwrite what differs'), ('create', 'create another customer'), ('ask', 'decide one by one')], default='ask', max_length=10, verbose_name='when only a phone number agrees'),
        ),
        migrations.AddField(
            model_name='sheetimport',
            name='settled_before',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='sheetimport',
            name='undone_to',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='sheetimport',
            name='work_began_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='sheetimport',
            name='state',
            field=models.CharField(choices=[('mapping', 'waiting for its columns'), ('checking', 'being checked'), ('checked', 'checked'), ('writing', 'being imported'), ('done', 'imported'), ('stopped', 'stopped'), ('undoing', 'being undone'), ('undone', 'undone')], default='mapping', max_length=10, verbose_name='state'),
        ),
        migrations.AddField(
            model_name='rowcheck',
            name='contact',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='customers.contact'),
        ),
        migrations.AddField(
            model_name='rowcheck',
            name='customer',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='customers.customer', verbose_name='customer'),
        ),
        migrations.AddField(
            model_name='rowcheck',
            name='sheet_import',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='customers.sheetimport'),
        ),
        migrations.AddField(
            model_name='rowkey',
            name='sheet_import',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='customers.sheetimport'),
        ),
        migrations.AddIndex(
            model_name='rowcheck',
            index=models.Index(fields=['sheet_import', 'verdict', 'number'], name='checks_by_verdict'),
        ),
        migrations.AddIndex(
            model_name='rowcheck',
            index=models.Index(fields=['sheet_import', 'customer', 'number'], name='checks_by_customer'),
        ),
        migrations.AddConstraint(
            model_name='rowcheck',
            constraint=models.UniqueConstraint(fields=('sheet_import', 'number'), name='row_check_once'),
        ),
        migrations.AddIndex(
            model_name='rowkey',
            index=models.Index(fields=['sheet_import', 'key'], name='row_keys'),
        ),
    ]
