"""The department as a column: one that was deleted is not shown, found or sorted by."""

from django.db.models import Case, F, TextField, When

from crm.grid import Related


class DepartmentColumn(Related):
    def value(self, record):
        department = super().value(record)
        return department if department and not department.deleted_at else None

    def display(self, value, record):
        return value.name

    def sort_expression(self):
        alive = {f"{self.path}__deleted_at__isnull": True}
        return Case(When(**alive, then=F(self.sort)))

    @property
    def text_path(self):
        alive = {f"{self.path}__deleted_at__isnull": True}
        return Case(When(**alive, then=F(f"{self.path}__name")), output_field=TextField())
