"""A customer that nobody else reads is inserted without a query of its shares; and whoever writes
very many rows says how much GIN may put off, which a limit of the index's own would forbid."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

PUT_OFF = "ALTER INDEX {0} RESET (gin_pending_list_limit)"
AS_BEFORE = "ALTER INDEX {0} SET (gin_pending_list_limit = 1024)"
INDEXES = {
    "contact": GinIndex(fields=["search_grams", "duplicate_keys"], name="contact_grams"),
    "customer": GinIndex(
        fields=[
            "reader_ids",
            "insider_ids",
            "editor_ids",
            "category_ids",
            "search_grams",
            "duplicate_keys",
        ],
        name="customer_arrays",
    ),
}
RECOMPUTE_ACCESS = """
    IF NOT EXISTS (SELECT FROM customers_usershare s WHERE s.content_object_id = NEW.id)
        AND NOT EXISTS (SELECT FROM customers_teamshare s WHERE s.content_object_id = NEW.id)
    THEN
        NEW.reader_ids := ARRAY[COALESCE(NEW.owner_id, -NEW.pool_id)];
        NEW.insider_ids := array_remove(ARRAY[NEW.owner_id], NULL);
        NEW.editor_ids := NEW.insider_ids;
        RETURN NEW;
    END IF;
    SELECT a.readers, a.insiders, a.editors
        INTO NEW.reader_ids, NEW.insider_ids, NEW.editor_ids
        FROM customers_access(NEW.id, NEW.owner_id, NEW.pool_id) a;
    RETURN NEW;
"""


def without_limit(model: str, index: GinIndex) -> migrations.SeparateDatabaseAndState:
    """In the catalogue alone: building the index anew would take minutes."""
    return migrations.SeparateDatabaseAndState(
        [migrations.RunSQL(PUT_OFF.format(index.name), AS_BEFORE.format(index.name))],
        [migrations.RemoveIndex(model, index.name), migrations.AddIndex(model, index)],
    )


class Migration(migrations.Migration):
    dependencies = [("customers", "0030_import_records")]

    operations = [
        *(without_limit(model, index) for model, index in INDEXES.items()),
        pgtrigger.migrations.RemoveTrigger(model_name="customer", name="derive_access"),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="derive_access",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func=RECOMPUTE_ACCESS,
                    hash="b768ca75a0b82bc80f8870c4a2509bb70a8fb1ac",
                    operation='INSERT OR UPDATE OF "owner_id", "pool_id", "reader_ids"',
                    pgid="pgtrigger_derive_access_982bc",
                    table="customers_customer",
                    when="BEFORE",
                ),
            ),
        ),
    ]
