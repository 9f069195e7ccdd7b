"""Orders say when their contract ends."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import sales.days


class Migration(migrations.Migration):
    dependencies = [("sales", "0001_initial")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='order',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='order',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='order',
            name='contract_ends_on',
            field=models.DateField(blank=True, null=True, validators=[sales.days.plausible], verbose_name='contract ends'),
        ),
        migrations.AddField(
            model_name='orderevent',
            name='contract_ends_on',
            field=models.DateField(blank=True, null=True, validators=[sales.days.plausible], verbose_name='contract ends'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."contract_ends_on" IS DISTINCT FROM (NEW."contract_ends_on") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."deleted_at" IS DISTINCT FROM (NEW."deleted_at") OR OLD."deleted_by_id" IS DISTINCT FROM (NEW."deleted_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."opportunity_id" IS DISTINCT FROM (NEW."opportunity_id") OR OLD."ordered_on" IS DISTINCT FROM (NEW."ordered_on") OR OLD."remarks" IS DISTINCT FROM (NEW."remarks"))', func='INSERT INTO "sales_orderevent" ("contract_ends_on", "created_at", "created_by_id", "currency", "customer_id", "deleted_at", "deleted_by_id", "id", "number", "opportunity_id", "ordered_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remarks") VALUES (OLD."contract_ends_on", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."customer_id", OLD."deleted_at", OLD."deleted_by_id", OLD."id", OLD."number", OLD."opportunity_id", OLD."ordered_on", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."remarks"); RETURN NULL;', hash='b51735ddd0750b2a7f32fe3100b41e7e78d25eb9', operation='UPDATE', pgid='pgtrigger_update_update_ae4e5', table='sales_order', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sales_orderevent" ("contract_ends_on", "created_at", "created_by_id", "currency", "customer_id", "deleted_at", "deleted_by_id", "id", "number", "opportunity_id", "ordered_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remarks") VALUES (OLD."contract_ends_on", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."customer_id", OLD."deleted_at", OLD."deleted_by_id", OLD."id", OLD."number", OLD."opportunity_id", OLD."ordered_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."remarks"); RETURN NULL;', hash='1aed79a55b303bc45b00cf5043b0698742ee26ee', operation='DELETE', pgid='pgtrigger_delete_delete_29536', table='sales_order', when='AFTER')),
        ),
    ]
