from sales.models.activity import Activity
from sales.models.opportunity import Opportunity
from sales.models.order import Order, OrderLine

__all__ = ["Activity", "Opportunity", "Order", "OrderLine"]
