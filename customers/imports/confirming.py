"""What an import's columns become is confirmed: new fields are made, and it is remembered."""

from django.db import transaction

from customers.imports.categories.unknown import unknown_categories
from customers.imports.mapping import Mapping
from customers.imports.mapping.forms import MappingForm
from customers.imports.mapping.memory import remember
from customers.imports.running import State, locked_in, start_check
from customers.models import SheetImport


@transaction.atomic
def confirm_columns(found: SheetImport, form: MappingForm, *, by) -> bool:
    """Takes a valid form. Whether unknown categories have to be asked for first; else the check
    begins. Raises Refused where the import moved on, or a field cannot be made: then nothing is
    changed."""
    locked = locked_in(found, State.MAPPING, State.CHECKED)
    mapping = form.mapping_with(form.new_fields.make())
    keep(locked, mapping)
    remember(locked.header, mapping, by=by)
    if unknown_categories(locked, mapping):
        return True
    start_check(locked, mapping, by=by)
    return False


def keep(locked: SheetImport, mapping: Mapping):
    """The rows have to be checked again."""
    locked.mapping, locked.state = mapping.to_json(), State.MAPPING
    locked.save(update_fields=["mapping", "state"])
