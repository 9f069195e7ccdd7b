"""When a customer leaves and by which rule, as columns of any list."""

from datetime import timedelta

from django.utils import timezone
from django.utils.html import conditional_escape, format_html

from crm.days import short_day, start_of
from crm.grid import Column, Date
from customers.release.naming import name_of

WEEK = 7


class Leaves(Date):
    """The day from whose first minute on the customer lies in the pool."""

    def display(self, value, record):
        is_near = value <= start_of(timezone.localdate() + timedelta(days=WEEK))
        shown = super().display(value, record)
        return format_html('<span class="tag seal">{}</span>', shown) if is_near else shown


class Rule(Column):
    """A rule of release, by its name; `version` is the field that says in which rules it stands."""

    def __init__(self, *args, version, **options):
        self.version = version
        super().__init__(*args, **{"filterable": False, **options})

    def load(self, records, grid):
        self.names: dict[tuple, str] = {}

    def words(self, record) -> str:
        key = getattr(record, f"{self.version}_id"), self.value(record)
        if key not in self.names:
            self.names[key] = name_of(getattr(record, self.version), self.value(record))
        return self.names[key]

    def display(self, value, record):
        return conditional_escape(self.words(record))

    def export(self, record):
        return self.words(record)

    def related(self):
        return [self.version]


class WouldLeave(Column):
    """The day on which a draft would release the customer; rows have no order by it."""

    css = "date"

    def __init__(self, *args, **options):
        super().__init__(*args, **{"sortable": False, "filterable": False, **options})

    def load(self, records, grid):
        self.dues = grid.dues

    def value(self, record):
        return self.dues.get(record.pk)

    def display(self, value, record):
        return short_day(value)
