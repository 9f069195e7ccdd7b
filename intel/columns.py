"""The department as a column: one that was deleted is not shown, found or sorted by."""

from django.db.models import Case, F, When

from crm.grid import Related
from crm.grid.filters import Contains


class LivingContains(Contains):
    def __init__(self, *, path, **kwargs):
        self.path = path
        super().__init__(field_name=f"{path}__name", **kwargs)

    def filter(self, queryset, value):
        found = super().filter(queryset, value)
        return found.filter(**{f"{self.path}__deleted_at__isnull": True}) if value else found


class DepartmentColumn(Related):
    def value(self, record):
        department = super().value(record)
        return department if department and not department.deleted_at else None

    def display(self, value, record):
        return value.name

    def sort_expression(self):
        alive = {f"{self.path}__deleted_at__isnull": True}
        return Case(When(**alive, then=F(self.sort)))

    def filters(self, grid):
        return {self.name: LivingContains(path=self.path, label=self.heading)}
