"""Who looked at the product as somebody else."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('crm', '0003_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Viewing',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('ends_at', models.DateTimeField(verbose_name='at the latest until')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='until')),
                ('pages', models.PositiveIntegerField(default=0, verbose_name='pages')),
                ('first_path', models.CharField(max_length=300, verbose_name='first page')),
                ('last_path', models.CharField(max_length=300, verbose_name='last page')),
                ('admin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='viewings', to=settings.AUTH_USER_MODEL, verbose_name='administrator')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='viewed', to=settings.AUTH_USER_MODEL, verbose_name='seen as')),
            ],
            options={
                'verbose_name': 'viewing',
                'verbose_name_plural': 'viewings',
                'indexes': [models.Index(fields=['-started_at', '-id'], name='viewing_by_start')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='viewing',
            trigger=pgtrigger.compiler.Trigger(name='keep_the_log', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL\n        OR to_jsonb(NEW) - 'ended_at' - 'last_path' - 'pages'\n            <> to_jsonb(OLD) - 'ended_at' - 'last_path' - 'pages' THEN\n        RAISE EXCEPTION 'the log of viewings is append-only';\n    END IF;\n    RETURN NEW;\n", hash='2e8cbd9010f665151f9d3aaeb3e5dfb044c181c8', operation='UPDATE OR DELETE', pgid='pgtrigger_keep_the_log_f26ed', table='crm_viewing', when='BEFORE')),
        ),
    ]
