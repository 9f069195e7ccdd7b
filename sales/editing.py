"""How the rows of this room's lists are changed in the list."""

from customers.editing import children
from sales.forms.activity import ActivityForm
from sales.forms.opportunity import OpportunityForm
from sales.forms.order import OrderForm

ACTIVITIES = children(ActivityForm)
OPPORTUNITIES = children(OpportunityForm)
ORDERS = children(OrderForm)
