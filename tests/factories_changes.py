"""Change sets as somebody left them."""

from crm.grid.changes.models import Change, ChangeSet
from tests.factories import make_customer, make_user


def make_change_set(by=None, customer=None, state="done", cell="done", column="address"):
    """One cell of a customer, changed from nothing to "Main Street" without a form."""
    by = by or make_user()
    customer = customer or make_customer(owner=by)
    found = ChangeSet.objects.create(
        grid="customers", by=by, kind="paste", state=state, total=1, rows=1
    )
    Change.objects.create(
        change_set=found,
        position=1,
        record_id=customer.pk,
        name=customer.name,
        column=column,
        old="",
        new="Main Street",
        new_text="Main Street",
        state=cell,
    )
    return found
