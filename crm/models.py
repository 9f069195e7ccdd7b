"""The models of the ground, gathered from their rooms."""

from crm.grid.changes.models import Change, ChangeSet
from crm.grid.exporting.models import ExportCap, ExportRecord
from crm.grid.layouts.models import GridLayout
from crm.grid.removing.models import Removal, RemovalRow
from crm.grid.saved.models import SavedView, ShortLink, ViewPlace
from crm.notices.models import Delivery, Notice, Webhook
from crm.people.models import Team, User
from crm.people.viewing import Viewing
from crm.workdays.models import Leave, SpecialDay, Workday

__all__ = [
    "Change",
    "ChangeSet",
    "Delivery",
    "ExportCap",
    "ExportRecord",
    "GridLayout",
    "Leave",
    "Notice",
    "Removal",
    "RemovalRow",
    "SavedView",
    "ShortLink",
    "SpecialDay",
    "Team",
    "User",
    "ViewPlace",
    "Viewing",
    "Webhook",
    "Workday",
]
