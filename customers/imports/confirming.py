"""What an import's columns become is confirmed: new fields are made, and it is remembered."""

from django.db import transaction

from customers.imports.mapping import Mapping
from customers.imports.mapping.forms import MappingForm
from customers.imports.mapping.memory import remember
from customers.imports.running import State, locked_in
from customers.models import SheetImport


@transaction.atomic
def confirm_columns(found: SheetImport, form: MappingForm, *, by) -> Mapping:
    """Takes a valid form. Raises Refused where the import moved on, or a field cannot be made:
    then nothing is changed."""
    locked = locked_in(found, State.MAPPING, State.CHECKED)
    mapping = form.mapping_with(form.new_fields.make())
    keep(locked, mapping)
    remember(locked.header, mapping, by=by)
    return mapping


def keep(locked: SheetImport, mapping: Mapping):
    """The rows have to be checked again."""
    locked.mapping, locked.state = mapping.to_json(), State.MAPPING
    locked.save(update_fields=["mapping", "state"])
