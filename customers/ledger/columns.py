"""The columns in which the ledger is read."""

from django.utils.translation import gettext as _

from crm.grid import Column, Text
from customers.rules import reasons


class Holder(Column):
    """Who, or which pool, held the customer: `side` is "from" or "to"."""

    def __init__(self, label, side, **options):
        self.side = side
        super().__init__(label, path=f"{side}_owner", sortable=False, **options)

    def value(self, record):
        return getattr(record, f"{self.side}_owner") or getattr(record, f"{self.side}_pool")

    def display(self, value, record):
        if getattr(record, f"{self.side}_owner_id"):
            return super().display(value, record)
        return super().display(_("pool · %(team)s") % {"team": value}, record)

    def export(self, record):
        value = self.value(record)
        return "" if value is None else str(value)

    def related(self):
        return [f"{self.side}_owner", f"{self.side}_pool"]


class Reason(Text):
    """A reason as its reader's language says it."""

    has_facet = False

    def display(self, value, record):
        return super().display(reasons.said(value), record)

    def export(self, record):
        return reasons.said(self.value(record) or "")
