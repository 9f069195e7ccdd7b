"""The models of the ground, gathered from their rooms."""

from crm.notices.models import Delivery, Notice, Webhook
from crm.people.models import Team, User
from crm.people.viewing import Viewing
from crm.workdays.models import Leave, SpecialDay, Workday

__all__ = [
    "Delivery",
    "Leave",
    "Notice",
    "SpecialDay",
    "Team",
    "User",
    "Viewing",
    "Webhook",
    "Workday",
]
