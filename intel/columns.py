"""The department as a column: one that was deleted is not shown, found or sorted by."""

from django.db.models import Case, F, TextField, When

from crm.grid import Related
from crm.grid.conditions.texts import text_operators


class DepartmentColumn(Related):
    def value(self, record):
        department = super().value(record)
        return department if department and not department.deleted_at else None

    def display(self, value, record):
        return value.name

    def sort_expression(self):
        alive = {f"{self.path}__deleted_at__isnull": True}
        return Case(When(**alive, then=F(self.sort)))

    def operators(self, grid):
        alive = {f"{self.path}__deleted_at__isnull": True}
        name = Case(When(**alive, then=F(f"{self.path}__name")), output_field=TextField())
        return text_operators(name)
