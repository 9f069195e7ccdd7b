"""A sheet of categories, imported whole or not at all."""

from django.db import transaction

from crm.sheets.declared import dataset_of, read_rows, refuse_faults
from customers.axes import tending
from customers.axes.resource import CategoryResource
from customers.models import Axis


@transaction.atomic
def import_categories(axis: Axis, file, filename: str) -> tuple[int, int]:
    """How many categories were added and changed. Raises Refused, and then nothing was."""
    tending.lock_axes()
    resource = CategoryResource(axis)
    dataset, numbers = dataset_of(resource, read_rows(resource, file, filename))
    result = resource.import_data(
        dataset, use_transactions=True, rollback_on_validation_errors=True
    )
    refuse_faults(result, numbers, resource)
    tending.number_anew(axis)
    return result.totals["new"], result.totals["update"]
