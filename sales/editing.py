"""How the rows of this room's lists are changed in the list, and deleted."""

from functools import partial

from crm.grid.changes.editing import Editing
from crm.grid.removing.declaring import Removing
from customers.editing import children
from sales.doors import deleted_for
from sales.forms.activity import ActivityForm
from sales.forms.opportunity import OpportunityForm
from sales.forms.order import OrderForm

ACTIVITIES = children(ActivityForm)
OPPORTUNITIES = children(OpportunityForm)
ORDERS = children(OrderForm)


def removing(editing: Editing) -> Removing:
    """By the verbs that every row of this room has."""
    model = editing.form._meta.model
    deleted = partial(deleted_row, model)
    return Removing(editing.door, model.put_aside, deleted, model.bring_back)


def deleted_row(model, user, pk):
    return deleted_for(user, model, pk)


ACTIVITIES_GO, OPPORTUNITIES_GO, ORDERS_GO = map(removing, (ACTIVITIES, OPPORTUNITIES, ORDERS))
