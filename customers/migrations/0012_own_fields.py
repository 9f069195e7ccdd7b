"""Fields that an admin adds, and the column their values lie in."""

import customers.own_fields.values
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

DAY = """
CREATE FUNCTION customers_day(iso text) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT make_date(left(iso, 4)::int, substr(iso, 6, 2)::int, substr(iso, 9, 2)::int)
$$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0011_dry_runs_as_jobs'),
    ]

    operations = [
        migrations.RunSQL(DAY, "DROP FUNCTION customers_day"),
        migrations.CreateModel(
            name='OwnField',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=80, verbose_name='Chinese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='archived')),
                ('host', models.CharField(editable=False, max_length=40)),
                ('key', models.SlugField(editable=False, unique=True, verbose_name='key')),
                ('kind', models.CharField(choices=[('text', 'Text'), ('number', 'Number'), ('money', 'Money'), ('date', 'Date'), ('flag', 'Yes or no'), ('link', 'Link')], max_length=8, verbose_name='kind')),
                ('help_text', models.CharField(blank=True, max_length=200, verbose_name='hint')),
                ('currency', models.CharField(blank=True, choices=[('CNY', 'CNY'), ('USD', 'USD'), ('EUR', 'EUR'), ('HKD', 'HKD'), ('JPY', 'JPY'), ('GBP', 'GBP')], max_length=3, verbose_name='currency')),
                ('order', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='order')),
                ('is_required', models.BooleanField(default=False, verbose_name='must be filled in')),
                ('in_grid', models.BooleanField(default=True, verbose_name='a column of every list')),
                ('is_sorted', models.BooleanField(default=False, editable=False, verbose_name='sorts lists of any length')),
                ('index_state', models.CharField(blank=True, choices=[('', 'not asked for'), ('making', 'being prepared'), ('ready', 'ready'), ('failed', 'failed')], default='', editable=False, max_length=8)),
            ],
            options={
                'verbose_name': 'own field',
                'verbose_name_plural': 'own fields',
                'ordering': ['host', 'order', 'pk'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='contact',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='contact',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='customer',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='customer',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='contact',
            name='own',
            field=customers.own_fields.values.OwnValues(),
        ),
        migrations.AddField(
            model_name='contactevent',
            name='own',
            field=customers.own_fields.values.OwnValues(),
        ),
        migrations.AddField(
            model_name='customer',
            name='own',
            field=customers.own_fields.values.OwnValues(),
        ),
        migrations.AddField(
            model_name='customerevent',
            name='own',
            field=customers.own_fields.values.OwnValues(),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."deleted_at" IS DISTINCT FROM (NEW."deleted_at") OR OLD."deleted_by_id" IS DISTINCT FROM (NEW."deleted_by_id") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_primary" IS DISTINCT FROM (NEW."is_primary") OR OLD."mobile" IS DISTINCT FROM (NEW."mobile") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."own" IS DISTINCT FROM (NEW."own") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."remarks" IS DISTINCT FROM (NEW."remarks") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."wechat" IS DISTINCT FROM (NEW."wechat"))', func='INSERT INTO "customers_contactevent" ("created_at", "customer_id", "deleted_at", "deleted_by_id", "email", "id", "is_primary", "mobile", "name", "own", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "remarks", "title", "wechat") VALUES (OLD."created_at", OLD."customer_id", OLD."deleted_at", OLD."deleted_by_id", OLD."email", OLD."id", OLD."is_primary", OLD."mobile", OLD."name", OLD."own", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."phone", OLD."remarks", OLD."title", OLD."wechat"); RETURN NULL;', hash='0d8c85b455163362b1d7f054e1ff563d635a4950', operation='UPDATE', pgid='pgtrigger_update_update_760d1', table='customers_contact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_contactevent" ("created_at", "customer_id", "deleted_at", "deleted_by_id", "email", "id", "is_primary", "mobile", "name", "own", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "remarks", "title", "wechat") VALUES (OLD."created_at", OLD."customer_id", OLD."deleted_at", OLD."deleted_by_id", OLD."email", OLD."id", OLD."is_primary", OLD."mobile", OLD."name", OLD."own", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."remarks", OLD."title", OLD."wechat"); RETURN NULL;', hash='32da67b5c20f8c22e7a92fecd90c57579c01d4dc', operation='DELETE', pgid='pgtrigger_delete_delete_2a63b', table='customers_contact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='customer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."business_scope" IS DISTINCT FROM (NEW."business_scope") OR OLD."category_ids" IS DISTINCT FROM (NEW."category_ids") OR OLD."credit_code" IS DISTINCT FROM (NEW."credit_code") OR OLD."deleted_at" IS DISTINCT FROM (NEW."deleted_at") OR OLD."deleted_by_id" IS DISTINCT FROM (NEW."deleted_by_id") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."financial_state" IS DISTINCT FROM (NEW."financial_state") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."operating_state" IS DISTINCT FROM (NEW."operating_state") OR OLD."own" IS DISTINCT FROM (NEW."own") OR OLD."phones" IS DISTINCT FROM (NEW."phones") OR OLD."remarks" IS DISTINCT FROM (NEW."remarks") OR OLD."short_name" IS DISTINCT FROM (NEW."short_name") OR OLD."website" IS DISTINCT FROM (NEW."website"))', func='INSERT INTO "customers_customerevent" ("address", "business_scope", "category_ids", "credit_code", "deleted_at", "deleted_by_id", "email", "financial_state", "id", "name", "operating_state", "own", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phones", "remarks", "short_name", "website") VALUES (OLD."address", OLD."business_scope", OLD."category_ids", OLD."credit_code", OLD."deleted_at", OLD."deleted_by_id", OLD."email", OLD."financial_state", OLD."id", OLD."name", OLD."operating_state", OLD."own", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."phones", OLD."remarks", OLD."short_name", OLD."website"); RETURN NULL;', hash='d86aa4f524e9dfb67959afa2ea4f0fcff048ee24', operation='UPDATE', pgid='pgtrigger_update_update_ca86d', table='customers_customer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='customer',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_customerevent" ("address", "business_scope", "category_ids", "credit_code", "deleted_at", "deleted_by_id", "email", "financial_state", "id", "name", "operating_state", "own", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phones", "remarks", "short_name", "website") VALUES (OLD."address", OLD."business_scope", OLD."category_ids", OLD."credit_code", OLD."deleted_at", OLD."deleted_by_id", OLD."email", OLD."financial_state", OLD."id", OLD."name", OLD."operating_state", OLD."own", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phones", OLD."remarks", OLD."short_name", OLD."website"); RETURN NULL;', hash='984d79988de07f0558b251556ad05a3e42fb1d92', operation='DELETE', pgid='pgtrigger_delete_delete_939ca', table='customers_customer', when='AFTER')),
        ),
    ]
