"""Which own field changed, from what to what."""

from crm.history import FieldChange
from customers.models import OwnField
from customers.models.own_field import OWN


def own_differences(model):
    """`differences(before, after)` of the own fields of a model, archived ones too; the fields
    are read once."""
    fields = list(OwnField.objects.of(model))

    def differences(before, after):
        for field in fields:
            old, new = (model.own_value(row, field) for row in (before, after))
            if old != new:
                texts = field.worded(old), field.worded(new)
                yield FieldChange(field.name, *texts, f"{OWN}{field.key}")

    return differences
