from sales.models.activity import Activity
from sales.models.external_key import ActivityKey, OpportunityKey, OrderKey
from sales.models.opportunity import Opportunity
from sales.models.order import LINE_FIELDS, Order, OrderLine

__all__ = [
    "LINE_FIELDS",
    "Activity",
    "ActivityKey",
    "Opportunity",
    "OpportunityKey",
    "Order",
    "OrderKey",
    "OrderLine",
]
