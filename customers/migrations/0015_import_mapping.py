"""Mappings of imports as entries: {"0": "name"} → {"columns": [{"target": "name", "from": [0]}], …}."""

from django.db import migrations


def to_entries(apps, schema_editor):
    sheet_import = apps.get_model("customers", "SheetImport")
    for found in sheet_import.objects.only("header", "mapping").iterator():
        if "columns" not in found.mapping:
            found.mapping = entries(found.mapping, len(found.header))
            found.save(update_fields=["mapping"])


def entries(plain: dict, width: int) -> dict:
    chosen = {int(column): target for column, target in plain.items() if target}
    return {
        "columns": [{"target": chosen[column], "from": [column]} for column in sorted(chosen)],
        "defaults": {},
        "categories": {},
        "left_out": [column for column in range(width) if column not in chosen],
    }


class Migration(migrations.Migration):
    dependencies = [("customers", "0014_customer_by_winning")]

    operations = [migrations.RunPython(to_entries, migrations.RunPython.noop)]
