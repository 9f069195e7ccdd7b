from sales.models.activity import Activity
from sales.models.opportunity import Opportunity
from sales.models.order import LINE_FIELDS, Order, OrderLine

__all__ = ["LINE_FIELDS", "Activity", "Opportunity", "Order", "OrderLine"]
